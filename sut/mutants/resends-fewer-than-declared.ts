// Mutant: a record without an answer is sent again once, where twice is configured.
import { UNSEEN, type Mutant } from './mutant'
import type { StampedRecord } from '../im-server/charging/record'

/** A record without an answer is sent again once, where twice is configured. */
export const resendsFewerThanDeclared: Mutant = {
  id: 'resends-fewer-than-declared',
  family: 'delivery',
  description: 'A record without an answer is sent again once, where twice is configured.',
  names: [{ purpose: 'TP_ERR_002', rule: 'resend-schedule' }],
  touches: ['TP_ERR_018'],
  money: UNSEEN.answer,
  seams: () => {
    const sendings = new Map<string, number>()
    return {
      rf: () => ({
        usable: (record, peer, isNext) => isNext && (sendings.get(keyOf(record, peer)) ?? 0) < 2,
        sent: (record, { peer }) => void sendings.set(keyOf(record, peer), (sendings.get(keyOf(record, peer)) ?? 0) + 1),
      }),
    }
  },
}

function keyOf({ sessionId, number }: StampedRecord, peer: number): string {
  return `${sessionId} ${number} ${peer}`
}
