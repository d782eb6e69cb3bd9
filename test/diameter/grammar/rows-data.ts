// Faults of an AVP's data.
import type { AvpInput } from '@ch1/diameter'
import { acr, answer, origin, patched, raw } from './messages'
import type { Expected, Row } from './row'

export const dataRows: readonly Row[] = [
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
]

// One row a format whose data has a fixed length; AVPs of the dictionary that an ACR may carry.
function wrongLengths(): readonly Row[] {
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
