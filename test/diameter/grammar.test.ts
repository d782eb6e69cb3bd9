// Every kind of grammar rule, broken once: which rule, where, by which clause, with which result and Failed-AVP.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  checkMessage,
  decodeMessage,
  encodeMessage,
  failedAvp,
  type Avp,
  type AvpInput,
  type GrammarFinding,
} from '@ch1/diameter'
import { goldenMessages, readGolden } from './golden-messages'
import { acr, answer, header, origin, patched, raw, session, start } from './grammar/messages'
import { rows } from './grammar/rows'

for (const [name, bytes, expected] of rows) {
  test(`${name}: ${expected.level ?? 'MUST'}, ${expected.rule}, ${expected.resultCode}`, () => {
    const found = checkMessage(bytes).find(({ rule }) => rule === expected.rule) ?? assert.fail(told(checkMessage(bytes)))
    const { rule, path, clause, offset, resultCode, level, failed } = found
    const shown = failed === undefined ? {} : { failed: tree(failedAvp(failed)) }
    const { failed: owed, ...rest } = expected
    assert.deepEqual(
      { rule, path, clause, offset, resultCode, level, ...(owed === undefined ? {} : shown) },
      { level: 'MUST', ...rest, ...(owed === undefined ? {} : { failed: owed }) },
    )
  })
}

test('each row breaks one rule: it is the first finding', () => {
  const later = rows.filter(([, bytes, { rule }]) => checkMessage(bytes)[0]?.rule !== rule).map(([name]) => name)
  assert.deepEqual(later, [])
})

test('a good message has no finding', () => {
  assert.deepEqual(checkMessage(acr()), [])
  for (const [file] of goldenMessages) assert.deepEqual(checkMessage(readGolden(file)), [], file)
})

test('an unknown AVP without the M bit is no matter, at the top and in a group that takes any', () => {
  const proxy: AvpInput = ['Proxy-Info', [['Proxy-Host', 'p'], ['Proxy-State', Uint8Array.of(1)], raw(9999, 0, [1])]]
  assert.deepEqual(checkMessage(acr(raw(9999, 0, [1]), raw(9999, 0x80, [1], 4711), proxy)), [])
})

test('what stands in Failed-AVP is not judged', () => {
  const bad = failedAvp({ code: 480, vendorId: 0, flags: 0x7f, data: Uint8Array.of(1) })
  assert.deepEqual(checkMessage(answer({}, session, ['Result-Code', 5004], ...origin, ...start.slice(3), bad)), [])
})

test('a redirect that is not to be kept needs no time', () => {
  const redirect: readonly AvpInput[] = [
    ['Result-Code', 3006],
    ['Redirect-Host', 'aaa://h'],
    ['Redirect-Host-Usage', 0],
  ]
  assert.deepEqual(checkMessage(answer({ error: true }, ...origin, ...redirect)), [])
})

test('behind a length that is a lie nothing is called missing', () => {
  const found = checkMessage(patched({ 43: 200 }))
  assert.deepEqual(
    found.map(({ rule, path }) => [rule, path]),
    [['length', 'Origin-Host']],
  )
})

test('an AVP of 3GPP without its vendor is told which it may be', () => {
  const [found] = checkMessage(acr(raw(873, 0x40, [])))
  assert.equal(
    found?.problem,
    'AVP 873 is in no dictionary and has the M bit; Service-Information has this code with the V bit and vendor 10415',
  )
})

test('a command without a grammar is checked AVP by AVP', () => {
  const bytes = encodeMessage({ ...header, commandCode: 999, avps: [['Origin-Host', 'a'], raw(264, 0x40, [])] })
  assert.deepEqual(
    checkMessage(bytes).map(({ rule, path }) => [rule, path]),
    [['value', 'Origin-Host[2]']],
  )
})

// `Proxy-Info Proxy-Host=p`: the content of a Failed-AVP, `!` before the octets of what cannot be read.
function tree(failed: AvpInput): string {
  const [whole] = decodeMessage(encodeMessage({ ...header, avps: [failed] })).avps
  const steps: string[] = []
  const walk = (avp: Avp): void => {
    const { value } = avp
    if (!value.ok) steps.push(`${avp.name}=!${hex(value.raw)}`)
    else if (Array.isArray(value.value)) {
      steps.push(avp.name)
      for (const member of value.value as readonly Avp[]) walk(member)
    } else {
      const scalar = value.value as Exclude<typeof value.value, readonly Avp[] | Date>
      steps.push(`${avp.name}=${scalar instanceof Uint8Array ? hex(scalar) : String(scalar)}`)
    }
  }
  if (whole?.value.ok === true) for (const avp of whole.value.value as readonly Avp[]) walk(avp)
  return steps.join(' ')
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function told(findings: readonly GrammarFinding[]): string {
  return `other findings only: ${findings.map(({ rule, path, problem }) => `${rule} ${path}: ${problem}`).join('; ')}`
}
