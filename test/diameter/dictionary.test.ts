// The dictionaries as data: unique, complete in their groups, and of the types the specifications say.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accounting,
  base,
  creditControl,
  Dictionary,
  networkAccess,
  omaIm,
  standardDictionary,
  tgpp32299,
  type AvpDefinition,
} from '@ch1/diameter'

const all: readonly AvpDefinition[] = [base, accounting, networkAccess, creditControl, tgpp32299, omaIm].flat()

test('every row can be found by name and by code', () => {
  assert.ok(all.length > 500)
  assert.deepEqual(standardDictionary.rows, all)
  for (const row of all) {
    assert.equal(standardDictionary.byName(row.name), row)
    assert.equal(standardDictionary.byCode(row.code, row.vendorId), row)
  }
})

test('what is not there is undefined', () => {
  assert.equal(standardDictionary.byName('Sesion-Id'), undefined)
  assert.equal(standardDictionary.byCode(263, 10415), undefined)
  assert.equal(standardDictionary.byCode(885, 0), undefined)
})

test('the members of every group are in the dictionary, and only groups have members', () => {
  for (const row of all) {
    assert.equal(row.members === undefined || row.type === 'Grouped', true, row.name)
    for (const member of row.members ?? []) assert.ok(standardDictionary.byName(member), `${row.name}: ${member}`)
  }
})

test('every row says where it was read', () => {
  const clause = /^(RFC \d+|3GPP TS 32\.299|OMA-DDS) §\d+(\.\d+)+[A-Za-z]*$/
  const dictionary = /^dictionary \([^()]+\)$/
  for (const { name, source } of all) assert.ok(clause.test(source) || dictionary.test(source), `${name}: ${source}`)
  const fromDictionaries = all.filter(({ source }) => dictionary.test(source)).map(({ source }) => source)
  // What a charging node needs daily was read in specifications.
  assert.ok(fromDictionaries.length < all.length / 5)
  assert.deepEqual(
    fromDictionaries.filter((source) => source !== 'dictionary (freeDiameter dict_dcca_3gpp)'),
    [
      'dictionary (freeDiameter dict_rfc5777)',
      'dictionary (3GPP TS 29.214 §5.3.62, transcribed)',
      'dictionary (Wireshark etsie2e4)',
      'dictionary (Wireshark etsie2e4)',
      'dictionary (oneM2M TS-0004 §A.5.14, transcribed)',
    ],
  )
})

test('an enumeration names its values, unless it was read in a dictionary or its values are a registry of their own', () => {
  const nameless = all.filter(
    ({ type, values, source }) => type === 'Enumerated' && values === undefined && !source.startsWith('dict'),
  )
  assert.deepEqual(
    nameless.map(({ name }) => name),
    ['Type-Number'],
  )
})

test('a group names its members, unless they are anything or left out on purpose', () => {
  const nameless = all.filter(({ type, members }) => type === 'Grouped' && members === undefined)
  assert.deepEqual(
    nameless.map(({ name }) => name),
    ['Failed-AVP', 'Filter-Rule', 'MBMS-Information', 'ProSe-Information', 'CPDT-Information', 'Serving-Node', 'M2M-Information'],
  )
})

test('the base protocol is whole', () => {
  // RFC 6733 §4.5 — the codes of its two tables.
  const codes = [
    ...[1, 25, 27, 33, 44, 50, 55, 85, 257, 258, 259, 260, 261, 262, 263, 264, 265, 266, 267, 268, 269, 270, 271, 272, 273, 274],
    ...[276, 277, 278, 279, 280, 281, 282, 283, 284, 285, 287, 291, 292, 293, 294, 295, 296, 297, 298, 299, 480, 483, 485],
  ]
  const ours = [...base, ...accounting].map(({ code }) => code)
  assert.deepEqual(
    ours.sort((a, b) => a - b),
    codes,
  )
})

test('everything inside Service-Information is reached from there', () => {
  const reached = new Set<string>()
  const reach = (name: string): void => {
    if (reached.has(name)) return
    reached.add(name)
    for (const member of standardDictionary.byName(name)?.members ?? []) reach(member)
  }
  reach('Service-Information')
  const alone = [...tgpp32299, ...omaIm].map(({ name }) => name).filter((name) => !reached.has(name))
  // The first is asked for in online charging, the second is in Table 7.2.0.1 and nowhere used.
  assert.deepEqual(alone, ['AoC-Request-Type', 'Subscriber-Role'])
})

// Where other dictionaries err, and where it matters here: name, code, vendor, type, M.
const rows: readonly (readonly [string, number, number, AvpDefinition['type'], AvpDefinition['mandatory']])[] = [
  ['Number-Of-Participants', 885, 10415, 'Unsigned32', 'must'],
  ['Cause-Code', 861, 10415, 'Integer32', 'must'],
  ['Application-Server-ID', 2101, 10415, 'UTF8String', 'must'],
  ['Application-Service-Type', 2102, 10415, 'Enumerated', 'must'],
  ['Application-Session-ID', 2103, 10415, 'Unsigned32', 'must'],
  ['From-Address', 2708, 10415, 'UTF8String', 'must'],
  ['SIP-Method', 824, 10415, 'UTF8String', 'must'],
  ['Participant-Group', 1260, 10415, 'Grouped', 'must'],
  ['IM-Information', 2110, 10415, 'Grouped', 'must'],
  ['Subscription-Id', 443, 0, 'Grouped', 'must'],
  ['Service-Context-Id', 461, 0, 'UTF8String', 'must'],
  ['Session-Id', 263, 0, 'UTF8String', 'must'],
  ['Event-Timestamp', 55, 0, 'Time', 'must'],
  ['Route-Record', 282, 0, 'DiameterIdentity', 'must'],
  ['Error-Message', 281, 0, 'UTF8String', 'mustNot'],
  ['Error-Reporting-Host', 294, 0, 'DiameterIdentity', 'mustNot'],
  ['Product-Name', 269, 0, 'UTF8String', 'mustNot'],
  ['Firmware-Revision', 267, 0, 'Unsigned32', 'mustNot'],
  ['MMTel-SService-Type', 2031, 10415, 'Unsigned32', 'must'],
  ['Access-Network-Information', 1263, 10415, 'OctetString', 'must'],
  ['SDP-TimeStamps', 1273, 10415, 'Grouped', 'must'],
  ['Transit-IOI-List', 2701, 10415, 'UTF8String', 'must'],
  ['Neighbour-Node-Address', 2705, 10415, 'Address', 'must'],
  ['Change-Condition', 2037, 10415, 'Integer32', 'must'],
  ['3GPP-Charging-Id', 2, 10415, 'Unsigned32', 'must'],
  ['Session-Priority', 650, 10415, 'Enumerated', 'mustNot'],
  ['RAN-Start-Time', 1303, 10415, 'Time', 'mustNot'],
  ['Supported-Features', 628, 10415, 'Grouped', 'may'],
  ['3GPP2-BSID', 9010, 5535, 'UTF8String', 'must'],
  ['Value-Digits', 447, 0, 'Integer64', 'must'],
  ['User-Equipment-Info', 458, 0, 'Grouped', 'may'],
  ['Called-Station-Id', 30, 0, 'UTF8String', 'must'],
]

for (const [name, code, vendorId, type, mandatory] of rows) {
  test(`${name} is ${code} of vendor ${vendorId}, ${type}`, () => {
    const row = standardDictionary.byName(name)
    assert.deepEqual([row?.code, row?.vendorId, row?.type, row?.mandatory], [code, vendorId, type, mandatory])
  })
}

test('a name or a code given twice is an error that names both', () => {
  const row: AvpDefinition = { name: 'A', code: 1, vendorId: 0, type: 'Unsigned32', mandatory: 'may', source: 'one' }
  const twice = (other: Partial<AvpDefinition>) => () => new Dictionary([[row], [{ ...row, source: 'two', ...other }]])
  assert.throws(twice({ code: 2 }), /A \(2, vendor 0, two\) is already taken by A \(1, vendor 0, one\)/)
  assert.throws(twice({ name: 'B' }), /B \(1, vendor 0, two\) is already taken/)
  assert.equal(twice({ name: 'B', vendorId: 10415 })().byName('B')?.vendorId, 10415)
})
