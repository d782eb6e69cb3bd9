// What a hostile peer may cost the server: each bound of docs/diameter-limits.md, over real TCP.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { DEFAULT_LIMITS, DiameterClient, DiameterServer, scalarAt, type Limits, type ServerOptions } from '@ch1/diameter'
import { answerTo } from './accounting-answer'
import { BarePeer, EventLog, identity } from './peers'

class LimitLog extends EventLog {
  readonly away: string[] = []

  turnedAway(_remote: string, why: string): void {
    this.away.push(why)
  }
}

async function listen(t: TestContext, limits: Partial<Limits>, o: Partial<ServerOptions> = {}) {
  const log = new LimitLog()
  const server = await DiameterServer.listen({
    host: '127.0.0.1',
    port: 0,
    identity: identity('cdf.example'),
    events: log,
    limits,
    onRequest: (request, _link, answer) => answer(answerTo(request)),
    ...o,
  })
  t.after(() => server.close({ dpr: false }))
  return { server, log }
}

async function isServed(port: number): Promise<boolean> {
  const peer = await BarePeer.open(port)
  peer.request(271, [['Accounting-Record-Type', 3]])
  const answer = await peer.next()
  peer.socket.destroy()
  return scalarAt(answer, 'Result-Code') === 2001
}

test('maxMessageBytes: a message that claims more is garbage and ends its connection alone', async (t) => {
  const { server, log } = await listen(t, { maxMessageBytes: 512 })
  const peer = await BarePeer.open(server.port)
  peer.socket.write(Buffer.from([1, 0, 2, 4, 0x80, 0, 1, 15]))
  assert.equal(await peer.closed, 'ECONNRESET')
  await log.until('garbage')
  assert.ok(await isServed(server.port))
})

test('maxConnections: one more is closed at once, and there is room again when one ends', async (t) => {
  const { server, log } = await listen(t, { maxConnections: 2 })
  const [one] = [await BarePeer.open(server.port), await BarePeer.open(server.port)]
  const third = await BarePeer.connect(server.port)
  await third.closed
  assert.deepEqual(log.away, ['2 connections are served already (limit maxConnections)'])
  one.socket.end()
  await log.until('closed')
  assert.ok(await isServed(server.port))
})

test('maxConnectionsPerHost: an address has its share, another address still comes in', async (t) => {
  const { server, log } = await listen(t, { maxConnectionsPerHost: 1 })
  await BarePeer.open(server.port)
  const second = await BarePeer.connect(server.port)
  await second.closed
  assert.deepEqual(log.away, ['1 connections of 127.0.0.1 are served already (limit maxConnectionsPerHost)'])
})

test('maxWriteBytes: a peer that never reads is reset when too much waits for it', async (t) => {
  const { server, log } = await listen(t, { maxWriteBytes: 65_536 })
  const peer = await BarePeer.open(server.port)
  const { conn } = server.links[0] ?? { conn: 0 }
  peer.socket.pause()
  let written = 0
  while (server.send(conn, new Uint8Array(16_384)) && written < 100_000_000) written += 16_384
  assert.match(await log.until('closed'), /limit maxWriteBytes/)
  assert.ok(written < 100_000_000)
})

test('maxBufferedBytes: who makes all connections together hold too much is reset', async (t) => {
  const { server, log } = await listen(t, { maxBufferedBytes: 4_096 })
  const small = await BarePeer.open(server.port)
  small.socket.write(half(1_024))
  const big = await BarePeer.open(server.port)
  big.socket.write(half(8_192))
  assert.equal(await big.closed, 'ECONNRESET')
  assert.match(await log.until('closed'), /limit maxBufferedBytes/)
  assert.equal(small.socket.destroyed, false)
})

test('maxPendingRequests: the oldest unanswered request is forgotten, the connection goes on', async (t) => {
  const { server } = await listen(t, {}, { onRequest: (request, _link, answer) => held.push(() => answer(answerTo(request))) })
  const held: (() => void)[] = []
  const answered: number[] = []
  const log = new EventLog()
  const client = new DiameterClient({
    host: '127.0.0.1',
    port: server.port,
    identity: identity('ctf.example'),
    events: log,
    limits: { maxPendingRequests: 2 },
  })
  t.after(() => client.close())
  client.onAnswer = ({ endToEnd }) => answered.push(endToEnd)
  client.start()
  await log.until('open')
  for (const endToEnd of [1, 2, 3]) client.request(({ hopByHop }) => accounting(hopByHop, endToEnd))
  await log.until('out 271', 3)
  while (held.length < 3) await new Promise((resolve) => setImmediate(resolve))
  for (const answer of held) answer()
  await log.until('in 271 answer', 3)
  assert.deepEqual(answered, [2, 3])
})

test('idleCerMs: a connection that says nothing is cut', async (t) => {
  const { server, log } = await listen(t, { idleCerMs: 50 })
  const peer = await BarePeer.connect(server.port)
  assert.equal(await peer.closed, 'ECONNRESET')
  assert.match(await log.until('closed'), /no CER within 50 ms/)
})

test('partialFrameMs: a peer that sends a message byte by byte is cut, one that pauses between messages is not', async (t) => {
  const { server, log } = await listen(t, { partialFrameMs: 150 })
  const calm = await BarePeer.open(server.port)
  const slow = await BarePeer.open(server.port)
  const message = slow.encode(280)
  let at = 0
  const dripping = setInterval(() => slow.socket.write(message.subarray(at, ++at)), 20)
  t.after(() => clearInterval(dripping))
  assert.equal(await slow.closed, 'ECONNRESET')
  assert.match(await log.until('closed'), /limit partialFrameMs/)
  calm.request(280)
  assert.equal(scalarAt(await calm.next(), 'Result-Code'), 2001)
})

test('stalledWriteMs: a peer that stops reading is given up', async (t) => {
  const { server, log } = await listen(t, { stalledWriteMs: 100 })
  const peer = await BarePeer.open(server.port)
  const { conn } = server.links[0] ?? { conn: 0 }
  peer.socket.pause()
  // The system's own buffers take some megabytes first.
  for (let sent = 0; sent < 14_000_000; sent += 65_536) server.send(conn, new Uint8Array(65_536))
  assert.match(await log.until('closed'), /limit stalledWriteMs/)
})

test('every bound stands in the document with its default, and every default is a bound', () => {
  const text = readFileSync(path.join(__dirname, '../../docs/diameter-limits.md'), 'utf8')
  const rows = [...text.matchAll(/^\| `(\w+)` +\| ([\d,]+)/gm)].map(([, name, value]) => [
    name,
    Number(value?.replaceAll(',', '')),
  ])
  assert.deepEqual(rows, Object.entries(DEFAULT_LIMITS))
  const tests = readFileSync(__filename, 'utf8')
  for (const [name = ''] of rows) assert.ok(tests.includes(`test('${name}: `), `${name} has no test`)
})

// The first half of a message of that many bytes.
function half(bytes: number): Uint8Array {
  const message = new Uint8Array(bytes / 2)
  message.set([1, 0, bytes >> 8, bytes & 0xff])
  return message
}

function accounting(hopByHop: number, endToEnd: number): Uint8Array {
  const bytes = new Uint8Array(20)
  bytes.set([1, 0, 0, 20, 0x80, 0, 1, 15, 0, 0, 0, 3])
  new DataView(bytes.buffer).setUint32(12, hopByHop)
  new DataView(bytes.buffer).setUint32(16, endToEnd)
  return bytes
}
