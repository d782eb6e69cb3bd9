// LV-03: two served users arrive in the same moment, and a participating function that accounts the conference may open it with either.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordType } from '../../judge/history/events'
import { legal, unknown } from './legal-checks'
import { Story } from './story'
import type { Conf } from './story-calls'
import type { StoryOptions } from './story-options'

const IMS = 'Service-Information/IMS-Information'
type Charged = readonly (readonly [name: 'bob' | 'carol', type: RecordType])[]

/** Bob and Carol answer two milliseconds apart, and are charged so; then they leave. */
function together(choices: StoryOptions['choices'], charged: Charged): Story {
  const s = new Story({ served: 'conference', ...(choices && { choices }) }).begin('TP_ARR_025')
  const conf: Conf = { focus: 'sip:conf-1@im.example', session: 'im1.im.example;1;1', legs: [], in: new Set() }
  const legs = { bob: s.invites('bob', conf), carol: s.invites('carol', conf) }
  const names = ['bob', 'carol'] as const
  s.wait(200).when()
  for (const name of names) s.answers(legs[name], conf, { ack: false, charge: false })
  for (const name of names) s.acks(legs[name])
  for (const [i, [name, type]] of charged.entries()) {
    const { callId, user } = legs[name]
    s.acr(conf, { label: `arrival:${name}`, type, callId, party: user, method: 'INVITE', count: i + 1, role: 0 })
  }
  for (const name of names) {
    s.owesOne('interim', 'arrival', name, 'served-arrival-missing')
    s.content('served-arrival-party', 'arrival', name, { path: 'Service-Information', op: 'party' })
    s.content('served-arrival-icid', 'arrival', name, { path: `${IMS}/IMS-Charging-Identifier`, op: 'legIcid' })
  }
  s.wait(3000).leaves(legs.bob, conf).wait(100).leaves(legs.carol, conf)
  return s.wait(9000).watchdog().wait(100).end()
}

for (const order of [
  ['bob', 'carol'],
  ['carol', 'bob'],
] as const)
  for (const [said, choices] of [
    ['declared', {}],
    ['unknown', { ...unknown, 'P-GRAN': 'unknown' }],
  ] as const)
    test(`two arrive together, and ${order[0]} opens the accounting, granularity ${said}`, () => {
      const s = together(choices, [
        [order[0], 'start'],
        [order[1], 'interim'],
      ])
      legal(s)
      assert.deepEqual(s.judged().findings, [])
    })

for (const [what, charged] of [
  [
    'both with an INTERIM',
    [
      ['bob', 'interim'],
      ['carol', 'interim'],
    ],
  ],
  ['only one', [['bob', 'start']]],
  [
    'both with a START',
    [
      ['bob', 'start'],
      ['carol', 'start'],
    ],
  ],
] as const satisfies readonly (readonly [string, Charged])[])
  test(`two arrive together and are charged wrongly: ${what}`, () => {
    const { verdicts } = together({}, charged).judged()
    assert.ok(
      verdicts.some(({ word }) => word === 'fail'),
      JSON.stringify(verdicts),
    )
  })

test('whose coming opened the conference’s accounting may go uncharged in a release, where nothing is declared of the granularity (LV-12)', () => {
  const s = new Story({ served: 'conference', choices: { ...unknown, 'P-GRAN': 'unknown' } }).begin('TP_ARR_025')
  const conf: Conf = { focus: 'sip:conf-1@im.example', session: 'im1.im.example;1;1', legs: [], in: new Set() }
  const bob = s.brings('bob', conf, { charge: false })
  const { callId, user } = bob
  s.acr(conf, { label: 'arrival:bob', type: 'start', callId, party: user, method: 'INVITE', count: 1, role: 0 })
  s.wait(200).when()
  const carol = s.brings('carol', conf)
  s.wait(3000).expels(bob, conf, { charge: false }).wait(50).expels(carol, conf)
  const events = s.wait(9000).watchdog().wait(100).end()
  assert.deepEqual(
    events.judged().findings.map(({ rule, actual }) => `${rule}: ${actual}`),
    [],
  )
})
