// Data types as a table: bytes and value, read, written and mirrored from one row; then bytes and values that must be refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CodecError, decodeMessage, Dictionary, encodeMessage, type AvpScalar, type AvpType } from '@ch1/diameter'

type ScalarType = Exclude<AvpType, 'Grouped'>

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replace(/ /g, ''), 'hex'))
const octets = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)

const legal: readonly (readonly [type: ScalarType, hex: string, value: AvpScalar])[] = [
  ['OctetString', '', octets()],
  ['OctetString', '00ff10', octets(0, 255, 16)],
  ['Integer32', '00000000', 0],
  ['Integer32', 'ffffffff', -1],
  ['Integer32', '80000000', -2147483648],
  ['Integer32', '7fffffff', 2147483647],
  ['Integer64', 'ffffffffffffffff', -1n],
  ['Integer64', '8000000000000000', -9223372036854775808n],
  ['Integer64', '7fffffffffffffff', 9223372036854775807n],
  ['Unsigned32', '00000000', 0],
  ['Unsigned32', 'ffffffff', 4294967295],
  ['Unsigned64', '0000000000000001', 1n],
  ['Unsigned64', 'ffffffffffffffff', 18446744073709551615n],
  ['Float32', '3fc00000', 1.5],
  ['Float32', '80000000', -0],
  ['Float32', '7f800000', Infinity],
  ['Float32', '7fc00000', NaN],
  ['Float64', '400921fb54442d18', Math.PI],
  ['Float64', 'fff0000000000000', -Infinity],
  ['Enumerated', '00000003', 3],
  ['Enumerated', 'fffffffd', -3],
  ['Time', '80000000', new Date('1968-01-20T03:14:08Z')],
  ['Time', '83aa7e80', new Date('1970-01-01T00:00:00Z')],
  ['Time', 'ffffffff', new Date('2036-02-07T06:28:15Z')],
  ['Time', '00000000', new Date('2036-02-07T06:28:16Z')],
  ['Time', '7fffffff', new Date('2104-02-26T09:42:23Z')],
  ['UTF8String', '', ''],
  ['UTF8String', '5072c3bc66737461 6e64', 'Prüfstand'],
  ['UTF8String', 'f09f9880', '😀'],
  ['UTF8String', 'efbbbf41', '\ufeffA'],
  ['UTF8String', '00', '\0'],
  ['DiameterIdentity', '696d312e696d2e6578616d706c65', 'im1.im.example'],
  ['DiameterURI', '6161613a2f2f682e6578616d706c65', 'aaa://h.example'],
  [
    'DiameterURI',
    Buffer.from('aaas://h.example:5868;transport=tcp;protocol=diameter').toString('hex'),
    'aaas://h.example:5868;transport=tcp;protocol=diameter',
  ],
  [
    'IPFilterRule',
    Buffer.from('permit in ip from 192.0.2.0/24 80,81 to any').toString('hex'),
    'permit in ip from 192.0.2.0/24 80,81 to any',
  ],
  ['Address', '0001 c0000201', '192.0.2.1'],
  ['Address', '0002 20010db8000000000000000000000001', '2001:db8::1'],
  ['Address', '0002 00000000000000000000000000000000', '::'],
  ['Address', '0002 20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
  ['Address', '0002 20010000000000010000000000000001', '2001:0:0:1::1'],
  ['Address', '0002 20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
  ['Address', '0008 3439', '8:0x3439'],
  ['Address', '0000', '0:0x'],
]

const illegalBytes: readonly (readonly [type: ScalarType, hex: string, because: RegExp])[] = [
  ['Integer32', '000001', /Integer32 needs 4 bytes of data, has 3/],
  ['Integer32', '', /needs 4 bytes of data, has 0/],
  ['Integer64', '00000001', /Integer64 needs 8 bytes of data, has 4/],
  ['Unsigned32', '0000000001', /Unsigned32 needs 4 bytes of data, has 5/],
  ['Unsigned64', '000000000000000001', /Unsigned64 needs 8 bytes of data, has 9/],
  ['Float32', '0000', /Float32 needs 4 bytes/],
  ['Float64', '00000000', /Float64 needs 8 bytes/],
  ['Enumerated', '0003', /Enumerated needs 4 bytes/],
  ['Time', 'eeae8e1700000000', /Time needs 4 bytes of data, has 8/],
  ['UTF8String', 'c3', /not UTF-8/],
  ['UTF8String', 'eda080', /not UTF-8/],
  ['DiameterIdentity', '', /host or realm name/],
  ['DiameterIdentity', '6120622e63', /host or realm name.*"a b.c"/],
  ['DiameterIdentity', 'c3bc2e63', /host or realm name/],
  ['DiameterURI', '687474703a2f2f61', /of the form aaa:.*"http:\/\/a"/],
  ['IPFilterRule', '64726f7020616c6c', /of the form "permit\|deny.*"drop all"/],
  ['Address', '00', /needs 2 bytes for its family/],
  ['Address', '0001c00002', /family 1 needs 4 octets, has 3/],
  ['Address', '0002c0000201', /family 2 needs 16 octets, has 4/],
]

const illegalValues: readonly (readonly [type: ScalarType, value: AvpScalar, because: RegExp])[] = [
  ['OctetString', 'text', /takes a Uint8Array, not "text"/],
  ['Integer32', 2147483648, /whole number from -2147483648 to 2147483647, not the number 2147483648/],
  ['Integer32', 1n, /not the bigint 1/],
  ['Integer64', 9223372036854775808n, /takes a bigint/],
  ['Unsigned32', -1, /whole number from 0/],
  ['Unsigned32', 1.5, /not the number 1.5/],
  ['Unsigned32', '1', /not "1"/],
  ['Unsigned64', -1n, /takes a bigint from 0/],
  ['Unsigned64', 2 ** 60, /takes a bigint/],
  ['Float32', 1e300, /single precision/],
  ['Float32', octets(1), /not 1 bytes/],
  ['Float64', 'x'.repeat(61), /a string of 61 characters/],
  ['Enumerated', 'START_RECORD', /whole number/],
  ['Time', new Date('1968-01-20T03:14:07Z'), /1968-01-20T03:14:07.000Z/],
  ['Time', new Date('2104-02-26T09:42:24Z'), /2104-02-26T09:42:24/],
  ['Time', new Date(NaN), /an invalid Date/],
  ['Time', 0, /takes a Date/],
  ['UTF8String', '\ud800', /half of a surrogate pair/],
  ['UTF8String', new Date(0), /takes a string, not a Date/],
  ['DiameterIdentity', 'ü.example', /host or realm name/],
  ['DiameterURI', 'aaa://', /of the form aaa/],
  ['IPFilterRule', '', /of the form/],
  ['Address', '192.0.2.256', /takes an IPv4 or IPv6 address/],
  ['Address', '1::2::3', /takes an IPv4 or IPv6 address/],
  ['Address', '1:2:3:4:5:6:7', /takes an IPv4 or IPv6 address/],
  ['Address', '::1.2.3', /takes an IPv4 or IPv6 address/],
  ['Address', '1:0xc0000201', /takes an IPv4 or IPv6 address/],
  ['Address', '65536:0x00', /takes an IPv4 or IPv6 address/],
]

const only = (type: ScalarType): Dictionary =>
  new Dictionary([[{ name: 'Tested', code: 1, vendorId: 0, type, mandatory: 'may', source: 'here' }]])

const message = (
  avp: readonly [string, AvpScalar] | { code: number; vendorId: number; flags: number; data: Uint8Array },
  type: ScalarType,
): Uint8Array =>
  encodeMessage({ commandCode: 1, applicationId: 0, request: true, hopByHop: 0, endToEnd: 0, avps: [avp] }, only(type))

const valueOf = (whole: Uint8Array, type: ScalarType): unknown => decodeMessage(whole, only(type)).avps[0]?.value

for (const [type, hex, value] of legal) {
  test(`${type}: ${hex === '' ? 'no bytes' : hex} and ${String(value)} are the same`, () => {
    const written = message(['Tested', value], type)
    assert.deepEqual(written, message({ code: 1, vendorId: 0, flags: 0, data: bytes(hex) }, type))
    assert.deepEqual(valueOf(written, type), { ok: true, value })
  })
}

for (const [type, hex, because] of illegalBytes) {
  test(`${type}: the bytes ${hex === '' ? '(none)' : hex} are refused, and kept`, () => {
    const value = valueOf(message({ code: 1, vendorId: 0, flags: 0, data: bytes(hex) }, type), type) as {
      readonly ok: boolean
      readonly raw: Uint8Array
      readonly error: CodecError
    }
    assert.equal(value.ok, false)
    assert.deepEqual(value.raw, bytes(hex))
    assert.ok(value.error instanceof CodecError)
    assert.match(value.error.message, because)
    assert.equal(value.error.path, 'Tested')
    assert.ok(value.error.offset === 28 || type === 'Address', `offset ${value.error.offset}`)
  })
}

for (const [type, value, because] of illegalValues) {
  test(`${type}: ${value instanceof Date ? 'the date' : 'the value'} ${String(value).slice(0, 40)} is not written`, () => {
    assert.throws(
      () => message(['Tested', value], type),
      (error) => error instanceof CodecError && because.test(error.message),
    )
  })
}

test('a whole number will do for the 64-bit types, and dotted tails for IPv6', () => {
  assert.deepEqual(valueOf(message(['Tested', 7], 'Unsigned64'), 'Unsigned64'), { ok: true, value: 7n })
  assert.deepEqual(valueOf(message(['Tested', -7], 'Integer64'), 'Integer64'), { ok: true, value: -7n })
  assert.deepEqual(valueOf(message(['Tested', '::ffff:192.0.2.1'], 'Address'), 'Address'), { ok: true, value: '::ffff:c000:201' })
})

test('fractions of a second are cut off, never rounded up', () => {
  const written = message(['Tested', new Date('2026-11-23T10:04:07.999Z')], 'Time')
  assert.deepEqual(valueOf(written, 'Time'), { ok: true, value: new Date('2026-11-23T10:04:07Z') })
})

test('a textual value of a megabyte is refused in no time', () => {
  const started = process.hrtime.bigint()
  for (const [type, text] of [
    ['IPFilterRule', 'permit in ip from ' + 'a to '.repeat(100_000) + '\n'],
    ['DiameterIdentity', 'a.'.repeat(300_000) + '!'],
    ['DiameterURI', 'aaa://' + 'a'.repeat(600_000) + '!'],
  ] as const) {
    const data = Uint8Array.from(Buffer.from(text))
    assert.equal((valueOf(message({ code: 1, vendorId: 0, flags: 0, data }, type), type) as { ok: boolean }).ok, false)
  }
  assert.ok(process.hrtime.bigint() - started < 2_000_000_000n)
})
