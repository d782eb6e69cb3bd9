// Interims by time of sessions that are not the conference's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AccountingSessions } from '../../sut/im-server/charging/accounting-sessions'
import { Charging } from '../../sut/im-server/charging/charging'
import type { StampedRecord } from '../../sut/im-server/charging/record'
import { ParticipatingTrigger } from '../../sut/im-server/participating/participating-trigger'
import { event } from './conference-events'

test('an interim by time of a served user is the participating function’s, and counts nobody, as its START', () => {
  const records: StampedRecord[] = []
  let due: () => void = () => assert.fail('no clock runs')
  const charging = new Charging({
    seams: {},
    trigger: new ParticipatingTrigger('user'),
    sessions: new AccountingSessions({ originHosts: ['im1.im.example'], high: 1, numbers: { first: 0, step: 1 } }),
    timers: { set: (_, fire) => (due = fire), clear: () => undefined },
    now: () => new Date(0),
    submit: (record) => records.push(record),
    isBehind: () => false,
    interims: { secondMs: 1000, jitter: 0, random: () => 0.5 },
    ownIntervalS: 60,
  })
  charging.onEvent(event('joined', 'alice', ['alice'], { before: [] }))
  due()
  assert.deepEqual(
    records.map(({ type, number, participating, participants }) => [type, number, participating, participants]),
    [
      ['start', 0, true, undefined],
      ['interim', 1, true, undefined],
    ],
  )
  assert.equal(records[1]?.sessionId, records[0]?.sessionId)
})
