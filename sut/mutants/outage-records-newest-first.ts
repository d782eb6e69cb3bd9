// Mutant: what waited out an outage is sent in the reverse order.
import type { Mutant } from './mutant'
import type { StampedRecord } from '../im-server/charging/record'

/** What waited out an outage is sent in the reverse order. */
export const outageRecordsNewestFirst: Mutant = {
  id: 'outage-records-newest-first',
  family: 'delivery',
  description: 'What waited out an outage is sent in the reverse order.',
  names: [
    { purpose: 'TP_SEQ_014', rule: 'record-number-unique-growing' },
    { purpose: 'TP_ERR_006', rule: 'buffer-order' },
  ],
  // where the conference ended before the connection was back, its STOP goes first
  touches: ['TP_SEQ_009', 'TP_SEQ_012'],
  beside: 'numbers fall because what waited out an outage is turned round',
  seams: {
    rf: (next) => {
      const open = new Set<number>()
      const waiting: StampedRecord[] = []
      return {
        submit: (record) => (open.size > 0 || record.type === 'start' ? next.submit(record) : void waiting.unshift(record)),
        opened: (peer) => {
          open.add(peer)
          next.opened(peer)
          for (const record of waiting.splice(0)) next.submit(record)
        },
        lost: (peer) => {
          open.delete(peer)
          next.lost(peer)
        },
      }
    },
  },
}
