// Requests and answers of the HTTP binding: CH-1's words as messages and back, statuses, refusals, and messages as text.
import {
  causeOf,
  fieldOf,
  HttpTextError,
  pathOf,
  readChargingAnswer,
  readChargingRequest,
  readHttpText,
  refOfLocation,
  resultCodeOf,
  resultTable,
  statusOf,
  writeChargingAnswer,
  writeChargingRequest,
  writeHttpText,
  type IncomingRequest,
  type RecordType,
} from '@ch1/charging-http'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytes, INTERIM, text } from './sample-record'

const REF = 'cdf1-1/ä'
const ROOT = '/ch1-offlinecharging/v1/offlinechargingdata'

for (const [type, path, avp] of [
  ['start', ROOT, 2],
  ['event', ROOT, 1],
  ['interim', `${ROOT}/cdf1-1%2F%C3%A4/update`, 3],
  ['stop', `${ROOT}/cdf1-1%2F%C3%A4/release`, 4],
] as const satisfies readonly (readonly [RecordType, string, number])[]) {
  test(`a record of type ${type} is POST ${path} and is read as one`, () => {
    const ref = type === 'start' || type === 'event' ? undefined : REF
    const message = writeChargingRequest({ type, ref, key: '42', resent: true, data: INTERIM })
    assert.equal(message.path, path)
    const read = readChargingRequest(message)
    assert.ok(read.ok)
    const session = ref === undefined ? {} : { 'Session-Id': REF }
    const data = { ...session, 'Accounting-Record-Type': avp, ...INTERIM }
    assert.deepEqual(read.request, { type, ref, key: '42', resent: true, data })
  })
}

test('an update without the ref of its resource cannot be written', () => {
  assert.throws(() => writeChargingRequest({ type: 'interim', data: INTERIM }), RangeError)
})

const good = writeChargingRequest({ type: 'start', data: INTERIM })
const bad: readonly (readonly [string, Partial<IncomingRequest>, number, string | undefined, string | undefined])[] = [
  ['another path', { path: '/nchf-offlineonlycharging/v1/offlinechargingdata' }, 404, undefined, undefined],
  ['an operation nobody knows', { path: `${ROOT}/1/delete` }, 404, undefined, undefined],
  ['a resource without operation', { path: `${ROOT}/1` }, 404, undefined, undefined],
  ['a path that is no UTF-8', { path: `${ROOT}/%ff/update` }, 404, undefined, undefined],
  ['another method', { method: 'GET' }, 405, undefined, undefined],
  ['another type', { fields: [['Content-Type', 'text/plain']] }, 415, undefined, undefined],
  ['no JSON', { body: bytes('{"a":') }, 400, 'DIAMETER_INVALID_AVP_LENGTH', ''],
  ['octets that are no UTF-8', { body: new Uint8Array([0x22, 0xff, 0x22]) }, 400, 'DIAMETER_INVALID_AVP_LENGTH', ''],
  ['a list', { body: bytes('[]') }, 400, 'DIAMETER_INVALID_AVP_VALUE', ''],
  [
    'a member missing',
    { body: changed({ invocationSequenceNumber: undefined }) },
    400,
    'DIAMETER_MISSING_AVP',
    '/invocationSequenceNumber',
  ],
  [
    'a member too large',
    { body: changed({ invocationSequenceNumber: 2 ** 32 }) },
    400,
    'DIAMETER_INVALID_AVP_VALUE',
    '/invocationSequenceNumber',
  ],
  [
    'a time that is none',
    { body: changed({ invocationTimeStamp: 'noon' }) },
    400,
    'DIAMETER_INVALID_AVP_VALUE',
    '/invocationTimeStamp',
  ],
  [
    'a deep member',
    { body: changed({ iMSChargingInformation: { reasonHeader: [1] } }) },
    400,
    'DIAMETER_INVALID_AVP_VALUE',
    '/iMSChargingInformation/reasonHeader/0',
  ],
  [
    'a one-time update',
    { path: `${ROOT}/1/update`, body: changed({ oneTimeEvent: true }) },
    400,
    'DIAMETER_INVALID_AVP_VALUE',
    '/oneTimeEvent',
  ],
]

for (const [name, change, status, cause, param] of bad) {
  test(`${name} is refused with ${status}`, () => {
    const read = readChargingRequest({ ...good, ...change })
    assert.ok(!read.ok)
    assert.deepEqual([read.status, read.problem.status, read.problem.cause], [status, status, cause])
    assert.equal(read.problem.invalidParams?.[0]?.param, param)
    assert.ok((read.problem.detail ?? '').length > 10)
  })
}

test('members nobody knows pass', () => {
  assert.ok(readChargingRequest({ ...good, body: changed({ tenantIdentifier: 'x', multipleUnitUsage: [] }) }).ok)
})

for (const { resultCode, status } of resultTable()) {
  test(`Result-Code ${resultCode} is ${status}, and is read back from the answer`, () => {
    const plan = { operation: 'update', resultCode, ref: 'r', number: 1, at: '2026-11-23T10:00:00Z' } as const
    const answer = writeChargingAnswer(plan)
    assert.equal(answer.status, status)
    assert.equal(readChargingAnswer(answer).resultCode, resultCode)
  })
}

for (const [resultCode, status] of [
  [3999, 502],
  [4998, 503],
  [5999, 500],
  [9999, 500],
] as const) {
  test(`Result-Code ${resultCode}, which has no name, is ${status} and is read back`, () => {
    const answer = writeChargingAnswer({ operation: 'create', resultCode, ref: 'r', number: 0, at: '' })
    assert.deepEqual([answer.status, readChargingAnswer(answer).resultCode], [status, resultCode])
    assert.equal(causeOf(resultCode), `DIAMETER_${resultCode}`)
  })
}

for (const [status, resultCode] of [
  [201, 2001],
  [204, 2001],
  [308, 3006],
  [400, 5004],
  [404, 5002],
  [418, 5004],
  [500, 5012],
  [503, 3004],
  [599, 5012],
  [100, undefined],
] as const) {
  test(`a bare ${status} means ${resultCode ?? 'nothing'}`, () => {
    assert.equal(resultCodeOf(status), resultCode)
  })
}

test('success has a status for each operation, and says what it repeats', () => {
  const plan = { resultCode: 2001, ref: REF, number: 7, at: '2026-11-23T10:00:00Z', interimIntervalS: 60 }
  const [created, updated, released] = (['create', 'update', 'release'] as const).map((operation) =>
    writeChargingAnswer({ ...plan, operation, origin: 'http://h:1' }),
  )
  assert.deepEqual([created?.status, updated?.status, released?.status], [201, 200, 204])
  assert.equal(fieldOf(created?.fields ?? [], 'Location'), `http://h:1${pathOf('resource', REF)}`)
  assert.ok(created && updated && released)
  assert.deepEqual(readChargingAnswer(created), { resultCode: 2001, ref: REF, number: 7, interimIntervalS: 60 })
  assert.deepEqual(readChargingAnswer(updated), { resultCode: 2001, number: 7, interimIntervalS: 60 })
  assert.deepEqual(readChargingAnswer(released), { resultCode: 2001 })
  assert.equal(released.body.length, 0)
})

test('a 503 says when to come again, a 307 where to go', () => {
  const plan = { operation: 'update', ref: 'r', number: 1, at: '' } as const
  assert.equal(readChargingAnswer(writeChargingAnswer({ ...plan, resultCode: 3004, retryAfterS: 5 })).retryAfterS, 5)
  const answer = writeChargingAnswer({ ...plan, resultCode: 3006, redirect: 'http://cdf2:8080/x' })
  assert.equal(readChargingAnswer(answer).redirect, 'http://cdf2:8080/x')
})

test('an answer whose body is no JSON still has its status', () => {
  assert.deepEqual(readChargingAnswer({ status: 503, fields: [], body: bytes('<html>') }), { resultCode: 3004 })
  assert.deepEqual(readChargingAnswer({ status: 200, fields: [], body: bytes('{"x":') }), { resultCode: 2001 })
})

for (const [location, ref] of [
  [`${ROOT}/a%2Fb`, 'a/b'],
  [`https://h:1${ROOT}/x/`, 'x'],
  [`${ROOT}/x?y=1#z`, 'x'],
  [ROOT, undefined],
  ['/other/x', undefined],
  [`${ROOT}/%ff`, undefined],
] as const) {
  test(`Location ${location} names ${ref ?? 'no resource'}`, () => assert.equal(refOfLocation(location), ref))
}

test('a message as text: start line, fields, blank line, exact body', () => {
  const message = {
    startLine: 'POST /x HTTP/2',
    fields: [
      ['host', 'h'],
      ['x', 'ü'],
    ] as const,
    body: new Uint8Array([0, 255, 13, 10]),
  }
  const octets = writeHttpText(message)
  assert.equal(Buffer.from(octets).toString('latin1'), 'POST /x HTTP/2\r\nhost: h\r\nx: ü\r\n\r\n\0ÿ\r\n')
  assert.deepEqual(readHttpText(octets), message)
})

test('no field can end its line', () => {
  const octets = writeHttpText({ startLine: 'GET / HTTP/1.1', fields: [['a', 'b\r\nc: d']], body: new Uint8Array() })
  assert.deepEqual(readHttpText(octets).fields, [['a', 'b c: d']])
})

for (const [name, octets] of [
  ['no blank line', bytes('GET / HTTP/1.1\r\na: b\r\n')],
  ['no start line', bytes('hello\r\n\r\n')],
  ['a field without colon', bytes('GET / HTTP/1.1\r\nab\r\n\r\n')],
  ['nothing', new Uint8Array()],
] as const) {
  test(`${name}: an HttpTextError`, () => assert.throws(() => readHttpText(octets), HttpTextError))
}

test('law: whatever comes, reading gives a request or a refusal', () => {
  const any = fc.oneof(fc.string(), fc.json(), fc.constant(text(good.body)))
  fc.assert(
    fc.property(
      fc.constantFrom('GET', 'POST'),
      fc.oneof(fc.webPath(), fc.constantFrom(ROOT, `${ROOT}/a/update`)),
      any,
      (method, path, body) => {
        const read = readChargingRequest({ method, path, fields: good.fields, body: bytes(body) })
        assert.ok(read.ok || (read.status >= 400 && read.problem.title !== undefined))
      },
    ),
    { numRuns: 300 },
  )
})

test('a body nested ten thousand levels deep is survived', () => {
  const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
  const body = text(changed({})).replace(/}$/, `,"vendorSpecific-imCharging":{"avps":${deep}}}`)
  assert.ok(readChargingRequest({ ...good, body: bytes(body) }).ok)
})

test('statuses of the table of facts', () => {
  const rows = [
    [3004, 503],
    [5004, 400],
    [5005, 400],
    [5002, 404],
    [3006, 307],
  ] as const
  for (const [resultCode, status] of rows) assert.equal(statusOf(resultCode, 'update'), status)
})

function changed(change: object): Uint8Array {
  return bytes(JSON.stringify({ ...(JSON.parse(text(good.body)) as object), ...change }))
}
