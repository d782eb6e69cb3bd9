// The Rf client with several peers: which one has the record next, and when the first is asked again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Bench } from './rf-client-bench'

test('after 3004 with a second peer the record goes there at once, as a new request; the next record begins with the first peer again', () => {
  const rf = new Bench([0, 1])
  rf.submit('a', 0)
  rf.submit('a', 1)
  rf.answer(0, 3004)
  assert.deepEqual(rf.sent, ['a0 e1', 'a0 e3'])
  rf.answer(1, 2001)
  assert.deepEqual(rf.sent.slice(2), ['a1 e2'])
  assert.deepEqual(rf.peers, [0, 1, 0])
})

test('after 3004 of every peer the record waits, then all are asked again', () => {
  const rf = new Bench([0, 1])
  rf.submit('a', 0)
  rf.answer(0, 3004)
  rf.answer(1, 3004)
  assert.deepEqual(rf.peers, [0, 1])
  rf.advance(1000)
  assert.deepEqual(rf.peers, [0, 1, 0])
})

test('4002 is no reason to ask another peer: the record waits', () => {
  const rf = new Bench([0, 1])
  rf.submit('a', 0)
  rf.answer(0, 4002)
  assert.deepEqual(rf.peers, [0])
  rf.advance(1000)
  assert.deepEqual(rf.peers, [0, 0])
})

test('with a second peer the unanswered ACR fails over with T', () => {
  const rf = new Bench([0, 1])
  rf.submit('a', 0)
  rf.up.delete(0)
  rf.client.peerLost(0)
  assert.deepEqual(rf.sent, ['a0 e1', 'a0 e1 T'])
  assert.deepEqual(rf.peers, [0, 1])
})

test('a peer that takes ACRs and never answers is left for the second after the last resend', () => {
  const rf = new Bench([0, 1])
  rf.submit('a', 0)
  for (let i = 0; i < 3; i++) rf.advance(1000)
  assert.deepEqual(rf.peers, [0, 0, 0, 1])
})

for (const code of [3001, 3002, 3003, 3007, 3008, 3009, 3010]) {
  test(`after ${code} an alternate peer has the record at once, without T; refused there too, it is given up`, () => {
    const rf = new Bench([0, 1])
    rf.submit('a', 0)
    rf.answer(0, code)
    assert.deepEqual(
      [rf.sent, rf.peers],
      [
        ['a0 e1', 'a0 e2'],
        [0, 1],
      ],
    )
    rf.answer(1, code)
    assert.equal(rf.client.size, 0)
    assert.match(rf.lines.join(), new RegExp(`start 0 of a given up: answered ${code}`))
  })
}

test('a redirect is followed to the peer it names, and to any other where nobody is of that name', () => {
  const rf = new Bench([0, 1, 2])
  rf.submit('a', 0)
  rf.answer(0, 3006, { redirectTo: [2] })
  assert.deepEqual(rf.peers, [0, 2])
  rf.submit('b', 0)
  rf.answer(2, 3006)
  assert.deepEqual(rf.peers, [0, 2, 0, 1])
  rf.loses(2)
  rf.submit('c', 0)
  rf.answer(rf.peers.length - 1, 3006, { redirectTo: [2] })
  assert.equal(rf.peers.at(-1), 1, 'the named one is not open')
})

test('3002 from one and silence of the other is no failed answer: the record is stored, and goes again', () => {
  const rf = new Bench([0, 1])
  rf.submit('a', 0)
  rf.answer(0, 3002)
  for (let i = 0; i < 3; i++) rf.advance(1000)
  assert.deepEqual(rf.sent, ['a0 e1', 'a0 e2', 'a0 e2 T', 'a0 e2 T'])
  assert.equal(rf.client.size, 1)
  rf.advance(20_000)
  assert.deepEqual(rf.sent.slice(4), ['a0 e2 T'])
})

test('failback: a record that is out stays with the secondary, the next one goes to the primary that is back', () => {
  const rf = new Bench([0, 1])
  rf.submit('a', 0)
  rf.submit('a', 1)
  rf.loses(0)
  assert.deepEqual(rf.peers, [0, 1])
  rf.up.delete(1)
  rf.up.add(0)
  rf.up.add(1)
  rf.client.peerOpened(0)
  assert.deepEqual(rf.peers, [0, 1])
  rf.answer(1, 2001)
  assert.deepEqual(rf.peers, [0, 1, 0])
  assert.deepEqual(rf.sent, ['a0 e1', 'a0 e1 T', 'a1 e2'])
})
