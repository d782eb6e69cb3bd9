// Mutant: an interim by time bears Time-Stamps: the interim of the last SIP message is sent again as one.
import type { Mutant } from './mutant'
import { extended, valueOf } from './avp-edit'

const IMS = 'Service-Information/IMS-Information'

/** An interim by time bears Time-Stamps, as if a SIP message had made it. */
export const timeStampsInInterimsByTime: Mutant = {
  id: 'time-stamps-in-interims-by-time',
  family: 'time',
  description: 'An interim by time bears Time-Stamps, as if a SIP message had made it.',
  names: [{ purpose: 'TP_CNT_014', rule: 'time-stamps-by-time' }],
  touches: [],
  seams: () => {
    const byTime = new Set<string>()
    return {
      stamp: (draft, next) => {
        const stamped = next(draft)
        if (stamped.byTime !== undefined) byTime.add(`${stamped.sessionId}#${stamped.number}`)
        return stamped
      },
      acr: (input) => {
        const { avps } = input
        if (!byTime.has(`${valueOf(avps, 'Session-Id')}#${valueOf(avps, 'Accounting-Record-Number')}`)) return input
        return { ...input, avps: extended(avps, IMS, [['Time-Stamps', [['SIP-Request-Timestamp', new Date()]]]]) }
      },
    }
  },
}
