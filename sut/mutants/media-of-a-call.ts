// Mutant: the record of an invited arrival tells a stream of speech, which nobody asked for.
import type { Mutant } from './mutant'

/** The record of an invited arrival tells a stream of speech, which nobody asked for. */
export const mediaOfACall: Mutant = {
  id: 'media-of-a-call',
  family: 'identity',
  description: 'The record of an invited arrival tells a stream of speech, which nobody asked for.',
  names: [{ purpose: 'TP_ARR_022', rule: 'arrival-media', as: 'warning' }],
  touches: [],
  seams: {
    draft: (draft) => {
      const { cause } = draft
      const leg = { ...cause.leg, media: ['audio 9 RTP/AVP 0'] }
      return [cause.kind === 'inviteeAnswered' ? { ...draft, cause: { ...cause, leg } } : draft]
    },
  },
}
