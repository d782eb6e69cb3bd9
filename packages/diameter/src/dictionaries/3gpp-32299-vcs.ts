// 3GPP TS 32.299 §7.2: VCS-Information: a voice call of the circuit-switched kind.
import type { AvpDefinition } from '../dictionary'
import { rowsOf } from './row'

const row = rowsOf(10415)

/** VCS-Information with what stands inside it. */
export const vcsInformation: readonly AvpDefinition[] = [
  row('VCS-Information', 3410, 'Grouped', '3GPP TS 32.299 §7.2.242A', {
    members: [
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
  row('Bearer-Capability', 3412, 'OctetString', '3GPP TS 32.299 §7.2.29B'),
  row('Network-Call-Reference-Number', 3418, 'OctetString', '3GPP TS 32.299 §7.2.111E'),
  row('MSC-Address', 3417, 'OctetString', '3GPP TS 32.299 §7.2.111B'),
  row('Basic-Service-Code', 3411, 'Grouped', '3GPP TS 32.299 §7.2.29A', { members: ['Bearer-Service', 'Teleservice'] }),
  row('Teleservice', 3413, 'OctetString', '3GPP TS 32.299 §7.2.224A'),
  row('ISUP-Location-Number', 3414, 'OctetString', '3GPP TS 32.299 §7.2.80F'),
  row('VLR-Number', 3420, 'OctetString', '3GPP TS 32.299 §7.2.242B'),
  row('Forwarding-Pending', 3415, 'Enumerated', '3GPP TS 32.299 §7.2.67aA', {
    values: { 0: 'Forwarding not pending', 1: 'Forwarding pending' },
  }),
  row('ISUP-Cause', 3416, 'Grouped', '3GPP TS 32.299 §7.2.80B', {
    members: ['ISUP-Cause-Location', 'ISUP-Cause-Value', 'ISUP-Cause-Diagnostics'],
  }),
  row('ISUP-Cause-Location', 3423, 'Unsigned32', '3GPP TS 32.299 §7.2.80D'),
  row('ISUP-Cause-Value', 3424, 'Unsigned32', '3GPP TS 32.299 §7.2.80E'),
  row('ISUP-Cause-Diagnostics', 3422, 'OctetString', '3GPP TS 32.299 §7.2.80C'),
  row('Start-of-Charging', 3419, 'Time', '3GPP TS 32.299 §7.2.214A'),
]
