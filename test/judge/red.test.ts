// Every test purpose is passed by a good history, and failed, it alone, by a history with one fault.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AvpInput } from '@ch1/diameter'
import { testPurposes, type TestPurposeId } from '../../judge/requirements/test-purposes'
import { ruleOf, rules, weightOf } from '../../judge/rules'
import type { Judgment } from '../../judge/verdict'
import { SETTLED_MS, tell } from './good-stories'
import { editOf, Story, type Edit, type RecordPlan, type StoryOptions } from './story'

interface Red {
  readonly purpose: TestPurposeId
  readonly rule: string
  readonly fault: string
  readonly edit?: Edit
  readonly o?: StoryOptions
}

const gone = (label: string): Edit => editOf(label, () => [])
const changed = (label: string, change: Partial<RecordPlan>): Edit => editOf(label, (plan) => [{ ...plan, ...change }])
const moved = (label: string, ms: number): Edit => editOf(label, (plan) => [{ ...plan, atMs: plan.atMs + ms }])
/** A further record, so many ms after the one with this label. */
const more = (label: string, ms: number, change: Partial<RecordPlan> = {}): Edit =>
  editOf(label, (plan) => [plan, { ...plan, label: 'more', atMs: plan.atMs + ms, ...change }])
const raw = (code: number, data: readonly number[], flags = 0x40): AvpInput => ({
  code,
  vendorId: 0,
  flags,
  data: Uint8Array.from(data),
})
const flagBits =
  (mask: number): ((bytes: Uint8Array) => void) =>
  (bytes) => {
    bytes[4] = (bytes[4] ?? 0) ^ mask
  }

const faults: readonly Red[] = [
  { purpose: 'TP_ARR_001', rule: 'arrival-interim-missing', fault: 'record removed', edit: gone('arrival:bob') },
  { purpose: 'TP_ARR_001', rule: 'arrival-interim-missing', fault: 'record 2.3 s late', edit: moved('arrival:bob', 2300) },
  { purpose: 'TP_ARR_002', rule: 'join-interim-missing', fault: 'record removed', edit: gone('join:bob') },
  { purpose: 'TP_ARR_003', rule: 'arrival-interim-early', fault: 'record 400 ms early', edit: moved('arrival:bob', -400) },
  { purpose: 'TP_ARR_005', rule: 'arrival-count', fault: 'count of before', edit: changed('arrival:bob', { count: 2 }) },
  { purpose: 'TP_ARR_006', rule: 'arrival-method', fault: 'method BYE', edit: changed('arrival:bob', { method: 'BYE' }) },
  {
    purpose: 'TP_ARR_007',
    rule: 'session-id-constant',
    fault: 'own session',
    edit: changed('arrival:bob', { session: 'im1;9;9' }),
  },
  { purpose: 'TP_ARR_008', rule: 'first-arrival-number', fault: 'a gap', edit: changed('arrival:bob', { skip: 1 }) },
  { purpose: 'TP_ARR_010', rule: 'refer-interim-early', fault: 'record at the REFER', edit: moved('arrival:bob', -790) },
  { purpose: 'TP_ARR_014', rule: 'arrival-numbers-consecutive', fault: 'a gap', edit: changed('arrival:dave', { skip: 3 }) },
  {
    purpose: 'TP_ARR_015',
    rule: 'rejoin-interim-missing',
    fault: 'second arrival removed',
    edit: (() => {
      let seen = 0
      return (plan) => (plan.label === 'arrival:bob' && ++seen % 2 === 0 ? [] : [plan])
    })(),
  },
  { purpose: 'TP_DEP_001', rule: 'departure-interim-missing', fault: 'record removed', edit: gone('departure:bob') },
  { purpose: 'TP_DEP_002', rule: 'departure-interim-doubled', fault: 'record doubled', edit: more('departure:bob', 5) },
  { purpose: 'TP_DEP_003', rule: 'expulsion-interim-missing', fault: 'record removed', edit: gone('departure:bob') },
  { purpose: 'TP_DEP_006', rule: 'departure-count', fault: 'count of before', edit: changed('departure:bob', { count: 3 }) },
  {
    purpose: 'TP_DEP_007',
    rule: 'departure-method',
    fault: 'method INVITE',
    edit: changed('departure:bob', { method: 'INVITE' }),
  },
  {
    purpose: 'TP_DEP_009',
    rule: 'last-leaver-interim',
    fault: 'an INTERIM before the STOP',
    edit: editOf('stop:alice', (plan) => [
      { ...plan, label: 'more', type: 'interim', count: 0 },
      { ...plan, atMs: plan.atMs + 2 },
    ]),
  },
  { purpose: 'TP_DEP_009', rule: 'stop-missing', fault: 'STOP removed', edit: gone('stop:alice') },
  { purpose: 'TP_DEP_015', rule: 'initiator-departure-missing', fault: 'record removed', edit: gone('departure:alice') },
  { purpose: 'TP_SEQ_001', rule: 'start-missing', fault: 'START removed', edit: gone('start:alice') },
  {
    purpose: 'TP_SEQ_001',
    rule: 'record-sequence',
    fault: 'START for INTERIM',
    edit: changed('arrival:carol', { type: 'start' }),
  },
  { purpose: 'TP_SEQ_001', rule: 'record-sequence', fault: 'numbers with a gap', edit: changed('departure:carol', { skip: 2 }) },
  {
    purpose: 'TP_SEQ_004',
    rule: 'conferences-mixed',
    fault: "one INTERIM under the other's Session-Id",
    edit: changed('departure:dave', { session: 'im1.im.example;1;1' }),
  },
  { purpose: 'TP_SEQ_010', rule: 'crowd-count', fault: 'one count too high', edit: changed('departure:erin', { count: 5 }) },
  { purpose: 'TP_SEQ_010', rule: 'crowd-count', fault: 'one count too low', edit: changed('join:frank', { count: 4 }) },
  {
    purpose: 'TP_SEQ_012',
    rule: 'record-after-stop',
    fault: 'INTERIM after STOP',
    edit: more('stop:alice', 20, { type: 'interim' }),
  },
  { purpose: 'TP_SEQ_012', rule: 'record-after-stop', fault: 'second STOP', edit: more('stop:alice', 20) },
  {
    purpose: 'TP_SEQ_014',
    rule: 'record-number-unique-growing',
    fault: 'a number twice',
    edit: changed('departure:bob', { number: 2 }),
  },
  {
    purpose: 'TP_SEQ_015',
    rule: 'record-unexplained',
    fault: 'an EVENT in the session, where the profile says none',
    edit: more('arrival:carol', 20, { type: 'event' }),
  },
  {
    purpose: 'TP_SEQ_015',
    rule: 'record-unexplained',
    fault: 'an EVENT under a Session-Id of its own, where the profile says none',
    edit: more('arrival:carol', 20, { type: 'event', session: 'im1.im.example;1;77' }),
  },
  {
    purpose: 'TP_SEQ_015',
    rule: 'record-unexplained',
    fault: 'an arrival charged twice, while another purpose looks on',
    edit: more('arrival:carol', 5),
  },
  { purpose: 'TP_NEG_001', rule: 'interim-for-refusal', fault: 'a record', edit: more('arrival:carol', 240, namesBob()) },
  { purpose: 'TP_NEG_005', rule: 'interim-for-cancelled', fault: 'a record', edit: more('arrival:carol', 240, namesBob()) },
  { purpose: 'TP_NEG_009', rule: 'interim-for-resent-answer', fault: 'a record', edit: more('arrival:bob', 250) },
  { purpose: 'TP_NEG_010', rule: 'interim-for-resent-request', fault: 'record for INVITE', edit: more('join:bob', 125) },
  { purpose: 'TP_NEG_010', rule: 'interim-for-resent-request', fault: 'record for BYE', edit: more('departure:bob', 115) },
  { purpose: 'TP_CNT_001', rule: 'acr-header', fault: 'P clear', edit: changed('departure:bob', { patch: flagBits(0x40) }) },
  { purpose: 'TP_CNT_001', rule: 'acr-header', fault: 'R clear', edit: changed('departure:bob', { patch: flagBits(0x80) }) },
  { purpose: 'TP_CNT_001', rule: 'acr-header', fault: 'E set', edit: changed('departure:bob', { patch: flagBits(0x20) }) },
  {
    purpose: 'TP_CNT_001',
    rule: 'acr-header',
    fault: 'a reserved bit',
    edit: changed('departure:bob', { patch: flagBits(0x01) }),
  },
  {
    purpose: 'TP_CNT_001',
    rule: 'acr-header',
    fault: 'application 4',
    edit: changed('departure:bob', { patch: (bytes) => (bytes[11] = 4) }),
  },
  ...['Origin-Realm', 'Destination-Realm', 'Origin-Host'].map((name): Red => ({
    purpose: 'TP_CNT_002',
    rule: 'acr-mandatory-avps',
    fault: `${name} missing`,
    edit: changed('departure:bob', { without: [name] }),
  })),
  {
    purpose: 'TP_CNT_002',
    rule: 'acr-mandatory-avps',
    fault: 'Destination-Realm twice',
    edit: changed('departure:bob', { avps: [['Destination-Realm', 'charging.example']] }),
  },
  ...(['TP_ARR_012', 'TP_ARR_020', 'TP_SEQ_006'] as const).map((purpose): Red => ({
    purpose,
    rule: 'arrival-interim-missing',
    fault: 'record removed',
    edit: gone('arrival:bob'),
  })),
  ...(['TP_DEP_020', 'TP_SEQ_005', 'TP_ERR_015', 'TP_ERR_017', 'TP_ERR_023', 'TP_ERR_024'] as const).map((purpose): Red => ({
    purpose,
    rule: 'departure-interim-missing',
    fault: 'record removed',
    edit: gone('departure:bob'),
  })),
  {
    purpose: 'TP_DEP_020',
    rule: 'departure-numbers-consecutive',
    fault: 'a gap',
    edit: changed('departure:carol', { skip: 2 }),
  },
  { purpose: 'TP_SEQ_002', rule: 'crowd-count', fault: 'one count too high', edit: changed('join:dave', { count: 4 }) },
  { purpose: 'TP_SEQ_007', rule: 'stop-missing', fault: 'STOP removed', edit: gone('stop:alice') },
  ...(
    [
      ['TP_NEG_002', 'interim-for-other-refusal'],
      ['TP_NEG_003', 'interim-for-server-failure'],
      ['TP_NEG_004', 'interim-for-redirection'],
    ] as const
  ).map(([purpose, rule]): Red => ({ purpose, rule, fault: 'a record', edit: more('arrival:carol', 240, namesBob()) })),
  {
    purpose: 'TP_NEG_008',
    rule: 'interim-for-provisional',
    fault: 'a record while it rings',
    edit: more('arrival:carol', 300, namesBob()),
  },
  {
    purpose: 'TP_NEG_015',
    rule: 'interim-for-refused-refer',
    fault: 'a record',
    edit: more('arrival:carol', 240, namesBob()),
  },
  {
    purpose: 'TP_NEG_021',
    rule: 'event-for-refusal',
    fault: 'an EVENT',
    edit: more('arrival:carol', 240, { ...namesBob(), type: 'event' }),
  },
  { purpose: 'TP_LIF_001', rule: 'start-number', fault: 'number 1', edit: changed('start:alice', { skip: 1 }) },
  ...['Origin-Host', 'Host-IP-Address', 'Vendor-Id', 'Product-Name', 'Acct-Application-Id'].map((name): Red => ({
    purpose: 'TP_PEER_001',
    rule: 'cer-grammar',
    fault: `a CER without ${name}`,
    o: { cer: (avps) => avps.filter((avp) => !Array.isArray(avp) || avp[0] !== name) },
  })),
  {
    purpose: 'TP_PEER_003',
    rule: 'acr-before-open',
    fault: 'START before the CEA',
    o: { openAtMs: 1020 },
  },
  { purpose: 'TP_PEER_005', rule: 'dwa-result', fault: 'a DWA that refuses', o: { dwaResult: 5012 } },
  {
    purpose: 'TP_DEP_008',
    rule: 'cause-in-interim',
    fault: 'Cause-Code 0',
    edit: changed('departure:bob', { ims: [['Cause-Code', 0]] }),
  },
  {
    purpose: 'TP_DEP_008',
    rule: 'cause-in-interim',
    fault: 'a Reason-Header',
    edit: changed('departure:bob', { ims: [['Reason-Header', 'SIP;cause=200']] }),
  },
  {
    purpose: 'TP_CNT_003',
    rule: 'acct-application-id',
    fault: 'application 4',
    edit: changed('departure:bob', { without: ['Acct-Application-Id'], avps: [raw(259, [0, 0, 0, 4])] }),
  },
  {
    purpose: 'TP_CNT_003',
    rule: 'acct-application-id',
    fault: 'twice',
    edit: changed('departure:bob', { avps: [['Acct-Application-Id', 3]] }),
  },
  ...[
    { vendorId: 0, flags: 0x40, fault: 'without its vendor' },
    { vendorId: 10415, flags: 0x80, fault: 'without the M bit' },
    { vendorId: 10416, flags: 0xc0, fault: 'of another vendor' },
  ].map(({ vendorId, flags, fault }): Red => ({
    purpose: 'TP_CNT_005',
    rule: 'service-information-bits',
    fault: `Service-Information ${fault}`,
    edit: changed('departure:bob', { serviceInformation: { code: 873, vendorId, flags, data: new Uint8Array() } }),
  })),
  {
    purpose: 'TP_CNT_006',
    rule: 'node-functionality-present',
    fault: 'none',
    edit: changed('departure:bob', { serviceInformation: ['Service-Information', [['IMS-Information', []]]] }),
  },
  {
    purpose: 'TP_CNT_006',
    rule: 'node-functionality-present',
    fault: 'twice',
    edit: changed('departure:bob', { ims: [['Node-Functionality', 6]] }),
  },
  {
    purpose: 'TP_CNT_007',
    rule: 'role-of-node-of-mrfc',
    fault: 'Role-Of-Node from an MRFC',
    edit: changed('departure:bob', {
      serviceInformation: [
        'Service-Information',
        [
          [
            'IMS-Information',
            [
              ['Node-Functionality', 3],
              ['Role-Of-Node', 1],
            ],
          ],
        ],
      ],
    }),
  },
  {
    purpose: 'TP_CNT_008',
    rule: 'avp-data',
    fault: 'Origin-State-Id of 3 octets',
    edit: changed('departure:bob', { avps: [raw(278, [1, 2, 3])] }),
  },
  {
    purpose: 'TP_CNT_008',
    rule: 'avp-data',
    fault: 'Event-Timestamp of 8 octets',
    edit: changed('departure:bob', { avps: [raw(55, [1, 2, 3, 4, 5, 6, 7, 8])] }),
  },
  {
    purpose: 'TP_CNT_009',
    rule: 'avp-alignment',
    fault: 'an AVP longer than its message',
    edit: changed('departure:bob', { avps: [raw(278, [0, 0, 0, 1])], patch: (bytes) => (bytes[bytes.length - 5] = 40) }),
  },
  {
    purpose: 'TP_CNT_010',
    rule: 'avp-bits',
    fault: 'a reserved bit',
    edit: changed('departure:bob', { avps: [raw(278, [0, 0, 0, 1], 0x48)] }),
  },
  {
    purpose: 'TP_CNT_010',
    rule: 'avp-bits',
    fault: 'the V bit with vendor 0',
    edit: changed('departure:bob', { avps: [raw(278, [0, 0, 0, 1], 0xc0)] }),
  },
  {
    purpose: 'TP_CNT_018',
    rule: 'session-id-origin',
    fault: "a Session-Id of another node's name",
    edit: (plan) => [{ ...plan, session: 'im2.im.example;1;1' }],
  },
  { purpose: 'TP_ERR_008', rule: 't-flag-on-first-send', fault: 'T set', edit: changed('departure:bob', { t: true }) },
  { purpose: 'TP_ERR_008', rule: 't-flag-on-first-send', fault: 'T set in a START', edit: changed('start:alice', { t: true }) },
]

const stranger = 'sip:zoe@home.example'
/** What rests on inference or on a dictionary warns, and fails nothing. */
const oddities: readonly Red[] = [
  { purpose: 'TP_ARR_009', rule: 'arrival-party', fault: 'somebody else', edit: changed('arrival:bob', { party: stranger }) },
  { purpose: 'TP_DEP_019', rule: 'departure-party', fault: 'somebody else', edit: changed('departure:bob', { party: stranger }) },
  {
    purpose: 'TP_ARR_016',
    rule: 'arrival-icid',
    fault: "nobody's ICID",
    edit: changed('arrival:bob', { icid: 'icid-of-nobody' }),
  },
  {
    purpose: 'TP_ARR_017',
    rule: 'arrival-call-id',
    fault: "nobody's Call-ID",
    edit: changed('arrival:bob', { callId: 'nobody' }),
  },
  { purpose: 'TP_ARR_018', rule: 'arrival-service-type', fault: 'LEAVING', edit: changed('arrival:bob', { serviceType: 104 }) },
  {
    purpose: 'TP_DEP_016',
    rule: 'departure-service-type',
    fault: 'JOINING',
    edit: changed('departure:bob', { serviceType: 105 }),
  },
  {
    purpose: 'TP_SEQ_006',
    rule: 'one-outstanding',
    fault: 'sent before the answer to the one before',
    edit: changed('arrival:bob', { answerAfterMs: 60 }),
  },
  {
    purpose: 'TP_SEQ_007',
    rule: 'stop-while-pending',
    fault: 'STOP before the answer to the INTERIM',
    edit: changed('departure:bob', { answerAfterMs: 60 }),
  },
  {
    purpose: 'TP_SEQ_009',
    rule: 'event-timestamps-fall',
    fault: 'an hour back',
    edit: changed('departure:bob', { eventAtMs: -3_600_000 }),
  },
  {
    purpose: 'TP_CNT_004',
    rule: 'service-context-id',
    fault: 'a context of multimedia messaging',
    edit: changed('departure:bob', { without: ['Service-Context-Id'], avps: [raw(461, bytesOf('32270@3gpp.org'))] }),
  },
  {
    purpose: 'TP_CNT_006',
    rule: 'node-functionality-value',
    fault: 'an S-CSCF',
    edit: changed('departure:bob', {
      serviceInformation: ['Service-Information', [['IMS-Information', [['Node-Functionality', 0]]]]],
    }),
  },
  {
    purpose: 'TP_CNT_011',
    rule: 'unused-avps',
    fault: 'Accounting-Sub-Session-Id',
    edit: changed('departure:bob', { avps: [['Accounting-Sub-Session-Id', 1n]] }),
  },
  {
    purpose: 'TP_CNT_016',
    rule: 'subscription-id-members',
    fault: 'an identity without its kind',
    edit: changed('departure:bob', {
      serviceInformation: [
        'Service-Information',
        [
          ['Subscription-Id', [['Subscription-Id-Data', 'sip:bob@home.example']]],
          ['IMS-Information', [['Node-Functionality', 6]]],
        ],
      ],
    }),
  },
]

function bytesOf(text: string): readonly number[] {
  return [...new TextEncoder().encode(text)]
}

/** It rings at Bob as the third call: Alice, Carol, Bob. */
function namesBob(): Partial<RecordPlan> {
  return { callId: 'call-3', party: 'sip:bob@home.example', count: 3 }
}

function words(judgment: Judgment): Readonly<Record<string, string>> {
  return Object.fromEntries(judgment.verdicts.map((one) => [one.testPurpose, `${one.word}: ${one.reason}`]))
}

for (const { id } of testPurposes) {
  test(`a good history passes ${id}, and every run-wide purpose beside it`, () => {
    const judgment = tell(id).judged()
    assert.deepEqual(judgment.findings, [])
    assert.deepEqual(
      judgment.verdicts.filter((one) => one.word !== 'pass').map((one) => `${one.testPurpose} ${one.word}: ${one.reason}`),
      [],
    )
    assert.ok(judgment.verdicts.some((one) => one.testPurpose === id))
  })
}

for (const { purpose, rule, fault, edit, o } of faults) {
  test(`${purpose} is red by ${rule}: ${fault}`, () => {
    const judgment = tell(purpose, { ...(edit ? { edit } : {}), ...o }).judged()
    const red = judgment.verdicts.filter((one) => one.word === 'fail' || one.word === 'error')
    // a finding fails its rule's owner wherever it was seen, and the purpose that demanded what is missing
    const both = [...new Set([purpose, ruleOf(rule).owner])].sort()
    assert.deepEqual(
      red.map((one) => `${one.testPurpose} ${one.word}`),
      both.map((one) => `${one} fail`),
      JSON.stringify(words(judgment), null, 1),
    )
    const found = judgment.verdicts.find((one) => one.testPurpose === purpose)?.findings ?? []
    assert.deepEqual([...new Set(found.map((finding) => finding.rule))], [rule], JSON.stringify(found, null, 1))
  })
}

for (const { purpose, rule, fault, edit = (plan: RecordPlan) => [plan] } of oddities) {
  test(`${purpose} passes with a warning by ${rule}: ${fault}`, () => {
    const { verdicts } = tell(purpose, { edit }).judged()
    const warned = verdicts.flatMap(({ testPurpose, word, warnings }) => warnings.map((one) => [testPurpose, word, one.rule]))
    assert.deepEqual(warned, [[purpose, 'pass', rule]])
  })
}

test('an arrival charged twice breaks the demand for one record, and the purpose of whatever nothing explains', () => {
  const { verdicts, findings } = tell('TP_ARR_001', { edit: more('arrival:bob', 5) }).judged()
  const red = verdicts.filter((one) => one.word !== 'pass').map((one) => `${one.testPurpose} ${one.word}`)
  assert.deepEqual(red, ['TP_ARR_001 fail', 'TP_SEQ_015 fail'])
  assert.deepEqual(
    findings.map((one) => one.rule),
    ['record-unexplained'],
  )
})

test('an EVENT where the profile declares none breaks no demand that no INTERIM comes', () => {
  const edit = more('arrival:carol', 240, { ...namesBob(), type: 'event' })
  const { verdicts } = tell('TP_NEG_001', { edit }).judged()
  const red = verdicts.filter((one) => one.word !== 'pass').map((one) => `${one.testPurpose} ${one.word}`)
  assert.deepEqual(red, ['TP_NEG_021 fail'])
})

test('an EVENT beside a request sent again is nobody charged again', () => {
  const { verdicts } = tell('TP_NEG_010', { edit: more('join:bob', 125, { type: 'event' }) }).judged()
  const red = verdicts.filter((one) => one.word !== 'pass').map((one) => `${one.testPurpose} ${one.word}`)
  assert.deepEqual(red, ['TP_SEQ_015 fail'])
})

test('an expulsion charged at the BYE, where the profile declares the 2xx, is one finding', () => {
  const edit = moved('departure:bob', -400)
  const s = new Story({ edit }).begin('TP_DEP_003').when()
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.brings('carol', conf)
  s.wait(100).when().expels(bob, conf, { answerAfterMs: 400 })
  s.owesOne('interim', 'departure', 'bob', 'expulsion-interim-missing').wait(SETTLED_MS).drain(conf).end()
  const { verdicts, findings } = s.judged()
  assert.deepEqual(
    findings.map((one) => one.rule),
    ['expulsion-interim-missing'],
  )
  assert.match(findings[0]?.actual ?? '', /INTERIM, record 3, \d+\.\d ms before it/)
  const red = verdicts.filter((one) => one.word !== 'pass').map((one) => `${one.testPurpose} ${one.word}`)
  assert.deepEqual(red, ['TP_DEP_003 fail'])
})

test('a START for a conference that the server then refuses to create is explained by nothing', () => {
  const s = new Story().begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  s.brings('carol', conf)
  s.owesOne('interim', 'arrival', 'carol', 'arrival-interim-missing').wait(200)
  const refused = { ...conf, session: 'im1.im.example;1;50' }
  const { callId } = s.turnsAway('dave')
  s.acr(refused, { label: 'early', type: 'start', callId, atMs: s.nowMs - 150, method: 'INVITE' })
  s.wait(SETTLED_MS).drain(conf).end()
  const { verdicts, findings } = s.judged()
  assert.deepEqual(
    findings.map((one) => one.rule),
    ['record-unexplained'],
  )
  const red = verdicts.filter((one) => one.word !== 'pass').map((one) => `${one.testPurpose} ${one.word}`)
  assert.deepEqual(red, ['TP_SEQ_015 fail'])
})

test('a departure charged twice is that, also where somebody sent a 200 to an INVITE again in between', () => {
  const s = new Story({ edit: more('departure:alice', 40) }).begin('TP_DEP_015')
  const conf = s.creates('alice')
  s.brings('bob', conf)
  const carol = s.brings('carol', conf)
  const [alice] = conf.legs
  assert.ok(alice)
  s.wait(100).when().leaves(alice, conf)
  s.owesOne('interim', 'departure', 'alice', 'departure-interim-missing').wait(10).resends('200', carol)
  const { findings } = s.wait(SETTLED_MS).drain(conf).end().judged()
  assert.deepEqual(
    findings.map((one) => one.rule),
    ['departure-interim-doubled'],
  )
})

test('a declared numbering makes its rule bind, and growing is none', () => {
  const words = (['from-0-by-1', 'growing', 'unknown'] as const).map((value) => {
    const { profile } = new Story({ choices: { 'P-NUM': value } })
    return weightOf(ruleOf('arrival-numbers-consecutive'), profile).level
  })
  assert.deepEqual(words, ['MUST', 'SHOULD', 'SHOULD'])
})

test('every purpose and every rule that can fail has been seen red', (t) => {
  for (const { id } of testPurposes) {
    const by = [...new Set([...faults, ...oddities].filter((one) => one.purpose === id).map((one) => one.rule))]
    t.diagnostic(`${id} → ${by.join(', ')}`)
    assert.ok(by.length > 0, `${id} was never seen red`)
  }
  const seen = new Set([...faults, ...oddities].map((one) => one.rule))
  assert.deepEqual(
    rules.filter((rule) => rule.id !== 'choice-inconsistent' && !seen.has(rule.id)).map((rule) => rule.id), // test/judge/choices.test.ts
    [],
  )
  for (const rule of seen)
    assert.ok(
      [...faults, ...oddities].some((one) => one.rule === rule && one.purpose === ruleOf(rule).owner),
      `${rule} was never seen to fail its owner`,
    )
})
