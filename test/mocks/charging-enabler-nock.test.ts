// The nock door of the Charging Enabler: a client in this process charges without a socket; stray calls are explained, word for word.
import { fieldOf, pathOf, readHttpText, writeChargingRequest, type Field } from '@ch1/charging-http'
import assert from 'node:assert/strict'
import http, { request as requestHttp } from 'node:http'
import { test, type TestContext } from 'node:test'
import type { HistoryFact } from '../../judge/history/events'
import { ChargingEnabler, type Action } from '../../mocks/charging-enabler'
import { NockDoor, type NockDoorOptions } from '../../mocks/charging-enabler/doors/nock/nock-door'
import { TestbedError } from '../../mocks/testbed-error'
import { INTERIM } from '../charging-http/sample-record'
import { messageOf, type Asked, type Raw } from './http-ctf'
import { memoryRecorder } from './sip-box'

const ORIGIN = 'http://cdf1.charging.example:8080'

async function bed(
  t: TestContext,
  o: Partial<NockDoorOptions> = {},
): Promise<{ enabler: ChargingEnabler; door: NockDoor; facts: HistoryFact[] }> {
  const { facts, record } = memoryRecorder()
  const identity = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }
  const enabler = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity, record, diameter: false })
  t.after(() => enabler.close())
  const door = await enabler.addDoor((site) => NockDoor.open({ origin: ORIGIN, ...o }, site))
  return { enabler, door, facts }
}

async function byFetch(message: Raw, origin = ORIGIN): Promise<{ status: number; text: string; location: string | null }> {
  const { method = 'POST', path, fields = [], body } = message
  const isEmpty = method === 'GET' || body === undefined
  const headers = fields.filter(([name]) => name !== 'content-length').map(([name, value]): [string, string] => [name, value])
  const response = await fetch(`${origin}${path}`, { method, headers, ...(isEmpty ? {} : { body: Buffer.from(body) }) })
  return { status: response.status, text: await response.text(), location: response.headers.get('location') }
}

function ask(asked: Asked = {}): Promise<{ status: number; text: string; location: string | null }> {
  return byFetch(messageOf(asked))
}

function messages(facts: readonly HistoryFact[]): readonly (HistoryFact & { kind: 'ch1' })[] {
  return facts.filter((fact) => fact.kind === 'ch1')
}

test('fetch: create, update and release are answered, and stand in the history as at the HTTP door', async (t) => {
  const { facts } = await bed(t)
  const created = await ask({ type: 'start', number: 0 })
  const ref = created.location?.split('/').at(-1) ?? ''
  assert.equal(created.status, 201)
  assert.equal(created.location, `${ORIGIN}${pathOf('resource', ref)}`)
  assert.equal((await ask({ ref, number: 1 })).status, 200)
  assert.equal((await ask({ type: 'stop', ref, number: 2 })).status, 204)
  const lines = messages(facts).map((fact) => {
    const { startLine } = readHttpText(Buffer.from(fact.bytes, 'base64'))
    return [fact.door, fact.exchange, startLine]
  })
  assert.deepEqual(lines, [
    ['nock', 1, `POST ${pathOf('create')} HTTP/1.1`],
    ['nock', 1, 'HTTP/1.1 201 Created'],
    ['nock', 2, `POST ${pathOf('update', ref)} HTTP/1.1`],
    ['nock', 2, 'HTTP/1.1 200 OK'],
    ['nock', 3, `POST ${pathOf('release', ref)} HTTP/1.1`],
    ['nock', 3, 'HTTP/1.1 204 No Content'],
  ])
})

test('node:http: the body is as it came, octet for octet, and its type is known', async (t) => {
  const { facts } = await bed(t)
  const message = writeChargingRequest({ type: 'start', data: { ...INTERIM, 'User-Name': 'Zoë' } })
  const status = await new Promise((resolve, reject) => {
    const sent = requestHttp(
      `${ORIGIN}${message.path}`,
      { method: 'POST', headers: Object.fromEntries(message.fields) },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode))
      },
    )
    sent.on('error', reject)
    sent.end(message.body)
  })
  assert.equal(status, 201)
  const [fact] = messages(facts)
  const { fields, body } = readHttpText(Buffer.from(fact?.bytes ?? '', 'base64'))
  assert.deepEqual(Buffer.from(body), Buffer.from(message.body))
  const came: readonly Field[] = fields
  assert.equal(fieldOf(came, 'content-type'), 'application/json')
  assert.equal(fieldOf(came, 'host'), 'cdf1.charging.example:8080')
})

test('the same rules: answer, delay, ignore, close, reset, malformed', async (t) => {
  const { enabler } = await bed(t)
  const once = (...actions: Action[]): unknown => enabler.add({ match: {}, actions, completion: { kind: 'times', times: 1 } })
  once({ kind: 'delay', ms: 5 }, { kind: 'answer', resultCode: 4002 })
  assert.equal((await ask()).status, 507)
  once({ kind: 'close' })
  await assert.rejects(ask())
  once({ kind: 'reset' })
  await assert.rejects(ask())
  once({ kind: 'malformed', how: 'text' })
  assert.equal((await ask()).text, 'this is no JSON')
  once({ kind: 'malformed', bytes: '7b' })
  assert.equal((await ask()).text, '{')
  once({ kind: 'ignore' })
  const lost = ask().catch(() => 'no answer')
  assert.equal((await ask()).status, 200)
  await enabler.close()
  assert.equal(await lost, 'no answer')
})

test('nothing passes a partition; where nobody listens a call is refused', async (t) => {
  const { enabler, door } = await bed(t)
  enabler.partition()
  const waiting = ask()
  let isAnswered = false
  void waiting.then(() => (isAnswered = true))
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  assert.equal(isAnswered, false)
  enabler.heal()
  assert.equal((await waiting).status, 200)
  await enabler.stopListening()
  assert.equal(door.openPeers, 0)
  await assert.rejects(ask(), (error: Error) => /ECONNREFUSED/.test(String((error.cause as Error | undefined) ?? error)))
  await enabler.listenAgain()
  assert.equal((await ask()).status, 200)
})

test('an answer that breaks off, and a second one, are refused when the rule is set', async (t) => {
  const { enabler } = await bed(t)
  const set = (action: Action) => () => enabler.add({ match: {}, actions: [action], completion: { kind: 'always' } })
  assert.throws(set({ kind: 'malformed', how: 'truncated' }), /without a socket an answer cannot break off/)
  assert.throws(set({ kind: 'answerTwice', resultCode: 2001 }), /an HTTP request has one answer/)
})

test('a body that is no JSON is answered 400, not an exception of nock', async (t) => {
  await bed(t)
  for (const body of ['{"a":', Buffer.from([0xff, 0xfe]), '']) {
    const came = await byFetch({ ...messageOf({ type: 'start' }), body })
    assert.equal(came.status, 400)
  }
})

test('a call for no resource is answered and explained', async (t) => {
  const { door } = await bed(t)
  assert.equal((await byFetch({ path: '/charging?x=1', method: 'GET' })).status, 404)
  assert.equal((await byFetch({ path: pathOf('create'), method: 'GET' })).status, 405)
  assert.deepEqual(door.unmatched, [
    [
      `GET ${ORIGIN}/charging?x=1`,
      `  there is: POST ${ORIGIN}${pathOf('create')}, and ${pathOf('create')}/{ref}/update and /release`,
      `  so: answered 404: there is ${pathOf('create')}, and below a resource of it /update and /release; /charging?x=1 came`,
    ].join('\n'),
    [
      `GET ${ORIGIN}${pathOf('create')}`,
      `  there is: POST ${ORIGIN}${pathOf('create')}, and ${pathOf('create')}/{ref}/update and /release`,
      '  so: answered 405: POST is the only method here; GET came',
    ].join('\n'),
  ])
})

test('a call to another origin does not leave the process when that is wanted, and is explained', async (t) => {
  const { door } = await bed(t, { refuseOthers: true })
  await assert.rejects(byFetch(messageOf(), 'http://elsewhere.example:9090'))
  const [told] = door.unmatched
  assert.equal(
    told,
    [
      `POST http://elsewhere.example:9090${pathOf('update', 'r1')}`,
      `  there is: a door at ${ORIGIN}`,
      `  so: call ${ORIGIN}, or open a door there: enabler.addDoor((site) => NockDoor.open({ origin: 'http://elsewhere.example:9090' }, site))`,
    ].join('\n'),
  )
})

test('what only the default took is explained as at every door', async (t) => {
  const { enabler } = await bed(t)
  enabler.on({ number: 9 }).answer(4002)
  await ask({ number: 3 })
  const told = enabler.explain()
  assert.match(told, /Taken by the default only:\n {2}SessionRequest\(interim\) number 3 of r1/)
  assert.match(told, /nearest: rule 1, but it is for number 9/)
  assert.match(told, /add: enabler\.on\(\{ type: 'interim', number: 3 \}\)\.once\(\)\.answer\(2001\)/)
})

test('a closed door intercepts nothing any more, and the last one leaves HTTP as it was', async (t) => {
  const { ClientRequest } = http
  const { enabler, facts } = await bed(t)
  assert.notEqual(http.ClientRequest, ClientRequest)
  await enabler.close()
  assert.equal(http.ClientRequest, ClientRequest)
  await assert.rejects(ask())
  assert.equal(messages(facts).length, 0)
  const states = facts.flatMap((fact) => (fact.kind === 'peer' ? [fact.state] : []))
  assert.deepEqual(states, ['connected', 'open', 'closed'])
})

for (const origin of ['cdf1:8080', 'ftp://cdf1', 'http://cdf1/path', 'http://']) {
  test(`${origin} is no origin, and the error says what is`, async (t) => {
    await assert.rejects(
      bed(t, { origin }),
      (error) => error instanceof TestbedError && /scheme, host and port/.test(error.message),
    )
  })
}
