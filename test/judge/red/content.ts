// An ACR that is not written as it must be.
import { changed } from '../edits'
import { flagBits, raw, type Red } from './row'

export const contentFaults: readonly Red[] = [
  { purpose: 'TP_CNT_001', rule: 'acr-header', fault: 'P clear', edit: changed('departure:bob', { patch: flagBits(0x40) }) },
  { purpose: 'TP_CNT_001', rule: 'acr-header', fault: 'R clear', edit: changed('departure:bob', { patch: flagBits(0x80) }) },
  { purpose: 'TP_CNT_001', rule: 'acr-header', fault: 'E set', edit: changed('departure:bob', { patch: flagBits(0x20) }) },
  {
    purpose: 'TP_CNT_001',
    rule: 'acr-header',
    fault: 'a reserved bit',
    edit: changed('departure:bob', { patch: flagBits(0x01) }),
  },
  {
    purpose: 'TP_CNT_001',
    rule: 'acr-header',
    fault: 'application 4',
    edit: changed('departure:bob', { patch: (bytes) => (bytes[11] = 4) }),
  },
  ...['Origin-Realm', 'Destination-Realm', 'Origin-Host'].map((name): Red => ({
    purpose: 'TP_CNT_002',
    rule: 'acr-mandatory-avps',
    fault: `${name} missing`,
    edit: changed('departure:bob', { without: [name] }),
  })),
  {
    purpose: 'TP_CNT_002',
    rule: 'acr-mandatory-avps',
    fault: 'Destination-Realm twice',
    edit: changed('departure:bob', { avps: [['Destination-Realm', 'charging.example']] }),
  },
  {
    purpose: 'TP_CNT_003',
    rule: 'acct-application-id',
    fault: 'application 4',
    edit: changed('departure:bob', { without: ['Acct-Application-Id'], avps: [raw(259, [0, 0, 0, 4])] }),
  },
  {
    purpose: 'TP_CNT_003',
    rule: 'acct-application-id',
    fault: 'twice',
    edit: changed('departure:bob', { avps: [['Acct-Application-Id', 3]] }),
  },
  ...[
    { vendorId: 0, flags: 0x40, fault: 'without its vendor' },
    { vendorId: 10415, flags: 0x80, fault: 'without the M bit' },
    { vendorId: 10416, flags: 0xc0, fault: 'of another vendor' },
  ].map(({ vendorId, flags, fault }): Red => ({
    purpose: 'TP_CNT_005',
    rule: 'service-information-bits',
    fault: `Service-Information ${fault}`,
    edit: changed('departure:bob', { serviceInformation: { code: 873, vendorId, flags, data: new Uint8Array() } }),
  })),
  {
    purpose: 'TP_CNT_006',
    rule: 'node-functionality-present',
    fault: 'none',
    edit: changed('departure:bob', { serviceInformation: ['Service-Information', [['IMS-Information', []]]] }),
  },
  {
    purpose: 'TP_CNT_006',
    rule: 'node-functionality-present',
    fault: 'twice',
    edit: changed('departure:bob', { ims: [['Node-Functionality', 6]] }),
  },
  {
    purpose: 'TP_CNT_007',
    rule: 'role-of-node-of-mrfc',
    fault: 'Role-Of-Node from an MRFC',
    edit: changed('departure:bob', {
      serviceInformation: [
        'Service-Information',
        [
          [
            'IMS-Information',
            [
              ['Node-Functionality', 3],
              ['Role-Of-Node', 1],
            ],
          ],
        ],
      ],
    }),
  },
  {
    purpose: 'TP_CNT_008',
    rule: 'avp-data',
    fault: 'Origin-State-Id of 3 octets',
    edit: changed('departure:bob', { avps: [raw(278, [1, 2, 3])] }),
  },
  {
    purpose: 'TP_CNT_008',
    rule: 'avp-data',
    fault: 'Event-Timestamp of 8 octets',
    edit: changed('departure:bob', { avps: [raw(55, [1, 2, 3, 4, 5, 6, 7, 8])] }),
  },
  {
    purpose: 'TP_CNT_009',
    rule: 'avp-alignment',
    fault: 'an AVP longer than its message',
    edit: changed('departure:bob', { avps: [raw(278, [0, 0, 0, 1])], patch: (bytes) => (bytes[bytes.length - 5] = 40) }),
  },
  {
    purpose: 'TP_CNT_010',
    rule: 'avp-bits',
    fault: 'a reserved bit',
    edit: changed('departure:bob', { avps: [raw(278, [0, 0, 0, 1], 0x48)] }),
  },
  {
    purpose: 'TP_CNT_010',
    rule: 'avp-bits',
    fault: 'the V bit with vendor 0',
    edit: changed('departure:bob', { avps: [raw(278, [0, 0, 0, 1], 0xc0)] }),
  },
  {
    purpose: 'TP_CNT_018',
    rule: 'session-id-origin',
    fault: "a Session-Id of another node's name",
    edit: (plan) => [{ ...plan, session: 'im2.im.example;1;1' }],
  },
  {
    purpose: 'TP_CNT_013',
    rule: 'event-timestamp-of-trigger',
    fault: 'the time of sending, 3 s later',
    edit: changed('arrival:bob', { eventAtMs: 4_100 }),
  },
  {
    purpose: 'TP_CNT_015',
    rule: 'calling-party',
    fault: 'somebody else',
    edit: changed('join:bob', { party: 'sip:zoe@home.example' }),
  },
  { purpose: 'TP_CNT_019', rule: 'stop-cause', fault: 'a failure', edit: changed('stop:alice', { cause: 1 }) },
]
