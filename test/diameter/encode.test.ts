// Encoding: what the encoder refuses, always as a CodecError that names the place, and what it writes for raw AVPs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CodecError, decodeMessage, encodeMessage, type AvpInput, type MessageInput } from '@ch1/diameter'

const header: MessageInput = { commandCode: 271, applicationId: 3, request: true, hopByHop: 1, endToEnd: 2, avps: [] }
const nested = (depth: number): AvpInput => ['Failed-AVP', depth === 1 ? [] : [nested(depth - 1)]]
const raw = (over: Partial<{ code: number; vendorId: number; flags: number; data: Uint8Array }>): AvpInput => ({
  code: 9999,
  vendorId: 0,
  flags: 0,
  data: new Uint8Array(),
  ...over,
})

const refused: readonly (readonly [name: string, input: Partial<MessageInput>, because: RegExp])[] = [
  ['an unknown name', { avps: [['Sesion-Id', 'x']] }, /^no AVP is called "Sesion-Id"; give a RawAvp/],
  [
    'a wrong value inside',
    { avps: [['Proxy-Info', [['Proxy-Host', 7]]]] },
    /^Proxy-Info.Proxy-Host: DiameterIdentity takes a string, not the number 7/,
  ],
  [
    'a group that is none',
    { avps: [['Service-Information', 'x']] },
    /^Service-Information: Grouped takes a list of AVPs, not "x"/,
  ],
  ['a list that is no group', { avps: [['Session-Id', []]] }, /^Session-Id: UTF8String takes one value, not a list/],
  ['groups 17 deep', { avps: [nested(17)] }, /nested more than 16 deep \(byte \d+, limit\)/],
  ['a command code of 25 bits', { commandCode: 0x1000000 }, /the command code must be a whole number from 0 to 16777215/],
  ['a hop-by-hop id of 33 bits', { hopByHop: 2 ** 32 }, /the hop-by-hop id must be/],
  ['a broken end-to-end id', { endToEnd: 0.5 }, /the end-to-end id must be .* not 0.5/],
  ['a negative application', { applicationId: -1 }, /the application id must be/],
  ['a raw vendor without the V bit', { avps: [raw({ vendorId: 10415 })] }, /vendor 10415 needs the V bit/],
  ['raw flags of nine bits', { avps: [raw({ flags: 256 })] }, /do not fit/],
  ['an AVP over 16 MiB', { avps: [raw({ data: new Uint8Array(0x1000000) })] }, /more than its length field can say/],
  [
    'a message over 16 MiB',
    { avps: [raw({ data: new Uint8Array(0xffff00) }), raw({ data: new Uint8Array(512) })] },
    /the message has 1\d+ bytes/,
  ],
]

for (const [name, input, because] of refused) {
  test(`${name} is not written`, () => {
    const isExpected = (error: unknown): boolean => error instanceof CodecError && because.test(error.message)
    assert.throws(() => encodeMessage({ ...header, ...input }), isExpected)
  })
}

test('groups sixteen deep are written and read', () => {
  assert.deepEqual(decodeMessage(encodeMessage({ ...header, avps: [nested(16)] })).faults, [])
})

test('the flags of the header and of a raw AVP are written as given', () => {
  const bytes = encodeMessage({
    ...header,
    proxiable: true,
    error: true,
    retransmitted: true,
    avps: [raw({ vendorId: 1, flags: 0xff })],
  })
  const message = decodeMessage(bytes)
  assert.equal(message.flags, 0xf0)
  assert.equal(message.avps[0]?.flags, 0xff)
  assert.equal(message.avps[0]?.vendorId, 1)
})

test('M and V come from the dictionary', () => {
  const avps: readonly AvpInput[] = [
    ['Error-Message', 'x'],
    ['Session-Id', 'x'],
    ['Number-Of-Participants', 1],
  ]
  const message = decodeMessage(encodeMessage({ ...header, avps }))
  assert.deepEqual(
    message.avps.map(({ flags, vendorId }) => [flags, vendorId]),
    [
      [0x00, 0],
      [0x40, 0],
      [0xc0, 10415],
    ],
  )
})
