// The charging trigger of the participating function under its switches.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConferenceEvent } from '../../../sut/im-server/conference/conference-event'
import { participatingBehaviour } from '../../../sut/im-server/participating/participating-behaviour'
import type { Accounting } from '../../../sut/im-server/participating/participating-options'
import { ParticipatingTrigger } from '../../../sut/im-server/participating/participating-trigger'
import { event } from '../conference-events'

function triggerOf(
  accounting: Accounting,
  o: { readonly choices?: readonly string[]; readonly legal?: readonly string[] } = {},
): ParticipatingTrigger {
  const read = participatingBehaviour(o.choices ?? [], o.legal ?? [], accounting)
  assert.ok(read.ok, read.ok ? '' : read.what)
  return new ParticipatingTrigger(accounting, read.behaviour)
}

const ALICE = event('joined', 'alice', ['alice'], { before: [] })
const BOB = event('joined', 'bob', ['alice', 'bob'], { before: ['alice'] })
const REFRESHED = event('sessionRefreshed', 'bob', ['alice', 'bob'])

function texts(trigger: ParticipatingTrigger, ...events: readonly ConferenceEvent[]): readonly string[] {
  return events.flatMap((one) =>
    trigger.recordsOf(one).map(({ type, participants }) => `${type} ${one.leg.user.slice(4, 7)} ${participants ?? '-'}`),
  )
}

test('P-JOIN: a user who joins a conference with one session makes an INTERIM where that is chosen, and none by itself', () => {
  assert.deepEqual(texts(triggerOf('conference'), ALICE, BOB), ['start ali 1'])
  assert.deepEqual(texts(triggerOf('conference', { choices: ['P-JOIN=charged'] }), ALICE, BOB), ['start ali 1', 'interim bob 2'])
})

test('LV-04: no count', () => {
  const trigger = triggerOf('conference', { legal: ['LV-04'], choices: ['P-JOIN=charged'] })
  assert.deepEqual(texts(trigger, ALICE, BOB), ['start ali -', 'interim bob -'])
})

test('LV-08: a refresh makes an INTERIM, in the session of its user or of its conference', () => {
  assert.deepEqual(texts(triggerOf('user'), ALICE, BOB, REFRESHED), ['start ali -', 'start bob -'])
  const byUser = triggerOf('user', { legal: ['LV-08'] })
  assert.deepEqual(texts(byUser, ALICE, BOB, REFRESHED), ['start ali -', 'start bob -', 'interim bob -'])
  const byConference = triggerOf('conference', { legal: ['LV-08'] })
  assert.deepEqual(texts(byConference, ALICE, BOB, REFRESHED), ['start ali 1', 'interim bob 2'])
})

test('an interim by time counts the served users who are in now', () => {
  const trigger = triggerOf('conference')
  texts(trigger, ALICE, BOB)
  assert.equal(trigger.byTime(ALICE, new Date(0)).participants, 2)
  texts(trigger, event('leaveReceived', 'bob', ['alice'], { before: ['alice', 'bob'] }))
  assert.equal(trigger.byTime(ALICE, new Date(0)).participants, 1)
})
