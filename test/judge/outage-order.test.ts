// What an outage of CH-1 kept: which records those are, and when their order can be told.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { legal, passes } from './legal-checks'
import { Story } from './story'
import type { StoryOptions } from './story-options'

/** P-RESEND of the reference profile, and some more: everything is settled. */
const SETTLED_MS = 8600

/** Alice is in with Carol, and it rings at Bob. He answers in an outage, Carol leaves `leavesMs` later, and Dave, where he is, behind its end. */
function outage(id: string, o: StoryOptions, { leavesMs, dave = false }: { leavesMs: number; dave?: boolean }): Story {
  const s = new Story(o).begin(id)
  const conf = s.creates('alice')
  const carol = s.brings('carol', conf)
  const others = dave ? [s.brings('dave', conf)] : []
  const bob = s.invites('bob', conf)
  s.wait(200).when().peer('closed', 1).wait(10).answers(bob, conf)
  s.wait(leavesMs).leaves(carol, conf)
  const backMs = s.nowMs + 1000
  s.meets('arrival:bob', { conn: 2, atMs: backMs + 10 }).meets('departure:carol', { conn: 2, atMs: backMs + 12 })
  if (o.choices?.['P-BUF'] === 'overwrite') s.forgets('arrival:bob')
  s.ofConference(...demanded(id))
  s.wait(backMs + 5 - s.nowMs).peer('open', 2).via = { conn: 2 }
  s.wait(15)
  for (const leg of others) s.leaves(leg, conf)
  return s.wait(SETTLED_MS).drain(conf).watchdog(2).end()
}

function demanded(id: string): Parameters<Story['ofConference']> {
  return id === 'TP_ERR_007'
    ? ['buffer-not-overwritten', 'alice', { what: 'overwritten' }]
    : ['buffer-order', 'alice', { what: 'inOrder' }]
}

test('who leaves just behind the end of an outage makes no interim of it: one that overwrites delivers it beside', () => {
  const s = outage('TP_ERR_007', { choices: { 'P-BUF': 'overwrite' } }, { leavesMs: 300, dave: true })
  passes('TP_ERR_007', s)
  assert.deepEqual(s.judged().findings, [])
})

test('what an outage kept has an order only where it did not happen at the same time', () => {
  passes('TP_ERR_006', outage('TP_ERR_006', {}, { leavesMs: 300 }))
  const verdict = outage('TP_ERR_006', {}, { leavesMs: 5 })
    .judged()
    .verdicts.find((one) => one.testPurpose === 'TP_ERR_006')
  assert.equal(verdict?.word, 'inconclusive')
  assert.match(verdict.reason, /at the same time/)
})

test('who answers the BYE of an outage twice was gone at the first answer, before who left in between', () => {
  // RFC 3261 §17.1.2.2 — the BYE went out again, and the second answer says nothing new; the records stand in the order of the first
  const s = new Story({}).begin('TP_ERR_006')
  const conf = s.creates('alice')
  const [bob, carol] = [s.brings('bob', conf), s.brings('carol', conf)]
  s.wait(200).when().peer('closed', 1).wait(10).expels(bob, conf).wait(300).leaves(carol, conf).wait(300).answersBye(bob)
  const backMs = s.nowMs + 1000
  s.meets('departure:bob', { conn: 2, atMs: backMs + 10 }).meets('departure:carol', { conn: 2, atMs: backMs + 12 })
  s.ofConference(...demanded('TP_ERR_006'))
  s.wait(backMs + 5 - s.nowMs).peer('open', 2).via = { conn: 2 }
  legal(s.wait(SETTLED_MS).drain(conf).watchdog(2).end())
})
