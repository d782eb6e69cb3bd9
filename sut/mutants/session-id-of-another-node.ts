// Mutant: a Session-Id begins with the name of another node.
import type { Mutant } from './mutant'

/** A Session-Id begins with the name of another node. */
export const sessionIdOfAnotherNode: Mutant = {
  id: 'session-id-of-another-node',
  family: 'session',
  description: 'A Session-Id begins with the name of another node.',
  names: [{ purpose: 'TP_CNT_018', rule: 'session-id-origin' }],
  touches: [],
  money: 'none',
  seams: {
    stamp: (draft, next) => {
      const stamped = next(draft)
      return { ...stamped, sessionId: stamped.sessionId.replace(/^[^;]*/, 'other.im.example') }
    },
  },
}
