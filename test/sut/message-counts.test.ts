// What the records of a conference count of its messages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { behaviourOf } from '../../sut/im-server/charging/trigger/behaviour'
import { ChargingTrigger } from '../../sut/im-server/charging/trigger/charging-trigger'
import { countedWith } from '../../sut/im-server/charging/trigger/message-counts'
import type { MessageCounts } from '../../sut/im-server/charging/record'
import { event } from './conference-events'

const ALL = ['alice', 'bob', 'carol']
const message = { contentType: 'text/plain', bytes: 5, recipients: 2 }
const answered = event('messageAnswered', 'alice', ALL, { session: 'adHoc', message, status: 202 })
const spread = event('messageSpread', 'alice', ALL, { session: 'adHoc', message: { ...message, delivered: 1 }, status: 202 })

/** Two messages, then Bob and Alice leave: what the records of the two count. */
function countsUnder(choices: readonly string[], legal: readonly string[]): readonly (MessageCounts | undefined)[] {
  const read = behaviourOf(choices, legal)
  assert.ok(read.ok)
  const { recordsOf } = new ChargingTrigger(read.behaviour)
  return [
    event('created', 'alice', ['alice'], { before: [] }),
    event('inviteeAnswered', 'bob', ALL),
    ...[answered, spread, answered],
    event('leaveReceived', 'bob', ['alice', 'carol'], { before: ALL }),
    spread,
    event('leaveReceived', 'alice', [], { before: ['alice'], ends: true }),
  ].flatMap((one) =>
    recordsOf(one)
      .filter(({ type }) => type !== 'event')
      .map(({ messages }) => messages),
  )
}

test('an INTERIM and the STOP count every message since the conference began, and nothing before the first', () => {
  assert.deepEqual(countsUnder([], []), [
    undefined,
    undefined,
    { sent: 2, delivered: 1, exploded: { total: 4, successful: 1 } },
    { sent: 2, delivered: 2, exploded: { total: 4, successful: 2 } },
  ])
})

test('LV-04, LV-15: no counts in the minimal form, nor where each leg has a session', () => {
  assert.deepEqual(countsUnder([], ['LV-04']), [undefined, undefined, undefined, undefined])
  assert.ok(countsUnder(['P-GRAN=leg'], []).every((counts) => counts === undefined))
})

test('a message to one user is of no conference, and a copy that nobody took is delivered to nobody', () => {
  const { session: _, ...toOne } = answered
  assert.equal(countedWith(undefined, toOne), undefined)
  const untaken = { ...spread, message: { ...message, delivered: 0 } }
  assert.deepEqual(countedWith(countedWith(undefined, answered), untaken), {
    sent: 1,
    delivered: 0,
    exploded: { total: 2, successful: 0 },
  })
})
