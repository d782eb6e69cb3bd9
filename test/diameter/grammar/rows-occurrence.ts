// AVPs and members that are missing, too many, not allowed or not in their place.
import { encodeMessage } from '@ch1/diameter'
import { acr, answer, header, ims, origin, raw, session, start } from './messages'
import type { Row } from './row'

export const occurrenceRows: readonly Row[] = [
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
]
