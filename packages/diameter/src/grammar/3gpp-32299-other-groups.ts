// 3GPP TS 32.299: the grammars of LCS-Information, VCS-Information and the groups inside them.
import { tgppGroup } from './3gpp-32299-group'
import type { GroupGrammar } from './rule'

/** Groups of location and circuit-switched charging, Release 16. */
export const tgppOtherGroups: readonly GroupGrammar[] = [
  tgppGroup('LCS-Information', '7.2.89', {
    maybe: ['LCS-Client-Id', 'Location-Type', 'Location-Estimate', 'Positioning-Data', '3GPP-IMSI', 'MSISDN'],
  }),
  tgppGroup('LCS-Client-Id', '7.2.84', {
    maybe: [
      'LCS-Client-Type',
      'LCS-Client-External-ID',
      'LCS-Client-Dialed-By-MS',
      'LCS-Client-Name',
      'LCS-APN',
      'LCS-Requestor-ID',
    ],
  }),
  tgppGroup('LCS-Client-Name', '7.2.85', { maybe: ['LCS-Data-Coding-Scheme', 'LCS-Name-String', 'LCS-Format-Indicator'] }),
  tgppGroup('LCS-Requestor-ID', '7.2.91', { maybe: ['LCS-Data-Coding-Scheme', 'LCS-Requestor-ID-String'] }),
  tgppGroup('Location-Type', '7.2.96', { maybe: ['Location-Estimate-Type', 'Deferred-Location-Event-Type'] }),
  tgppGroup('VCS-Information', '7.2.242A', {
    maybe: [
      'Bearer-Capability',
      'Network-Call-Reference-Number',
      'MSC-Address',
      'Basic-Service-Code',
      'ISUP-Location-Number',
      'VLR-Number',
      'Forwarding-Pending',
      'ISUP-Cause',
      'Start-Time',
      'Start-of-Charging',
      'Stop-Time',
      'PS-Free-Format-Data',
    ],
  }),
  tgppGroup('Basic-Service-Code', '7.2.29A', { maybe: ['Bearer-Service', 'Teleservice'] }),
]
