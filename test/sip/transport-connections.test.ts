// Which connection a message takes (RFC 3261 §18.1.1, §18.2.2), and how a broken one ends what waits for it.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { parseMessage, respond, TcpTransport, type SipRequest } from '@ch1/sip'
import { FakeTimers } from './fake-timers'
import { agentOver, bareServer, caller, eventually, listener, PARTIES, uriOf, type Caller } from './transport-bench'
import { wire } from './wire-text'

const bind = (limits = {}): Promise<TcpTransport> => TcpTransport.bind({ host: '127.0.0.1', port: 0, limits })
const optionsFrom = (port: number): Uint8Array =>
  wire([
    'OPTIONS sip:bob@home.example SIP/2.0',
    `Via: SIP/2.0/TCP 127.0.0.1:${port};branch=z9hG4bKconn1;rport`,
    'From: <sip:alice@home.example>;tag=a1',
    'To: <sip:bob@home.example>',
    'Call-ID: conn1',
    'CSeq: 7 OPTIONS',
    'Content-Length: 0',
  ])

test('requests to one address use one connection', async (t) => {
  const [out, to] = [await bind(), await bind()]
  const [alice, bob] = [agentOver(t, 'alice', out), agentOver(t, 'bob', to)]
  const send = async (): Promise<number> => (await alice.request({ method: 'OPTIONS', uri: uriOf(bob), ...PARTIES })).status
  assert.deepEqual(await Promise.all([send(), send(), send()]), [200, 200, 200])
  assert.equal(await send(), 200)
  assert.deepEqual([out.connectionCount, to.connectionCount], [1, 1])
})

test('a response goes back over the connection of its request, whatever its Via says', async (t) => {
  const elsewhere: Caller[] = []
  const { port } = await bareServer(t, (peer) => elsewhere.push(peer))
  const transport = await bind()
  agentOver(t, 'bob', transport)
  const peer = await caller(t, transport.sentBy.port)
  peer.socket.write(optionsFrom(port))
  await eventually(() => peer.text().startsWith('SIP/2.0 200 OK'))
  const { localPort } = peer.socket
  assert.match(peer.text(), new RegExp(`;rport=${localPort};received=127\\.0\\.0\\.1\r\n`))
  assert.equal(elsewhere.length, 0)
})

test('when that connection is gone, the response goes to sent-by over a new one', async (t) => {
  const elsewhere: Caller[] = []
  const { port } = await bareServer(t, (peer) => elsewhere.push(peer))
  const transport = await bind()
  const bob = agentOver(t, 'bob', transport)
  const answers: (() => void)[] = []
  bob.onRequest = (_request, answer) => answers.push(() => answer(200))
  const peer = await caller(t, transport.sentBy.port)
  peer.socket.write(optionsFrom(port))
  await eventually(() => answers.length === 1)
  peer.socket.resetAndDestroy()
  await eventually(() => transport.connectionCount === 0)
  answers[0]?.()
  await eventually(() => elsewhere[0]?.text().startsWith('SIP/2.0 200 OK') === true)
})

test('nobody listens there: SipTransportError, at once, with the address', async (t) => {
  const gone = await bind()
  const { port } = gone.sentBy
  await gone.close()
  const alice = agentOver(t, 'alice', await bind())
  const uri = `sip:bob@127.0.0.1:${port}`
  const refused = {
    name: 'SipTransportError',
    message: new RegExp(`could not be sent: TCP 127\\.0\\.0\\.1:${port}: .*ECONNREFUSED`),
  }
  await assert.rejects(alice.request({ method: 'OPTIONS', uri, ...PARTIES }), refused)
  await assert.rejects(alice.invite({ uri, ...PARTIES }).final, refused)
})

test('a connection that is reset fails every request that waits for an answer over it', async (t) => {
  const { port } = await bareServer(t, (peer) => {
    void eventually(() => peer.text().includes('OPTIONS') && peer.text().includes('INVITE')).then(() =>
      peer.socket.resetAndDestroy(),
    )
  })
  const alice = agentOver(t, 'alice', await bind())
  const uri = `sip:bob@127.0.0.1:${port}`
  const [options, invite] = [alice.request({ method: 'OPTIONS', uri, ...PARTIES }), alice.invite({ uri, ...PARTIES })]
  await assert.rejects(options, { name: 'SipTransportError', message: /ECONNRESET/ })
  await assert.rejects(invite.final, { name: 'SipTransportError', message: /ECONNRESET/ })
  assert.equal(alice.layer.size, 0)
})

test('garbage instead of an answer fails the request', async (t) => {
  const { port } = await bareServer(t, (peer) => void peer.socket.write('\x16\x03\x01'))
  const alice = agentOver(t, 'alice', await bind())
  await assert.rejects(alice.request({ method: 'OPTIONS', uri: `sip:bob@127.0.0.1:${port}`, ...PARTIES }), {
    name: 'SipTransportError',
    message: /cannot be read as SIP/,
  })
})

test('a peer that closes the connection before it said anything fails the request', async (t) => {
  const { port } = await bareServer(t, (peer) => void eventually(() => peer.text() !== '').then(() => peer.socket.end()))
  const alice = agentOver(t, 'alice', await bind())
  await assert.rejects(alice.request({ method: 'OPTIONS', uri: `sip:bob@127.0.0.1:${port}`, ...PARTIES }), {
    name: 'SipTransportError',
    message: /the peer closed the connection before it said anything$/,
  })
})

/** A server that answers 100 and closes the connection; gives the requests it was sent. */
async function tryingAndGone(t: TestContext): Promise<{ readonly uri: string; readonly asked: SipRequest[] }> {
  const asked: SipRequest[] = []
  const { port } = await bareServer(t, (peer) => {
    void eventually(() => peer.text().endsWith('\r\n\r\n')).then(() => {
      const request = parseMessage(Buffer.from(peer.text())) as SipRequest
      asked.push(request)
      peer.socket.end(respond(request, 100).bytes)
    })
  })
  return { uri: `sip:bob@127.0.0.1:${port}`, asked }
}

test('after a connection that was closed in order, the answer may come over another one (RFC 3261 §18.2.2)', async (t) => {
  const { uri, asked } = await tryingAndGone(t)
  const transport = await bind()
  const answer = agentOver(t, 'alice', transport).request({ method: 'OPTIONS', uri, ...PARTIES })
  await eventually(() => asked.length === 1 && transport.connectionCount === 0)
  const back = await caller(t, transport.sentBy.port)
  for (const request of asked) back.socket.write(respond(request, 200, undefined, { toTag: 'b1' }).bytes)
  assert.equal((await answer).status, 200)
})

test('… and when none comes, the request ends by timer F', async (t) => {
  const timers = new FakeTimers()
  const { uri, asked } = await tryingAndGone(t)
  const transport = await bind()
  const answer = agentOver(t, 'alice', transport, timers).request({ method: 'OPTIONS', uri, ...PARTIES })
  const rejected = assert.rejects(answer, { name: 'SipTimeout' })
  await eventually(() => asked.length === 1 && transport.connectionCount === 0)
  timers.advance(32_000)
  await rejected
})

test('what a peer does not read is bounded: first the message is refused, then the connection is closed', async (t) => {
  const timers = new FakeTimers()
  const { port } = await bareServer(t, (peer) => void peer.socket.pause())
  const { transport, lost } = await listener(t, { maxWriteBytes: 40_000_000, stalledWriteMs: 30_000 }, timers)
  const failures: string[] = []
  const to = { host: '127.0.0.1', port }
  transport.send(new Uint8Array(39_000_000), to, (error) => failures.push(error.message))
  assert.throws(() => transport.send(new Uint8Array(1_000_001), to), {
    name: 'SipTransportError',
    message: new RegExp(`^TCP 127\\.0\\.0\\.1:${port} does not read: .*limit maxWriteBytes`),
  })
  // Idle and stall, no longer connect: then only a peer that reads could help.
  await eventually(() => timers.pending === 2)
  timers.advance(30_000)
  await eventually(() => failures.length === 1 && lost.length === 1)
  assert.match(failures[0] ?? '', /nothing was read for 30000 ms \(limit stalledWriteMs\)/)
})

test('connections of ours are bounded; a port that is none is refused', async (t) => {
  const peers: Caller[] = []
  const { port } = await bareServer(t, (peer) => peers.push(peer))
  const { transport } = await listener(t, { maxOutgoingConnections: 1 })
  transport.send(Buffer.from('\r\n'), { host: '127.0.0.1', port })
  transport.send(Buffer.from('\r\n'), { host: '[127.0.0.1]', port })
  assert.throws(() => transport.send(Buffer.from('\r\n'), { host: '127.0.0.2', port }), /limit maxOutgoingConnections/)
  assert.throws(() => transport.send(Buffer.from('\r\n'), { host: '127.0.0.1', port: 0 }), /no TCP port: 127\.0\.0\.1:0/)
  await eventually(() => peers.length === 1)
  for (const peer of peers) peer.socket.destroy()
  await eventually(() => transport.connectionCount === 0)
  transport.send(Buffer.from('\r\n'), { host: '127.0.0.1', port })
  await eventually(() => peers[1]?.text() === '\r\n')
})

test('close ends a half message, a silent peer and a pending request at once; then nothing is sent', async (t) => {
  const { port } = await bareServer(t, () => undefined)
  const transport = await bind()
  const alice = agentOver(t, 'alice', transport)
  const [half, silent] = [await caller(t, transport.sentBy.port), await caller(t, transport.sentBy.port)]
  half.socket.write('OPTIONS sip:a SIP/2.0\r\n')
  const pending = alice.request({ method: 'OPTIONS', uri: `sip:bob@127.0.0.1:${port}`, ...PARTIES })
  const rejected = assert.rejects(pending, { name: 'SipClosed' })
  await eventually(() => transport.connectionCount === 3)
  await Promise.all([alice.close(), transport.close()])
  await rejected
  await eventually(() => half.isClosed() && silent.isClosed())
  assert.equal(transport.connectionCount, 0)
  assert.throws(() => transport.send(Buffer.from('x'), { host: '127.0.0.1', port }), { name: 'SipTransportError' })
})

test('a response that was written just before close still arrives', async (t) => {
  const transport = await bind()
  const bob = agentOver(t, 'bob', transport)
  const closed = new Promise<void>((resolve) => {
    bob.onRequest = (_request, answer) => {
      answer(200)
      resolve(bob.close())
    }
  })
  const peer = await caller(t, transport.sentBy.port)
  peer.socket.write(optionsFrom(9))
  await closed
  await eventually(() => peer.isClosed())
  assert.match(peer.text(), /^SIP\/2\.0 200 OK\r\n/)
})

test('a port in use is refused with the address in the message', async () => {
  const first = await bind()
  const { port } = first.sentBy
  await assert.rejects(TcpTransport.bind({ host: '127.0.0.1', port }), {
    name: 'SipTransportError',
    message: new RegExp(`^cannot bind TCP 127\\.0\\.0\\.1:${port}: .*EADDRINUSE`),
  })
  await first.close()
})
