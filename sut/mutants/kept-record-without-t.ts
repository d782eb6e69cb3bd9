// Mutant: what an earlier life of the server sent comes again without the T flag.
import type { Mutant } from './mutant'

/** What an earlier life of the server sent comes again without the T flag. */
export const keptRecordWithoutT: Mutant = {
  id: 'kept-record-without-t',
  family: 'delivery',
  description: 'What an earlier life of the server sent comes again without the T flag.',
  names: [{ purpose: 'TP_ERR_022', rule: 'kept-record-not-resent' }],
  touches: [],
  seams: () => {
    const sent = new Set<number>()
    return {
      acr: (input) => {
        const { endToEnd } = input
        const isOfThisLife = sent.has(endToEnd)
        sent.add(endToEnd)
        return isOfThisLife ? input : { ...input, retransmitted: false }
      },
    }
  },
}
