// 3GPP TS 32.299: the grammars of PoC-Information, MMTel-Information, advice of charge, and the groups inside them.
import { tgppGroup } from './3gpp-32299-group'
import type { GroupGrammar } from './rule'

/** Groups of PoC and MMTel charging, Release 16. */
export const tgppPocGroups: readonly GroupGrammar[] = [
  tgppGroup('PoC-Information', '7.2.144', {
    maybe: [
      'PoC-Server-Role',
      'PoC-Session-Type',
      'PoC-User-Role',
      'PoC-Session-Initiation-type',
      'PoC-Event-Type',
      'Number-Of-Participants',
      'PoC-Controlling-Address',
      'PoC-Group-Name',
      'PoC-Session-Id',
      'Charged-Party',
    ],
    any: ['Participants-Involved', 'Participant-Group', 'Talk-Burst-Exchange'],
  }),
  tgppGroup('PoC-User-Role', '7.2.149', { maybe: ['PoC-User-Role-IDs', 'PoC-User-Role-Info-Units'] }),
  tgppGroup('Participant-Group', '7.2.131', {
    maybe: ['Called-Party-Address', 'Participant-Access-Priority', 'User-Participating-Type'],
  }),
  tgppGroup('Talk-Burst-Exchange', '7.2.220', {
    one: ['PoC-Change-Time'],
    maybe: [
      'Number-Of-Talk-Bursts',
      'Talk-Burst-Volume',
      'Talk-Burst-Time',
      'Number-Of-Received-Talk-Bursts',
      'Received-Talk-Burst-Volume',
      'Received-Talk-Burst-Time',
      'Number-Of-Participants',
      'PoC-Change-Condition',
    ],
  }),
  tgppGroup('MMTel-Information', '7.2.111', { any: ['Supplementary-Service'] }),
  tgppGroup('Supplementary-Service', '7.2.219', {
    maybe: [
      'MMTel-SService-Type',
      'Service-Mode',
      'Number-Of-Diversions',
      'Associated-Party-Address',
      'Service-Id',
      'Change-Time',
      'Number-Of-Participants',
      'Participant-Action-Type',
      'CUG-Information',
      'AoC-Information',
    ],
  }),
  tgppGroup('AoC-Information', '7.2.15', {
    maybe: ['AoC-Cost-Information', 'Tariff-Information', 'AoC-Subscription-Information'],
  }),
  tgppGroup('AoC-Cost-Information', '7.2.13', { maybe: ['Accumulated-Cost', 'Currency-Code'], any: ['Incremental-Cost'] }),
  tgppGroup('Accumulated-Cost', '7.2.3', { one: ['Value-Digits'], maybe: ['Exponent'] }),
  tgppGroup('Incremental-Cost', '7.2.70', { one: ['Value-Digits'], maybe: ['Exponent'] }),
  tgppGroup('AoC-Subscription-Information', '7.2.20', { maybe: ['AoC-Format', 'Preferred-AoC-Currency'], any: ['AoC-Service'] }),
  tgppGroup('AoC-Service', '7.2.17', { maybe: ['AoC-Service-Obligatory-Type', 'AoC-Service-Type'] }),
  tgppGroup('Tariff-Information', '7.2.223', { one: ['Current-Tariff'], maybe: ['Tariff-Time-Change', 'Next-Tariff'] }),
  tgppGroup('Current-Tariff', '7.2.47', { maybe: ['Currency-Code', 'Scale-Factor'], any: ['Rate-Element'] }),
  tgppGroup('Next-Tariff', '7.2.112', { maybe: ['Currency-Code', 'Scale-Factor'], any: ['Rate-Element'] }),
  tgppGroup('Rate-Element', '7.2.161', {
    one: ['CC-Unit-Type'],
    maybe: ['Charge-Reason-Code', 'Unit-Value', 'Unit-Cost', 'Unit-Quota-Threshold'],
  }),
  tgppGroup('Scale-Factor', '7.2.178', { one: ['Value-Digits'], maybe: ['Exponent'] }),
  tgppGroup('Unit-Cost', '7.2.239', { one: ['Value-Digits'], maybe: ['Exponent'] }),
]
