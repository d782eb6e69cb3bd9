// Mutant: after a failover the record answered last is sent once more, to the other Charging Enabler.
import type { Mutant } from './mutant'
import type { StampedRecord } from '../im-server/charging/record'

/** After a failover the record answered last is sent once more, to the other Charging Enabler. */
export const answeredRecordSentAfterFailover: Mutant = {
  id: 'answered-record-sent-after-failover',
  family: 'delivery',
  description: 'After a failover the record answered last is sent once more, to the other Charging Enabler.',
  names: [{ purpose: 'TP_SEQ_014', rule: 'record-number-unique-growing' }],
  touches: ['TP_ERR_004', 'TP_ERR_018', 'TP_SEQ_015', 'TP_SEQ_012'],
  shipped: 'cgrates/cgrates#243',
  beside: 'the record was answered; a failover sends it again',
  money: 'billed',
  seams: () => {
    let last: StampedRecord | undefined
    return {
      rf: (next) => ({
        sent: (record) => {
          if (record.type === 'interim') last ??= record
        },
        lost: (peer) => {
          next.lost(peer)
          if (last) next.submit(last)
          last = undefined
        },
      }),
    }
  },
}
