// Charging data and the JSON that carries it: which member is which AVP, and that nothing is lost on the way and back.
import {
  bodyOf,
  chargingDataRequestSchema,
  ChargingDataError,
  dataOf,
  jsonSchema,
  plainAt,
  scalarsAt,
  type PlainGroup,
  type PlainItem,
  type PlainValue,
} from '@ch1/charging-http'
import Ajv2020 from 'ajv/dist/2020'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { INTERIM } from './sample-record'

test('every AVP of a record has its member, none is left for the rest', () => {
  assert.deepEqual(bodyOf(INTERIM), {
    nfConsumerIdentification: { nodeFunctionality: 'IMS_Node', nFFqdn: 'im1.im.example' },
    invocationTimeStamp: '2026-11-23T10:00:00Z',
    invocationSequenceNumber: 3,
    serviceSpecificationInfo: '1.SIMPLE_IM@openmobilealliance.org',
    iMSChargingInformation: {
      eventType: { sIPMethod: 'INVITE' },
      iMSNodeFunctionality: 'AS',
      userSessionID: 'call-3@home.example',
      callingPartyAddresses: ['sip:carol@home.example'],
      calledPartyAddress: 'sip:conf-1@im.example',
      timeStamps: '2026-11-23T10:00:00Z',
      imsChargingIdentifier: 'icid-carol',
    },
    'vendorSpecific-imCharging': {
      sIPResponseTimestamp: '2026-11-23T10:00:01Z',
      numberOfParticipants: 3,
      applicationServiceType: 'JOINING',
      originRealm: 'im.example',
      destinationRealm: 'charging.example',
      originStateId: 1_790_000_000,
    },
    subscriberIdentifier: 'sip:carol@home.example',
  })
})

test('what it carried is read back as it was', () => {
  assert.deepEqual(dataOf(bodyOf(INTERIM)), INTERIM)
})

test('what the message itself says is no part of its body', () => {
  const said = { ...INTERIM, 'Session-Id': 'x', 'Accounting-Record-Type': 3, 'Acct-Application-Id': 3 }
  assert.deepEqual(bodyOf(said), bodyOf(INTERIM))
})

test('resent and one-time are members of their own', () => {
  const body = bodyOf(INTERIM, { resent: true, oneTimeEvent: true })
  assert.deepEqual([body.retransmissionIndicator, body.oneTimeEvent], [true, true])
})

for (const [name, data] of [
  ['an AVP nobody knows', { 'User-Name': 'alice', 'AVP-9999-10415': 'ff00' }],
  ['a value of another form', { 'Service-Information': { 'IMS-Information': { 'Node-Functionality': 99, 'Cause-Code': 'x' } } }],
  ['a list where one is expected', { 'Service-Information': { 'IMS-Information': { 'User-Session-Id': ['a', 'b'] } } }],
  [
    'two subscriptions',
    { 'Service-Information': { 'Subscription-Id': [{ 'Subscription-Id-Data': 'a' }, { 'Subscription-Id-Data': 'b' }] } },
  ],
  ['a group with a member more', { 'Service-Information': { 'IMS-Information': { 'SDP-Media-Component': { 'SDP-Type': 1 } } } }],
] as const) {
  test(`${name} travels among the avps and comes back`, () => {
    const whole: PlainGroup = { ...withoutService(INTERIM), ...data }
    const body = bodyOf(whole)
    assert.ok(body['vendorSpecific-imCharging']?.avps, JSON.stringify(body))
    assert.deepEqual(dataOf(body), whole)
  })
}

for (const [type, prefix] of [
  [0, 'msisdn-'],
  [1, 'imsi-'],
  [3, 'nai-'],
  [4, 'private-'],
  [2, ''],
] as const) {
  test(`a Subscription-Id of type ${type} stands as "${prefix}…"`, () => {
    const id = { 'Subscription-Id-Type': type, 'Subscription-Id-Data': 'someone' }
    const body = bodyOf({ ...withoutService(INTERIM), 'Service-Information': { 'Subscription-Id': id } })
    assert.equal(body.subscriberIdentifier, `${prefix}someone`)
    assert.deepEqual(plainAt(dataOf(body), 'Service-Information/Subscription-Id'), [id])
  })
}

for (const missing of ['Origin-Host', 'Event-Timestamp', 'Accounting-Record-Number']) {
  test(`without ${missing} there is no body, and the error names it`, () => {
    const { [missing]: _, ...rest } = INTERIM
    assert.throws(
      () => bodyOf(rest),
      (error: unknown) => error instanceof ChargingDataError && error.avp === missing,
    )
  })
}

test('a required AVP that says nothing legal is an error, not a body without it', () => {
  assert.throws(() => bodyOf({ ...INTERIM, 'Accounting-Record-Number': -1 }), /Accounting-Record-Number says nothing/)
  assert.throws(() => bodyOf({ ...INTERIM, 'Event-Timestamp': 'yesterday' }), /Event-Timestamp says nothing/)
})

test('a word of an enumeration that nobody knows stays a word', () => {
  const body = { ...bodyOf(INTERIM), iMSChargingInformation: { iMSNodeFunctionality: 'IMS_GWF' } }
  assert.deepEqual(scalarsAt(dataOf(body), 'Service-Information/IMS-Information/Node-Functionality'), ['IMS_GWF'])
})

test('law: whatever the charging data is, it comes back, and its body keeps the schema', () => {
  const name = fc.constantFrom(...NAMES)
  const scalar = fc.oneof(fc.string(), fc.integer(), fc.constantFrom('2026-11-23T10:00:00Z', 'sip:a@b', 'imsi-1', 6, 105))
  const { group } = fc.letrec<{ group: PlainGroup; item: PlainItem; value: PlainValue }>((tie) => ({
    group: fc.dictionary(name, tie('value'), { maxKeys: 6, noNullPrototype: true }),
    item: fc.oneof({ depthSize: 'small' }, scalar, tie('group')),
    value: fc.oneof(tie('item'), fc.array(tie('item'), { minLength: 2, maxLength: 3 })),
  }))
  fc.assert(
    fc.property(group, (data) => {
      const whole = { ...data, ...required }
      const body = bodyOf(whole)
      assert.ok(chargingDataRequestSchema.safeParse(body).success)
      assert.deepEqual(dataOf(JSON.parse(JSON.stringify(body)) as typeof body), withoutSaid(whole))
    }),
    { numRuns: 300 },
  )
})

test('paths find values as AVP paths do', () => {
  assert.deepEqual(scalarsAt(INTERIM, 'Service-Information/**/Number-Of-Participants'), [3])
  assert.deepEqual(scalarsAt(INTERIM, '**/Number-Of-Participants'), [3])
  assert.deepEqual(scalarsAt(INTERIM, 'Number-Of-Participants'), [])
  assert.deepEqual(scalarsAt(INTERIM, 'Service-Information/Subscription-Id'), [], 'a group is no scalar')
  assert.deepEqual(scalarsAt({ A: [{ B: 1 }, { B: [2, 3] }, 4] }, 'A/B'), [1, 2, 3])
  assert.deepEqual(scalarsAt({}, 'constructor/name'), [])
})

test('the published schema is the one of the code, and a body keeps it', () => {
  const file = path.resolve(__dirname, '..', '..', 'docs', 'schema', 'ch1-http.schema.json')
  const published = JSON.parse(readFileSync(file, 'utf8')) as { $defs: object }
  assert.deepEqual(published, jsonSchema(), 'run: node tools/write-schemas.js')
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema(published, 'ch1-http')
  const isValid = ajv.getSchema('ch1-http#/$defs/ChargingDataRequest')
  assert.equal(isValid?.(bodyOf(INTERIM)), true, JSON.stringify(isValid?.errors))
  assert.equal(isValid?.({ ...bodyOf(INTERIM), invocationSequenceNumber: -1 }), false)
})

const required = { 'Origin-Host': 'h', 'Event-Timestamp': '2026-11-23T10:00:00Z', 'Accounting-Record-Number': 1 }

const NAMES = [
  'Service-Information',
  'IMS-Information',
  'PoC-Information',
  'Number-Of-Participants',
  'Subscription-Id',
  'Subscription-Id-Type',
  'Subscription-Id-Data',
  'Event-Type',
  'SIP-Method',
  'Node-Functionality',
  'Calling-Party-Address',
  'SDP-Media-Component',
  'SDP-Media-Name',
  'Time-Stamps',
  'SIP-Request-Timestamp',
  'Cause-Code',
  'User-Name',
  'Origin-Realm',
]

function withoutSaid(data: PlainGroup): PlainGroup {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !['Session-Id', 'Accounting-Record-Type'].includes(name)))
}

function withoutService(data: PlainGroup): PlainGroup {
  return Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'Service-Information'))
}
