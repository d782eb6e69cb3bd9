// AVPs that 3GPP TS 32.299 Table 7.2.0.1 borrows: it gives code and name, and refers to another specification for the rest.
// We have not read those: type and M rule stand here as a dictionary has them, mostly freeDiameter's, and the source says which; members
// and names of values as Wireshark's has them. The members of such a group that 3GPP TS 32.299 does not name are here too.
import type { AvpDefinition } from '../dictionary'
import { rowsOf } from './row'

const row = rowsOf(10415)
const DICTIONARY = 'dictionary (freeDiameter dict_dcca_3gpp)'
const WIRESHARK = 'dictionary (Wireshark etsie2e4)'

// 3GPP TS 29.061 (RADIUS attributes of the packet core).
// 3GPP TS 32.299 §7.2.0 — reused RADIUS attributes have M set, whatever their own specification says.
const packetCore: readonly AvpDefinition[] = [
  row('3GPP-IMSI', 1, 'UTF8String', DICTIONARY),
  row('3GPP-Charging-Id', 2, 'Unsigned32', DICTIONARY),
  row('3GPP-PDP-Type', 3, 'Enumerated', DICTIONARY, { values: { 0: 'IPv4', 1: 'PPP', 2: 'IPv6', 3: 'IPv4v6' } }),
  row('3GPP-IMSI-MCC-MNC', 8, 'UTF8String', DICTIONARY),
  row('3GPP-GGSN-MCC-MNC', 9, 'UTF8String', DICTIONARY),
  row('3GPP-NSAPI', 10, 'OctetString', DICTIONARY),
  row('3GPP-Session-Stop-Indicator', 11, 'OctetString', DICTIONARY),
  row('3GPP-Selection-Mode', 12, 'UTF8String', DICTIONARY),
  row('3GPP-Charging-Characteristics', 13, 'UTF8String', DICTIONARY),
  row('3GPP-SGSN-MCC-MNC', 18, 'UTF8String', DICTIONARY),
  row('3GPP-RAT-Type', 21, 'OctetString', DICTIONARY),
  row('3GPP-User-Location-Info', 22, 'OctetString', DICTIONARY),
  row('3GPP-MS-TimeZone', 23, 'OctetString', DICTIONARY),
]

// 3GPP TS 29.214 (Rx)
const rx: readonly AvpDefinition[] = [
  row('Access-Network-Charging-Identifier-Value', 503, 'OctetString', DICTIONARY),
  row('AF-Charging-Identifier', 505, 'OctetString', DICTIONARY),
  row('Flow-Number', 509, 'Unsigned32', DICTIONARY),
  row('Flows', 510, 'Grouped', DICTIONARY, { members: ['Media-Component-Number', 'Flow-Number'] }),
  row('Max-Requested-Bandwidth-DL', 515, 'Unsigned32', DICTIONARY),
  row('Max-Requested-Bandwidth-UL', 516, 'Unsigned32', DICTIONARY),
  row('Media-Component-Number', 518, 'Unsigned32', DICTIONARY),
  row('Sponsor-Identity', 531, 'UTF8String', DICTIONARY, { mandatory: 'mustNot' }),
  row('Application-Service-Provider-Identity', 532, 'UTF8String', DICTIONARY, { mandatory: 'mustNot' }),
  row('Callee-Information', 565, 'Grouped', 'dictionary (3GPP TS 29.214 §5.3.62, transcribed)', {
    mandatory: 'mustNot',
    members: ['Called-Party-Address', 'Requested-Party-Address', 'Called-Asserted-Identity'],
  }),
]

// 3GPP TS 29.229 (Cx and Dx)
const cx: readonly AvpDefinition[] = [
  row('Server-Name', 602, 'UTF8String', DICTIONARY),
  row('Server-Capabilities', 603, 'Grouped', DICTIONARY, {
    members: ['Mandatory-Capability', 'Optional-Capability', 'Server-Name'],
  }),
  row('Mandatory-Capability', 604, 'Unsigned32', DICTIONARY),
  row('Optional-Capability', 605, 'Unsigned32', DICTIONARY),
  row('Supported-Features', 628, 'Grouped', DICTIONARY, {
    mandatory: 'may',
    members: ['Vendor-Id', 'Feature-List-ID', 'Feature-List'],
  }),
  row('Feature-List-ID', 629, 'Unsigned32', DICTIONARY, { mandatory: 'mustNot' }),
  row('Feature-List', 630, 'Unsigned32', DICTIONARY, { mandatory: 'mustNot' }),
  row('Session-Priority', 650, 'Enumerated', DICTIONARY, {
    mandatory: 'mustNot',
    values: { 0: 'PRIORITY-0', 1: 'PRIORITY-1', 2: 'PRIORITY-2', 3: 'PRIORITY-3', 4: 'PRIORITY-4' },
  }),
]

// 3GPP TS 29.329 (Sh)
const sh: readonly AvpDefinition[] = [row('MSISDN', 701, 'OctetString', DICTIONARY)]

// 3GPP TS 29.212 (Gx)
const gx: readonly AvpDefinition[] = [
  row('Charging-Rule-Base-Name', 1004, 'UTF8String', DICTIONARY),
  row('QoS-Information', 1016, 'Grouped', DICTIONARY, {
    members: [
      'QoS-Class-Identifier',
      'Max-Requested-Bandwidth-UL',
      'Max-Requested-Bandwidth-DL',
      'Guaranteed-Bitrate-UL',
      'Guaranteed-Bitrate-DL',
      'Bearer-Identifier',
      'Allocation-Retention-Priority',
      'APN-Aggregate-Max-Bitrate-UL',
      'APN-Aggregate-Max-Bitrate-DL',
    ],
  }),
  row('Bearer-Identifier', 1020, 'OctetString', DICTIONARY),
  row('Guaranteed-Bitrate-DL', 1025, 'Unsigned32', DICTIONARY),
  row('Guaranteed-Bitrate-UL', 1026, 'Unsigned32', DICTIONARY),
  row('QoS-Class-Identifier', 1028, 'Enumerated', DICTIONARY),
  row('Allocation-Retention-Priority', 1034, 'Grouped', DICTIONARY, {
    mandatory: 'mustNot',
    members: ['Priority-Level', 'Pre-emption-Capability', 'Pre-emption-Vulnerability'],
  }),
  row('APN-Aggregate-Max-Bitrate-DL', 1040, 'Unsigned32', DICTIONARY, { mandatory: 'mustNot' }),
  row('APN-Aggregate-Max-Bitrate-UL', 1041, 'Unsigned32', DICTIONARY, { mandatory: 'mustNot' }),
  row('Priority-Level', 1046, 'Unsigned32', DICTIONARY, { mandatory: 'mustNot' }),
  row('Pre-emption-Capability', 1047, 'Enumerated', DICTIONARY, { mandatory: 'mustNot' }),
  row('Pre-emption-Vulnerability', 1048, 'Enumerated', DICTIONARY, { mandatory: 'mustNot' }),
  row('TDF-IP-Address', 1091, 'Address', DICTIONARY, { mandatory: 'mustNot' }),
  row('ADC-Rule-Base-Name', 1095, 'UTF8String', DICTIONARY),
  row('UE-Local-IP-Address', 2805, 'Address', DICTIONARY, { mandatory: 'mustNot' }),
  row('UDP-Source-Port', 2806, 'Unsigned32', DICTIONARY, { mandatory: 'mustNot' }),
  row('User-Location-Info-Time', 2812, 'Time', DICTIONARY, { mandatory: 'mustNot' }),
  row('RAN-NAS-Release-Cause', 2819, 'OctetString', DICTIONARY, { mandatory: 'mustNot' }),
  row('Presence-Reporting-Area-Elements-List', 2820, 'OctetString', DICTIONARY, { mandatory: 'mustNot' }),
  row('Presence-Reporting-Area-Identifier', 2821, 'OctetString', DICTIONARY, { mandatory: 'mustNot' }),
  row('Presence-Reporting-Area-Information', 2822, 'Grouped', DICTIONARY, {
    mandatory: 'mustNot',
    members: [
      'Presence-Reporting-Area-Identifier',
      'Presence-Reporting-Area-Status',
      'Presence-Reporting-Area-Elements-List',
      'Presence-Reporting-Area-Node',
    ],
  }),
  row('Presence-Reporting-Area-Status', 2823, 'Unsigned32', DICTIONARY, { mandatory: 'mustNot' }),
  row('Fixed-User-Location-Info', 2825, 'Grouped', DICTIONARY, {
    mandatory: 'mustNot',
    members: ['SSID', 'BSSID', 'Logical-Access-ID', 'Physical-Access-ID'],
  }),
  row('NBIFOM-Mode', 2830, 'Enumerated', DICTIONARY, { mandatory: 'mustNot' }),
  row('NBIFOM-Support', 2831, 'Enumerated', DICTIONARY, { mandatory: 'mustNot' }),
  row('Access-Availability-Change-Reason', 2833, 'Unsigned32', DICTIONARY, { mandatory: 'mustNot' }),
  row('Traffic-Steering-Policy-Identifier-DL', 2836, 'OctetString', DICTIONARY, { mandatory: 'mustNot' }),
  row('Traffic-Steering-Policy-Identifier-UL', 2837, 'OctetString', DICTIONARY, { mandatory: 'mustNot' }),
  row('TCP-Source-Port', 2843, 'Unsigned32', DICTIONARY, { mandatory: 'mustNot' }),
  row('Presence-Reporting-Area-Node', 2855, 'Unsigned32', DICTIONARY, { mandatory: 'mustNot' }),
]

// 3GPP TS 29.140 (MM10)
const mm10: readonly AvpDefinition[] = [
  row('VASP-Id', 1101, 'UTF8String', DICTIONARY),
  row('VAS-Id', 1102, 'UTF8String', DICTIONARY),
]

// 3GPP TS 29.272 (S6a)
const s6a: readonly AvpDefinition[] = [
  row('Terminal-Information', 1401, 'Grouped', DICTIONARY, { members: ['IMEI', '3GPP2-MEID', 'Software-Version'] }),
  row('IMEI', 1402, 'UTF8String', DICTIONARY),
  row('Software-Version', 1403, 'UTF8String', DICTIONARY),
  row('CSG-Id', 1437, 'Unsigned32', DICTIONARY),
  row('3GPP2-MEID', 1471, 'OctetString', DICTIONARY),
  row('MME-Number-for-MT-SMS', 1645, 'OctetString', DICTIONARY, { mandatory: 'mustNot' }),
]

// 3GPP TS 29.173 (SLh)
const slh: readonly AvpDefinition[] = [
  row('MME-Name', 2402, 'DiameterIdentity', DICTIONARY),
  row('MME-Realm', 2408, 'DiameterIdentity', DICTIONARY, { mandatory: 'mustNot' }),
]

// 3GPP TS 29.273 (AAA interfaces)
const aaa: readonly AvpDefinition[] = [row('SSID', 1524, 'UTF8String', DICTIONARY, { mandatory: 'mustNot' })]

// 3GPP TS 29.128 (T6a)
const t6a: readonly AvpDefinition[] = [
  row('Serving-PLMN-Rate-Control', 4310, 'Grouped', DICTIONARY, { members: ['Uplink-Rate-Limit', 'Downlink-Rate-Limit'] }),
  row('Uplink-Rate-Limit', 4311, 'Unsigned32', DICTIONARY),
  row('Downlink-Rate-Limit', 4312, 'Unsigned32', DICTIONARY),
  row('RRC-Cause-Counter', 4318, 'Grouped', DICTIONARY, { members: ['Counter-Value', 'RRC-Counter-Timestamp'] }),
  row('Counter-Value', 4319, 'Unsigned32', DICTIONARY),
  row('RRC-Counter-Timestamp', 4320, 'Time', DICTIONARY),
]

// 3GPP TS 29.336 (S6m)
const s6m: readonly AvpDefinition[] = [row('External-Identifier', 3111, 'UTF8String', DICTIONARY)]

// 3GPP TS 29.337 (T4)
const t4: readonly AvpDefinition[] = [
  row('Serving-Node', 2401, 'Grouped', DICTIONARY),
  row('Priority-Indication', 3006, 'Enumerated', DICTIONARY, { values: { 0: 'Non-Priority', 1: 'Priority' } }),
  row('Reference-Number', 3007, 'Unsigned32', DICTIONARY),
  row('Application-Port-Identifier', 3010, 'Unsigned32', DICTIONARY),
]

// 3GPP TS 32.299 §7.3 to §7.5: AVPs of 3GPP2, ETSI and oneM2M.
const ofOthers: readonly AvpDefinition[] = [
  rowsOf(5535)('3GPP2-BSID', 9010, 'UTF8String', DICTIONARY),
  rowsOf(13019)('Logical-Access-ID', 302, 'OctetString', WIRESHARK, { mandatory: 'may' }),
  rowsOf(13019)('Physical-Access-ID', 313, 'UTF8String', WIRESHARK, { mandatory: 'may' }),
  rowsOf(45687)('M2M-Information', 1011, 'Grouped', 'dictionary (oneM2M TS-0004 §A.5.14, transcribed)'),
]

/** AVPs of other specifications that stand inside groups of TS 32.299. */
export const borrowed: readonly AvpDefinition[] = [
  ...packetCore,
  ...rx,
  ...cx,
  ...sh,
  ...gx,
  ...mm10,
  ...s6a,
  ...slh,
  ...aaa,
  ...t6a,
  ...s6m,
  ...t4,
  ...ofOthers,
]
