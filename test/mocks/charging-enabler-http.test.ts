// The HTTP door of the Charging Enabler: both versions on one port, TLS, what its answers say, and what the history gets.
import { fieldOf, pathOf, readHttpText } from '@ch1/charging-http'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { request as requestTls } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import type { HistoryFact } from '../../judge/history/events'
import { ChargingEnabler } from '../../mocks/charging-enabler'
import { HttpDoor, type HttpDoorOptions } from '../../mocks/charging-enabler/doors/http/http-door'
import { TestbedError } from '../../mocks/testbed-error'
import { http1, Http2Ctf, messageOf } from './http-ctf'
import { memoryRecorder } from './sip-box'
import { until } from './until'

const IDENTITY = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }

async function bed(
  t: TestContext,
  o: Partial<HttpDoorOptions> = {},
): Promise<{ enabler: ChargingEnabler; door: HttpDoor; facts: HistoryFact[] }> {
  const { facts, record } = memoryRecorder()
  const enabler = await ChargingEnabler.start({
    name: 'cdf1',
    host: '127.0.0.1',
    port: 0,
    identity: IDENTITY,
    record,
    diameter: false,
  })
  t.after(() => enabler.close())
  const door = await enabler.addDoor((site) => HttpDoor.open({ host: '127.0.0.1', port: 0, ...o }, site))
  return { enabler, door, facts }
}

function client(t: TestContext, door: HttpDoor): Http2Ctf {
  const ctf = new Http2Ctf(`http://127.0.0.1:${door.port}`)
  t.after(() => ctf.close())
  return ctf
}

function messages(facts: readonly HistoryFact[]): readonly (HistoryFact & { kind: 'ch1' })[] {
  return facts.filter((fact) => fact.kind === 'ch1')
}

function text(fact: HistoryFact & { kind: 'ch1' }): ReturnType<typeof readHttpText> {
  return readHttpText(Buffer.from(fact.bytes, 'base64'))
}

test('HTTP/2 with prior knowledge: create, update, release, one after the other', async (t) => {
  const { door, facts } = await bed(t)
  const ctf = client(t, door)
  const created = await ctf.ask({ type: 'start', number: 0 })
  assert.equal(created.status, 201)
  const { ref = '' } = created.read
  assert.match(ref, /^cdf1-[0-9a-f]{8}-1$/)
  assert.equal(fieldOf(created.fields, 'location'), `http://127.0.0.1:${door.port}${pathOf('resource', ref)}`)
  const updated = await ctf.ask({ type: 'interim', ref, number: 1 })
  assert.deepEqual([updated.status, updated.read.number], [200, 1])
  const released = await ctf.ask({ type: 'stop', ref, number: 2 })
  assert.deepEqual([released.status, released.text], [204, ''])
  assert.deepEqual(
    messages(facts).map((fact) => [fact.door, fact.dir, fact.conn, fact.exchange, text(fact).startLine]),
    [
      ['http', 'fromSut', 1, 1, `POST ${pathOf('create')} HTTP/2`],
      ['http', 'toSut', 1, 1, 'HTTP/2 201 Created'],
      ['http', 'fromSut', 1, 2, `POST ${pathOf('update', ref)} HTTP/2`],
      ['http', 'toSut', 1, 2, 'HTTP/2 200 OK'],
      ['http', 'fromSut', 1, 3, `POST ${pathOf('release', ref)} HTTP/2`],
      ['http', 'toSut', 1, 3, 'HTTP/2 204 No Content'],
    ],
  )
})

test('HTTP/1.1 on the same port, several requests on one connection', async (t) => {
  const { door, facts } = await bed(t)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.after(() => agent.destroy())
  const created = await http1(door.port, messageOf({ type: 'start', number: 0 }), agent)
  assert.equal(created.status, 201)
  const released = await http1(door.port, messageOf({ type: 'stop', ref: created.read.ref ?? '', number: 1 }), agent)
  assert.equal(released.status, 204)
  assert.deepEqual(
    messages(facts).map((fact) => [fact.conn, fact.exchange, text(fact).startLine]),
    [
      [1, 1, `POST ${pathOf('create')} HTTP/1.1`],
      [1, 1, 'HTTP/1.1 201 Created'],
      [1, 2, `POST ${pathOf('release', created.read.ref)} HTTP/1.1`],
      [1, 2, 'HTTP/1.1 204 No Content'],
    ],
  )
})

test('what the history has of an answer is what the client got: status, fields, body', async (t) => {
  const { door, facts } = await bed(t)
  const ctf = client(t, door)
  for (const ask of [() => ctf.ask({ type: 'start' }), () => http1(door.port, messageOf({ type: 'start' }))]) {
    const came = await ask()
    const fact = messages(facts).at(-1)
    assert.ok(fact)
    const { fields, body } = text(fact)
    assert.deepEqual([...fields].sort(), [...came.fields].sort())
    assert.equal(Buffer.from(body).toString(), came.text)
  }
})

test('the request in the history is as it came, octet for octet', async (t) => {
  const { door, facts } = await bed(t)
  const body = Buffer.from(messageOf({ type: 'start' }).body ?? '')
    .toString()
    .replace('{', '{ \n')
  await http1(door.port, {
    ...messageOf({ type: 'start' }),
    fields: [
      ['Content-Type', 'application/json'],
      ['X-Odd', 'ä'],
    ],
    body,
  })
  const [fact] = messages(facts)
  assert.ok(fact)
  assert.equal(Buffer.from(text(fact).body).toString(), body)
  assert.deepEqual(text(fact).fields.slice(0, 2), [
    ['Content-Type', 'application/json'],
    ['X-Odd', 'ä'],
  ])
})

test('a chunked body is whole in the history, its length in place of its coding', async (t) => {
  const { door, facts } = await bed(t)
  const { path: target, body = '' } = messageOf({ type: 'start' })
  const fields = [
    ['content-type', 'application/json'],
    ['transfer-encoding', 'chunked'],
  ] as const
  assert.equal((await http1(door.port, { path: target, fields, body })).status, 201)
  const [fact] = messages(facts)
  assert.ok(fact)
  assert.equal(fieldOf(text(fact).fields, 'content-length'), String(Buffer.from(body).length))
  assert.equal(fieldOf(text(fact).fields, 'transfer-encoding'), undefined)
})

test('an EventRequest is a create of its own', async (t) => {
  const { enabler, door } = await bed(t)
  const events = enabler.on({ type: 'event' }).answer(2001)
  assert.equal((await client(t, door).ask({ type: 'event', number: 0 })).status, 201)
  assert.equal(events.seen.length, 1)
})

test('the rules see what an ACR would tell them', async (t) => {
  const { enabler, door } = await bed(t)
  const rule = enabler
    .on({
      type: 'interim',
      session: 'r1',
      origin: 'im1.im.example',
      number: 3,
      participant: 'carol',
      avp: [
        { path: 'Service-Information/**/Number-Of-Participants', equals: 3 },
        { path: 'Service-Information/IMS-Information', present: true },
        { path: 'Session-Id', equals: 'r1' },
        { path: 'User-Name', absent: true },
      ],
    })
    .answer(2001)
  const ctf = client(t, door)
  await ctf.ask({ number: 2 })
  assert.equal(rule.seen.length, 0)
  await ctf.ask({ number: 3 })
  assert.equal(rule.seen.length, 1)
  assert.deepEqual([rule.seen[0]?.door, rule.seen[0]?.message], ['http', undefined])
})

for (const [resultCode, status] of [
  [3004, 503],
  [5002, 404],
  [5004, 400],
  [5005, 400],
  [4002, 507],
  [3006, 307],
] as const) {
  test(`Result-Code ${resultCode} of a rule is ${status}`, async (t) => {
    const { enabler, door } = await bed(t)
    enabler.on({}).once().answer(resultCode)
    const came = await client(t, door).ask()
    assert.deepEqual([came.status, came.read.resultCode], [status, resultCode])
    assert.equal(fieldOf(came.fields, 'content-type'), 'application/problem+json')
    assert.equal(came.read.retryAfterS, resultCode === 3004 ? 1 : undefined)
  })
}

test('a body that breaks the schema is answered 400 with the members at fault, and no rule is asked', async (t) => {
  const { enabler, door, facts } = await bed(t)
  const all = enabler.on({}).answer(2001)
  const came = await client(t, door).send({ ...messageOf(), body: '{"invocationSequenceNumber":-1}' })
  assert.equal(came.status, 400)
  assert.deepEqual(
    came.read.problem?.invalidParams?.map(({ param }) => param),
    ['/nfConsumerIdentification', '/invocationTimeStamp', '/invocationSequenceNumber'],
  )
  assert.equal(all.seen.length, 0)
  assert.equal(messages(facts).at(-1)?.rule, 'schema')
})

test('another path says which there are; another method says which is allowed', async (t) => {
  const { door } = await bed(t)
  const ctf = client(t, door)
  const lost = await ctf.send({ ...messageOf(), path: '/nchf-offlineonlycharging/v1/offlinechargingdata' })
  assert.equal(lost.status, 404)
  assert.match(lost.read.problem?.detail ?? '', /there is \/ch1-offlinecharging\/v1\/offlinechargingdata, .* came/)
  const wrong = await ctf.send({
    method: 'PUT',
    path: pathOf('create'),
    fields: [['content-type', 'application/json']],
    body: '{}',
  })
  assert.deepEqual([wrong.status, fieldOf(wrong.fields, 'allow')], [405, 'POST'])
})

test('a create sent again finds its resource and its answer; an update likewise', async (t) => {
  const { enabler, door, facts } = await bed(t)
  const ctf = client(t, door)
  const first = await ctf.ask({ type: 'start', number: 0, key: 'k1' })
  const again = await ctf.ask({ type: 'start', number: 0, key: 'k1', resent: true })
  const other = await ctf.ask({ type: 'start', number: 0, key: 'k2' })
  assert.equal(again.read.ref, first.read.ref)
  assert.notEqual(other.read.ref, first.read.ref)
  assert.equal(messages(facts)[3]?.rule, 'duplicate')
  enabler.on({ type: 'interim' }).once().answer(5012)
  assert.equal((await ctf.ask({ key: 'k3' })).status, 500)
  assert.equal((await ctf.ask({ key: 'k3', resent: true })).status, 500, 'the same answer')
  assert.equal((await ctf.ask({ key: 'k4' })).status, 200)
})

test('without a key a create sent again is known by what else names it', async (t) => {
  const { door } = await bed(t)
  const ctf = client(t, door)
  const first = await ctf.ask({ type: 'start', number: 0 })
  assert.equal((await ctf.ask({ type: 'start', number: 0, resent: true })).read.ref, first.read.ref)
  assert.notEqual((await ctf.ask({ type: 'start', number: 0 })).read.ref, first.read.ref)
})

test('connections: connected, open, closed stand in the history, for both versions', async (t) => {
  const { door, facts } = await bed(t)
  const two = client(t, door)
  const isOpen = door.waitOpen(3_000)
  await two.ask()
  assert.equal(await isOpen, true)
  await http1(door.port, messageOf(), new Agent({ keepAlive: false }))
  assert.ok(door.openPeers >= 1)
  await two.close()
  await until(() => door.openPeers === 0)
  const states = facts.flatMap((fact) => (fact.kind === 'peer' ? [`${fact.conn} ${fact.state} ${fact.flow.transport}`] : []))
  for (const conn of [1, 2])
    assert.deepEqual(
      states.filter((one) => one.startsWith(`${conn} `)),
      [`${conn} connected tcp`, `${conn} open tcp`, `${conn} closed tcp`],
    )
})

test('watchdogs: a PING and its answer stand in the history, frame for frame', async (t) => {
  const { enabler, door, facts } = await bed(t)
  const ctf = client(t, door)
  await ctf.ask()
  await enabler.watchdogs(3_000)
  const [ping, pong] = messages(facts)
    .slice(-2)
    .map((fact) => Buffer.from(fact.bytes, 'base64'))
  assert.equal(ping?.subarray(0, 9).toString('hex'), '000008060000000000')
  assert.equal(pong?.subarray(0, 9).toString('hex'), '000008060100000000')
  assert.deepEqual(pong?.subarray(9), ping?.subarray(9))
  assert.deepEqual(
    messages(facts)
      .slice(-2)
      .map(({ dir }) => dir),
    ['toSut', 'fromSut'],
  )
})

test('watchdogs: over HTTP/1.1 there is none, and none is made up', async (t) => {
  const { enabler, door, facts } = await bed(t)
  await http1(door.port, messageOf())
  const before = messages(facts).length
  await enabler.watchdogs(100)
  assert.equal(messages(facts).length, before)
})

test('TLS: h2 by ALPN, HTTP/1.1 by ALPN and without it', async (t) => {
  const { key, cert } = certificate(t)
  const { door, facts } = await bed(t, { tls: { key, cert } })
  const two = new Http2Ctf(`https://127.0.0.1:${door.port}`, { ca: cert, servername: 'localhost' })
  t.after(() => two.close())
  const created = await two.ask({ type: 'start' })
  assert.equal(created.status, 201)
  assert.match(fieldOf(created.fields, 'location') ?? '', /^https:/)
  for (const ALPNProtocols of [['http/1.1'], undefined]) {
    const status = await new Promise((resolve, reject) => {
      const message = messageOf({ type: 'start' })
      const o = { host: '127.0.0.1', port: door.port, method: 'POST', path: message.path, ca: cert, servername: 'localhost' }
      const headers = Object.fromEntries(message.fields ?? [])
      const sent = requestTls({ ...o, headers, agent: false, ...(ALPNProtocols ? { ALPNProtocols } : {}) }, (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode))
      })
      sent.on('error', reject)
      sent.end(message.body)
    })
    assert.equal(status, 201)
  }
  assert.ok(messages(facts).every(({ flow }) => flow.transport === 'tls'))
})

test('two enablers never give the same resource name', async (t) => {
  const [a, b] = [await bed(t), await bed(t)]
  const first = await client(t, a.door).ask({ type: 'start' })
  const second = await client(t, b.door).ask({ type: 'start' })
  assert.notEqual(first.read.ref, second.read.ref)
})

test('an address in use, and a key that is none, are told with what to do', async (t) => {
  const { enabler, door } = await bed(t)
  const open = (o: Partial<HttpDoorOptions>): Promise<unknown> =>
    enabler.addDoor((site) => HttpDoor.open({ host: '127.0.0.1', port: 0, ...o }, site))
  await assert.rejects(
    open({ port: door.port }),
    (error) => error instanceof TestbedError && /cannot listen[^]*EADDRINUSE[^]*mend/.test(error.message),
  )
  await assert.rejects(
    open({ tls: { key: 'x', cert: 'y' } }),
    (error) => error instanceof TestbedError && /no usable key/.test(error.message),
  )
})

function certificate(t: TestContext): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(path.join(tmpdir(), 'ch1-http-tls-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
  const words = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
  ]
  const made = spawnSync('openssl', [...words, '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert])
  assert.equal(made.status, 0, made.stderr.toString())
  return { key: readFileSync(key), cert: readFileSync(cert) }
}
