// Messages that lie: what a wrong header or a wrong AVP becomes, and that nothing else of the message is lost.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { avpAt, CodecError, decodeMessage, encodeMessage, MAX_DEPTH, scalarAt, type AvpInput } from '@ch1/diameter'

const header = { commandCode: 271, applicationId: 3, request: true, hopByHop: 1, endToEnd: 2 }
const encode = (...avps: readonly AvpInput[]): Uint8Array => encodeMessage({ ...header, avps })

// A message of one Session-Id (20 + 12 bytes) and one Result-Code (12 bytes), with some bytes replaced.
function altered(changes: Readonly<Record<number, number>>): Uint8Array {
  const bytes = encode(['Session-Id', 'abcd'], ['Result-Code', 2001])
  for (const [at, value] of Object.entries(changes)) bytes[Number(at)] = value
  return bytes
}

const refused: readonly (readonly [name: string, bytes: Uint8Array, because: RegExp])[] = [
  ['no bytes', new Uint8Array(), /a header needs 20 bytes, only 0 came/],
  ['half a header', altered({}).subarray(0, 10), /a header needs 20 bytes, only 10 came/],
  ['version 2', altered({ 0: 2 }), /the version is 2, not 1/],
  ['a length of 16', altered({ 3: 16 }), /the message length is 16, less than its header's 20/],
  ['a length of 45', altered({ 3: 45 }), /45, not a multiple of 4/],
  ['a length too long', altered({ 3: 48 }), /the message length is 48, but 44 bytes came/],
  ['a length too short', altered({ 3: 40 }), /the message length is 40, but 44 bytes came/],
]

for (const [name, bytes, because] of refused) {
  test(`${name} is refused with a CodecError of the header`, () => {
    const isExpected = (error: unknown): boolean =>
      error instanceof CodecError && error.path === 'header' && because.test(error.message)
    assert.throws(() => decodeMessage(bytes), isExpected)
  })
}

test('an AVP length beyond the message keeps the rest as its bytes', () => {
  const message = decodeMessage(altered({ 27: 100 }))
  assert.equal(message.avps.length, 1)
  assert.equal(message.avps[0]?.data.length, 16)
  assert.equal(message.avps[0]?.length, 100)
  assert.deepEqual(
    message.faults.map(({ path, offset, clause, problem }) => ({ path, offset, clause, problem })),
    [{ path: 'Session-Id', offset: 25, clause: 'RFC 6733 §4.1', problem: 'the AVP length is 100, but only 24 bytes are left' }],
  )
})

test('an AVP length below its own header ends the walk, without a loop', () => {
  const message = decodeMessage(altered({ 27: 0 }))
  assert.equal(message.avps.length, 1)
  assert.match(message.faults[0]?.message ?? '', /the AVP length is 0, less than the AVP's header of 8/)
})

test('a V bit without room for a vendor is a fault of the length', () => {
  const message = decodeMessage(altered({ 36: 0xc0, 39: 8 }))
  assert.match(message.faults[0]?.message ?? '', /the AVP length is 8, less than the AVP's header of 12/)
  assert.equal(scalarAt(message, 'Session-Id'), 'abcd')
})

test('a few bytes after the last AVP are kept and named', () => {
  const bytes = new Uint8Array(48)
  bytes.set(altered({ 3: 48 }))
  const message = decodeMessage(bytes)
  assert.equal(message.avps.length, 3)
  assert.deepEqual(message.avps[2]?.data, new Uint8Array(4))
  assert.match(message.faults[0]?.message ?? '', /an AVP header needs 8 bytes, only 4 are left/)
})

test('a value that cannot be read keeps its bytes, and the next AVP is still read', () => {
  const message = decodeMessage(
    encode({ code: 480, vendorId: 0, flags: 0x40, data: new Uint8Array([0, 3]) }, ['Result-Code', 2001]),
  )
  const value = avpAt(message, 'Accounting-Record-Type')?.value
  assert.deepEqual(value?.ok === false && [...value.raw], [0, 3])
  assert.equal(scalarAt(message, 'Accounting-Record-Type'), undefined)
  assert.equal(scalarAt(message, 'Result-Code'), 2001)
})

test('a fault deep inside tells its place by names, and by number among several', () => {
  const bad: AvpInput = { code: 444, vendorId: 0, flags: 0x40, data: new Uint8Array([0xff]) }
  const good: AvpInput = ['Subscription-Id', [['Subscription-Id-Data', 'x']]]
  const message = decodeMessage(encode(['Service-Information', [good, ['Subscription-Id', [bad]]]]))
  assert.deepEqual(
    message.faults.map(({ path }) => path),
    ['Service-Information.Subscription-Id[2].Subscription-Id-Data'],
  )
})

test('the message of an error shows the bytes with a caret under the culprit', () => {
  const { faults } = decodeMessage(altered({ 39: 11 }))
  const expected = [
    'Result-Code: Unsigned32 needs 4 bytes of data, has 3 (byte 40, RFC 6733 §4.2)',
    '  0010  00 00 00 02 00 00 01 07 40 00 00 0c 61 62 63 64',
    '  0020  00 00 01 0c 40 00 00 0b 00 00 07 d1',
    '                                ^',
  ]
  assert.equal(faults[0]?.message, expected.join('\n'))
})

test('a group without the padding of its last member is a fault, and its members are read', () => {
  const member = encode(['Origin-Host', 'a']).subarray(20, 29)
  const message = decodeMessage(encode({ code: 279, vendorId: 0, flags: 0x40, data: member }, ['Result-Code', 2001]))
  assert.equal(scalarAt(message, 'Failed-AVP/Origin-Host'), 'a')
  assert.equal(scalarAt(message, 'Result-Code'), 2001)
  assert.deepEqual(
    message.faults.map(({ problem, clause }) => [problem, clause]),
    [['3 bytes of padding are missing', 'RFC 6733 §4.4']],
  )
})

test('a V bit with vendor 0 is a fault, and the value is read all the same', () => {
  const message = decodeMessage(encode({ code: 268, vendorId: 0, flags: 0xc0, data: new Uint8Array([0, 0, 7, 0xd1]) }))
  assert.equal(scalarAt(message, 'Result-Code'), 2001)
  assert.match(message.faults[0]?.message ?? '', /the V bit is set but the vendor is 0/)
})

test('an AVP no dictionary knows is its bytes, and no fault', () => {
  const message = decodeMessage(encode({ code: 9999, vendorId: 10415, flags: 0x80, data: new Uint8Array([1, 2]) }))
  assert.equal(message.avps[0]?.name, 'AVP 9999 (vendor 10415)')
  assert.deepEqual(message.avps[0]?.value, { ok: true, value: new Uint8Array([1, 2]) })
  assert.deepEqual(message.faults, [])
})

test('groups are followed sixteen deep and no further', () => {
  let data = new Uint8Array()
  for (let depth = 0; depth <= MAX_DEPTH; depth++) data = encode({ code: 279, vendorId: 0, flags: 0, data }).slice(20)
  const [fault, ...others] = decodeMessage(encode({ code: 279, vendorId: 0, flags: 0, data })).faults
  assert.deepEqual([fault?.clause, fault?.problem, others], ['limit', 'groups are nested more than 16 deep', []])
  assert.equal(
    fault?.path,
    Array(MAX_DEPTH + 1)
      .fill('Failed-AVP')
      .join('.'),
  )
})

test('a message of nothing but faults lists the first hundred, quickly', () => {
  const bad: AvpInput = { code: 268, vendorId: 0, flags: 0, data: new Uint8Array() }
  const bytes = encode(...Array<AvpInput>(100_000).fill(bad))
  const started = process.hrtime.bigint()
  assert.equal(decodeMessage(bytes).faults.length, 100)
  assert.ok(process.hrtime.bigint() - started < 2_000_000_000n)
})
