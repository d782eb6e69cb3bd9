// The dictionaries as data: unique, complete in their groups, and of the types the specifications say.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accounting,
  base,
  creditControl,
  Dictionary,
  omaIm,
  standardDictionary,
  tgpp32299,
  type AvpDefinition,
} from '@ch1/diameter'

const all: readonly AvpDefinition[] = [base, accounting, creditControl, tgpp32299, omaIm].flat()

test('every row can be found by name and by code', () => {
  assert.ok(all.length > 100)
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
  for (const { name, source } of all) assert.match(source, /^(RFC \d+|3GPP TS 32\.299|OMA-DDS) §[\d.]+[A-Z]?$/, name)
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
