// The Rf client under its rules: failed answers, real time, space, buffering, intervals, and what an earlier life left.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Bench, recordOf } from './rf-client-bench'

test('the buffer is bounded: what does not fit is lost and said so', () => {
  const rf = new Bench([], 2)
  for (const number of [0, 1, 2]) rf.submit('a', number)
  assert.equal(rf.client.size, 2)
  assert.match(rf.lines.join(), /start 2 of a lost: 2 records wait already/)
})

test('P-5XXX disconnect-user: a failed answer to START or INTERIM disconnects, once, and nothing more is sent in the session', () => {
  for (const type of ['start', 'interim'] as const) {
    const rf = new Bench([0], 100, { onFailedAnswer: 'disconnect-user' })
    rf.submit('a', 0, type)
    rf.submit('a', 1, 'interim')
    rf.submit('b', 0)
    rf.answer(0, 5012)
    assert.deepEqual(rf.demands, ['disconnect a failedAnswer'])
    rf.submit('a', 2, 'stop')
    assert.deepEqual(rf.sent, ['a0 e1', 'b0 e3'])
    assert.equal(rf.client.size, 1, 'the other session goes on')
  }
})

test('P-5XXX disconnect-user: a failed answer to STOP or EVENT disconnects nobody, nor does one under GRANT_AND_LOSE', () => {
  const rf = new Bench([0], 100, { onFailedAnswer: 'disconnect-user' })
  rf.submit('a', 0, 'stop')
  rf.submit('b', 0, 'event')
  rf.answer(0, 5012)
  rf.answer(1, 5012)
  assert.deepEqual(rf.demands, [])
  const lax = new Bench([0], 100, { onFailedAnswer: 'disconnect-user', realtime: 'GRANT_AND_LOSE' })
  lax.submit('a', 0)
  lax.submit('a', 1, 'interim')
  lax.answer(0, 5012)
  assert.deepEqual([lax.demands, lax.sent], [[], ['a0 e1', 'a1 e2']])
})

test('DELIVER_AND_GRANT: without a connection the users go, the records are stored all the same', () => {
  const rf = new Bench([0], 100, { realtime: 'DELIVER_AND_GRANT' })
  rf.submit('a', 0)
  rf.loses(0)
  assert.deepEqual(rf.demands, ['disconnect a unreachable'])
  rf.submit('a', 1, 'stop')
  rf.opens(0)
  rf.answer(1, 2001)
  assert.deepEqual(rf.sent, ['a0 e1', 'a0 e1 T', 'a1 e2'])
  assert.deepEqual(rf.demands.length, 1, 'once')
})

test('DELIVER_AND_GRANT told by an answer: the users go as the last connection does, with nothing to send', () => {
  const rf = new Bench([0, 1])
  rf.opens(0)
  rf.opens(1)
  rf.submit('a', 0)
  rf.submit('b', 0)
  rf.answer(0, 2001, { realtime: 'DELIVER_AND_GRANT' })
  rf.answer(1, 2001)
  rf.loses(0)
  assert.deepEqual(rf.demands, [], 'the alternative servers are one server in this')
  rf.loses(1)
  assert.deepEqual(rf.demands, ['disconnect a unreachable'])
})

test('no space: GRANT_AND_STORE disconnects, GRANT_AND_LOSE goes on and loses the record; what a peer takes needs no space', () => {
  for (const [realtime, demands] of [
    ['GRANT_AND_STORE', ['disconnect b noSpace']],
    ['DELIVER_AND_GRANT', ['disconnect a unreachable', 'disconnect b unreachable']],
    ['GRANT_AND_LOSE', []],
  ] as const) {
    const rf = new Bench([], 1, { realtime })
    rf.submit('a', 0)
    rf.submit('b', 0)
    assert.deepEqual(rf.demands, demands, realtime)
    assert.equal(rf.client.size, 1)
    assert.match(rf.lines.join(), /start 0 of b lost/)
  }
  const rf = new Bench([0], 0)
  rf.submit('a', 0)
  assert.deepEqual([rf.sent, rf.demands], [['a0 e1'], []])
})

test('a store without space is no space', () => {
  const store = { put: () => false, renamed: () => undefined, done: () => undefined }
  const rf = new Bench([], 100, { store })
  rf.submit('a', 0)
  assert.equal(rf.client.size, 0)
  assert.deepEqual(rf.demands, ['disconnect a noSpace'])
})

test('P-BUF overwrite: of the interims that wait only the newest goes, never over one that was sent, nor over another type', () => {
  const rf = new Bench([0], 100, { buffering: 'overwrite' })
  rf.submit('a', 0)
  rf.submit('a', 1, 'interim')
  rf.submit('a', 2, 'interim')
  rf.submit('a', 3, 'stop')
  assert.equal(rf.client.size, 3)
  rf.answer(0, 2001)
  rf.submit('b', 0, 'interim')
  rf.submit('b', 1, 'interim')
  rf.answer(1, 2001)
  rf.answer(2, 2001)
  assert.deepEqual(rf.sent, ['a0 e1', 'a2 e3', 'b0 e5', 'a3 e4', 'b1 e6'])
})

test('P-BUF overwrite in an outage: an interim that never left is overwritten at the head of its queue too', () => {
  const rf = new Bench([], 100, { buffering: 'overwrite' })
  for (const number of [1, 2, 3]) rf.submit('a', number, 'interim')
  rf.opens(0)
  assert.deepEqual(rf.sent, ['a3 e3'])
  assert.equal(rf.client.size, 1)
  const other = new Bench([], 100, { buffering: 'overwrite' })
  other.submit('a', 0)
  other.submit('a', 1, 'interim')
  assert.equal(other.client.size, 2, 'a START is not overwritten')
})

test('an interval is heeded from a success that is not of a STOP, whatever record it came for', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.answer(0, 2001, { interimIntervalS: 60 })
  rf.submit('a', 1, 'interim')
  rf.answer(1, 2001, { interimIntervalS: 0 })
  rf.submit('a', 2, 'interim')
  rf.answer(2, 5012, { interimIntervalS: 30 })
  rf.submit('a', 3, 'stop')
  rf.answer(3, 2001, { interimIntervalS: 30 })
  assert.deepEqual(rf.demands, ['interval a 60', 'interval a 0'])
})

test('what an earlier life left goes first, in order, with T and the same End-to-End Identifier', () => {
  const rf = new Bench([])
  rf.client.restore([
    { stored: 4, endToEnd: 901, record: recordOf('a', 0, 'start') },
    { stored: 5, endToEnd: 902, record: recordOf('b', 0, 'start') },
    { stored: 6, endToEnd: 903, record: recordOf('a', 1, 'interim') },
  ])
  rf.submit('a', 2, 'stop')
  rf.submit('c', 0)
  rf.opens(0)
  assert.deepEqual(rf.sent, ['a0 e901 T', 'b0 e902 T', 'c0 e2'])
  rf.answer(0, 2001)
  rf.answer(3, 2001)
  assert.deepEqual(rf.sent.slice(3), ['a1 e903 T', 'a2 e1'])
})

test('LV-18: a connection that never came to be lost nothing', () => {
  const rf = new Bench([], 100, { doubtsAfterLoss: true })
  rf.loses(0)
  rf.opens(0)
  rf.submit('a', 0)
  assert.deepEqual(rf.sent, ['a0 e1'])
})

test('LV-18: what is sent first after a loss has T, the next has not', () => {
  const rf = new Bench([], 100, { doubtsAfterLoss: true })
  rf.opens(0)
  rf.loses(0)
  rf.submit('a', 0)
  rf.submit('b', 0)
  rf.opens(0)
  assert.deepEqual(rf.sent, ['a0 e1 T', 'b0 e2'])
})
