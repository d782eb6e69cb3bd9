// Over a set of transports, a transaction goes one way from beginning to end, and is as reliable as that way (RFC 3261 §9.1,
// §17, §18): on transports without a network and a clock moved by hand.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  buildRequest,
  respond,
  SipParseError,
  TransactionLayer,
  TransportSet,
  UserAgent,
  type Address,
  type ClientTransaction,
  type ServerTransaction,
  type SipRequest,
  type TransportName,
} from '@ch1/sip'
import { FakeTimers } from './fake-timers'
import { messagesOf, noting, wordsOf, type NotingTransport } from './noting-transport'
import { requestBytes } from './wire-text'

const HOST = '192.0.2.1'
const PEER: Address = { host: '192.0.2.9', port: 5099 }

/** A layer over UDP and TCP, one of them first. */
class SetBench {
  readonly timers = new FakeTimers()
  readonly ways: Readonly<Record<'UDP' | 'TCP', NotingTransport>> = {
    UDP: noting({ transport: 'UDP', host: HOST, port: 5060 }),
    TCP: noting({ transport: 'TCP', host: HOST, port: 5060 }),
  }
  readonly set: TransportSet
  readonly layer: TransactionLayer
  readonly garbage: Address[] = []
  readonly told: string[] = []

  constructor(first: 'UDP' | 'TCP') {
    this.set = new TransportSet(this.ways[first], this.ways[first === 'UDP' ? 'TCP' : 'UDP'])
    this.layer = new TransactionLayer({
      transport: this.set,
      timers: this.timers,
      onGarbage: (_bytes, _why, from) => this.garbage.push(from),
    })
  }

  /** Sends a request with a body of this size. */
  send(method: string, size: number, transport?: TransportName): ClientTransaction {
    const headers = [
      ['From', '<sip:a@h>;tag=1'],
      ['To', '<sip:b@h>'],
      ['Call-ID', `c-${method}-${size}`],
      ['CSeq', `7 ${method}`],
    ] as const
    const request = buildRequest({ method, uri: 'sip:b@h', headers, body: 'x'.repeat(size) })
    const to = { ...PEER, ...(transport === undefined ? {} : { transport }) }
    return this.layer.send(request, to, {
      response: ({ status }) => this.told.push(`${method} ${status}`),
      timeout: () => this.told.push(`${method} timeout`),
      transportError: (error) => this.told.push(`${method} ${error.message}`),
    })
  }

  /** The peer answers, the way the request came. */
  answer(request: SipRequest, status: number): void {
    const way = request.topVia?.transport === 'TCP' ? 'TCP' : 'UDP'
    this.ways[way].onMessage(respond(request, status, undefined, { toTag: 'b1' }).bytes, PEER)
  }

  /** A request of the peer comes in one way, over its connection number 4 if that has connections. */
  receive(method: string, by: 'UDP' | 'TCP'): ServerTransaction {
    const taken: ServerTransaction[] = []
    this.layer.onRequest = (transaction) => taken.push(transaction)
    this.ways[by].onMessage(requestBytes(method), by === 'TCP' ? { ...PEER, connection: 4 } : PEER)
    const [transaction] = taken
    assert.ok(transaction)
    return transaction
  }
}

// Each way is tried where it is not the first of the set, so that nothing is right by chance.
const WAYS = [
  { way: 'TCP', other: 'UDP', size: 2000, transport: undefined, isReliable: true },
  { way: 'UDP', other: 'TCP', size: 10, transport: 'UDP', isReliable: false },
] as const

for (const { way, other, size, transport, isReliable } of WAYS) {
  test(`a request by ${way} in a set whose first is ${other} is ${isReliable ? 'sent once' : 'repeated'}`, () => {
    for (const method of ['INVITE', 'MESSAGE']) {
      const bench = new SetBench(other)
      bench.send(method, size, transport)
      bench.timers.advance(4000)
      assert.deepEqual([wordsOf(bench.ways[way]).length > 1, wordsOf(bench.ways[other])], [!isReliable, []], method)
      assert.equal(messagesOf(bench.ways[way])[0]?.topVia?.transport, way)
    }
  })

  test(`the CANCEL of an INVITE by ${way} goes by ${way}, ${isReliable ? 'once' : 'and again'}, and so does the ACK to its refusal`, () => {
    const bench = new SetBench(other)
    const invite = bench.send('INVITE', size, transport)
    bench.answer(invite.request, 180)
    invite.cancel()
    const [, cancel] = messagesOf(bench.ways[way])
    assert.equal(cancel?.header('Via'), invite.request.header('Via'))
    bench.timers.advance(3000)
    const cancels = wordsOf(bench.ways[way]).filter((what) => what === 'CANCEL').length
    assert.deepEqual([cancels > 1, cancels > 0, wordsOf(bench.ways[other])], [!isReliable, true, []])
    bench.answer(invite.request, 487)
    const last = messagesOf(bench.ways[way]).at(-1)
    assert.deepEqual([wordsOf(bench.ways[way]).at(-1), last?.header('Via')], ['ACK', invite.request.header('Via')])
    assert.deepEqual([wordsOf(bench.ways[other]), bench.told], [[], ['INVITE 180', 'INVITE 487']])
  })

  test(`a refusal to an INVITE that came by ${way} is ${isReliable ? 'sent once' : 'repeated until its ACK'} by ${way} (timers G, H, I)`, () => {
    const bench = new SetBench(other)
    const transaction = bench.receive('INVITE', way)
    bench.timers.advance(200)
    transaction.respond(respond(transaction.request, 486, undefined, { toTag: 'b1' }))
    bench.timers.advance(4000)
    const [first, ...refusals] = wordsOf(bench.ways[way])
    assert.deepEqual([first, refusals.length > 1, wordsOf(bench.ways[other])], ['100 INVITE', !isReliable, []])
    assert.equal(transaction.state, 'completed')
    bench.ways[way].onMessage(requestBytes('ACK'), PEER)
    bench.timers.advance(0)
    assert.equal(transaction.state, isReliable ? 'terminated' : 'confirmed')
  })

  test(`a refusal by ${way} that is never acknowledged ends after 64·T1 (timer H)`, () => {
    const bench = new SetBench(other)
    const transaction = bench.receive('INVITE', way)
    transaction.respond(respond(transaction.request, 486, undefined, { toTag: 'b1' }))
    bench.timers.advance(31_999)
    assert.equal(transaction.state, 'completed')
    bench.timers.advance(1)
    assert.equal(transaction.state, 'terminated')
  })

  test(`an answered request that came by ${way} ${isReliable ? 'is over at once' : 'absorbs repeats for 64·T1'} (timer J), its answer goes by ${way}`, () => {
    const bench = new SetBench(other)
    const transaction = bench.receive('MESSAGE', way)
    transaction.respond(respond(transaction.request, 200, undefined, { toTag: 'b1' }))
    const to = { ...PEER, transport: way, ...(isReliable ? { connection: 4 } : {}) }
    assert.deepEqual([bench.ways[way].sent.map(([, where]) => where), wordsOf(bench.ways[other])], [[to], []])
    bench.timers.advance(0)
    assert.equal(transaction.state, isReliable ? 'terminated' : 'completed')
    if (!isReliable) bench.timers.advance(32_000)
    assert.deepEqual([transaction.state, bench.layer.size], ['terminated', 0])
  })

  test(`an answered request of ours by ${way} ${isReliable ? 'is over at once' : 'absorbs repeats for T4'} (timer K)`, () => {
    const bench = new SetBench(other)
    const transaction = bench.send('MESSAGE', size, transport)
    bench.answer(transaction.request, 200)
    bench.timers.advance(0)
    assert.equal(transaction.state, isReliable ? 'terminated' : 'completed')
  })

  test(`what cannot be read is told as come by ${way}, and answered by ${way}`, () => {
    const bench = new SetBench(other)
    bench.ways[way].onMessage(Buffer.from(Buffer.from(requestBytes('OPTIONS')).toString().replace('OPTIONS ', 'OPTIONS  ')), PEER)
    assert.deepEqual([wordsOf(bench.ways[way]), wordsOf(bench.ways[other])], [['400 OPTIONS'], []])
    bench.ways[way].onGarbage?.(Buffer.from('x'), new SipParseError('x', { offset: 0, clause: 'RFC 3261 §7' }), PEER)
    assert.deepEqual(
      bench.garbage.map((from) => from.transport),
      [way, way],
    )
  })
}

test('the ACK to a 2xx goes by the transport that its Via names, which follows from its own size', () => {
  for (const [size, way, other] of [
    [2000, 'TCP', 'UDP'],
    [10, 'UDP', 'TCP'],
  ] as const) {
    const bench = new SetBench('UDP')
    const agent = new UserAgent({ layer: bench.layer, contact: `<sip:a@${HOST}>` })
    const ack = (): { body: string } => ({ body: 'x'.repeat(size) })
    const call = agent.invite({ uri: `sip:b@${PEER.host}:5099`, from: '<sip:a@h>', to: '<sip:b@h>', ack })
    const answer = respond(call.request, 200, undefined, { toTag: 'b1', headers: [['Contact', `<sip:b@${PEER.host}:5099>`]] })
    bench.ways.UDP.onMessage(answer.bytes, PEER)
    bench.ways.UDP.onMessage(answer.bytes, PEER)
    const acks = messagesOf(bench.ways[way]).filter((message) => message.cseq?.method === 'ACK')
    assert.deepEqual(
      acks.map((message) => message.topVia?.transport),
      [way, way],
      'one for each 2xx',
    )
    assert.equal(wordsOf(bench.ways[other]).includes('ACK'), false)
  }
})

test('a connection that is lost fails what waits over it, and nothing that waits by another transport of the same address', () => {
  const bench = new SetBench('TCP')
  bench.send('INVITE', 10)
  bench.send('MESSAGE', 10, 'UDP')
  bench.ways.UDP.onLost?.(PEER, new Error('refused'))
  assert.deepEqual(bench.told, [])
  bench.ways.TCP.onLost?.(PEER, new Error('reset'))
  assert.deepEqual(bench.told, ['INVITE reset'])
})

test('a set names its first, and is closed with all of them', async () => {
  const bench = new SetBench('UDP')
  for (const first of ['UDP', 'TCP'] as const) {
    const { set, ways } = new SetBench(first)
    assert.deepEqual([set.sentBy, set.reliable], [ways[first].sentBy, ways[first].reliable])
  }
  const closed: string[] = []
  for (const [name, way] of Object.entries(bench.ways)) way.close = (): Promise<void> => Promise.resolve(void closed.push(name))
  await bench.layer.close()
  assert.deepEqual(closed, ['UDP', 'TCP'])
})
