// The Rf client: one ACR of a session after the other, resends and what an answer settles.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Bench } from './rf-client-bench'

test('one ACR of a session is outstanding; the next follows its answer', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.submit('a', 1)
  rf.submit('b', 0)
  assert.deepEqual(rf.sent, ['a0 e1', 'b0 e3'])
  rf.answer(0, 2001)
  assert.deepEqual(rf.sent, ['a0 e1', 'b0 e3', 'a1 e2'])
})

test('without an answer the ACR is sent again with T and the same End-to-End Identifier, a bounded number of times', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  for (let i = 0; i < 5; i++) rf.advance(1000)
  assert.deepEqual(rf.sent, ['a0 e1', 'a0 e1 T', 'a0 e1 T'])
  assert.equal(rf.client.size, 1)
})

test('an ACR that stayed unanswered keeps its place and goes again when the peer reopens', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.submit('a', 1)
  for (let i = 0; i < 4; i++) rf.advance(1000)
  rf.client.peerOpened(0)
  assert.deepEqual(rf.sent.slice(3), ['a0 e1 T'])
  rf.answer(3, 2001)
  assert.deepEqual(rf.sent.slice(4), ['a1 e2'])
})

test('a late answer to an earlier sending is an answer', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.submit('a', 1)
  rf.advance(1000)
  rf.answer(0, 2001)
  assert.deepEqual(rf.sent, ['a0 e1', 'a0 e1 T', 'a1 e2'])
  rf.answer(1, 2001)
  assert.equal(rf.client.size, 1, 'the answer to the resend finds nothing')
})

for (const code of [3004, 3005, 4001, 4002]) {
  test(`after ${code} the record is kept and goes again later, without T, as a new request`, () => {
    const rf = new Bench()
    rf.submit('a', 0)
    rf.answer(0, code)
    assert.deepEqual(rf.sent, ['a0 e1'])
    rf.advance(1000)
    assert.deepEqual(rf.sent, ['a0 e1', 'a0 e2'])
  })
}

for (const code of [3002, 3003, 3009, 5001, 5002, 5004, 5012, 6001, 1, undefined]) {
  test(`after ${code ?? 'an answer without result'} the record is given up and the next is sent`, () => {
    const rf = new Bench()
    rf.submit('a', 0)
    rf.submit('a', 1)
    rf.answer(0, code)
    assert.deepEqual(rf.sent, ['a0 e1', 'a1 e2'])
    assert.match(rf.lines.join(), /start 0 of a given up/)
  })
}

test('a peer that says when to come again is not asked before, nor later than a minute', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.client.answered({ peer: 0, hopByHop: 1, resultCode: 3004, retryAfterMs: 5_000 })
  rf.advance(4_999)
  assert.equal(rf.sent.length, 1)
  rf.advance(1)
  assert.equal(rf.sent.length, 2)
  rf.client.answered({ peer: 0, hopByHop: 2, resultCode: 3004, retryAfterMs: 86_400_000 })
  rf.advance(60_000)
  assert.equal(rf.sent.length, 3)
})

test('what happens during an outage is stored and goes in the stored order; T only on what had been sent', () => {
  const rf = new Bench()
  rf.submit('b', 0)
  rf.up.delete(0)
  rf.client.peerLost(0)
  rf.submit('a', 0)
  rf.submit('a', 1)
  rf.submit('b', 1)
  rf.advance(10_000)
  assert.deepEqual(rf.sent, ['b0 e1'])
  rf.up.add(0)
  rf.client.peerOpened(0)
  assert.deepEqual(rf.sent, ['b0 e1', 'b0 e1 T', 'a0 e2'])
  rf.answer(1, 2001)
  rf.answer(2, 2001)
  assert.deepEqual(rf.sent.slice(3), ['b1 e4', 'a1 e3'])
})

test('an answer nobody waits for is discarded', () => {
  const rf = new Bench()
  rf.client.answered({ peer: 0, hopByHop: 99, resultCode: 2001 })
  rf.submit('a', 0)
  rf.client.answered({ peer: 1, hopByHop: 1, resultCode: 2001 })
  assert.equal(rf.client.size, 1)
})

test('a record that cannot be written is given up with a line, the rest goes on', () => {
  const rf = new Bench()
  rf.unwritable = 'a0'
  rf.submit('a', 0)
  rf.submit('a', 1)
  assert.deepEqual(rf.sent, ['a1 e2'])
  assert.match(rf.lines.join(), /start 0 of a given up: it cannot be written, Error: no such AVP/)
})

test('an answer that names another record acknowledges nothing: the record goes again', () => {
  for (const stranger of [{ number: 1 }, { type: 'stop' }, { sessionId: 'b' }] as const) {
    const rf = new Bench()
    rf.submit('a', 0)
    rf.answer(0, 2001, { sessionId: 'a', type: 'start', number: 0, ...stranger })
    assert.equal(rf.client.size, 1)
    assert.match(rf.lines.join(), /answer ignored/)
    rf.advance(1000)
    assert.deepEqual(rf.sent, ['a0 e1', 'a0 e1 T'])
    rf.answer(1, 2001, { sessionId: 'a', type: 'start', number: 0 })
    assert.equal(rf.client.size, 0)
  }
})

test('2002 is a success', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.answer(0, 2002)
  assert.equal(rf.client.size, 0)
  assert.deepEqual(rf.lines, [])
})

test('a second answer is ignored', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.submit('a', 1)
  rf.answer(0, 2001)
  rf.answer(0, 5012)
  assert.equal(rf.client.size, 1)
  assert.deepEqual(rf.lines, [])
})

test('a peer that never answered is asked again after a rest, with T', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  for (let i = 0; i < 3; i++) rf.advance(1000)
  assert.equal(rf.sent.length, 3)
  rf.advance(19_999)
  assert.equal(rf.sent.length, 3)
  rf.advance(1)
  assert.deepEqual(rf.sent.slice(3), ['a0 e1 T'])
})

test('after close nothing is sent and no timer is left', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.client.close()
  rf.advance(5000)
  rf.submit('a', 1)
  rf.client.peerOpened(0)
  assert.deepEqual(rf.sent, ['a0 e1'])
  assert.equal(rf.timers.size, 0)
})
