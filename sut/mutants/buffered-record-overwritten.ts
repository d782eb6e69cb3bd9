// Mutant: of the records that wait out an outage a newer INTERIM takes the place of the older one, though all are declared to be kept.
import type { Mutant } from './mutant'
import type { StampedRecord } from '../im-server/charging/record'

/** Of the records that wait out an outage a newer INTERIM takes the place of the older one, though all are declared to be kept. */
export const bufferedRecordOverwritten: Mutant = {
  id: 'buffered-record-overwritten',
  family: 'delivery',
  description:
    'Of the records that wait out an outage a newer INTERIM takes the place of the older one, though all are declared to be kept.',
  names: [{ purpose: 'TP_ERR_006', rule: 'buffered-record-missing' }],
  touches: [],
  money: 'billed',
  seams: {
    rf: (next) => {
      const open = new Set<number>()
      const waiting = new Map<string, StampedRecord>()
      return {
        submit: (record) =>
          open.size > 0 || record.type !== 'interim' ? next.submit(record) : void waiting.set(record.sessionId, record),
        opened: (peer) => {
          open.add(peer)
          next.opened(peer)
          for (const record of waiting.values()) next.submit(record)
          waiting.clear()
        },
        lost: (peer) => {
          open.delete(peer)
          next.lost(peer)
        },
      }
    },
  },
}
