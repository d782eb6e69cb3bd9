// Faults of the header, of an AVP's frame and of its flags, and the depth we read to.
import { encodeMessage, type AvpInput } from '@ch1/diameter'
import { acr, answer, avpBytes, header, ims, origin, patched, raw, session, start } from './messages'
import { headerRow, type Row } from './row'

export const frameRows: readonly Row[] = [
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

function nested(times: number): AvpInput {
  let data = new Uint8Array()
  for (let i = 1; i < times; i++) data = avpBytes({ code: 284, vendorId: 0, flags: 0x40, data })
  return { code: 284, vendorId: 0, flags: 0x40, data }
}

function grown(bytes: Uint8Array, more: readonly number[]): Uint8Array {
  const longer = Uint8Array.from([...bytes, ...more])
  longer.set([longer.length >> 8, longer.length & 0xff], 2)
  return longer
}
