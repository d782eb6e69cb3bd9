// Mutant: STOP does not wait for the answer to the departure before it.
import type { Mutant } from './mutant'

/** STOP does not wait for the answer to the departure before it. */
export const stopDoesNotWait: Mutant = {
  id: 'stop-does-not-wait',
  family: 'delivery',
  description: 'STOP does not wait for the answer to the departure before it.',
  names: [{ purpose: 'TP_SEQ_007', rule: 'stop-while-pending', as: 'warning' }],
  touches: [],
  seams: {
    rf: (next) => ({
      sent: (record, { peer, hopByHop }) => {
        if (record.type === 'interim' && record.cause.kind === 'leaveReceived')
          setImmediate(() => next.answered({ peer, hopByHop, resultCode: 2001 }))
      },
    }),
  },
}
