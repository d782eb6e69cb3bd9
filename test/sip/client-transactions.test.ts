// The two client machines of RFC 3261 §17.1, with their timers A, B, D, E, F, K and RFC 6026's M.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SipRequest } from '@ch1/sip'
import { LayerBench } from './layer-bench'

test('INVITE is retransmitted at T1, doubling, and times out at 64·T1 (timers A and B)', () => {
  const bench = new LayerBench()
  const transaction = bench.send('INVITE')
  bench.network.advance(31_999)
  assert.deepEqual(bench.network.timesOf('INVITE'), [0, 500, 1500, 3500, 7500, 15500, 31500])
  assert.deepEqual([transaction.state, bench.told], ['calling', []])
  bench.network.advance(1)
  assert.deepEqual([transaction.state, bench.told], ['terminated', ['timeout']])
  assert.deepEqual([bench.timers.pending, bench.layer.size], [0, 0])
})

test('T1 is a value: with 100 ms the INVITE goes at 0, 100, 300 … and times out at 6.4 s', () => {
  const bench = new LayerBench({ values: { t1Ms: 100, t2Ms: 800 } })
  bench.send('INVITE')
  bench.network.advance(6_400)
  assert.deepEqual(bench.network.timesOf('INVITE'), [0, 100, 300, 700, 1500, 3100, 6300])
  assert.deepEqual(bench.told, ['timeout'])
})

test('a provisional response ends the retransmission of INVITE and its time-out', () => {
  const bench = new LayerBench()
  const transaction = bench.send('INVITE')
  bench.answer(transaction.request, 180)
  assert.equal(bench.timers.pending, 0)
  bench.network.advance(100_000)
  assert.deepEqual([bench.sent, bench.told, transaction.state], [['INVITE'], ['180'], 'proceeding'])
})

test('a refusal is acknowledged by the machine, again for each repeat, and passed up once; timer D ends it', () => {
  const bench = new LayerBench()
  const transaction = bench.send('INVITE', [['Route', '<sip:core;lr>']])
  bench.answer(transaction.request, 486)
  bench.network.advance(10_000)
  bench.answer(transaction.request, 486)
  assert.deepEqual(bench.sent, ['INVITE', 'ACK', 'ACK'])
  assert.deepEqual([bench.told, transaction.state], [['486'], 'completed'])
  const ack = bench.network.last('ACK').message as SipRequest
  // RFC 3261 §17.1.1.3
  assert.equal(ack.requestUri, transaction.request.requestUri)
  assert.deepEqual(ack.all('Via'), transaction.request.all('Via'))
  assert.equal(ack.header('Route'), '<sip:core;lr>')
  assert.deepEqual(
    [ack.toTag, ack.header('From'), ack.header('CSeq'), ack.callId],
    ['b1', transaction.request.header('From'), '7 ACK', 'c1'],
  )
  bench.network.advance(22_000)
  assert.deepEqual([transaction.state, bench.timers.pending, bench.layer.size], ['terminated', 0, 0])
})

test('every 2xx to INVITE goes up for 64·T1 and is not acknowledged by the machine (RFC 6026)', () => {
  const bench = new LayerBench()
  const transaction = bench.send('INVITE')
  bench.answer(transaction.request, 200)
  bench.answer(transaction.request, 200, 'fork')
  bench.network.advance(31_999)
  bench.answer(transaction.request, 200)
  assert.deepEqual([bench.told, bench.sent, transaction.state], [['200', '200', '200'], ['INVITE'], 'accepted'])
  bench.network.advance(1)
  assert.equal(transaction.state, 'terminated')
})

test('a refusal after a 2xx, and a 2xx after a refusal, are dropped', () => {
  const bench = new LayerBench()
  const first = bench.send('INVITE')
  bench.answer(first.request, 200)
  bench.answer(first.request, 486)
  const second = bench.send('INVITE')
  bench.answer(second.request, 486)
  bench.answer(second.request, 200)
  assert.deepEqual(bench.told, ['200', '486'])
})

test('another request is retransmitted at T1, doubling up to T2, and times out at 64·T1 (timers E and F)', () => {
  const bench = new LayerBench()
  const transaction = bench.send('BYE')
  bench.network.advance(31_999)
  assert.deepEqual(bench.network.timesOf('BYE'), [0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500])
  bench.network.advance(1)
  assert.deepEqual([transaction.state, bench.told, bench.timers.pending], ['terminated', ['timeout'], 0])
})

test('after a provisional response, other requests are retransmitted every T2 and still time out', () => {
  const bench = new LayerBench()
  const transaction = bench.send('REFER')
  bench.network.advance(600)
  bench.answer(transaction.request, 100)
  bench.network.advance(40_000)
  assert.deepEqual(bench.network.timesOf('REFER'), [0, 500, 1500, 5500, 9500, 13500, 17500, 21500, 25500, 29500])
  assert.deepEqual(bench.told, ['100', 'timeout'])
})

test('a final response goes up once; repeats are absorbed for T4 (timer K)', () => {
  const bench = new LayerBench()
  const transaction = bench.send('BYE')
  bench.answer(transaction.request, 200)
  bench.network.advance(4_999)
  bench.answer(transaction.request, 200)
  assert.deepEqual([bench.told, transaction.state], [['200'], 'completed'])
  bench.network.advance(1)
  assert.deepEqual([transaction.state, bench.timers.pending], ['terminated', 0])
})

test('over a reliable transport nothing is retransmitted, and timers D and K are zero', () => {
  const bench = new LayerBench()
  const reliable = new LayerBench({ transport: { ...bench.network.transport(5070), reliable: true } })
  const invite = reliable.send('INVITE')
  const bye = reliable.send('BYE')
  reliable.timers.advance(31_000)
  assert.deepEqual([invite.state, bye.state], ['calling', 'trying'])
  assert.equal(bench.sent.length + bench.network.words(5070).length, 2)
})

test('CANCEL waits for a provisional response and is the INVITE it cancels (RFC 3261 §9.1)', () => {
  const bench = new LayerBench()
  const transaction = bench.send('INVITE', [
    ['Route', '<sip:core;lr>'],
    ['Require', 'x'],
  ])
  transaction.cancel()
  bench.network.settle()
  assert.deepEqual(bench.sent, ['INVITE'])
  bench.answer(transaction.request, 100)
  transaction.cancel()
  assert.deepEqual(bench.sent, ['INVITE', 'CANCEL'])
  const cancel = bench.network.last('CANCEL').message as SipRequest
  assert.deepEqual(cancel.all('Via'), transaction.request.all('Via'))
  assert.deepEqual(
    [cancel.requestUri, cancel.header('CSeq'), cancel.header('To'), cancel.header('Route'), cancel.header('Require')],
    [transaction.request.requestUri, '7 CANCEL', '<sip:bob@home.example>', '<sip:core;lr>', undefined],
  )
  bench.answer(cancel, 200)
  bench.answer(transaction.request, 487)
  assert.deepEqual([bench.told, transaction.state], [['100', '487'], 'completed'])
})

test('a cancelled INVITE without final response is given up 64·T1 after its CANCEL', () => {
  const bench = new LayerBench()
  const transaction = bench.send('INVITE')
  bench.answer(transaction.request, 180)
  transaction.cancel()
  bench.network.advance(31_999)
  assert.deepEqual(bench.told, ['180'])
  bench.network.advance(1)
  assert.deepEqual([bench.told, transaction.state, bench.layer.size], [['180', 'timeout'], 'terminated', 0])
})

test('cancel() after a final response does nothing; of another method it is a SipStateError', () => {
  const bench = new LayerBench()
  const invite = bench.send('INVITE')
  bench.answer(invite.request, 200)
  invite.cancel()
  assert.deepEqual(bench.sent, ['INVITE'])
  assert.throws(() => bench.send('BYE').cancel(), { name: 'SipStateError' })
})

test('a transport that throws, or fails later, ends the transaction and is told', () => {
  const throwing = new LayerBench({
    transport: {
      ...new LayerBench().peer,
      send: () => {
        throw new Error('down')
      },
    },
  })
  assert.equal(throwing.send('INVITE').state, 'terminated')
  let fail: ((error: Error) => void) | undefined
  const later = new LayerBench({ transport: { ...new LayerBench().peer, send: (_bytes, _to, failed) => void (fail = failed) } })
  const transaction = later.send('BYE')
  assert.equal(transaction.state, 'trying')
  fail?.(new Error('unreachable'))
  assert.deepEqual([transaction.state, throwing.told, later.told, later.timers.pending], ['terminated', ['Error'], ['Error'], 0])
})
