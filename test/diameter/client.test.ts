// The Diameter client over real TCP, against our server and against a server without manners.
import assert from 'node:assert/strict'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { CodecError, DiameterClient, DiameterServer, encodeMessage, type ClientOptions, type ServerOptions } from '@ch1/diameter'
import { answerTo } from './accounting-answer'
import { EventLog, identity } from './peers'

const acr = ({ hopByHop }: { readonly hopByHop: number }): Uint8Array =>
  encodeMessage({ commandCode: 271, applicationId: 3, request: true, hopByHop, endToEnd: 2, avps: [['Session-Id', 's;1']] })

function serve(t: TestContext, o: Partial<ServerOptions> = {}): Promise<DiameterServer> {
  const onRequest: ServerOptions['onRequest'] = (request, _link, answer) => answer(answerTo(request))
  const listening = DiameterServer.listen({ host: '127.0.0.1', port: 0, identity: identity('cdf.example'), onRequest, ...o })
  t.after(async () => (await listening).close({ dpr: false }))
  return listening
}

function start(
  t: TestContext,
  port: number,
  o: Partial<ClientOptions> = {},
): { readonly client: DiameterClient; readonly log: EventLog } {
  const log = new EventLog()
  const client = new DiameterClient({
    host: '127.0.0.1',
    port,
    identity: identity('ctf.example'),
    events: log,
    timers: { tcMs: 40 },
    ...o,
  })
  t.after(() => client.close())
  client.start()
  return { client, log }
}

test('a client opens, asks, is answered, and says goodbye', async (t) => {
  const events = new EventLog()
  const server = await serve(t, { events })
  const { client, log } = start(t, server.port, { destination: { realm: 'example' } })
  assert.deepEqual(client.destination, { realm: 'example' })
  await log.until('open')
  assert.equal(client.state, 'open')
  const answered = new Promise<number>((resolve) => (client.onAnswer = ({ hopByHop }) => resolve(hopByHop)))
  const { hopByHop } = client.request(acr)
  assert.equal(await answered, hopByHop)
  await client.close(2)
  assert.equal(client.state, 'closed')
  assert.deepEqual(log.lines, [
    'connected',
    'out 257 request',
    'in 257 answer',
    'open',
    'out 271 request',
    'in 271 answer',
    'closing DPR sent, cause 2',
    'out 282 request',
    'in 282 answer',
    'closed DPR sent, cause 2',
  ])
  await events.until('closed DPR received, cause 2')
})

test('answers with another Hop-by-Hop Identifier are discarded', async (t) => {
  const onRequest: ServerOptions['onRequest'] = (request, _link, answer) => {
    const wrong = answerTo(request)
    wrong[15] = (wrong[15] ?? 0) ^ 1
    for (const bytes of [wrong, answerTo(request), answerTo(request)]) answer(bytes)
  }
  const server = await serve(t, { onRequest })
  const { client, log } = start(t, server.port)
  await log.until('open')
  const seen: number[] = []
  client.onAnswer = ({ hopByHop }) => seen.push(hopByHop)
  const { hopByHop } = client.request(acr)
  await log.until('in 271', 3)
  assert.deepEqual(seen, [hopByHop])
})

test('requests without an open peer are refused at once', (t) => {
  const client = new DiameterClient({ host: '127.0.0.1', port: 1, identity: identity('ctf.example') })
  t.after(() => client.close())
  assert.equal(client.state, 'closed')
  assert.throws(() => client.request(acr), { name: 'PeerClosed', message: 'no connection to 127.0.0.1:1' })
})

test('a client whose server is away tries again after Tc until it is there', async (t) => {
  const before = await serve(t)
  const { port } = before
  await before.close()
  const { log } = start(t, port)
  assert.match(await log.until('closed', 2), /ECONNREFUSED/)
  await serve(t, { port })
  await log.until('open')
})

test('a client comes back after a connection that broke', async (t) => {
  const server = await serve(t)
  const { log } = start(t, server.port)
  await log.until('open')
  await server.close({ dpr: false })
  await log.until('closed')
  await serve(t, { port: server.port })
  await log.until('open', 2)
})

test('a refused client tells why and does not try again before Tc', async (t) => {
  const server = await serve(t, { identity: { ...identity('cdf.example'), acctApplicationIds: [1] } })
  const { log } = start(t, server.port, { timers: { tcMs: 150 } })
  assert.match(await log.until('refused'), /the CEA says 5010: no common application: 1 here, 3 there/)
  await log.until('closed')
  const closedAt = process.hrtime.bigint()
  await log.until('connected', 2)
  assert.ok(process.hrtime.bigint() - closedAt > 140_000_000n)
})

test('a client comes back after DPR with REBOOTING', async (t) => {
  const server = await serve(t)
  const { log } = start(t, server.port)
  await log.until('open')
  await server.disconnect(1, 0)
  await log.until('open', 2)
})

for (const cause of [1, 2]) {
  test(`a client stays away after DPR with cause ${cause}, until it is started again`, async (t) => {
    const server = await serve(t)
    const { client, log } = start(t, server.port, { timers: { tcMs: 1 } })
    await log.until('open')
    await server.disconnect(1, cause)
    await log.until('closed')
    const { log: other } = start(t, server.port)
    await other.until('open')
    assert.equal(log.lines.filter((line) => line === 'connected').length, 1)
    client.start()
    await log.until('open', 2)
  })
}

test('a client watches its server and gives a silent one up', async (t) => {
  const port = await mute(t, (socket) => socket.once('data', (cer: Buffer) => socket.write(ceaTo(cer))))
  const { client, log } = start(t, port, { timers: { twMs: 50, tcMs: 60_000 } })
  await log.until('out 280')
  await log.until('suspect')
  assert.throws(() => client.request(acr), { name: 'PeerClosed' })
  assert.match(await log.until('closed'), /no sign of life/)
})

test('a client gives up on a server that does not answer its CER', async (t) => {
  const port = await mute(t, () => undefined)
  const { log } = start(t, port, { timers: { cerTimeoutMs: 50, tcMs: 60_000 } })
  assert.match(await log.until('closed'), /no CEA within 50 ms/)
})

test('a client resets a server that talks no Diameter, and tries again', async (t) => {
  const port = await mute(t, (socket) => socket.write('220 mail.example ESMTP\r\n'))
  const { log } = start(t, port)
  assert.match(await log.until('garbage'), /220 mail.example ESMTP/)
  await log.until('connected', 2)
})

test('a server may ask its client too', async (t) => {
  const port = await mute(t, (socket) =>
    socket.once('data', (cer: Buffer) => {
      socket.write(ceaTo(cer))
      socket.write(acr({ hopByHop: 5 }))
    }),
  )
  const { log } = start(t, port, { onRequest: (request, _link, answer) => answer(answerTo(request)) })
  await log.until('out 271 answer')
})

test('closing does not wait for a deaf server, nor for one that is not there yet', async (t) => {
  const port = await mute(t, (socket) => socket.once('data', (cer: Buffer) => socket.write(ceaTo(cer))))
  const { client, log } = start(t, port)
  await log.until('open')
  const started = Date.now()
  await client.close()
  assert.ok(Date.now() - started < 1000)
  client.start()
  await client.close()
  await log.until('closed', 2)
  assert.equal(client.state, 'closed')
  assert.equal(log.lines.filter((line) => line === 'connected').length, 1)
})

test('an identity that cannot be sent is told at once', () => {
  assert.throws(() => new DiameterClient({ host: '127.0.0.1', port: 1, identity: identity('not a host') }), CodecError)
})

// A server that accepts and then does only what it is told.
async function mute(t: TestContext, onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return (server.address() as AddressInfo).port
}

function ceaTo(cer: Buffer): Uint8Array {
  const hopByHop = cer.readUInt32BE(12)
  return encodeMessage({
    commandCode: 257,
    applicationId: 0,
    request: false,
    hopByHop,
    endToEnd: 0,
    avps: [['Result-Code', 2001]],
  })
}
