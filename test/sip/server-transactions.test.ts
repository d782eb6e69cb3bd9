// The two server machines of RFC 3261 §17.2, with their timers G, H, I, J and RFC 6026's L.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServerTransaction } from '@ch1/sip'
import { LayerBench, ok, peerRequest } from './layer-bench'

interface Served {
  readonly bench: LayerBench
  readonly transactions: ServerTransaction[]
  readonly acks: number[]
  readonly tx: ServerTransaction
}

function served(method: string): Served {
  const bench = new LayerBench()
  const transactions: ServerTransaction[] = []
  const acks: number[] = []
  bench.layer.onRequest = (transaction) => transactions.push(transaction)
  bench.layer.onAck = () => acks.push(bench.timers.nowMs)
  bench.fromPeer(peerRequest(method).bytes)
  const tx = transactions[0]
  assert.ok(tx !== undefined)
  return { bench, transactions, acks, tx }
}

test('an INVITE that waits is answered 100 after 0.4·T1, and its repeats get the last provisional response', () => {
  const { bench, transactions, tx } = served('INVITE')
  bench.network.advance(199)
  bench.fromPeer(peerRequest('INVITE').bytes)
  assert.deepEqual(bench.sent, [])
  bench.network.advance(1)
  assert.deepEqual(bench.sent, ['100 INVITE'])
  tx.respond(ok(tx.request, 180))
  bench.fromPeer(peerRequest('INVITE').bytes)
  assert.deepEqual(bench.sent, ['100 INVITE', '180 INVITE', '180 INVITE'])
  assert.equal(transactions.length, 1)
})

test('no 100 is sent after a quick response', () => {
  const { bench, tx } = served('INVITE')
  tx.respond(ok(tx.request, 180))
  bench.network.advance(1_000)
  assert.deepEqual(bench.sent, ['180 INVITE'])
})

test('a refusal is repeated at T1, doubling up to T2, until 64·T1 (timers G and H)', () => {
  const { bench, tx } = served('INVITE')
  tx.respond(ok(tx.request, 486))
  bench.network.advance(31_999)
  assert.deepEqual(bench.network.timesOf('486 INVITE'), [0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500])
  assert.equal(tx.state, 'completed')
  bench.network.advance(1)
  assert.deepEqual([tx.state, bench.timers.pending, bench.layer.size], ['terminated', 0, 0])
})

test('the ACK to a refusal ends its repeats, is absorbed, and so are further ones for T4 (timer I)', () => {
  const { bench, acks, tx } = served('INVITE')
  tx.respond(ok(tx.request, 486))
  bench.fromPeer(peerRequest('INVITE').bytes)
  bench.fromPeer(peerRequest('ACK', { toTag: 'b1' }).bytes)
  assert.equal(tx.state, 'confirmed')
  bench.fromPeer(peerRequest('INVITE').bytes)
  bench.fromPeer(peerRequest('ACK', { toTag: 'b1' }).bytes)
  bench.network.advance(4_999)
  assert.deepEqual([bench.sent, acks, tx.state], [['486 INVITE', '486 INVITE'], [], 'confirmed'])
  bench.network.advance(1)
  assert.equal(tx.state, 'terminated')
})

test('after a 2xx the machine absorbs INVITEs and repeats nothing itself; the user agent may (RFC 6026)', () => {
  const { bench, transactions, acks, tx } = served('INVITE')
  tx.respond(ok(tx.request))
  bench.fromPeer(peerRequest('INVITE').bytes)
  bench.network.advance(10_000)
  assert.deepEqual([bench.sent, tx.state], [['200 INVITE'], 'accepted'])
  tx.respond(ok(tx.request))
  tx.respond(ok(tx.request, 486))
  assert.deepEqual(bench.sent, ['200 INVITE', '200 INVITE'])
  bench.fromPeer(peerRequest('ACK', { branch: 'z9hG4bKack', toTag: 'b1' }).bytes)
  bench.fromPeer(peerRequest('ACK', { toTag: 'b1' }).bytes)
  assert.deepEqual([acks, transactions.length], [[10_000, 10_000], 1])
  bench.network.advance(21_999)
  assert.equal(tx.state, 'accepted')
  bench.network.advance(1)
  assert.deepEqual([tx.state, bench.timers.pending], ['terminated', 0])
})

test('another request: repeats before a response are dropped, then get the last response for 64·T1 (timer J)', () => {
  const { bench, transactions, tx } = served('INFO')
  bench.fromPeer(peerRequest('INFO').bytes)
  assert.deepEqual(bench.sent, [])
  tx.respond(ok(tx.request, 100))
  bench.fromPeer(peerRequest('INFO').bytes)
  tx.respond(ok(tx.request))
  tx.respond(ok(tx.request, 500))
  bench.network.advance(31_999)
  bench.fromPeer(peerRequest('INFO').bytes)
  assert.deepEqual(bench.sent, ['100 INFO', '100 INFO', '200 INFO', '200 INFO'])
  assert.deepEqual([transactions.length, tx.state], [1, 'completed'])
  bench.network.advance(1)
  assert.deepEqual([tx.state, bench.timers.pending, bench.layer.size], ['terminated', 0, 0])
})

test('CANCEL is answered 200 with the tag of the INVITE, and its owner is told while nothing final was sent', () => {
  const { bench, tx } = served('INVITE')
  let cancelled = 0
  tx.onCancel = () => {
    cancelled += 1
    tx.respond(ok(tx.request, 487))
  }
  tx.respond(ok(tx.request, 180))
  bench.fromPeer(peerRequest('CANCEL').bytes)
  bench.fromPeer(peerRequest('CANCEL').bytes)
  assert.deepEqual(bench.sent, ['180 INVITE', '200 CANCEL', '487 INVITE', '200 CANCEL'])
  assert.equal(bench.network.last('200 CANCEL').message.toTag, 'b1')
  assert.equal(cancelled, 1)
})

test('CANCEL after the final response changes nothing; without its INVITE it is answered 481', () => {
  const { bench, tx } = served('INVITE')
  tx.onCancel = () => assert.fail('the INVITE was answered')
  tx.respond(ok(tx.request))
  bench.fromPeer(peerRequest('CANCEL').bytes)
  bench.fromPeer(peerRequest('CANCEL', { branch: 'z9hG4bKother' }).bytes)
  assert.deepEqual(bench.sent, ['200 INVITE', '200 CANCEL', '481 CANCEL'])
})

test('a peer without the magic cookie is matched by its header fields (RFC 3261 §17.2.3)', () => {
  const bench = new LayerBench()
  const transactions: ServerTransaction[] = []
  bench.layer.onRequest = (transaction) => transactions.push(transaction)
  const invite = peerRequest('INVITE', { branch: '1' })
  bench.fromPeer(invite.bytes)
  bench.fromPeer(invite.bytes)
  bench.fromPeer(invite.with('Call-ID', 'c2').bytes)
  assert.equal(transactions.length, 2)
  const first = transactions[0]
  first?.respond(ok(first.request, 486))
  bench.fromPeer(peerRequest('ACK', { branch: '1', toTag: 'b1' }).bytes)
  assert.equal(first?.state, 'confirmed')
})
