// Messages that each break one rule of the grammars, and the finding that is owed: the table of grammar.test.ts.
import { encodeMessage, type AvpInput, type FindingRule, type Level, type MessageInput } from '@ch1/diameter'

/** The header of an ACR. */
export const header = { commandCode: 271, applicationId: 3, request: true, proxiable: true, hopByHop: 1, endToEnd: 2 }
/** The Session-Id of every message here. */
export const session: AvpInput = ['Session-Id', 'a;1;2']
/** What else an ACR must have. */
export const start: readonly AvpInput[] = [
  ['Origin-Host', 'a'],
  ['Origin-Realm', 'b'],
  ['Destination-Realm', 'c'],
  ['Accounting-Record-Type', 2],
  ['Accounting-Record-Number', 0],
]
/** An ACR. Offsets: Session-Id 20, Origin-Host 36, Origin-Realm 48, Destination-Realm 60, type 72, number 84, `more` 96. */
export const acr = (...more: readonly AvpInput[]): Uint8Array => encodeMessage({ ...header, avps: [session, ...start, ...more] })
/** An answer, by default to an ACR. */
export const answer = (flags: Partial<MessageInput>, ...avps: readonly AvpInput[]): Uint8Array =>
  encodeMessage({ ...header, request: false, ...flags, avps })
/** An AVP by its octets. */
export const raw = (code: number, flags: number, data: readonly number[], vendorId = 0): AvpInput => ({
  code,
  vendorId,
  flags,
  data: Uint8Array.from(data),
})
const ims = (...members: readonly AvpInput[]): AvpInput => [
  'Service-Information',
  [['IMS-Information', [['Node-Functionality', 6], ...members]]],
]
/** Who answers. */
export const origin: readonly AvpInput[] = [
  ['Origin-Host', 'a'],
  ['Origin-Realm', 'b'],
]

/** A message, by default the ACR, with some bytes overwritten. */
export function patched(changes: Readonly<Record<number, number>>, bytes = acr()): Uint8Array {
  for (const [at, value] of Object.entries(changes)) bytes[Number(at)] = value
  return bytes
}

/** What a row expects of the first finding. `failed` is Failed-AVP as the tree shows it, one name and value after the other. */
export interface Expected {
  readonly rule: FindingRule
  readonly path: string
  readonly clause: string
  readonly offset: number
  readonly resultCode: number
  readonly failed?: string
  readonly level?: Level
}

/** What is wrong, the message, the finding. */
export const rows: readonly (readonly [name: string, bytes: Uint8Array, expected: Expected])[] = [
  // ---- header
  ['a reserved bit in the command flags', patched({ 4: 0xc1 }), headerRow('RFC 6733 §3', 5013)],
  ['a request with the E bit', patched({ 4: 0xe0 }), headerRow('RFC 6733 §3', 3008)],
  [
    'an answer with the T bit',
    answer({ retransmitted: true }, session, ['Result-Code', 2001], ...origin, ...start.slice(3)),
    headerRow('RFC 6733 §3', 3008),
  ],
  ['an ACR without the P bit', patched({ 4: 0x80 }), headerRow('RFC 6733 §9.7.1', 3008)],
  [
    'a DWR with the P bit',
    encodeMessage({ ...header, commandCode: 280, applicationId: 0, avps: origin }),
    headerRow('RFC 6733 §5.5.1', 3008),
  ],
  [
    'a DWA with the P bit, which its request may have had',
    answer({ commandCode: 280, applicationId: 0 }, ['Result-Code', 2001], ...origin),
    { ...headerRow('RFC 6733 §5.5.2', 3008), level: 'SHOULD' },
  ],
  [
    'a DWR of application 3',
    encodeMessage({ ...header, proxiable: false, commandCode: 280, avps: origin }),
    { rule: 'application', path: 'header', clause: 'RFC 6733 §2.5', offset: 8, resultCode: 3007 },
  ],
  // ---- the frame of an AVP
  [
    'an AVP length below its header',
    patched({ 103: 7 }, acr(['User-Name', 'abcd'])),
    { rule: 'length', path: 'User-Name', clause: 'RFC 6733 §4.1', offset: 101, resultCode: 5014, failed: 'User-Name=' },
  ],
  [
    'an AVP length beyond the message: the least data of the format is shown',
    patched({ 91: 13 }),
    {
      rule: 'length',
      path: 'Accounting-Record-Number',
      clause: 'RFC 6733 §4.1',
      offset: 89,
      resultCode: 5014,
      failed: 'Accounting-Record-Number=0',
    },
  ],
  [
    'bytes that are no AVP header: they are filled up',
    grown(acr(), [0, 0, 1, 7]),
    { rule: 'length', path: 'AVP 0', clause: 'RFC 6733 §4.1', offset: 96, resultCode: 5014, failed: 'Session-Id=' },
  ],
  [
    'a V bit with vendor 0',
    acr(raw(1, 0xc0, [0x61])),
    { rule: 'vendor', path: 'User-Name', clause: 'RFC 6733 §4.1.1', offset: 104, resultCode: 3009, failed: 'User-Name=a' },
  ],
  [
    'padding that is not zero',
    patched({ 45: 0x20 }),
    {
      rule: 'padding',
      path: 'Origin-Host',
      clause: 'RFC 6733 §4',
      offset: 45,
      resultCode: 5004,
      failed: 'Origin-Host=a',
      level: 'SHOULD',
    },
  ],
  [
    'a group whose length is no multiple of four',
    acr(raw(284, 0x40, [...avpBytes(['Proxy-Host', 'p']), ...avpBytes(['Proxy-State', Uint8Array.of(1)])].slice(0, -3))),
    {
      rule: 'length',
      path: 'Proxy-Info',
      clause: 'RFC 6733 §4.2',
      offset: 104,
      resultCode: 5014,
      failed: 'Proxy-Info Proxy-Host=p Proxy-State=01',
    },
  ],
  // ---- flags of an AVP
  [
    'an AVP without the M bit it must have',
    acr(raw(1, 0, [0x61])),
    { rule: 'flags', path: 'User-Name', clause: 'RFC 6733 §4.5', offset: 100, resultCode: 3009, failed: 'User-Name=a' },
  ],
  [
    'an AVP with the M bit it must not have',
    answer({ error: true }, session, ...origin, ['Result-Code', 3004], raw(281, 0x40, [0x61])),
    { rule: 'flags', path: 'Error-Message', clause: 'RFC 6733 §4.5', offset: 76, resultCode: 3009, failed: 'Error-Message=a' },
  ],
  [
    'a reserved bit in the flags of an AVP',
    acr(raw(1, 0x41, [0x61])),
    { rule: 'flags', path: 'User-Name', clause: 'RFC 6733 §4.1', offset: 100, resultCode: 3009, failed: 'User-Name=a' },
  ],
  [
    'the P bit of an AVP',
    acr(raw(1, 0x60, [0x61])),
    {
      rule: 'flags',
      path: 'User-Name',
      clause: 'RFC 6733 §4.1',
      offset: 100,
      resultCode: 3009,
      failed: 'User-Name=a',
      level: 'SHOULD',
    },
  ],
  [
    'an unknown AVP with the M bit',
    acr(raw(9999, 0xc0, [1], 4711)),
    {
      rule: 'unknown-mandatory',
      path: 'AVP 9999 (vendor 4711)',
      clause: 'RFC 6733 §4.1',
      offset: 96,
      resultCode: 5001,
      failed: 'AVP 9999 (vendor 4711)=01',
    },
  ],
  [
    'an unknown AVP with the M bit inside a group',
    acr(ims(raw(9999, 0x40, [1]))),
    {
      rule: 'unknown-mandatory',
      path: 'Service-Information.IMS-Information.AVP 9999',
      clause: 'RFC 6733 §4.1',
      offset: 136,
      resultCode: 5001,
      failed: 'Service-Information IMS-Information AVP 9999=01',
    },
  ],
  // ---- data
  ...wrongLengths(),
  [
    'a UTF8String that is not UTF-8',
    acr(raw(1, 0x40, [0x61, 0xc3, 0x28])),
    { rule: 'value', path: 'User-Name', clause: 'RFC 6733 §4.3.1', offset: 105, resultCode: 5004, failed: 'User-Name=!61c328' },
  ],
  [
    'a UTF8String with a NUL',
    acr(raw(1, 0x40, [0x61, 0])),
    { rule: 'value', path: 'User-Name', clause: 'RFC 6733 §4.3.1', offset: 105, resultCode: 5004, failed: 'User-Name=a\0' },
  ],
  [
    'a DiameterIdentity with a space',
    acr(raw(293, 0x40, [0x61, 0x20])),
    {
      rule: 'value',
      path: 'Destination-Host',
      clause: 'RFC 6733 §4.3.1',
      offset: 105,
      resultCode: 5004,
      failed: 'Destination-Host=!6120',
    },
  ],
  [
    'an empty DiameterIdentity',
    acr(raw(293, 0x40, [])),
    {
      rule: 'value',
      path: 'Destination-Host',
      clause: 'RFC 6733 §4.3.1',
      offset: 104,
      resultCode: 5004,
      failed: 'Destination-Host=!',
    },
  ],
  [
    'a DiameterURI of another form',
    answer({ error: true }, ...origin, ['Result-Code', 3006], raw(292, 0x40, [0x61])),
    {
      rule: 'value',
      path: 'Redirect-Host',
      clause: 'RFC 6733 §4.3.1',
      offset: 64,
      resultCode: 5004,
      failed: 'Redirect-Host=!61',
    },
  ],
  [
    'a value that an enumeration of RFC 6733 does not have',
    patched({ 83: 9 }),
    {
      rule: 'value',
      path: 'Accounting-Record-Type',
      clause: 'RFC 6733 §9.8.1',
      offset: 80,
      resultCode: 5004,
      failed: 'Accounting-Record-Type=9',
    },
  ],
  [
    'a value that an enumeration of 3GPP does not have yet',
    acr(['Service-Information', [['IMS-Information', [['Node-Functionality', 777]]]]]),
    {
      rule: 'value',
      path: 'Service-Information.IMS-Information.Node-Functionality',
      clause: '3GPP TS 32.299 §7.2.113',
      offset: 132,
      resultCode: 5004,
      failed: 'Service-Information IMS-Information Node-Functionality=777',
      level: 'SHOULD',
    },
  ],
  [
    'an Application-Id other than the header',
    acr(['Acct-Application-Id', 4]),
    {
      rule: 'application',
      path: 'Acct-Application-Id',
      clause: 'RFC 6733 §6.9',
      offset: 104,
      resultCode: 5004,
      failed: 'Acct-Application-Id=4',
    },
  ],
  [
    'an Application-Id other than the header, for a vendor',
    acr([
      'Vendor-Specific-Application-Id',
      [
        ['Vendor-Id', 10415],
        ['Auth-Application-Id', 4],
      ],
    ]),
    {
      rule: 'application',
      path: 'Vendor-Specific-Application-Id.Auth-Application-Id',
      clause: 'RFC 6733 §6.8',
      offset: 124,
      resultCode: 5004,
      failed: 'Vendor-Specific-Application-Id Auth-Application-Id=4',
    },
  ],
  // ---- occurrence
  [
    'a missing AVP',
    encodeMessage({ ...header, avps: [session, ...start.slice(0, 4)] }),
    {
      rule: 'missing',
      path: 'Accounting-Record-Number',
      clause: 'RFC 6733 §9.7.1',
      offset: 84,
      resultCode: 5005,
      failed: 'Accounting-Record-Number=0',
    },
  ],
  [
    'a missing member',
    acr(['Service-Information', [['IMS-Information', [['User-Session-Id', 'x']]]]]),
    {
      rule: 'missing',
      path: 'Service-Information.IMS-Information.Node-Functionality',
      clause: '3GPP TS 32.299 §7.2.77',
      offset: 136,
      resultCode: 5005,
      failed: 'Service-Information IMS-Information Node-Functionality=0',
    },
  ],
  [
    'one AVP too many: the first that is',
    acr(['User-Name', 'x'], ['User-Name', 'y'], ['User-Name', 'z']),
    { rule: 'too-many', path: 'User-Name[2]', clause: 'RFC 6733 §9.7.1', offset: 108, resultCode: 5009, failed: 'User-Name=y' },
  ],
  [
    'one member too many',
    acr(ims(['Called-Party-Address', 'x'], ['Called-Party-Address', 'y'])),
    {
      rule: 'too-many',
      path: 'Service-Information.IMS-Information.Called-Party-Address[2]',
      clause: '3GPP TS 32.299 §7.2.77',
      offset: 152,
      resultCode: 5009,
      failed: 'Service-Information IMS-Information Called-Party-Address=y',
    },
  ],
  [
    'an AVP that must not be there',
    encodeMessage({ ...header, proxiable: false, commandCode: 280, applicationId: 0, avps: [...origin, session] }),
    {
      rule: 'not-allowed',
      path: 'Session-Id',
      clause: 'RFC 6733 §10.1',
      offset: 44,
      resultCode: 5008,
      failed: 'Session-Id=a;1;2',
    },
  ],
  [
    'an AVP that the accounting guidelines leave out',
    acr(['Result-Code', 2001]),
    {
      rule: 'not-allowed',
      path: 'Result-Code',
      clause: 'RFC 6733 §10.2',
      offset: 96,
      resultCode: 5008,
      failed: 'Result-Code=2001',
      level: 'SHOULD',
    },
  ],
  [
    'a destination in an answer',
    answer({}, session, ['Result-Code', 2001], ...origin, ...start.slice(3), ['Destination-Realm', 'c']),
    {
      rule: 'not-allowed',
      path: 'Destination-Realm',
      clause: 'RFC 6733 §6.2',
      offset: 96,
      resultCode: 5008,
      failed: 'Destination-Realm=c',
    },
  ],
  [
    'a member that a closed group does not have',
    acr([
      'Subscription-Id',
      [
        ['Subscription-Id-Type', 0],
        ['Subscription-Id-Data', 'x'],
        ['User-Name', 'y'],
      ],
    ]),
    {
      rule: 'not-allowed',
      path: 'Subscription-Id.User-Name',
      clause: 'RFC 8506 §8.46',
      offset: 128,
      resultCode: 5008,
      failed: 'Subscription-Id User-Name=y',
    },
  ],
  [
    'a member without M that a closed group does not have',
    acr(['Subscription-Id', [['Subscription-Id-Type', 0], ['Subscription-Id-Data', 'x'], raw(9999, 0, [1])]]),
    {
      rule: 'not-allowed',
      path: 'Subscription-Id.AVP 9999',
      clause: 'RFC 8506 §8.46',
      offset: 128,
      resultCode: 5008,
      failed: 'Subscription-Id AVP 9999=01',
      level: 'SHOULD',
    },
  ],
  [
    'a member that a group of 3GPP does not list',
    acr(ims(['User-Name', 'y'])),
    {
      rule: 'not-allowed',
      path: 'Service-Information.IMS-Information.User-Name',
      clause: '3GPP TS 32.299 §7.2.77',
      offset: 136,
      resultCode: 5008,
      failed: 'Service-Information IMS-Information User-Name=y',
      level: 'SHOULD',
    },
  ],
  [
    'an AVP that is not in its place',
    encodeMessage({ ...header, avps: [start[0] ?? session, session, ...start.slice(1)] }),
    { rule: 'position', path: 'Session-Id', clause: 'RFC 6733 §9.7.1', offset: 32, resultCode: 5005, failed: 'Session-Id=a;1;2' },
  ],
  [
    'neither of two members of which there must be one',
    acr(['Vendor-Specific-Application-Id', [['Vendor-Id', 10415]]]),
    {
      rule: 'missing',
      path: 'Vendor-Specific-Application-Id.Auth-Application-Id or Acct-Application-Id',
      clause: 'RFC 6733 §6.11',
      offset: 116,
      resultCode: 5005,
      failed: 'Vendor-Specific-Application-Id Auth-Application-Id=0 Acct-Application-Id=0',
    },
  ],
  [
    'both of two members of which there must be one',
    acr([
      'Vendor-Specific-Application-Id',
      [
        ['Vendor-Id', 9],
        ['Auth-Application-Id', 3],
        ['Acct-Application-Id', 3],
      ],
    ]),
    {
      rule: 'too-many',
      path: 'Vendor-Specific-Application-Id',
      clause: 'RFC 6733 §6.11',
      offset: 96,
      resultCode: 5009,
      failed: 'Vendor-Specific-Application-Id Vendor-Id=9 Auth-Application-Id=3 Acct-Application-Id=3',
    },
  ],
  [
    'an empty Failed-AVP',
    answer({}, session, ['Result-Code', 5004], ...origin, ...start.slice(3), ['Failed-AVP', []]),
    { rule: 'missing', path: 'Failed-AVP', clause: 'RFC 6733 §7.5', offset: 104, resultCode: 5005, failed: 'Failed-AVP' },
  ],
  // ---- answers
  [
    'a protocol error without the E bit',
    answer({}, session, ['Result-Code', 3004], ...origin, ...start.slice(3)),
    headerRow('RFC 6733 §7.1.3', 3008),
  ],
  [
    'a transient failure with the E bit',
    answer({ error: true }, ...origin, ['Result-Code', 4002]),
    headerRow('RFC 6733 §7.1.4', 3008),
  ],
  ['a success with the E bit', answer({ error: true }, ...origin, ['Result-Code', 2001]), headerRow('RFC 6733 §7.2', 3008)],
  [
    'an error that must show the AVP at fault',
    answer({}, session, ['Result-Code', 5004], ...origin, ...start.slice(3)),
    { rule: 'missing', path: 'Failed-AVP', clause: 'RFC 6733 §7.1.5', offset: 96, resultCode: 5005, failed: 'Failed-AVP' },
  ],
  [
    'an error that should show the AVP at fault',
    answer({}, session, ['Result-Code', 5005], ...origin, ...start.slice(3)),
    {
      rule: 'missing',
      path: 'Failed-AVP',
      clause: 'RFC 6733 §7.1.5',
      offset: 96,
      resultCode: 5005,
      failed: 'Failed-AVP',
      level: 'SHOULD',
    },
  ],
  [
    'a redirect indication to nowhere',
    answer({ error: true }, ...origin, ['Result-Code', 3006]),
    { rule: 'missing', path: 'Redirect-Host', clause: 'RFC 6733 §6.12', offset: 56, resultCode: 5005, failed: 'Redirect-Host=!' },
  ],
  [
    'a redirect to be kept, but how long',
    answer({ error: true }, ...origin, ['Result-Code', 3006], ['Redirect-Host', 'aaa://h'], ['Redirect-Host-Usage', 1]),
    {
      rule: 'missing',
      path: 'Redirect-Max-Cache-Time',
      clause: 'RFC 6733 §6.14',
      offset: 84,
      resultCode: 5005,
      failed: 'Redirect-Max-Cache-Time=0',
    },
  ],
  // ---- a bound of our own
  [
    'groups nested too deep',
    acr(nested(17)),
    {
      rule: 'limit',
      path: Array(17).fill('Proxy-Info').join('.'),
      clause: 'limit',
      offset: 96 + 16 * 8,
      resultCode: 5012,
      level: 'SHOULD',
    },
  ],
]

function headerRow(clause: string, resultCode: number): Expected {
  return { rule: 'header-flags', path: 'header', clause, offset: 4, resultCode }
}

// One row a format whose data has a fixed length; AVPs of the dictionary that an ACR may carry.
function wrongLengths(): readonly (readonly [string, Uint8Array, Expected])[] {
  const formats: readonly (readonly [type: string, name: string, avp: AvpInput, clause: string, shown: string])[] = [
    ['Unsigned32', 'Acct-Interim-Interval', raw(85, 0x40, [1, 2, 3]), '§4.2', '!010203'],
    ['Unsigned64', 'Accounting-Sub-Session-Id', raw(287, 0x40, [1, 2, 3, 4]), '§4.2', '!01020304'],
    ['Enumerated', 'Accounting-Realtime-Required', raw(483, 0x40, []), '§4.2', '!'],
    ['Time', 'Event-Timestamp', raw(55, 0x40, [1, 2, 3, 4, 5]), '§4.3.1', '!0102030405'],
    ['Address', 'Host-IP-Address', raw(257, 0x40, [0, 1, 2, 3, 4]), '§4.3.1', '!0001020304'],
    ['Address', 'Host-IP-Address', raw(257, 0x40, [0, 2, 2, 3, 4, 5]), '§4.3.1', '!000202030405'],
    ['Address', 'Host-IP-Address', raw(257, 0x40, [0]), '§4.3.1', '!00'],
  ]
  return formats.map(([type, name, avp, clause, shown]) => {
    const expected: Expected = {
      rule: 'length',
      path: name,
      clause: `RFC 6733 ${clause}`,
      offset: 104,
      resultCode: 5014,
      failed: `${name}=${shown}`,
    }
    return [`${name}, ${type} of ${(avp as { data: Uint8Array }).data.length} bytes`, acr(avp), expected]
  })
}

function nested(times: number): AvpInput {
  let data = new Uint8Array()
  for (let i = 1; i < times; i++) data = avpBytes({ code: 284, vendorId: 0, flags: 0x40, data })
  return { code: 284, vendorId: 0, flags: 0x40, data }
}

function avpBytes(avp: AvpInput): Uint8Array<ArrayBuffer> {
  return encodeMessage({ ...header, avps: [avp] }).slice(20)
}

function grown(bytes: Uint8Array, more: readonly number[]): Uint8Array {
  const longer = Uint8Array.from([...bytes, ...more])
  longer.set([longer.length >> 8, longer.length & 0xff], 2)
  return longer
}
