// Diameter over TLS between our own two ends: who is believed, who is not, and what bytes that are no TLS do.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test, type TestContext } from 'node:test'
import { DiameterClient, DiameterServer, type ClientTls, type ServerTls } from '@ch1/diameter'
import { authority, OPENSSL, pemTexts } from '../foreign/certificates'
import { needs } from '../foreign/foreign-process'
import { answerTo } from './accounting-answer'
import { EventLog, identity } from './peers'

function certificates() {
  const ours = authority()
  return {
    cdf: pemTexts(ours.issue('cdf.example')),
    ctf: pemTexts(ours.issue('ctf.example')),
    stranger: pemTexts(authority().issue('ctf.example')),
  }
}

let made: ReturnType<typeof certificates> | undefined

/** The certificates of this file, made once; undefined where the test is skipped. */
function pems(t: TestContext): ReturnType<typeof certificates> | undefined {
  return needs(t, OPENSSL) ? (made ??= certificates()) : undefined
}

async function pair(t: TestContext, serverTls: ServerTls, clientTls?: ClientTls) {
  const [serverLog, clientLog] = [new EventLog(), new EventLog()]
  const away: string[] = []
  const server = await DiameterServer.listen({
    host: '127.0.0.1',
    port: 0,
    identity: identity('cdf.example'),
    tls: serverTls,
    limits: { idleCerMs: 2_000 },
    events: Object.assign(serverLog, { turnedAway: (_remote: string, why: string) => away.push(why) }),
    onRequest: (request, _link, answer) => answer(answerTo(request)),
  })
  t.after(() => server.close({ dpr: false }))
  const client = new DiameterClient({
    host: '127.0.0.1',
    port: server.port,
    identity: identity('ctf.example'),
    timers: { tcMs: 60_000 },
    events: clientLog,
    ...(clientTls === undefined ? {} : { tls: clientTls }),
  })
  t.after(() => client.close())
  client.start()
  return { server, client, serverLog, clientLog, away }
}

test('capabilities and watchdogs over TLS', async (t) => {
  const own = pems(t)
  if (own === undefined) return
  const { server, clientLog, serverLog } = await pair(t, own.cdf, { ca: own.cdf.ca, servername: 'cdf.example' })
  await clientLog.until('open')
  assert.equal(await server.watchdog(server.links[0]?.conn ?? 0, 5_000), true)
  assert.match(serverLog.lines.join('\n'), /in 280 answer/)
})

test('both sides show certificates, and both are believed', async (t) => {
  const own = pems(t)
  if (own === undefined) return
  const { clientLog } = await pair(t, { ...own.cdf, requestCert: true }, { ...own.ctf, servername: 'cdf.example' })
  await clientLog.until('open')
})

test('a client without a certificate, or with a stranger’s, is turned away where one is wanted', async (t) => {
  const own = pems(t)
  if (own === undefined) return
  const none = await pair(t, { ...own.cdf, requestCert: true }, { ca: own.cdf.ca, servername: 'cdf.example' })
  await none.clientLog.until('closed')
  const other = await pair(t, { ...own.cdf, requestCert: true }, { ...own.stranger, ca: own.cdf.ca, servername: 'cdf.example' })
  await other.clientLog.until('closed')
  assert.deepEqual([none.server.links, other.server.links], [[], []])
  assert.match(none.away.join(), /^TLS: /)
  assert.match(other.away.join(), /^TLS: /)
})

test('a server that the client’s authority does not know is not spoken to, and says why', async (t) => {
  const own = pems(t)
  if (own === undefined) return
  const { clientLog, server } = await pair(t, own.cdf, { ca: own.stranger.ca, servername: 'cdf.example' })
  assert.match(await clientLog.until('closed'), /TLS: /)
  assert.deepEqual(server.links, [])
})

test('a client that speaks no TLS is turned away; the next one is served', async (t) => {
  const own = pems(t)
  if (own === undefined) return
  const { server, clientLog, away } = await pair(t, own.cdf)
  await clientLog.until('closed')
  const noise = connect({ host: '127.0.0.1', port: server.port })
  noise.on('error', () => undefined)
  noise.write('GET / HTTP/1.1\r\n\r\n')
  await new Promise((resolve) => noise.once('close', resolve))
  assert.ok(away.length >= 1)
  const good = new EventLog()
  const client = new DiameterClient({
    host: '127.0.0.1',
    port: server.port,
    identity: identity('good.example'),
    tls: { ca: own.cdf.ca, servername: 'cdf.example' },
    events: good,
  })
  t.after(() => client.close())
  client.start()
  await good.until('open')
})

test('a reset reaches through TLS, and so does garbage inside it', async (t) => {
  const own = pems(t)
  if (own === undefined) return
  const { server, clientLog, serverLog } = await pair(t, own.cdf, { ca: own.cdf.ca, servername: 'cdf.example' })
  await clientLog.until('open')
  server.send(server.links[0]?.conn ?? 0, new Uint8Array(64).fill(0xff))
  await clientLog.until('garbage')
  await serverLog.until('closed')
  assert.deepEqual(server.links, [])
})

test('idleCerMs: a connection that begins no handshake, or drips into it, is cut, and its place is free again', async (t) => {
  const own = pems(t)
  if (own === undefined) return
  const away: string[] = []
  const server = await DiameterServer.listen({
    host: '127.0.0.1',
    port: 0,
    identity: identity('cdf.example'),
    tls: own.cdf,
    limits: { idleCerMs: 1_000, maxConnections: 2 },
    events: { turnedAway: (_remote, why) => away.push(why) },
    onRequest: () => undefined,
  })
  t.after(() => server.close({ dpr: false }))
  const held = [connect({ host: '127.0.0.1', port: server.port }), connect({ host: '127.0.0.1', port: server.port })] as const
  const gone = Promise.all(
    held.map((socket) => new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve))),
  )
  // a TLS record that claims 512 bytes of ClientHello, of which one comes at a time
  held[1].write(Buffer.from([22, 3, 1, 2, 0]))
  const dripping = setInterval(() => held[1].write(Buffer.of(1)), 20)
  t.after(() => clearInterval(dripping))
  await gone
  assert.deepEqual(away, ['TLS: TLS handshake timeout', 'TLS: TLS handshake timeout'])
  const log = new EventLog()
  const { port } = server
  const tls = { ca: own.cdf.ca, servername: 'cdf.example' }
  const client = new DiameterClient({
    host: '127.0.0.1',
    port,
    identity: identity('good.example'),
    tls,
    timers: { tcMs: 50 },
    events: log,
  })
  t.after(() => client.close())
  client.start()
  await log.until('open')
})
