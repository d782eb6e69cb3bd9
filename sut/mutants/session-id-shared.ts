// Mutant: all conferences are charged under one Session-Id.
import type { Mutant } from './mutant'

/** All conferences are charged under one Session-Id. */
export const sessionIdShared: Mutant = {
  id: 'session-id-shared',
  family: 'session',
  description: 'All conferences are charged under one Session-Id.',
  names: [{ purpose: 'TP_SEQ_004', rule: 'conferences-mixed' }],
  touches: [
    'TP_ARR_001',
    'TP_ARR_002',
    'TP_CNT_001',
    'TP_DEP_001',
    'TP_DEP_003',
    'TP_NEG_001',
    'TP_NEG_009',
    'TP_SEQ_001',
    'TP_SEQ_012',
    'TP_SEQ_014',
  ],
  seams: () => {
    let shared: string | undefined
    return {
      stamp: (draft, next) => {
        const stamped = next(draft)
        shared ??= stamped.sessionId
        return { ...stamped, sessionId: shared }
      },
    }
  },
}
