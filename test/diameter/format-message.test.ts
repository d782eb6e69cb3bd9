// The printed message: names, flags, values, faults, and hostile text that cannot leave its line.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeMessage, encodeMessage, formatMessage, type AvpInput, type MessageInput } from '@ch1/diameter'

const header: MessageInput = { commandCode: 271, applicationId: 3, request: true, hopByHop: 1, endToEnd: 2, avps: [] }
const print = (...avps: readonly AvpInput[]): readonly string[] =>
  formatMessage(decodeMessage(encodeMessage({ ...header, avps }))).split('\n')

test('a message is a line for its header and a line for each AVP', () => {
  const lines = print(
    ['Session-Id', 'a;1'],
    ['Accounting-Record-Type', 3],
    ['Event-Timestamp', new Date('2026-11-23T10:04:07Z')],
    ['Service-Information', [['PoC-Information', [['Number-Of-Participants', 3]]]]],
    ['Class', new Uint8Array([1, 255])],
    ['Accounting-Sub-Session-Id', 7n],
    { code: 9999, vendorId: 5, flags: 0xa1, data: new Uint8Array([1]) },
  )
  assert.deepEqual(lines, [
    'Accounting-Request (ACR)  R---  application 3  hop-by-hop 0x00000001  end-to-end 0x00000002  140 bytes',
    '  Session-Id (263) -M- "a;1"',
    '  Accounting-Record-Type (480) -M- INTERIM_RECORD (3)',
    '  Event-Timestamp (55) -M- 2026-11-23T10:04:07.000Z',
    '  Service-Information (873, vendor 10415) VM-',
    '    PoC-Information (879, vendor 10415) VM-',
    '      Number-Of-Participants (885, vendor 10415) VM- 3',
    '  Class (25) -M- 0x01ff',
    '  Accounting-Sub-Session-Id (287) -M- 7',
    '  AVP (9999, vendor 5) V-P+0x01 0x01',
  ])
})

test('faults stand at their AVP', () => {
  const lines = print(
    { code: 268, vendorId: 0, flags: 0x40, data: new Uint8Array([0, 7, 209]) },
    { code: 268, vendorId: 0, flags: 0x80, data: new Uint8Array([0, 0, 7, 209]) },
  )
  assert.equal(lines[1], '  Result-Code (268) -M- !! Unsigned32 needs 4 bytes of data, has 3 (RFC 6733 §4.2): 0x0007d1')
  assert.equal(
    lines[2],
    '  Result-Code (268) V-- DIAMETER_SUCCESS (2001) !! the V bit is set but the vendor is 0 (RFC 6733 §4.1)',
  )
})

test('strings cannot break out of their line, nor turn it round, nor fill the page', () => {
  const [, text, long, octets] = print(
    ['User-Name', 'a\r\n  "Result-Code" \\ \u001b[31m \u202e \u2028 é'],
    ['User-Name', 'x'.repeat(5000)],
    ['Class', new Uint8Array(5000)],
  )
  assert.equal(text, '  User-Name (1) -M- "a\\u{d}\\u{a}  \\"Result-Code\\" \\\\ \\u{1b}[31m \\u{202e} \\u{2028} é"')
  assert.match(long ?? '', /^ {2}User-Name \(1\) -M- "x{1000}" … 4000 more characters$/)
  assert.match(octets ?? '', / 0x(00){64} … 4936 more octets$/)
})

test('an unknown command is printed by its number', () => {
  const bytes = encodeMessage({ ...header, commandCode: 999, request: false, error: true, retransmitted: true })
  bytes[4] = (bytes[4] ?? 0) | 0x01
  assert.match(formatMessage(decodeMessage(bytes)), /^Command 999 answer {2}--ET\+0x1 {2}application 3/)
})
