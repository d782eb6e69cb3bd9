// What the Charging Enabler makes of records: matchers that look inside, resent ones, unknown sessions, and what the grammar check finds.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { avpsAt, scalarAt } from '@ch1/diameter'
import type { AvpInput } from '@ch1/diameter'
import { enablerBed } from './enabler-bed'
import { acr, bytesOf } from './raw-ctf'

const IMS: AvpInput = [
  'Service-Information',
  [
    [
      'IMS-Information',
      [
        ['Event-Type', [['SIP-Method', 'BYE']]],
        ['Node-Functionality', 6],
        ['Calling-Party-Address', 'sip:alice@home.example;user=phone'],
        ['Called-Party-Address', '<sip:bob-7@home.example>'],
      ],
    ],
  ],
]

test('matchers look into the record: AVP present, absent, equal, like a pattern', async (t) => {
  const { enabler, ctf } = await enablerBed(t)
  const client = await ctf()
  const results = async (): Promise<readonly unknown[]> => [await client.resultOf({ more: [IMS] }), await client.resultOf({})]
  for (const condition of [
    { path: 'Service-Information/IMS-Information/Node-Functionality', equals: 6 },
    { path: '**/Node-Functionality', equals: '6' },
    { path: '**/SIP-Method', equals: 'BYE' },
    { path: '**/SIP-Method', matches: /^b/i },
    { path: 'Service-Information', present: true },
  ] as const) {
    enabler.replaceRules([])
    enabler.on({ avp: [condition] }).answer(4002)
    assert.deepEqual(await results(), [4002, 2001], JSON.stringify(condition))
  }
  for (const condition of [
    { path: '**/Node-Functionality', absent: true },
    { path: 'Destination-Realm', equals: 'charging.example' },
  ] as const) {
    enabler.replaceRules([])
    enabler.on({ avp: [condition, { path: 'Service-Information', absent: true }] }).answer(4002)
    assert.deepEqual(await results(), [2001, 4002], JSON.stringify(condition))
  }
})

test('matchers know participants by address or user part, wherever the record names them', async (t) => {
  const { enabler, ctf } = await enablerBed(t)
  const client = await ctf()
  for (const [participant, resultCode] of [
    ['sip:alice@home.example', 4002],
    ['alice', 4002],
    ['bob-7', 4002],
    ['bob', 2001],
    ['carol', 2001],
    ['sip:bob-7@away.example', 2001],
  ] as const) {
    enabler.replaceRules([])
    enabler.on({ participant }).answer(4002)
    assert.equal(await client.resultOf({ more: [IMS] }), resultCode, participant)
  }
})

test('a rule for another enabler does nothing here', async (t) => {
  const { enabler, ctf } = await enablerBed(t)
  enabler.on({ enabler: 'cdf2' }).answer(4002)
  enabler.on({ enabler: 'cdf1', type: 'stop' }).answer(5012)
  const client = await ctf()
  assert.deepEqual([await client.resultOf({ type: 'interim' }), await client.resultOf({ type: 'stop' })], [2001, 5012])
})

test('a session that never started is accepted by default, and refused 5002 where a rule says so', async (t) => {
  const { enabler, ctf } = await enablerBed(t)
  const client = await ctf()
  assert.equal(await client.resultOf({ type: 'interim', session: 'a;1;1', number: 1 }), 2001)
  enabler.on({ unknownSession: true }).named('strict CDF').answer(5002)
  const result = (type: 'start' | 'interim' | 'stop' | 'event', number: number): Promise<unknown> =>
    client.resultOf({ type, session: 'b;1;1', number })
  assert.deepEqual(
    [
      await result('interim', 9),
      await result('event', 0),
      await result('start', 10),
      await result('interim', 11),
      await result('stop', 12),
      await result('stop', 13),
    ],
    [5002, 2001, 2001, 2001, 2001, 5002],
  )
})

test('a resent request gets the answer it got before, whatever the rules say by now; the rules see it only in so many words', async (t) => {
  const { enabler, raw, facts } = await enablerBed(t)
  const [one, two] = [await raw(), await raw()]
  enabler.on({ type: 'interim' }).once().answer(2002, { interimIntervalS: 60 })
  const first = await one.ask({ hopByHop: 1, endToEnd: 50, avps: acr({ number: 1 }) })
  const second = await one.ask({ hopByHop: 2, endToEnd: 51, avps: acr({ number: 2 }) })
  enabler.on({}).named('all').answer(5012)
  const again = await two.ask({ hopByHop: 91, endToEnd: 50, resent: true, avps: acr({ number: 1 }) })
  const plainAgain = await two.ask({ hopByHop: 92, endToEnd: 51, resent: true, avps: acr({ number: 2 }) })
  // RFC 6733 §3 — the same answer, its Hop-by-Hop Identifier apart
  const withoutHopByHop = (bytes: Uint8Array): Buffer => Buffer.concat([bytes.subarray(0, 12), bytes.subarray(16)])
  assert.deepEqual(withoutHopByHop(again.bytes), withoutHopByHop(first.bytes))
  assert.equal(scalarAt(again, 'Acct-Interim-Interval'), 60)
  assert.deepEqual([scalarAt(second, 'Result-Code'), scalarAt(plainAgain, 'Result-Code')], [2001, 2001])
  assert.equal(facts.filter((fact) => fact.kind === 'ch1' && fact.rule === 'duplicate').length, 2)
  // not marked as resent: a new request, for the rules to take
  assert.equal(scalarAt(await two.ask({ hopByHop: 93, endToEnd: 51, avps: acr({ number: 2 }) }), 'Result-Code'), 5012)
  // resent, but the first copy never came: a new request too (TS 32.299 §6.1.3.3)
  assert.equal(
    scalarAt(await two.ask({ hopByHop: 94, endToEnd: 77, resent: true, avps: acr({ number: 3 }) }), 'Result-Code'),
    5012,
  )
  // the same End-to-End Identifier of another origin
  const other = await two.ask({ hopByHop: 95, endToEnd: 50, resent: true, avps: acr({ number: 1, origin: 'im2.im.example' }) })
  assert.equal(scalarAt(other, 'Result-Code'), 5012)
  enabler.on({ resent: true }).named('resent').answer(5006)
  const told = await two.ask({ hopByHop: 96, endToEnd: 50, resent: true, avps: acr({ number: 1 }) })
  assert.equal(scalarAt(told, 'Result-Code'), 5006)
  assert.match(enabler.explain(), /^Resent requests answered as before: 2$/m)
})

test('an answer that left no state behind, 3xxx or 4xxx, is not given again: the next copy may fare better', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const client = await raw()
  for (const resultCode of [3004, 4002]) {
    enabler.on({}).once().answer(resultCode)
    const message = { hopByHop: 1, endToEnd: resultCode, avps: acr() }
    assert.equal(scalarAt(await client.ask(message), 'Result-Code'), resultCode)
    assert.equal(scalarAt(await client.ask({ ...message, resent: true }), 'Result-Code'), 2001)
  }
})

const withoutRealm = acr().filter((avp) => !('0' in avp) || avp[0] !== 'Destination-Realm')

test('grammar: noted, an ACR without Destination-Realm is answered 2001 and told of', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const client = await raw()
  for (const hopByHop of [1, 2]) assert.equal(scalarAt(await client.ask({ hopByHop, avps: withoutRealm }), 'Result-Code'), 2001)
  assert.match(enabler.explain(), /^Grammar:\n {2}MUST RFC 6733 §\S+ {2}Destination-Realm: .* \(2 times, events \d+ to \d+\)$/m)
})

test('grammar: answered, it is refused 5005 with the AVP in Failed-AVP, unless a rule takes it', async (t) => {
  const { enabler, raw, facts } = await enablerBed(t, { grammar: 'answer' })
  const client = await raw()
  const answer = await client.ask({ avps: withoutRealm })
  assert.deepEqual([scalarAt(answer, 'Result-Code'), answer.error, scalarAt(answer, 'Accounting-Record-Type')], [5005, false, 3])
  assert.equal(avpsAt(answer, 'Failed-AVP/Destination-Realm').length, 1)
  assert.match(String(scalarAt(answer, 'Error-Message')), /^Destination-Realm: /)
  const last = facts.at(-1)
  assert.equal(last?.kind === 'ch1' && last.rule, 'grammar')
  const rule = enabler.on({}).once().answer(2002)
  assert.equal(scalarAt(await client.ask({ hopByHop: 2, avps: withoutRealm }), 'Result-Code'), 2002)
  assert.equal(rule.count, 1)
  assert.equal(scalarAt(await client.ask({ hopByHop: 3, avps: acr() }), 'Result-Code'), 2001)
})

test('grammar: answered, an unknown AVP with the M bit is refused 5001, one without is borne', async (t) => {
  const { raw } = await enablerBed(t, { grammar: 'answer' })
  const client = await raw()
  const vendorAvp = (flags: number): AvpInput => ({ code: 77_777, vendorId: 4_242, flags, data: Uint8Array.of(1) })
  const refused = await client.ask({ avps: [...acr(), vendorAvp(0xc0)] })
  assert.equal(scalarAt(refused, 'Result-Code'), 5001)
  assert.deepEqual(
    avpsAt(refused, 'Failed-AVP/AVP 77777 (vendor 4242)').map(({ data }) => [...data]),
    [[1]],
  )
  assert.equal(scalarAt(await client.ask({ hopByHop: 2, avps: [...acr(), vendorAvp(0x80)] }), 'Result-Code'), 2001)
})

test('grammar: every ACR is checked, those of rules and resent ones too', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const client = await raw()
  enabler.on({ number: 0 }).answer(2001)
  await client.ask({ hopByHop: 1, avps: withoutRealm })
  await client.ask({ hopByHop: 2, resent: true, avps: withoutRealm })
  await client.ask({ hopByHop: 3, avps: [...withoutRealm, ['User-Name', 'x']] })
  client.write(bytesOf({ hopByHop: 4, avps: withoutRealm.filter((avp) => !('0' in avp) || avp[0] !== 'Session-Id') }))
  await client.until(() => client.messages.length === 5)
  assert.match(enabler.explain(), /Destination-Realm: .* \(4 times, /)
})

test('User-Name and an odd length come back as they came, by the short way and by the long one', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const client = await raw()
  const avps: readonly AvpInput[] = [...acr({ session: 'im1.im.example;1;2;x' }), ['User-Name', 'älice']]
  const short = await client.ask({ hopByHop: 1, avps })
  enabler.on({}).answer(2001, { omit: ['Origin-State-Id'] })
  const long = await client.ask({ hopByHop: 2, avps })
  for (const answer of [short, long]) {
    assert.deepEqual(
      [scalarAt(answer, 'User-Name'), scalarAt(answer, 'Session-Id'), answer.faults.length],
      ['älice', 'im1.im.example;1;2;x', 0],
    )
  }
})
