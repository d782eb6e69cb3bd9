// Mutant: an INTERIM is taken as answered when it is sent: the next one does not wait for its answer.
import type { Mutant } from './mutant'

/** An INTERIM is taken as answered when it is sent: the next one does not wait for its answer. */
export const interimDoesNotWait: Mutant = {
  id: 'interim-does-not-wait',
  family: 'delivery',
  description: 'An INTERIM is taken as answered when it is sent: the next one does not wait for its answer.',
  names: [{ purpose: 'TP_SEQ_006', rule: 'one-outstanding', as: 'warning' }],
  touches: [],
  seams: {
    rf: (next) => ({
      sent: (record, { peer, hopByHop }) => {
        if (record.type === 'interim' && record.cause.kind === 'inviteeAnswered')
          setImmediate(() => next.answered({ peer, hopByHop, resultCode: 2001 }))
      },
    }),
  },
}
