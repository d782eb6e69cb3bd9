// What keeps a conference from being closed, however long it takes: each story goes on minutes after its scenario, and is judged as by a judge that closes none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HistoryEvent } from '../../judge/history/events'
import { Judge } from '../../judge/judge'
import { Story } from './story'
import { creatorOf } from './story-calls'
import type { StoryOptions } from './story-options'

const LONG_MS = 400_000

/** Accounts and judgment; explanations in order of their records, whenever they were handed out. */
function said(events: readonly HistoryEvent[], o: { readonly closesAfterUs?: number } = {}): object {
  const judge = new Judge(o)
  for (const event of events) judge.step(event)
  const { explanations, ...more } = judge.judgment()
  return { ...more, explanations: [...explanations].sort((a, b) => a.record - b.record), accounts: judge.accounts() }
}

function waits(what: string, tell: (s: Story) => void, o: StoryOptions = {}): void {
  test(what, () => {
    const s = new Story({ tickEveryMs: 1000, ...o }).begin('TP_SEQ_011')
    tell(s)
    const events = s.wait(LONG_MS).watchdog().events()
    assert.deepEqual(said(events), said(events, { closesAfterUs: Infinity }))
  })
}

waits('somebody who is in', (s) => {
  const one = s.creates('alice')
  s.brings('bob', one)
  s.end().wait(LONG_MS).drain(one)
})

waits('somebody who is invited, and rings', (s) => {
  const one = s.creates('alice')
  const leg = s.invites('bob', one)
  s.wait(100).leaves(creatorOf(one), one).end().wait(LONG_MS).answers(leg, one)
  s.wait(1000).leaves(leg, one)
})

waits('a STOP that may come, since the last BYE was refused (LV-13)', (s) => {
  const one = s.creates('alice')
  s.wait(500).expels(creatorOf(one), one, { status: 481, charge: false }).end().wait(LONG_MS)
  s.acr(one, { label: 'stop', type: 'stop', callId: 'call-1', method: 'BYE' })
})

waits('a refused invitation of which there was no time to see what it is charged by', (s) => {
  s.end().wait(74_700 - s.nowMs) // it is looked for what is over each 15 s
  const leg = s.turnsAway('bob')
  const one = { focus: 'sip:conf-9@im.example', session: 'im1.im.example;1;9', legs: [], in: new Set<string>() }
  s.wait(600).acr(one, { label: 'refused', type: 'start', callId: leg.callId, method: 'INVITE' })
})

waits('a record that waits for our answer', (s) => {
  const one = s.creates('alice')
  s.wait(500).drain(one).meets('stop:alice', { answer: 'none' }, { afterMs: LONG_MS, conn: 2, answer: 2001 })
  s.peer('closed', 1)
    .end()
    .wait(LONG_MS - 4000)
    .peer('open', 2)
})

waits(
  'a record that is kept through an outage',
  (s) => {
    const one = s.creates('alice')
    s.wait(500).peer('closed', 1).wait(10)
    s.leaves(creatorOf(one), one, { charge: false }).end().wait(LONG_MS).peer('open', 2).wait(50)
    s.acr(one, { label: 'stop', type: 'stop', callId: 'call-1', method: 'BYE', conn: 2 })
  },
  { choices: { 'P-BUF': 'all-in-order' } },
)

waits(
  'a record whose time is put off by an outage, though the STOP behind it came',
  (s) => {
    const one = s.creates('alice')
    s.brings('bob', one)
    s.wait(500).drain(one, 100).peer('closed', 1).end().wait(LONG_MS).peer('open', 2)
  },
  { choices: { 'P-BUF': 'all-in-order' }, edit: (plan) => (plan.label === 'departure:bob' ? [] : [plan]) },
)

waits(
  'another conference, whose session has a record of this one',
  (s) => {
    const one = s.creates('alice')
    const other = s.creates('dave')
    s.wait(300).brings('bob', other)
    s.wait(500).drain(other).end().wait(LONG_MS)
    s.brings('carol', one)
    s.wait(500).drain(one)
  },
  { edit: (plan) => (plan.label === 'arrival:bob' ? [{ ...plan, session: 'im1.im.example;1;1' }] : [plan]) },
)
