// Mutant: all conferences are charged under one Session-Id.
import type { Mutant } from './mutant'

let shared: string | undefined

/** All conferences are charged under one Session-Id. */
export const sessionIdShared: Mutant = {
  id: 'session-id-shared',
  description: 'All conferences are charged under one Session-Id.',
  names: [{ purpose: 'TP_SEQ_004', rule: 'conferences-mixed' }],
  touches: [],
  seams: {
    stamp: (draft, next) => {
      const stamped = next(draft)
      shared ??= stamped.sessionId
      return { ...stamped, sessionId: shared }
    },
  },
}
