// A focus whose conference ended begins another one: with a first leg, a session and records of its own.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moved, type Edit } from './edits'
import { unknown } from './legal-checks'
import { noMoreThanAType } from './nameless'
import { judged, Story } from './story'
import { creatorOf, type Conf } from './story-calls'

const AGAIN = 'im1.im.example;1;again'

function nextLife({ focus }: Conf): Conf {
  return { focus, session: AGAIN, legs: [], in: new Set() }
}

function hardRules(s: Story): readonly string[] {
  return judged(s.events()).findings.flatMap(({ level, rule }) => (level === 'MUST' ? [rule] : []))
}

/** ch1-facts C9 — a server that names the first leg in every record, here that of the life it is of. */
function firstLeg(keepsParty: boolean): Edit {
  return ({ party, ...plan }) => {
    const callId = plan.session === AGAIN ? 'call-3' : 'call-1'
    return [{ ...plan, callId, icid: `icid-of-${callId}`, ...(keepsParty && party !== undefined ? { party } : {}) }]
  }
}

for (const choices of [{}, unknown])
  for (const betweenMs of [100, 3000])
    for (const keepsParty of [true, false])
      test(`the first leg is that of each life: ${betweenMs} ms between, party ${String(keepsParty)}, ${Object.keys(choices).length} choices`, () => {
        const s = new Story({ choices: { ...choices, 'P-LEG': 'initial-leg' }, edit: firstLeg(keepsParty) }).begin('TP_SEQ_011')
        const one = s.creates('alice')
        s.wait(100).brings('bob', one)
        s.wait(500).drain(one, betweenMs)
        const two = nextLife(one)
        const leg = s.joins('alice', two, { charge: false })
        s.acr(two, { label: 'start', type: 'start', callId: leg.callId, party: leg.user, method: 'INVITE' })
        s.brings('bob', two)
        s.wait(300).brings('carol', two)
        s.wait(300).reinvites(leg).wait(2600)
        assert.deepEqual(hardRules(s.drain(two, 9000).end()), [])
      })

test('a START that names nobody opens the next life, and what follows it is of that one, though the STOP before came late', () => {
  const edit: Edit = (plan) => {
    if (plan.label === 'stop:alice') return [{ ...plan, atMs: plan.atMs + 300 }]
    if (plan.label === 'start') return [noMoreThanAType(plan)]
    return [plan.label === 'start:dave' ? { ...plan, atMs: plan.atMs + 700 } : plan]
  }
  const s = new Story({ edit }).begin('TP_SEQ_011')
  const one = s.creates('alice')
  s.wait(500).leaves(creatorOf(one), one).wait(200)
  const two = nextLife(one)
  const leg = s.joins('alice', two, { charge: false, answerAfterMs: 150 })
  const other = s.creates('dave')
  s.acr(two, { label: 'start', type: 'start', callId: leg.callId, party: leg.user, method: 'INVITE' })
  s.wait(100).brings('bob', two)
  s.wait(2000).drain(two, 500)
  assert.deepEqual(hardRules(s.drain(other, 9000).end()), [])
})

test('what came ahead of the START is found where another life began since, by the ACK of its own first leg', () => {
  const s = new Story({ edit: moved('start:alice', 900) }).begin('TP_SEQ_001').when()
  const one = s.creates('alice')
  s.wait(300).brings('bob', one)
  s.wait(1500).drain(one, 500)
  const two = nextLife(one)
  const leg = s.joins('alice', two, { charge: false })
  s.acr(two, { label: 'start', type: 'start', callId: leg.callId, party: leg.user, method: 'INVITE' })
  s.wait(300).ofConference('start-overtaken', 'alice', { what: 'startFirst' })
  assert.ok(hardRules(s.wait(3000).drain(two, 9000).end()).includes('start-overtaken'))
})

test('the first leg of a later life may give its ICID to every record of that life (C9)', () => {
  const s = new Story({ choices: { 'P-LEG': 'initial-leg' }, edit: firstLeg(true) }).begin('TP_CNT_005').when()
  const one = s.creates('alice')
  s.wait(100).brings('bob', one)
  s.content('arrival-icid', 'arrival', 'bob', {
    path: 'Service-Information/IMS-Information/IMS-Charging-Identifier',
    op: 'legIcid',
  })
  s.wait(500).drain(one, 100).when()
  const two = nextLife(one)
  const leg = s.joins('alice', two, { charge: false })
  s.acr(two, { label: 'start', type: 'start', callId: leg.callId, party: leg.user, method: 'INVITE' })
  s.brings('carol', two)
  s.content('arrival-icid', 'arrival', 'carol', {
    path: 'Service-Information/IMS-Information/IMS-Charging-Identifier',
    op: 'legIcid',
  })
  assert.deepEqual(hardRules(s.wait(3000).drain(two, 9000).end()), [])
})
