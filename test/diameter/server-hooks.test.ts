// What a tester can make the server do: bytes of its own, sudden ends, partitions, deaf ears, and frames taken undecoded.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { DiameterClient, DiameterServer, scalarAt, type PeerLink, type ServerOptions } from '@ch1/diameter'
import { answerTo } from './accounting-answer'
import { BarePeer, EventLog, identity } from './peers'

async function listen(t: TestContext, o: Partial<ServerOptions> = {}) {
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
  const conn = (): number => server.links.at(-1)?.conn ?? 0
  return { server, log, conn }
}

test('a frame is offered before it is decoded; one that is not taken is decoded as ever', async (t) => {
  const frames: number[] = []
  const { server, log } = await listen(t, {
    onFrame: (bytes, _link, answer) => {
      frames.push(bytes.length)
      if (frames.length > 1) return false
      answer(bytes.map((byte, at) => (at === 4 ? byte & 0x7f : byte)))
      return true
    },
  })
  const peer = await BarePeer.open(server.port)
  peer.request(271, [['Accounting-Record-Type', 2]])
  assert.equal(scalarAt(await peer.next(), 'Result-Code'), undefined)
  peer.request(271, [['Accounting-Record-Type', 3]])
  assert.equal(scalarAt(await peer.next(), 'Result-Code'), 2001)
  peer.request(280)
  await peer.next()
  assert.equal(frames.length, 2, 'watchdogs are the peer machine’s own')
  assert.equal(log.lines.filter((line) => line.startsWith('in 271')).length, 2)
})

test('requests of one read are answered in one write, in order', async (t) => {
  const { server, log } = await listen(t)
  const peer = await BarePeer.open(server.port)
  let chunks = 0
  peer.socket.on('data', () => chunks++)
  peer.socket.write(Buffer.concat(Array.from({ length: 50 }, () => peer.encode(280))))
  for (let i = 0; i < 50; i++) await peer.next()
  await log.until('out 280', 50)
  assert.ok(chunks < 10, `${chunks} chunks`)
})

test('a request before the capabilities exchange is offered to nobody', async (t) => {
  const { server } = await listen(t, {
    onFrame: () => {
      throw new Error('must not be asked')
    },
  })
  const peer = await BarePeer.connect(server.port)
  peer.request(271)
  assert.equal(await peer.closed, 'ECONNRESET')
})

for (const [resultCode, name] of [
  [3010, 'unknown peer'],
  [5010, 'no common application'],
  [5012, 'unable to comply'],
] as const) {
  test(`a CER can be refused with ${resultCode}, ${name}`, async (t) => {
    const { server, log } = await listen(t, { onCer: () => ({ resultCode, errorMessage: name }) })
    const peer = await BarePeer.connect(server.port)
    peer.request(257, [['Acct-Application-Id', 3]])
    const cea = await peer.next()
    assert.deepEqual([scalarAt(cea, 'Result-Code'), scalarAt(cea, 'Error-Message')], [resultCode, name])
    assert.equal(cea.error, resultCode === 3010, 'RFC 6733 §7.1.3 — the E bit')
    assert.equal(await peer.closed, 'FIN')
    await log.until(`refused ${resultCode}`)
  })
}

test('a CER can be left without an answer, and the next one be taken', async (t) => {
  let asked = 0
  const { server } = await listen(t, { onCer: () => (++asked === 1 ? 'ignore' : undefined) })
  const peer = await BarePeer.connect(server.port)
  peer.request(257, [['Acct-Application-Id', 3]])
  peer.request(257, [['Acct-Application-Id', 3]])
  assert.equal(scalarAt(await peer.next(), 'Result-Code'), 2001)
  assert.equal(asked, 2)
})

test('a watchdog can be left without an answer', async (t) => {
  let asked = 0
  const { server } = await listen(t, { onDwr: () => (++asked === 1 ? 'ignore' : 'answer') })
  const peer = await BarePeer.open(server.port)
  peer.request(280)
  peer.request(280)
  assert.equal((await peer.next()).commandCode, 280)
  assert.equal(asked, 2)
})

test('whole messages that are sent raw are told as messages, other bytes as raw', async (t) => {
  const raw: [number, PeerLink][] = []
  const log = new (class extends EventLog {
    rawSent(bytes: Uint8Array, link: PeerLink): void {
      raw.push([bytes.length, link])
    }
  })()
  const { server, conn } = await listen(t, { events: log })
  const peer = await BarePeer.open(server.port)
  assert.ok(server.send(conn(), peer.encode(271)))
  assert.equal((await peer.next()).commandCode, 271)
  const seen = new Promise<Buffer>((resolve) => {
    peer.socket.removeAllListeners('data')
    peer.socket.once('data', resolve)
  })
  assert.ok(server.send(conn(), new Uint8Array([9, 9, 9])))
  assert.deepEqual([...(await seen)], [9, 9, 9])
  assert.deepEqual([raw.length, raw[0]?.[0]], [1, 3])
  assert.equal(log.lines.filter((line) => line === 'out 271 request').length, 1)
  assert.equal(server.send(99, new Uint8Array(3)), false)
})

test('end closes with FIN, reset with RST, neither with a DPR', async (t) => {
  const { server, conn, log } = await listen(t)
  const one = await BarePeer.open(server.port)
  server.end(conn())
  assert.equal(await one.closed, 'FIN')
  await log.until('closed')
  const two = await BarePeer.open(server.port)
  server.reset(conn())
  assert.equal(await two.closed, 'ECONNRESET')
  await log.until('closed', 2)
  assert.ok(!log.lines.some((line) => line.includes('282')))
})

test('in a partition nothing crosses, for those who are there and those who come; healed, everything arrives', async (t) => {
  const { server, log } = await listen(t)
  const before = await BarePeer.open(server.port)
  server.pause()
  before.request(271, [['Accounting-Record-Type', 3]])
  const during = await BarePeer.connect(server.port)
  during.request(257, [['Acct-Application-Id', 3]])
  await log.until('connected', 2)
  await new Promise((resolve) => setTimeout(resolve, 100))
  assert.ok(!log.lines.includes('in 271 request'))
  server.resume()
  assert.equal(scalarAt(await before.next(), 'Result-Code'), 2001)
  assert.equal(scalarAt(await during.next(), 'Result-Code'), 2001)
})

test('a connection that is given up in a partition is reset when it heals', async (t) => {
  const { server, log, conn } = await listen(t)
  const peer = await BarePeer.open(server.port)
  server.pause(conn())
  server.reset(conn())
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(peer.socket.destroyed, false)
  server.resume()
  assert.equal(await peer.closed, 'ECONNRESET')
  await log.until('closed')
})

test('a server that stops listening refuses new connections, keeps the old ones, and can listen again on its port', async (t) => {
  const { server } = await listen(t)
  const { port } = server
  const peer = await BarePeer.open(port)
  await server.stopListening()
  await assert.rejects(BarePeer.connect(port), { code: 'ECONNREFUSED' })
  peer.request(280)
  assert.equal(scalarAt(await peer.next(), 'Result-Code'), 2001)
  await server.listenAgain()
  assert.equal(server.port, port)
  await BarePeer.open(port)
})

test('a server that connects sends a CER and is a peer as any other; where nobody listens it says why', async (t) => {
  const called = await listen(t, { identity: identity('im1.example') })
  const { server, log } = await listen(t)
  const conn = await server.connect({ host: '127.0.0.1', port: called.server.port })
  await log.until('open')
  assert.deepEqual(log.lines, ['connected', 'out 257 request', 'in 257 answer', 'open'])
  assert.deepEqual(
    server.links.map((link) => [link.conn, link.remoteIdentity.originHost]),
    [[conn, 'im1.example']],
  )
  assert.equal(await server.watchdog(conn, 1000), true)
  await called.server.disconnect(called.conn(), 0)
  await log.until('closed')
  const { port } = called.server
  await called.server.close()
  await assert.rejects(server.connect({ host: '127.0.0.1', port }), { code: 'ECONNREFUSED' })
})

test('a server that closes does not go on connecting', async (t) => {
  const { server } = await listen(t)
  // RFC 5737 — nobody is at this address: the attempt is refused at once, or waits
  const attempt = assert.rejects(server.connect({ host: '192.0.2.1', port: 3868 }))
  await server.close()
  await attempt
})

test('the server listens on IPv6 too', async (t) => {
  const { server, log } = await listen(t, { host: '::1' }).catch((error: unknown) => {
    if (error instanceof Error && /EADDRNOTAVAIL|EAFNOSUPPORT/.test(error.message)) return { server: undefined, log: undefined }
    throw error
  })
  if (server === undefined || log === undefined) return t.skip('this machine has no IPv6 on loopback')
  const client = new DiameterClient({ host: '::1', port: server.port, identity: identity('ctf.example') })
  t.after(() => client.close())
  client.start()
  await log.until('open')
  assert.equal(server.links[0]?.local, `[::1]:${server.port}`)
})
