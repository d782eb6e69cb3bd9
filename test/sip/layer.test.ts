// The layer around the machines: what gets in, where responses go, limits, garbage, faults of its owner, closing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  parseMessage,
  SipClosed,
  TransactionLayer,
  type SipParseError,
  type SipRequest,
  type SipResponse,
  type SipTransport,
} from '@ch1/sip'
import { FakeTimers } from './fake-timers'
import { LayerBench, ok, PEER, peerRequest } from './layer-bench'
import { requestBytes, wire } from './wire-text'

interface Sent {
  readonly response: SipResponse
  readonly to: string
}

/** A layer that shows what it sends where. */
function listening(o: { readonly onGarbage?: (why: SipParseError) => void; readonly maxTransactions?: number } = {}): {
  readonly receive: (bytes: Uint8Array, port?: number) => void
  readonly sent: Sent[]
  readonly layer: TransactionLayer
} {
  const sent: Sent[] = []
  const transport: SipTransport = {
    reliable: false,
    sentBy: { transport: 'UDP', host: '192.0.2.1', port: 5060 },
    onMessage: () => undefined,
    send: (bytes, to) => void sent.push({ response: parseMessage(bytes) as SipResponse, to: `${to.host}:${to.port}` }),
    close: () => Promise.resolve(),
  }
  const layer = new TransactionLayer({
    transport,
    timers: new FakeTimers(),
    ...(o.maxTransactions === undefined ? {} : { maxTransactions: o.maxTransactions }),
    onGarbage: (_bytes, why) => o.onGarbage?.(why),
  })
  layer.onRequest = (tx) => tx.respond(ok(tx.request))
  return { receive: (bytes, port = 40_000) => transport.onMessage(bytes, { host: '192.0.2.9', port }), sent, layer }
}

const HEAD = ['From: <sip:a@h>;tag=1', 'To: <sip:b@h>', 'Call-ID: c', 'CSeq: 1 OPTIONS', 'l: 0']
const withVia = (via: string): Uint8Array => wire(['OPTIONS sip:b@h SIP/2.0', `Via: ${via}`, ...HEAD])

const destinations: readonly (readonly [via: string, to: string, top: string])[] = [
  ['SIP/2.0/UDP 192.0.2.9:5099;branch=z9hG4bK1', '192.0.2.9:5099', 'SIP/2.0/UDP 192.0.2.9:5099;branch=z9hG4bK1'],
  ['SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1', '192.0.2.9:5060', 'SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1'],
  ['SIP/2.0/UDP pc.h:5099;branch=z9hG4bK1', '192.0.2.9:5099', 'SIP/2.0/UDP pc.h:5099;branch=z9hG4bK1;received=192.0.2.9'],
  ['SIP/2.0/UDP pc.h;received=9.9.9.9;branch=z9hG4bK1', '192.0.2.9:5060', 'SIP/2.0/UDP pc.h;branch=z9hG4bK1;received=192.0.2.9'],
  [
    'SIP/2.0/UDP 192.0.2.9:5099;rport;branch=z9hG4bK1',
    '192.0.2.9:40000',
    'SIP/2.0/UDP 192.0.2.9:5099;rport=40000;branch=z9hG4bK1;received=192.0.2.9',
  ],
  [
    'SIP/2.0/UDP 192.0.2.9:5099;maddr=224.2.0.1;branch=z9hG4bK1',
    '224.2.0.1:5099',
    'SIP/2.0/UDP 192.0.2.9:5099;maddr=224.2.0.1;branch=z9hG4bK1',
  ],
]
for (const [via, to, top] of destinations) {
  test(`the response to "${via}" goes to ${to} (RFC 3261 §18.2, RFC 3581)`, () => {
    const { receive, sent } = listening()
    receive(withVia(`${via}, SIP/2.0/UDP below;branch=z9hG4bK0`))
    assert.deepEqual([sent[0]?.to, sent[0]?.response.list('Via')], [to, [top, 'SIP/2.0/UDP below;branch=z9hG4bK0']])
  })
}

const refusals: readonly (readonly [name: string, bytes: Uint8Array, status: number, reason: string])[] = [
  [
    'another version',
    requestBytes('INFO').map((byte, i) => (i === 'INFO sip:bob@home.example SIP/'.length ? 0x37 : byte)),
    505,
    'Version Not Supported',
  ],
  [
    'no To',
    wire(['INFO sip:b@h SIP/2.0', 'Via: SIP/2.0/UDP 192.0.2.9', 'From: <sip:a@h>;tag=1', 'Call-ID: c', 'CSeq: 1 INFO']),
    400,
    'Missing To',
  ],
  [
    'a CSeq without number',
    wire(['INFO sip:b@h SIP/2.0', 'Via: SIP/2.0/UDP 192.0.2.9', 'From: <sip:a@h>', 'To: <sip:b@h>', 'Call-ID: c', 'CSeq: INFO']),
    400,
    'Malformed CSeq',
  ],
  [
    'a CSeq of another method',
    wire(['INFO sip:b@h SIP/2.0', 'Via: SIP/2.0/UDP 192.0.2.9', 'From: <sip:a@h>', 'To: <sip:b@h>', 'Call-ID: c', 'CSeq: 1 BYE']),
    400,
    'CSeq Method Differs',
  ],
]
for (const [name, bytes, status, reason] of refusals) {
  test(`a request with ${name} is refused ${status}, each repeat alike`, () => {
    const { receive, sent, layer } = listening()
    layer.onRequest = () => assert.fail('it must not reach the user agent')
    receive(bytes)
    receive(bytes)
    assert.deepEqual([sent[0]?.response.status, sent[0]?.response.reason], [status, reason])
    assert.deepEqual(sent[1]?.response.bytes, sent[0]?.response.bytes)
    assert.equal(layer.size, 0)
  })
}

const garbage: readonly (readonly [name: string, bytes: Uint8Array, clause: string])[] = [
  ['noise', new Uint8Array([1, 2, 3]), 'RFC 3261 §7'],
  ['a request without Via', wire(['INFO sip:b@h SIP/2.0', 'l: 0']), 'RFC 3261 §8.1.1.7'],
  ['a response without Via', wire(['SIP/2.0 200 OK', 'CSeq: 1 INFO', 'l: 0']), 'RFC 3261 §8.1.3.3'],
  [
    'a response for another host',
    wire(['SIP/2.0 200 OK', 'Via: SIP/2.0/UDP 192.0.2.77:5060;branch=z9hG4bK1', 'CSeq: 1 INFO', 'l: 0']),
    'RFC 3261 §18.1.2',
  ],
  [
    'a response for another port',
    wire(['SIP/2.0 200 OK', 'Via: SIP/2.0/UDP 192.0.2.1:5061;branch=z9hG4bK1', 'CSeq: 1 INFO', 'l: 0']),
    'RFC 3261 §18.1.2',
  ],
  [
    'a response with two Vias',
    wire(['SIP/2.0 200 OK', 'Via: SIP/2.0/UDP 192.0.2.1, SIP/2.0/UDP x', 'CSeq: 1 INFO', 'l: 0']),
    'RFC 3261 §8.1.3.3',
  ],
  [
    'a response without CSeq',
    wire(['SIP/2.0 200 OK', 'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1', 'l: 0']),
    'RFC 3261 §8.1.1.5',
  ],
]
for (const [name, bytes, clause] of garbage) {
  test(`garbage is told, not answered: ${name}`, () => {
    const clauses: string[] = []
    const { receive, sent } = listening({ onGarbage: (why) => clauses.push(why.clause) })
    receive(bytes)
    assert.deepEqual([clauses, sent], [[clause], []])
  })
}

test('empty lines that keep a binding alive are no garbage', () => {
  const { receive, sent } = listening({ onGarbage: () => assert.fail('no garbage') })
  receive(new Uint8Array(Buffer.from('\r\n\r\n')))
  receive(new Uint8Array(0))
  assert.deepEqual(sent, [])
})

test('law: changed requests never make the layer throw, and each leaves at most one transaction', () => {
  const original = requestBytes('INVITE', ['Record-Route: <sip:p;lr>', 'Content-Length: 2'], 'hi')
  const change = fc.tuple(fc.nat(original.length - 1), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { maxLength: 5 }), (changes) => {
      const { receive, layer } = listening()
      const bytes = original.slice()
      for (const [at, byte] of changes) bytes[at] = byte
      receive(bytes)
      assert.ok(layer.size <= 1)
    }),
    { numRuns: 300 },
  )
})

test('a full table answers 503 and makes send() throw SipLimitError; ended transactions make room again', () => {
  const bench = new LayerBench({ maxTransactions: 2 })
  bench.layer.onRequest = (tx) => tx.respond(ok(tx.request))
  for (const branch of ['z9hG4bK1', 'z9hG4bK2', 'z9hG4bK3']) bench.fromPeer(peerRequest('INFO', { branch }).bytes)
  assert.deepEqual(bench.sent, ['200 INFO', '200 INFO', '503 INFO'])
  assert.throws(() => bench.send('INFO'), { name: 'SipLimitError' })
  bench.network.advance(32_000)
  assert.equal(bench.layer.size, 0)
  assert.doesNotThrow(() => bench.send('INFO'))
})

test('a response that matches nothing goes to onStrayResponse', () => {
  const bench = new LayerBench()
  const strays: number[] = []
  bench.layer.onStrayResponse = (response) => strays.push(response.status)
  const transaction = bench.send('INFO')
  bench.answer(transaction.request, 200)
  bench.network.advance(5_000)
  bench.answer(transaction.request, 200)
  assert.deepEqual([strays, bench.told], [[200], ['200']])
})

test('a fault of the owner is answered 500, told, and hurts no other transaction', () => {
  const faults: unknown[] = []
  const bench = new LayerBench({ onFault: (error) => faults.push(error) })
  bench.layer.onRequest = () => {
    throw new Error('a bug')
  }
  bench.fromPeer(peerRequest('INFO').bytes)
  bench.layer.onRequest = (tx) => tx.respond(ok(tx.request))
  bench.fromPeer(peerRequest('INFO', { branch: 'z9hG4bK2' }).bytes)
  assert.deepEqual(bench.sent, ['500 INFO', '200 INFO'])
  assert.deepEqual(faults.map(String), ['Error: a bug'])
})

test('each request gets its own branch, with the magic cookie and our sent-by', () => {
  const bench = new LayerBench()
  const vias = [bench.send('INFO'), bench.send('INFO')].map((transaction) => transaction.request.topVia)
  assert.match(vias[0]?.text ?? '', /^SIP\/2\.0\/UDP 192\.0\.2\.1:5060;branch=z9hG4bK[0-9a-f]{16}$/)
  assert.notEqual(vias[0]?.params.get('branch'), vias[1]?.params.get('branch'))
  const named = new LayerBench({ newBranch: () => 'z9hG4bKmine' })
  assert.equal(named.send('INFO').request.topVia?.params.get('branch'), 'z9hG4bKmine')
})

test('ACK has no client transaction', () => {
  assert.throws(() => new LayerBench().send('ACK'), { name: 'SipStateError', message: /sendStateless/ })
})

test('sendStateless sends a message as it is', () => {
  const bench = new LayerBench()
  const ack: SipRequest = peerRequest('ACK')
  bench.layer.sendStateless(ack, PEER)
  assert.deepEqual(bench.network.last('ACK').bytes, ack.bytes)
})

test('closing ends everything: pending requests are told, no alarm stays', async () => {
  const bench = new LayerBench()
  bench.layer.onRequest = () => undefined
  bench.send('INVITE')
  bench.answer(bench.send('INFO').request, 200)
  bench.fromPeer(peerRequest('INVITE').bytes)
  await bench.layer.close()
  assert.deepEqual(bench.told, ['200', new SipClosed().name])
  assert.deepEqual([bench.layer.size, bench.timers.pending], [0, 0])
})
