// What the server remembers of its accounting sessions: those that live before those that ended.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AccountingSessions } from '../../sut/im-server/charging/accounting-sessions'
import type { RecordDraft } from '../../sut/im-server/charging/record'
import { event } from './conference-events'

function sessions(mostRemembered: number): (name: string, type: RecordDraft['type']) => string {
  const book = new AccountingSessions({ originHosts: ['im1'], high: 7, numbers: { first: 0, step: 1 }, mostRemembered })
  return (name, type) => {
    const cause = event('joined', 'bob', ['alice', 'bob'], { conference: `sip:${name}@im.example` })
    const { sessionId, number } = book.stamp({ type, cause, ...(type === 'event' && { entity: `${name}|event` }) })
    return `${sessionId} ${number}`
  }
}

test('of too many sessions one that ended is forgotten, and one that lives goes on under its Session-Id', () => {
  const of = sessions(2)
  assert.equal(of('long', 'start'), 'im1;7;0;long 0')
  for (const name of ['a', 'b', 'c']) {
    of(name, 'start')
    of(name, 'stop')
  }
  assert.equal(of('long', 'interim'), 'im1;7;0;long 1', 'RFC 6733 §8.8: one session, one Session-Id')
})

test('EVENTs of their own push out no session that lives', () => {
  const of = sessions(2)
  of('long', 'start')
  for (const name of ['a', 'b', 'c']) of(name, 'event')
  assert.equal(of('long', 'stop'), 'im1;7;0;long 1')
})

test('where all live, the oldest is forgotten: memory is bounded', () => {
  const of = sessions(2)
  for (const name of ['a', 'b', 'c']) of(name, 'start')
  assert.equal(of('c', 'interim'), 'im1;7;2;c 1')
  assert.equal(of('a', 'interim'), 'im1;7;3;a 0')
})

test('a session that begins anew after its STOP lives again', () => {
  const of = sessions(2)
  of('room', 'start')
  of('room', 'stop')
  assert.equal(of('room', 'start'), 'im1;7;1;room 0')
  for (const name of ['a', 'b']) {
    of(name, 'start')
    of(name, 'stop')
  }
  assert.equal(of('room', 'interim'), 'im1;7;1;room 1')
})
