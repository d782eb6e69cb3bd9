// Our dictionary against freeDiameter's: code, name, type and flags of every AVP that both know; what differs has a reason or fails.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standardDictionary, type AvpDefinition } from '@ch1/diameter'
import { compareDictionaries } from './dictionary/compare-dictionaries'
import { freeDiameterDictionary, readDump } from './dictionary/free-diameter-dictionary'
import { knownDifferences, lineOf, unexplained } from './dictionary/known-differences'

test('every AVP that both know is the same, but for the differences that have a reason', (t) => {
  const theirs = freeDiameterDictionary(t)
  if (theirs === undefined) return
  const { compared, differences } = compareDictionaries(standardDictionary.rows, theirs)
  const table = 'test/foreign/dictionary/known-differences.ts (made with freeDiameter 1.2.1)'
  const { withoutReason, stale } = unexplained(differences, knownDifferences)
  assert.deepEqual(withoutReason, [], `differences without a reason in ${table}`)
  assert.deepEqual(stale, [], `rows of ${table} that are no longer true`)
  assert.ok(compared > 400, `only ${compared} AVPs are known to both`)
  t.diagnostic(`${compared} AVPs compared, ${differences.length} differences with a reason`)
})

test('the table names each difference once, with a reason', () => {
  assert.equal(new Set(knownDifferences.map(lineOf)).size, knownDifferences.length)
  for (const known of knownDifferences) assert.ok(known.reason.length > 20, lineOf(known))
})

test('a difference without a reason is found, and so is a reason without a difference', () => {
  const one = { avp: 'Example', what: 'type', ours: 'Enumerated', theirs: 'Unsigned32' } as const
  const reason = 'our specification says so'
  assert.deepEqual(unexplained([one], [{ ...one, reason }]), { withoutReason: [], stale: [] })
  assert.deepEqual(unexplained([one], []).withoutReason, ['Example: type Enumerated, freeDiameter Unsigned32'])
  assert.deepEqual(unexplained([], [{ ...one, reason }]).stale, ['Example: type Enumerated, freeDiameter Unsigned32'])
  // Another value than the one with the reason is both.
  const other = unexplained([{ ...one, theirs: 'Integer32' }], [{ ...one, reason }])
  assert.deepEqual([other.withoutReason.length, other.stale.length], [1, 1])
})

const dump = [
  '0\t263\tSession-Id\tOctetString\tUTF8String\tmustNot\tmust',
  '0\t268\tResult-Code\tUnsigned32\tEnumerated*(Result-Code)\tmustNot\tmust',
  '0\t6\tService-Type\tUnsigned32\tEnumerated(Service-Type)\tmustNot\tmust',
  '10415\t862\tNode-Functionality\tInteger32\t3GPP/Enumerated(Node-Functionality)\tmust\tmay',
  '',
].join('\n')

test('what freeDiameter calls its types is read as the data formats of RFC 6733', () => {
  assert.deepEqual(
    readDump(dump).map(({ type }) => type),
    ['UTF8String', 'Unsigned32', 'Unsigned32/Enumerated(Service-Type)', 'Enumerated'],
  )
  assert.deepEqual(readDump(dump)[3], {
    vendorId: 10415,
    code: 862,
    name: 'Node-Functionality',
    type: 'Enumerated',
    vendorFlag: 'must',
    mandatory: 'may',
  })
  assert.throws(() => readDump('0\t263\tSession-Id\n'), /is not its seven columns/)
  assert.throws(() => readDump('0\t263\tSession-Id\tOctetString\t-\tmust\tMUST\n'), /the flag rule MUST/)
})

const row: AvpDefinition = { name: 'Example', code: 1, vendorId: 9, type: 'Enumerated', mandatory: 'must', source: 'here' }
const same = { name: 'Example', code: 1, vendorId: 9, type: 'Enumerated', vendorFlag: 'must', mandatory: 'must' } as const
const changes: readonly (readonly [string, object, readonly string[]])[] = [
  ['nothing', {}, []],
  ['the code', { code: 2 }, ['Example: code 1, freeDiameter 2']],
  ['the name', { name: 'Other' }, ['Example: name Example, freeDiameter Other']],
  ['the case of the name', { name: 'EXAMPLE' }, ['Example: name Example, freeDiameter EXAMPLE']],
  ['the type', { type: 'Unsigned32' }, ['Example: type Enumerated, freeDiameter Unsigned32']],
  ['the V flag', { vendorFlag: 'may' }, ['Example: V must, freeDiameter may']],
  ['the M flag', { mandatory: 'mustNot' }, ['Example: M must, freeDiameter mustNot']],
]
for (const [what, change, differences] of changes) {
  test(`the comparison sees ${what} differ`, () => {
    const comparison = compareDictionaries([row], [{ ...same, ...change }])
    assert.deepEqual(comparison.differences.map(lineOf), differences)
    assert.equal(comparison.compared, 1)
  })
}

test('an AVP of another vendor is another AVP', () => {
  assert.deepEqual(compareDictionaries([row], [{ ...same, vendorId: 8 }]), { compared: 0, differences: [] })
})
