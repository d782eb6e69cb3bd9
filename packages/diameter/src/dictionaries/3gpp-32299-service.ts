// 3GPP TS 32.299 §7.2: Service-Information, the one group under which all service data stands.
import type { AvpDefinition } from '../dictionary'
import { rowsOf } from './row'

const row = rowsOf(10415)

/** Service-Information and the groups of services that an IMS node does not report: those are named, their members are not. */
export const serviceInformation: readonly AvpDefinition[] = [
  row('Service-Information', 873, 'Grouped', '3GPP TS 32.299 §7.2.192', {
    members: [
      'Subscription-Id',
      'AoC-Information',
      'PS-Information',
      'IMS-Information',
      'MMS-Information',
      'LCS-Information',
      'PoC-Information',
      'MBMS-Information',
      'SMS-Information',
      'VCS-Information',
      'MMTel-Information',
      'ProSe-Information',
      'Service-Generic-Information',
      'IM-Information',
      'DCD-Information',
      'M2M-Information',
      'CPDT-Information',
    ],
  }),
  row('MBMS-Information', 880, 'Grouped', '3GPP TS 32.299 §7.2.99'),
  row('ProSe-Information', 3447, 'Grouped', '3GPP TS 32.299 §7.2.154I'),
  row('CPDT-Information', 3927, 'Grouped', '3GPP TS 32.299 §7.2.46acA'),
]
