// Laws of the grammar checker, for messages and bytes nobody thought of.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  chargingGrammars,
  checkMessage,
  decodeMessage,
  encodeMessage,
  errorAnswer,
  FlatMessage,
  MessageChecker,
  standardGroups,
  type AvpInput,
  type GrammarFinding,
} from '@ch1/diameter'
import { changes, message, mutated } from './arbitrary-messages'

const header = { commandCode: 271, applicationId: 3, request: true, proxiable: true, hopByHop: 1, endToEnd: 2 }
const checkers = [new MessageChecker(), new MessageChecker({ grammars: chargingGrammars }), new MessageChecker({ grammars: [] })]

test('whatever the bytes behind a true header, there are findings or none, and they can be put into an answer', () => {
  const flat = new FlatMessage()
  const commands = fc.constantFrom(257, 258, 271, 274, 275, 280, 282, 999)
  const law = fc.property(fc.uint8Array({ maxLength: 160 }), commands, fc.nat({ max: 255 }), (body, command, flags) => {
    const bytes = new Uint8Array(20 + ((body.length + 3) & ~3))
    bytes.set(body, 20)
    bytes.set([1, 0, bytes.length >> 8, bytes.length & 0xff, flags, 0, command >> 8, command & 0xff])
    for (const checker of checkers) areSound(checker.check(flat.read(bytes)), bytes)
  })
  fc.assert(law, { numRuns: 1000 })
})

test('a message with some bytes changed has findings that can be put into an answer', () => {
  const flat = new FlatMessage()
  const law = fc.property(message, changes, (input, altered) => {
    const bytes = mutated(encodeMessage({ ...input, ...header }), altered)
    for (const checker of checkers) areSound(checker.check(flat.read(bytes)), bytes)
  })
  fc.assert(law, { numRuns: 1000 })
})

test('bytes that are no message have one finding', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void checkMessage(bytes)))
  const good = encodeMessage({ ...header, avps: [] })
  const rows: readonly (readonly [bytes: Uint8Array, rule: string, resultCode: number, offset: number])[] = [
    [Uint8Array.from(good, (byte, i) => (i === 0 ? 2 : byte)), 'version', 5011, 0],
    [Uint8Array.from(good, (byte, i) => (i === 3 ? 24 : byte)), 'length', 5015, 1],
    [Uint8Array.from(good, (byte, i) => (i === 3 ? 18 : byte)), 'length', 5015, 1],
    [good.subarray(0, 10), 'length', 5015, 10],
    [new Uint8Array(), 'length', 5015, 0],
  ]
  for (const [bytes, rule, resultCode, offset] of rows) {
    const found = checkMessage(bytes).map((finding) => [finding.rule, finding.resultCode, finding.offset, finding.path])
    assert.deepEqual(found, [[rule, resultCode, offset, 'header']])
  }
})

test('what the decoder faults the checker finds, and the other way round', () => {
  // Failed-AVP is opened here as every other group, because the decoder opens it too.
  const groups = standardGroups.filter(({ avp }) => avp !== 'Failed-AVP')
  const checker = new MessageChecker({ grammars: [], groups })
  const flat = new FlatMessage()
  const law = fc.property(message, changes, (input, altered) => {
    const bytes = mutated(encodeMessage({ ...input, ...header }), altered)
    const faults = decodeMessage(bytes).faults.map(({ problem }) => problem)
    const all = checker.check(flat.read(bytes))
    // A NUL is legal for the decoder; it may hide worse behind it.
    fc.pre(all.every(({ problem }) => !problem.startsWith('a NUL')))
    const found = all.filter(isOfTheDecoder)
    assert.equal(found.length > 0, faults.length > 0, `${found.map(({ problem }) => problem).join()} <> ${faults.join()}`)
  })
  fc.assert(law, { numRuns: 2000 })
})

test('text is legal exactly when a strict decoder takes it, and holds no NUL', () => {
  const edges = [
    0x00, 0x2e, 0x61, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff,
  ]
  const byte = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 0, max: 255 }))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const isText = (data: Uint8Array): boolean => {
    try {
      return !decoder.decode(data).includes('\0')
    } catch {
      return false
    }
  }
  const law = fc.property(fc.array(byte, { maxLength: 9 }), (bytes) => {
    const data = Uint8Array.from(bytes)
    const found = (code: number): number =>
      checkMessage(encodeMessage({ ...header, commandCode: 999, avps: [{ code, vendorId: 0, flags: 0x40, data }] })).length
    assert.equal(found(1) === 0, isText(data))
    assert.equal(found(264) === 0, /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?$/.test(String.fromCharCode(...data)))
  })
  const lastAndFirst = ['f08fbfbf', 'f0908080', 'f48fbfbf', 'f4908080', 'e09fbf', 'e0a080', 'ed9fbf', 'eda080', 'c1bf', 'c280']
  const examples = lastAndFirst.map((hex): [number[]] => [[...Buffer.from(hex, 'hex')]])
  fc.assert(law, { numRuns: 10_000, examples })
})

test('a message of any form gives the same findings', () => {
  const law = fc.property(message, changes, (input, altered) => {
    const bytes = mutated(encodeMessage({ ...input, ...header }), altered)
    const found = checkMessage(bytes)
    assert.deepEqual(checkMessage(new FlatMessage().read(bytes)), found)
    assert.deepEqual(checkMessage(decodeMessage(bytes)), found)
  })
  fc.assert(law)
})

test('of a message of nothing but faults the first hundred are told, and it is not copied a hundred times', () => {
  const bad: AvpInput = { code: 268, vendorId: 0, flags: 0, data: new Uint8Array() }
  // Length, reserved bits, P bit and, the second time, number: each finding would copy it.
  const big: AvpInput = { code: 480, vendorId: 0, flags: 0x7f, data: new Uint8Array(400_000) }
  const bytes = encodeMessage({ ...header, avps: [big, big, ...Array<AvpInput>(50_000).fill(bad)] })
  const findings = checkMessage(bytes)
  assert.equal(findings.length, 100)
  const copied = findings.reduce((sum, { failed }) => sum + (failed?.data.length ?? 0), 0)
  assert.ok(copied <= bytes.length + 65_536, `${copied} bytes`)
  assert.equal(findings[0]?.failed?.data.length, 400_000)
  assert.equal(checkMessage(bytes, { most: 3 }).length, 3)
})

test('a finding is no view on the message', () => {
  const bytes = encodeMessage({ ...header, avps: [{ code: 480, vendorId: 0, flags: 0x40, data: Uint8Array.of(7, 7) }] })
  const [finding] = checkMessage(bytes)
  bytes.fill(0)
  assert.deepEqual(finding?.failed?.data, Uint8Array.of(7, 7))
})

// Frames and data formats; a value that an enumeration does not list is legal for the decoder.
function isOfTheDecoder({ rule, problem }: GrammarFinding): boolean {
  if (rule === 'value') return !problem.includes('has no value')
  return rule === 'length' || rule === 'vendor' || rule === 'limit'
}

function areSound(findings: readonly GrammarFinding[], bytes: Uint8Array): void {
  assert.ok(findings.length <= 100)
  for (const { path, problem, clause, offset, resultCode, failed } of findings) {
    assert.ok(offset <= bytes.length && path !== '' && problem !== '' && clause !== '')
    assert.ok(resultCode >= 3000 && resultCode < 6000)
    const answer = errorAnswer(bytes, { originHost: 'cdf.example', originRealm: 'example' }, { resultCode, failed })
    const own = checkMessage(answer).filter((finding) => finding.level === 'MUST' && isOurs(finding))
    assert.deepEqual(own, [])
  }
}

// What an answer repeats of a wrong request is not the answer's own.
function isOurs({ rule, path }: GrammarFinding): boolean {
  return rule !== 'application' && !/^(?:Session-Id|Proxy-Info|Failed-AVP)/.test(path)
}
