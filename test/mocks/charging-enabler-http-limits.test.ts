// What the HTTP door survives: bytes that are no HTTP, requests too long, too slow or too many, and clients that vanish.
import { pathOf } from '@ch1/charging-http'
import assert from 'node:assert/strict'
import { Agent } from 'node:http'
import { connect as connect2, constants } from 'node:http2'
import { connect, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import fc from 'fast-check'
import type { HistoryFact } from '../../judge/history/events'
import { ChargingEnabler } from '../../mocks/charging-enabler'
import { HttpDoor } from '../../mocks/charging-enabler/doors/http/http-door'
import type { HttpLimits } from '../../mocks/charging-enabler/doors/http/http-limits'
import { http1, Http2Ctf, messageOf } from './http-ctf'
import { memoryRecorder } from './sip-box'
import { until } from './until'

async function bed(
  t: TestContext,
  limits: Partial<HttpLimits> = {},
): Promise<{ enabler: ChargingEnabler; door: HttpDoor; facts: HistoryFact[] }> {
  const { facts, record } = memoryRecorder()
  const identity = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }
  const enabler = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity, record, diameter: false })
  t.after(() => enabler.close())
  const door = await enabler.addDoor((site) => HttpDoor.open({ host: '127.0.0.1', port: 0, limits }, site))
  return { enabler, door, facts }
}

/** A bare connection: what it was sent, once it ended. */
function bare(t: TestContext, door: HttpDoor): { readonly socket: Socket; readonly ended: Promise<string> } {
  const socket = connect(door.port, '127.0.0.1')
  t.after(() => socket.destroy())
  let got = ''
  socket.on('data', (chunk: Buffer) => (got += chunk.toString('latin1')))
  socket.on('error', () => undefined)
  return { socket, ended: new Promise((resolve) => socket.once('close', () => resolve(got))) }
}

async function servesOn(door: HttpDoor): Promise<void> {
  assert.equal((await http1(door.port, messageOf({ type: 'start' }), new Agent())).status, 201)
}

function garbage(facts: readonly HistoryFact[]): readonly string[] {
  return facts.flatMap((fact) => (fact.kind === 'garbage' ? [fact.why] : []))
}

for (const [name, bytes] of [
  ['a Diameter CER', Buffer.from('010000bc80000101000000006b5a2f7f3e8c2a01', 'hex')],
  ['a TLS hello', Buffer.from('160301020001000', 'hex')],
  ['a request line without HTTP', Buffer.from('HELLO\r\n\r\n')],
  ['a header without colon', Buffer.from('POST / HTTP/1.1\r\nhost x\r\n\r\n')],
] as const) {
  test(`${name} is answered 400, kept as garbage, and the connection ends`, async (t) => {
    const { door, facts } = await bed(t)
    const { socket, ended } = bare(t, door)
    socket.write(bytes)
    assert.match(await ended, /^HTTP\/1\.1 400 Bad Request\r\nconnection: close/)
    const [fact] = facts.filter((one) => one.kind === 'garbage')
    assert.equal(fact?.bytes, bytes.toString('base64'))
    assert.match(fact.why, /^no HTTP\/1\.1: Parse Error/)
    await servesOn(door)
  })
}

test('a preface with nonsense behind it ends the connection and is kept', async (t) => {
  const { door, facts } = await bed(t)
  const { socket, ended } = bare(t, door)
  socket.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), Buffer.alloc(64, 0xff)]))
  await ended
  assert.match(garbage(facts).join(), /^no HTTP\/2: /)
  await servesOn(door)
})

test('a preface in pieces is a preface', async (t) => {
  const { door } = await bed(t)
  const { socket } = bare(t, door)
  socket.setNoDelay(true)
  const first = new Promise((resolve) => socket.once('data', (chunk: Buffer) => resolve(chunk[3])))
  for (const byte of 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n') {
    socket.write(byte)
    await new Promise((resolve) => setImmediate(resolve))
  }
  socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])) // empty SETTINGS
  assert.equal(await first, 4, 'SETTINGS of the door')
})

for (const version of [1, 2] as const) {
  test(`HTTP/${version}: a body longer than the limit is 413, and no rule is asked`, async (t) => {
    const { enabler, door } = await bed(t, { maxBodyBytes: 2_000 })
    const all = enabler.on({}).answer(2001)
    const message = {
      ...messageOf({ type: 'start' }),
      fields: [['content-type', 'application/json']] as const,
      body: Buffer.alloc(20_000, 0x20),
    }
    const came = version === 1 ? await http1(door.port, message, new Agent()) : await client(t, door).send(message)
    assert.equal(came.status, 413)
    assert.match(came.read.problem?.detail ?? '', /2000 octets are taken/)
    assert.deepEqual(Object.keys(came.read.problem ?? {}).sort(), ['detail', 'status', 'title'])
    assert.equal(all.seen.length, 0)
    await servesOn(door)
  })

  test(`HTTP/${version}: a body that does not come to its end is 408`, async (t) => {
    const { door } = await bed(t, { requestMs: 100 })
    if (version === 1) {
      const { socket, ended } = bare(t, door)
      socket.write(
        `POST ${pathOf('create')} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
      )
      assert.match(await ended, /^HTTP\/1\.1 408 /)
    } else {
      const stream = client(t, door).session.request({
        ':method': 'POST',
        ':path': pathOf('create'),
        'content-type': 'application/json',
      })
      stream.on('error', () => undefined)
      stream.write('{')
      const status = await new Promise((resolve) => stream.on('response', (headers) => resolve(headers[':status'])))
      assert.equal(status, 408)
    }
    await servesOn(door)
  })
}

test('too many bodies at once are 503', async (t) => {
  const { door } = await bed(t, { maxBufferedBytes: 1_000 })
  const message = {
    ...messageOf({ type: 'start' }),
    fields: [['content-type', 'application/json']] as const,
    body: Buffer.alloc(2_000, 0x20),
  }
  assert.equal((await http1(door.port, message, new Agent())).status, 503)
  const small = { ...message, body: '{}' }
  assert.equal((await http1(door.port, small, new Agent())).status, 400, 'what was kept is given back')
})

test('header fields longer than the limit are 431', async (t) => {
  const { door } = await bed(t, { maxHeaderBytes: 4_096 })
  const { socket, ended } = bare(t, door)
  socket.write(`POST ${pathOf('create')} HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(8_000)}\r\n\r\n`)
  assert.match(await ended, /^HTTP\/1\.1 431 /)
  const two = client(t, door)
  assert.equal((await two.send({ ...messageOf(), fields: [['x-long', 'x'.repeat(40_000)]] })).status, 431)
  await servesOn(door)
})

test('a silent connection is cut, and so is one that stops after a few octets', async (t) => {
  const { door, facts } = await bed(t, { firstBytesMs: 60 })
  const silent = bare(t, door)
  const slow = bare(t, door)
  slow.socket.write('PRI * HT')
  await Promise.all([silent.ended, slow.ended])
  const whys = facts.flatMap((fact) => (fact.kind === 'peer' && fact.state === 'closed' ? [fact.why] : []))
  assert.deepEqual(whys, ['no HTTP within 60 ms', 'no HTTP within 60 ms'])
})

test('a header that trickles is cut', async (t) => {
  const { door } = await bed(t, { requestMs: 100 })
  const { socket, ended } = bare(t, door)
  socket.write('POST / HTTP/1.1\r\nhost: x\r\n')
  const drip = setInterval(() => socket.writable && socket.write('a: b\r\n'), 20)
  t.after(() => clearInterval(drip))
  assert.match(await ended, /^HTTP\/1\.1 408 /)
})

test('an idle connection is ended, whichever version it speaks', async (t) => {
  const { door, facts } = await bed(t, { idleMs: 80 })
  const two = client(t, door)
  await two.ask()
  await http1(door.port, messageOf(), new Agent({ keepAlive: true }))
  await two.closed()
  await until(() => facts.filter((fact) => fact.kind === 'peer' && fact.state === 'closed').length === 2)
  assert.ok(facts.some((fact) => fact.kind === 'peer' && fact.why === 'nothing came for 80 ms'))
})

test('one connection too many is reset; when one has gone there is room again', async (t) => {
  const { door, facts } = await bed(t, { maxConnections: 1 })
  const two = client(t, door)
  await two.ask()
  const { ended } = bare(t, door)
  assert.equal(await ended, '')
  assert.ok(
    facts.some((fact) => fact.kind === 'peer' && fact.state === 'refused' && fact.why === '1 connections are open already'),
  )
  await two.close()
  await until(() => facts.some((fact) => fact.kind === 'peer' && fact.state === 'closed'))
  await servesOn(door)
})

test('more streams than allowed at once are refused, not kept', async (t) => {
  const { enabler, door, facts } = await bed(t, { maxStreams: 2 })
  enabler.on({}).ignore()
  const session = connect2(`http://127.0.0.1:${door.port}`)
  t.after(() => session.destroy())
  session.on('error', () => undefined)
  await new Promise((resolve) => session.once('connect', resolve))
  const message = messageOf()
  const codes = Array.from({ length: 6 }, () => {
    const stream = session.request({ ':method': 'POST', ':path': message.path, ...Object.fromEntries(message.fields ?? []) })
    stream.on('error', () => undefined)
    stream.end(message.body)
    return new Promise<number>((resolve) => stream.once('close', () => resolve(stream.rstCode ?? -1)))
  })
  await until(() => facts.filter((fact) => fact.kind === 'ch1').length === 2)
  session.destroy()
  await Promise.all(codes)
  assert.equal(facts.filter((fact) => fact.kind === 'ch1').length, 2)
  assert.equal(constants.NGHTTP2_REFUSED_STREAM, 7)
})

test('streams that are reset over and over are no requests, and do no harm', async (t) => {
  const { enabler, door } = await bed(t)
  const all = enabler.on({}).answer(2001)
  const session = connect2(`http://127.0.0.1:${door.port}`)
  t.after(() => session.destroy())
  session.on('error', () => undefined)
  let isEnded = false
  session.once('close', () => (isEnded = true))
  for (let i = 0; i < 3_000 && !isEnded && !session.destroyed && !session.closed; i += 1) {
    const stream = session.request({ ':method': 'POST', ':path': pathOf('create') })
    stream.on('error', () => undefined)
    stream.close(constants.NGHTTP2_CANCEL)
    if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  assert.equal(all.seen.length, 0)
  await servesOn(door)
})

test('a client that goes away in the middle of its request leaves nothing', async (t) => {
  const { door, facts } = await bed(t)
  const { socket } = bare(t, door)
  socket.write(`POST ${pathOf('create')} HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{`)
  await until(() => facts.some((fact) => fact.kind === 'peer' && fact.state === 'open'))
  socket.resetAndDestroy()
  await until(() => facts.some((fact) => fact.kind === 'peer' && fact.state === 'closed'))
  assert.equal(facts.filter((fact) => fact.kind === 'ch1').length, 0)
  assert.deepEqual(garbage(facts), ['a request that broke off before its end'])
  await servesOn(door)
})

test('law: whatever octets come, the next good request is answered', async (t) => {
  const { door } = await bed(t)
  const starts = [
    Buffer.alloc(0),
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    Buffer.from(`POST ${pathOf('create')} HTTP/1.1\r\n`),
  ]
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...starts), bytes, async (start, rest) => {
      const { socket, ended } = bare(t, door)
      socket.end(Buffer.concat([start, rest]))
      await ended
    }),
    { numRuns: 100 },
  )
  await servesOn(door)
  await until(() => door.openPeers <= 1)
})

function client(t: TestContext, door: HttpDoor): Http2Ctf {
  const ctf = new Http2Ctf(`http://127.0.0.1:${door.port}`)
  t.after(() => ctf.close())
  return ctf
}
