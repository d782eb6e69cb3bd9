// The grammars as data: every command of RFC 6733 kept and broken AVP by AVP, what 3GPP adds, what users can add.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  acr3gpp,
  aca3gpp,
  baseGrammars,
  chargingGrammars,
  checkMessage,
  encodeMessage,
  exampleAvp,
  rulesOf,
  standardDictionary,
  standardGroups,
  type AvpDefinition,
  type AvpInput,
  type AvpScalar,
  type CommandGrammar,
  type GrammarFinding,
} from '@ch1/diameter'
import { acr, header, raw, session, start } from './grammar/messages'

/** Each command as RFC 6733 prints it: what must be there once, in alphabetical order. */
const OWED: Readonly<Record<string, string>> = {
  CER: 'Host-IP-Address Origin-Host Origin-Realm Product-Name Vendor-Id',
  CEA: 'Host-IP-Address Origin-Host Origin-Realm Product-Name Result-Code Vendor-Id',
  DPR: 'Disconnect-Cause Origin-Host Origin-Realm',
  DPA: 'Origin-Host Origin-Realm Result-Code',
  DWR: 'Origin-Host Origin-Realm',
  DWA: 'Origin-Host Origin-Realm Result-Code',
  RAR: 'Auth-Application-Id Destination-Host Destination-Realm Origin-Host Origin-Realm Re-Auth-Request-Type Session-Id',
  RAA: 'Origin-Host Origin-Realm Result-Code Session-Id',
  STR: 'Auth-Application-Id Destination-Realm Origin-Host Origin-Realm Session-Id Termination-Cause',
  STA: 'Origin-Host Origin-Realm Result-Code Session-Id',
  ASR: 'Auth-Application-Id Destination-Host Destination-Realm Origin-Host Origin-Realm Session-Id',
  ASA: 'Origin-Host Origin-Realm Result-Code Session-Id',
  ACR: 'Accounting-Record-Number Accounting-Record-Type Destination-Realm Origin-Host Origin-Realm Session-Id',
  ACA: 'Accounting-Record-Number Accounting-Record-Type Origin-Host Origin-Realm Result-Code Session-Id',
  'answer-message': 'Origin-Host Origin-Realm Result-Code',
}

test('every command of RFC 6733 has its grammar, and every grammar a row here', () => {
  const owed = (grammar: CommandGrammar): string =>
    grammar.rules
      .filter(({ min }) => min > 0)
      .map(({ avp }) => avp)
      .sort()
      .join(' ')
  assert.deepEqual(Object.fromEntries(baseGrammars.map((grammar) => [grammar.name, owed(grammar)])), OWED)
})

for (const grammar of baseGrammars) {
  test(`${grammar.name}: complete it has no finding, and what it must have is missed`, () => {
    assert.deepEqual(checkMessage(messageOf(grammar, needs(grammar))), [])
    for (const { avp, clause } of grammar.rules.filter(({ min }) => min > 0)) {
      const others = needs(grammar).filter((name) => name !== avp)
      assert.deepEqual(told(checkMessage(messageOf(grammar, others))), [`missing ${avp} ${clause} 5005`])
    }
  })

  test(`${grammar.name}: what may come once is refused twice, what may come often is not`, () => {
    for (const { avp, max, clause } of grammar.rules.filter((rule) => rule.max > 0)) {
      const twice = [...needs(grammar).filter((name) => name !== avp), avp, avp]
      const found = told(checkMessage(messageOf(grammar, inOrder(twice)))).filter((line) => line.startsWith('too-many'))
      assert.deepEqual(found, max === 1 ? [`too-many ${avp}[2] ${clause} 5009`] : [])
    }
  })

  test(`${grammar.name}: what must not be there is refused`, () => {
    for (const { avp, clause } of grammar.rules.filter(({ max }) => max === 0)) {
      const found = checkMessage(messageOf(grammar, [...needs(grammar), avp]))
      assert.ok(told(found).includes(`not-allowed ${avp} ${clause} 5008`), `${avp}: ${told(found).join()}`)
    }
  })
}

test('a Session-Id has the first place in every command that has one', () => {
  for (const grammar of baseGrammars) {
    const place = grammar.rules.find(({ avp }) => avp === 'Session-Id')?.place
    const isPeers = ['CER', 'CEA', 'DPR', 'DPA', 'DWR', 'DWA'].includes(grammar.name)
    assert.equal(place, isPeers ? undefined : 0, grammar.name)
  }
})

test('the table of RFC 6733 §10.1 forbids as many AVPs in each command as it has zeros', () => {
  const zeros = (name: string): number =>
    baseGrammars.find((grammar) => grammar.name === name)?.rules.filter(({ clause }) => clause === 'RFC 6733 §10.1').length ?? 0
  // Counted in the RFC, Inband-Security-Id left out.
  const counted = { CER: 27, CEA: 24, DPR: 35, DPA: 33, DWR: 35, DWA: 32, RAR: 25, RAA: 25, ASR: 28, ASA: 25, STR: 26, STA: 24 }
  assert.deepEqual(Object.fromEntries(Object.keys(counted).map((name) => [name, zeros(name)])), counted)
})

test('every AVP of a command grammar is in the dictionary', () => {
  for (const { name, rules } of chargingGrammars) {
    for (const { avp } of rules) assert.ok(standardDictionary.byName(avp), `${name}: ${avp}`)
  }
})

test('every group grammar is of a Grouped, and says more than once only what it lists once', () => {
  for (const { avp, rules } of standardGroups) {
    assert.equal(standardDictionary.byName(avp)?.type, 'Grouped', avp)
    const names = rules.map((rule) => rule.avp)
    assert.deepEqual([...new Set(names)], names, avp)
  }
  assert.equal(new Set(standardGroups.map(({ avp }) => avp)).size, standardGroups.length)
})

test('the members of a group that no dictionary has are known', () => {
  const unknown = standardGroups.flatMap(({ rules }) =>
    rules.map(({ avp }) => avp).filter((avp) => !standardDictionary.byName(avp)),
  )
  const known = ['Filter-Rule', 'M2M-Information', 'Logical-Access-ID', 'Physical-Access-ID', 'Callee-Information']
  assert.deepEqual(
    [...new Set(unknown)].filter((avp) => !known.includes(avp)),
    [],
  )
})

test('plain accounting is good for RFC 6733; 3GPP misses three AVPs', () => {
  assert.deepEqual(checkMessage(acr()), [])
  assert.deepEqual(told(checkMessage(acr(), { grammars: chargingGrammars })), [
    'missing Acct-Application-Id 3GPP TS 32.299 Table 6.2.2.1 5005',
    'missing Service-Context-Id 3GPP TS 32.299 Table 6.2.2.1 5005',
    'missing Service-Information 3GPP TS 32.299 Table 6.2.2.1 5005',
  ])
})

test('an ACR as 3GPP wants it has no finding; an AVP that 3GPP does not use is noted', () => {
  const charging: readonly AvpInput[] = [
    ['Acct-Application-Id', 3],
    ['Service-Context-Id', '32260@3gpp.org'],
    ['Service-Information', []],
  ]
  const bytes = acr(...charging)
  assert.deepEqual(checkMessage(bytes, { grammars: chargingGrammars }), [])
  const unused = acr(...charging, ['Acct-Multi-Session-Id', 'x'])
  assert.deepEqual(checkMessage(unused), [])
  const [note, ...more] = checkMessage(unused, { grammars: chargingGrammars })
  assert.deepEqual([note?.rule, note?.level, note?.path, more], ['not-allowed', 'SHOULD', 'Acct-Multi-Session-Id', []])
})

test('the ACA of 3GPP takes an Experimental-Result', () => {
  assert.ok(aca3gpp.rules.some(({ avp, max }) => avp === 'Experimental-Result' && max === 1))
  assert.equal(acr3gpp.applicationId, 3)
})

test('a grammar of the user comes first, a group of the user replaces ours', () => {
  const words = rulesOf('in-house §1')
  const mine: CommandGrammar = { ...acr3gpp, name: 'my ACR', rules: [words.fixed('Session-Id', 0), ...words.one('User-Name')] }
  assert.deepEqual(told(checkMessage(acr(), { grammars: [mine, ...baseGrammars] })), ['missing User-Name in-house §1 5005'])
  const groups = [{ avp: 'Subscription-Id', clause: 'in-house §2', unlisted: 'refused', rules: words.some('User-Name') }] as const
  const found = checkMessage(acr(['Subscription-Id', [['Subscription-Id-Type', 0]]]), { groups })
  assert.deepEqual(told(found), [
    'not-allowed Subscription-Id.Subscription-Id-Type in-house §2 5008',
    'missing Subscription-Id.User-Name in-house §1 5005',
  ])
})

test('a place behind the first is a place too', () => {
  const words = rulesOf('in-house §1')
  const mine: CommandGrammar = {
    ...acr3gpp,
    applicationId: undefined,
    rules: [words.fixed('Session-Id', 0), words.fixed('User-Name', 1)],
  }
  const bytes = (...avps: readonly AvpInput[]): Uint8Array => encodeMessage({ ...header, avps })
  assert.deepEqual(checkMessage(bytes(session, ['User-Name', 'u'], ...start), { grammars: [mine] }), [])
  assert.deepEqual(told(checkMessage(bytes(session, ...start, ['User-Name', 'u']), { grammars: [mine] })), [
    'position User-Name in-house §1 5005',
  ])
  assert.deepEqual(checkMessage(bytes(session, raw(1, 0x40, [0x75])), { grammars: [mine] }), [])
})

function told(findings: readonly GrammarFinding[]): readonly string[] {
  return findings.map(({ rule, path, clause, resultCode }) => `${rule} ${path} ${clause} ${resultCode}`)
}

function needs(grammar: CommandGrammar): readonly string[] {
  return inOrder(grammar.rules.filter(({ min }) => min > 0).map(({ avp }) => avp))
}

function inOrder(avps: readonly string[]): readonly string[] {
  return [...avps.filter((avp) => avp === 'Session-Id'), ...avps.filter((avp) => avp !== 'Session-Id')]
}

// The command with these AVPs, each with a legal value; the header as the grammar wants it.
function messageOf(grammar: CommandGrammar, avps: readonly string[]): Uint8Array {
  const { commandCode = 271, request, error, proxiable = true, applicationId = 3 } = grammar
  const result = error ? 3004 : 2001
  const inputs = avps.map((avp): AvpInput => (avp === 'Result-Code' ? [avp, result] : legal(avp, applicationId)))
  return encodeMessage({ commandCode, applicationId, request, error, proxiable, hopByHop: 1, endToEnd: 2, avps: inputs })
}

function legal(name: string, applicationId: number): AvpInput {
  const row = standardDictionary.byName(name)
  assert.ok(row, name)
  if (name.endsWith('-Application-Id') && row.type === 'Unsigned32') return [name, applicationId]
  const members = groups[name]
  if (members !== undefined) return [name, members]
  return row.type === 'Grouped' || row.type === 'OctetString' ? exampleAvp(row) : [name, scalar(row)]
}

const groups: Readonly<Record<string, readonly AvpInput[]>> = {
  'Proxy-Info': [
    ['Proxy-Host', 'p'],
    ['Proxy-State', Uint8Array.of(1)],
  ],
  'Vendor-Specific-Application-Id': [
    ['Vendor-Id', 10415],
    ['Acct-Application-Id', 3],
  ],
  'Failed-AVP': [['User-Name', 'x']],
  'Experimental-Result': [
    ['Vendor-Id', 10415],
    ['Experimental-Result-Code', 5001],
  ],
}

function scalar({ type, values }: AvpDefinition): AvpScalar {
  switch (type) {
    case 'Enumerated':
      return Number(Object.keys(values ?? { 0: '' })[0])
    case 'Unsigned64':
      return 1n
    case 'Address':
      return '192.0.2.1'
    case 'Time':
      return new Date('2026-11-23T10:04:07Z')
    case 'DiameterURI':
      return 'aaa://h'
    case 'UTF8String':
    case 'DiameterIdentity':
      return 'x'
    default:
      return 0
  }
}
