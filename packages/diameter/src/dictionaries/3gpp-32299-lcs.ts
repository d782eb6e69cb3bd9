// 3GPP TS 32.299 §7.2: LCS-Information: who asked for a location, and which.
import type { AvpDefinition } from '../dictionary'
import { rowsOf } from './row'

const row = rowsOf(10415)

/** LCS-Information with what stands inside it. */
export const lcsInformation: readonly AvpDefinition[] = [
  row('LCS-Information', 878, 'Grouped', '3GPP TS 32.299 §7.2.89', {
    members: ['LCS-Client-Id', 'Location-Type', 'Location-Estimate', 'Positioning-Data', '3GPP-IMSI', 'MSISDN'],
  }),
  row('LCS-Client-Id', 1232, 'Grouped', '3GPP TS 32.299 §7.2.84', {
    members: [
      'LCS-Client-Type',
      'LCS-Client-External-ID',
      'LCS-Client-Dialed-By-MS',
      'LCS-Client-Name',
      'LCS-APN',
      'LCS-Requestor-ID',
    ],
  }),
  row('LCS-Client-Type', 1241, 'Enumerated', '3GPP TS 32.299 §7.2.86', {
    values: { 0: 'EMERGENCY_SERVICES', 1: 'VALUE_ADDED_SERVICES', 2: 'PLMN_OPERATOR_SERVICES', 3: 'LAWFUL_INTERCEPT_SERVICES' },
  }),
  row('LCS-Client-External-ID', 1234, 'UTF8String', '3GPP TS 32.299 §7.2.83'),
  row('LCS-Client-Dialed-By-MS', 1233, 'UTF8String', '3GPP TS 32.299 §7.2.82'),
  row('LCS-Client-Name', 1235, 'Grouped', '3GPP TS 32.299 §7.2.85', {
    members: ['LCS-Data-Coding-Scheme', 'LCS-Name-String', 'LCS-Format-Indicator'],
  }),
  row('LCS-Data-Coding-Scheme', 1236, 'UTF8String', '3GPP TS 32.299 §7.2.87'),
  row('LCS-Name-String', 1238, 'UTF8String', '3GPP TS 32.299 §7.2.90'),
  row('LCS-Format-Indicator', 1237, 'Enumerated', '3GPP TS 32.299 §7.2.88', {
    values: { 0: 'LOGICAL_NAME', 1: 'EMAIL_ADDRESS', 2: 'MSISDN', 3: 'URL', 4: 'SIP_URL' },
  }),
  row('LCS-APN', 1231, 'UTF8String', '3GPP TS 32.299 §7.2.81'),
  row('LCS-Requestor-ID', 1239, 'Grouped', '3GPP TS 32.299 §7.2.91', {
    members: ['LCS-Data-Coding-Scheme', 'LCS-Requestor-ID-String'],
  }),
  row('LCS-Requestor-ID-String', 1240, 'UTF8String', '3GPP TS 32.299 §7.2.92'),
  row('Location-Type', 1244, 'Grouped', '3GPP TS 32.299 §7.2.96', {
    members: ['Location-Estimate-Type', 'Deferred-Location-Event-Type'],
  }),
  row('Location-Estimate-Type', 1243, 'Enumerated', '3GPP TS 32.299 §7.2.95', {
    values: {
      0: 'CURRENT_LOCATION',
      1: 'CURRENT_LAST_KNOWN_LOCATION',
      2: 'INITIAL_LOCATION',
      3: 'ACTIVATE_DEFERRED_LOCATION',
      4: 'CANCEL_DEFERRED_LOCATION',
    },
  }),
  row('Deferred-Location-Event-Type', 1230, 'UTF8String', '3GPP TS 32.299 §7.2.51'),
  row('Location-Estimate', 1242, 'OctetString', '3GPP TS 32.299 §7.2.94'),
  row('Positioning-Data', 1245, 'UTF8String', '3GPP TS 32.299 §7.2.152'),
]
