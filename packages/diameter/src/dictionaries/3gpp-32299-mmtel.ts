// 3GPP TS 32.299 §7.2: MMTel-Information: the supplementary services of multimedia telephony, conferences among them.
import type { AvpDefinition } from '../dictionary'
import { rowsOf } from './row'

const row = rowsOf(10415)

/** MMTel-Information with what stands inside it. */
export const mmtelInformation: readonly AvpDefinition[] = [
  row('MMTel-Information', 2030, 'Grouped', '3GPP TS 32.299 §7.2.111', { members: ['Supplementary-Service'] }),
  row('Supplementary-Service', 2048, 'Grouped', '3GPP TS 32.299 §7.2.219', {
    members: [
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
  row('MMTel-SService-Type', 2031, 'Unsigned32', '3GPP TS 32.299 §7.2.111A', {
    values: {
      0: 'OIP',
      1: 'OIR',
      2: 'TIP',
      3: 'TIR',
      4: 'HOLD',
      5: 'CB',
      6: 'CDIV',
      8: 'CW',
      9: 'MWI',
      10: 'CONF',
      11: 'FA',
      12: 'CCBS',
      13: 'CCNR',
      14: 'MCID',
      15: 'CAT',
      16: 'CUG',
      17: 'PNM',
      18: 'CRS',
      19: 'AoC',
      20: 'ECT',
    },
  }),
  row('Service-Mode', 2032, 'Unsigned32', '3GPP TS 32.299 §7.2.193', {
    values: {
      0: 'CFU',
      1: 'CFB',
      2: 'CFNR',
      3: 'CFNL',
      4: 'CD',
      5: 'CFNRc',
      6: 'ICB',
      7: 'OCB',
      8: 'ACR',
      9: 'Blind Transfer',
      10: 'Consultative Transfer',
      11: '3PTY',
      12: 'AoC-S',
      13: 'AoC-D',
      14: 'AoC-E',
    },
  }),
  row('Number-Of-Diversions', 2034, 'Unsigned32', '3GPP TS 32.299 §7.2.115'),
  row('Associated-Party-Address', 2035, 'UTF8String', '3GPP TS 32.299 §7.2.25'),
  row('Participant-Action-Type', 2049, 'Enumerated', '3GPP TS 32.299 §7.2.133', {
    values: { 0: 'CREATE_CONF', 1: 'JOIN_CONF', 2: 'INVITE_INTO_CONF', 3: 'QUIT_CONF' },
  }),
  row('CUG-Information', 2304, 'OctetString', '3GPP TS 32.299 §7.2.48'),
  row('Subscriber-Role', 2033, 'Enumerated', '3GPP TS 32.299 §7.2.218', { values: { 0: 'Originating', 1: 'Terminating' } }),
]
