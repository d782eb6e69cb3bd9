// Over a reliable transport nothing is repeated, and the waits for repeats are zero (RFC 3261 §17, table 4).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServerTransaction } from '@ch1/sip'
import { LayerBench, ok, PEER, peerRequest } from './layer-bench'

function benches(): readonly (readonly [boolean, LayerBench])[] {
  return [false, true].map((reliable) => {
    const bench = new LayerBench()
    Object.assign(bench.layer.transport, { reliable })
    return [reliable, bench]
  })
}

/** A request of the peer, served. */
function served(bench: LayerBench, method: string): ServerTransaction {
  const taken: ServerTransaction[] = []
  bench.layer.onRequest = (tx) => taken.push(tx)
  bench.fromPeer(peerRequest(method).bytes)
  const [transaction] = taken
  assert.ok(transaction)
  return transaction
}

for (const [reliable, bench] of benches()) {
  test(`timers A and E, client requests: ${reliable ? 'sent once' : 'repeated'} (reliable: ${reliable})`, () => {
    bench.send('INVITE')
    bench.send('BYE')
    bench.network.advance(4000)
    assert.equal(bench.sent.length > 2, !reliable)
  })
}

for (const [reliable, bench] of benches()) {
  test(`timer G, a refusal without ACK: ${reliable ? 'sent once' : 'repeated'} (reliable: ${reliable})`, () => {
    served(bench, 'INVITE').respond(ok(peerRequest('INVITE'), 486))
    bench.network.advance(4000)
    assert.equal(bench.network.timesOf('486 INVITE').length > 1, !reliable)
  })
}

for (const [name, after] of [
  [
    'D, a refused INVITE',
    (bench: LayerBench) => {
      const transaction = bench.send('INVITE')
      bench.answer(transaction.request, 486)
      return transaction
    },
  ],
  [
    'K, an answered request',
    (bench: LayerBench) => {
      const transaction = bench.send('BYE')
      bench.answer(transaction.request, 200)
      return transaction
    },
  ],
  [
    'I, a refusal acknowledged',
    (bench: LayerBench) => {
      const transaction = served(bench, 'INVITE')
      transaction.respond(ok(peerRequest('INVITE'), 486))
      bench.fromPeer(peerRequest('ACK').bytes)
      return transaction
    },
  ],
  [
    'J, a request answered',
    (bench: LayerBench) => {
      const transaction = served(bench, 'BYE')
      transaction.respond(ok(peerRequest('BYE')))
      return transaction
    },
  ],
] as const) {
  for (const [reliable, bench] of benches()) {
    test(`timer ${name}: ${reliable ? 'over at once' : 'still absorbs repeats'} (reliable: ${reliable})`, () => {
      const transaction = after(bench)
      bench.network.advance(1)
      assert.equal(transaction.state === 'terminated', reliable, transaction.state)
    })
  }
}

test('a lost connection fails the pending requests that went there, and no others', () => {
  const bench = new LayerBench()
  Object.assign(bench.layer.transport, { reliable: true })
  const [pending, answered] = [bench.send('INVITE'), bench.send('BYE')]
  bench.answer(answered.request, 200)
  bench.layer.transport.onLost?.({ ...PEER, port: 9 }, new Error('elsewhere'))
  assert.deepEqual([pending.state, bench.told], ['calling', ['200']])
  bench.layer.transport.onLost?.(PEER, new Error('reset'))
  assert.deepEqual([pending.state, bench.told], ['terminated', ['200', 'Error']])
})

test('over UDP a lost connection elsewhere fails nothing', () => {
  const bench = new LayerBench()
  const pending = bench.send('INVITE')
  bench.layer.transport.onLost?.(PEER, new Error('reset'))
  assert.equal(pending.state, 'calling')
})
