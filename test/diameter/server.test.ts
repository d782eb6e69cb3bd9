// The Diameter server over real TCP: good peers, refused peers, silent peers, and peers that mean harm.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test, type TestContext } from 'node:test'
import { CodecError, DiameterServer, scalarAt, type DiameterMessage, type ServerOptions } from '@ch1/diameter'
import { answerTo } from './accounting-answer'
import { BarePeer, EventLog, identity } from './peers'

async function listen(
  t: TestContext,
  o: Partial<ServerOptions> = {},
): Promise<{ readonly server: DiameterServer; readonly log: EventLog }> {
  const log = new EventLog()
  const server = await DiameterServer.listen({
    host: '127.0.0.1',
    port: 0,
    identity: identity('cdf.example'),
    events: log,
    onRequest: (request, _link, answer) => answer(answerTo(request)),
    ...o,
  })
  t.after(() => server.close({ dpr: false }))
  return { server, log }
}

const result = (message: DiameterMessage): unknown => scalarAt(message, 'Result-Code')

test('a peer is served: capabilities, accounting, watchdog, disconnection; the hooks tell each message once', async (t) => {
  const { server, log } = await listen(t)
  const peer = await BarePeer.open(server.port)
  assert.deepEqual(server.links[0]?.remoteIdentity, { originHost: 'bare.example', originRealm: 'example' })
  assert.equal(server.links[0]?.local, `127.0.0.1:${server.port}`)
  assert.equal(server.links[0]?.remote, `127.0.0.1:${peer.socket.localPort}`)
  peer.request(271, [['Accounting-Record-Type', 3]])
  assert.equal(result(await peer.next()), 2001)
  peer.request(280)
  assert.equal(result(await peer.next()), 2001)
  peer.request(282, [['Disconnect-Cause', 0]])
  assert.equal(result(await peer.next()), 2001)
  assert.deepEqual(server.links, [])
  peer.socket.end()
  assert.equal(await peer.closed, 'FIN')
  await log.until('closed')
  assert.deepEqual(log.lines, [
    'connected',
    'in 257 request',
    'out 257 answer',
    'open',
    'in 271 request',
    'out 271 answer',
    'in 280 request',
    'out 280 answer',
    'in 282 request',
    'closing DPR received, cause 0',
    'out 282 answer',
    'closed DPR received, cause 0',
  ])
})

test('a peer without a common application is answered 5010 and let go; the next one is served', async (t) => {
  const { server, log } = await listen(t)
  const peer = await BarePeer.connect(server.port)
  peer.request(257, [['Auth-Application-Id', 4]])
  assert.equal(result(await peer.next()), 5010)
  assert.equal(await peer.closed, 'FIN')
  assert.match(await log.until('refused'), /5010: no common application: 3 here, none there/)
  await log.until('closed')
  await BarePeer.open(server.port)
})

test('a peer that does not close after its refusal is cut off', async (t) => {
  const { server, log } = await listen(t)
  const peer = await BarePeer.connect(server.port)
  peer.socket.allowHalfOpen = true
  peer.request(257)
  assert.equal(result(await peer.next()), 5010)
  await log.until('closed')
  peer.socket.destroy()
})

test('a silent peer is asked, suspected and reset within three Tw', async (t) => {
  const { server, log } = await listen(t, { timers: { twMs: 60 } })
  const peer = await BarePeer.open(server.port)
  assert.equal((await peer.next()).commandCode, 280)
  await log.until('suspect')
  assert.deepEqual(server.links.length, 1)
  assert.equal(await peer.closed, 'ECONNRESET')
  assert.match(await log.until('closed'), /no sign of life within Tw/)
})

test('a watchdog on demand tells a living peer from a silent one and from none', async (t) => {
  const { server } = await listen(t)
  const peer = await BarePeer.open(server.port)
  const asked = server.watchdog(1, 2000)
  const dwr = await peer.next()
  peer.socket.write(answerTo(dwr))
  assert.equal(await asked, true)
  assert.equal(await server.watchdog(1, 20), false)
  assert.equal(await server.watchdog(99, 20), false)
})

test('a disconnection sends its cause and waits for the end', async (t) => {
  const { server } = await listen(t)
  const peer = await BarePeer.open(server.port)
  const gone = server.disconnect(1, 1)
  const dpr = await peer.next()
  assert.equal(scalarAt(dpr, 'Disconnect-Cause'), 1)
  peer.socket.write(answerTo(dpr))
  await gone
  assert.equal(await peer.closed, 'FIN')
  await server.disconnect(1, 1)
})

test('closing says goodbye to everyone and does not wait for the deaf', async (t) => {
  const { server } = await listen(t)
  const peers = [await BarePeer.open(server.port), await BarePeer.open(server.port), await BarePeer.connect(server.port)]
  const started = Date.now()
  const closing = server.close()
  assert.equal((await (peers[0] as BarePeer).next()).commandCode, 282)
  assert.equal(scalarAt(await (peers[1] as BarePeer).next(), 'Disconnect-Cause'), 0)
  await closing
  assert.ok(Date.now() - started < 1000)
  await Promise.all(peers.map(({ closed }) => closed))
  await assert.rejects(BarePeer.connect(server.port), { code: 'ECONNREFUSED' })
})

test('two connections of one peer are both served', async (t) => {
  const { server } = await listen(t)
  await BarePeer.open(server.port)
  await BarePeer.open(server.port)
  assert.deepEqual(
    server.links.map(({ conn }) => conn),
    [1, 2],
  )
})

test('garbage resets its connection, is kept, and the next good peer is served', async (t) => {
  const { server, log } = await listen(t)
  const early = await BarePeer.connect(server.port)
  early.socket.write('GET / HTTP/1.1')
  assert.equal(await early.closed, 'ECONNRESET')
  assert.match(
    await log.until('garbage'),
    /^garbage GET \/ HTTP\/1.1 header: the version is 71, not 1: this is no Diameter message/,
  )
  assert.match(await log.until('closed'), /bytes that are no Diameter/)
  const late = await BarePeer.open(server.port)
  late.request(271, [['Accounting-Record-Type', 3]])
  late.socket.write(Uint8Array.of(1, 0, 0, 3))
  assert.equal((await log.until('garbage', 2)).startsWith('garbage \x01\0\0\x03'), true)
  await late.closed
  assert.ok(log.lines.includes('out 271 answer'))
  await BarePeer.open(server.port)
})

test('AVPs that lie are no garbage: the request is passed on with its faults', async (t) => {
  const seen: DiameterMessage[] = []
  const { server } = await listen(t, { onRequest: (request) => void seen.push(request) })
  const peer = await BarePeer.open(server.port)
  peer.request(271, [{ code: 480, vendorId: 0, flags: 0x40, data: new Uint8Array(2) }])
  peer.request(280)
  await peer.next()
  assert.equal(seen[0]?.faults.length, 1)
})

test('a message over the limit is garbage as soon as it is announced', async (t) => {
  const { server, log } = await listen(t, { limits: { maxMessageBytes: 4096 } })
  const peer = await BarePeer.open(server.port)
  peer.socket.write(Uint8Array.of(1, 0, 0x10, 4))
  await peer.closed
  assert.match(await log.until('garbage'), /4100, more than the 4096 bytes taken here/)
})

test('a connection over the limit is closed, those within it stay', async (t) => {
  const { server } = await listen(t, { limits: { maxConnections: 2 } })
  const first = await BarePeer.open(server.port)
  const second = await BarePeer.connect(server.port)
  const third = await BarePeer.connect(server.port)
  third.request(257, [['Acct-Application-Id', 3]])
  await assert.rejects(third.next(), /the connection ended/)
  first.request(280)
  assert.equal(result(await first.next()), 2001)
  second.socket.destroy()
})

test('a peer that never finishes its CER is reset when its time is up', async (t) => {
  const { server, log } = await listen(t, { timers: { cerTimeoutMs: 50 } })
  const peer = await BarePeer.connect(server.port)
  peer.socket.write(Uint8Array.of(1, 0, 0))
  assert.equal(await peer.closed, 'ECONNRESET')
  assert.match(await log.until('closed'), /no CER within 50 ms/)
})

test('bytes that never become a message do not count as life', async (t) => {
  const { server, log } = await listen(t, { timers: { twMs: 60 } })
  const peer = await BarePeer.open(server.port)
  const partial = Uint8Array.of(1, 0, 0x10, 0)
  let sent = 0
  const drip = setInterval(() => peer.socket.write(Uint8Array.of(partial[sent++] ?? 0)), 10)
  t.after(() => clearInterval(drip))
  assert.equal(await peer.closed, 'ECONNRESET')
  clearInterval(drip)
  assert.ok(sent > 4)
  assert.match(await log.until('closed'), /no sign of life/)
})

test('a peer that does not read is not read from, and given up', async (t) => {
  let served = 0
  const onRequest: ServerOptions['onRequest'] = (request, _link, answer) => {
    served++
    answer(answerTo(request, 'x'.repeat(10_000)))
  }
  const { server, log } = await listen(t, { onRequest, timers: { twMs: 100 } })
  const peer = await BarePeer.open(server.port)
  peer.socket.pause()
  const request = peer.encode(271)
  const flood = 60_000
  peer.socket.write(Buffer.concat(Array<Uint8Array>(flood).fill(request)))
  assert.match(await log.until('closed'), /no sign of life/)
  assert.ok(served < flood / 2, `${served} requests were answered into the void`)
  peer.socket.destroy()
})

test('an identity that cannot be sent, or a port that is taken, is told at once', async (t) => {
  const { server } = await listen(t)
  const o = { host: '127.0.0.1', port: server.port, identity: identity('cdf.example'), onRequest: () => undefined }
  await assert.rejects(DiameterServer.listen({ ...o, identity: identity('not a host') }), CodecError)
  await assert.rejects(DiameterServer.listen(o), { code: 'EADDRINUSE' })
})

test('an address may be IPv6', async (t) => {
  const listening = DiameterServer.listen({ host: '::1', port: 0, identity: identity('cdf.example'), onRequest: () => undefined })
  const server = await listening.catch((error: unknown) => error as Error)
  if (server instanceof Error) return t.skip(`this machine has no IPv6 loopback: ${server.message}`)
  t.after(() => server.close())
  const socket = connect({ host: '::1', port: server.port })
  const log = new EventLog()
  socket.once('close', () => log.state('gone', undefined))
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.destroy()
  await log.until('gone')
})
