// How a client classes the result of an accounting answer. RFC 6733 §8.2
import { RESULT } from '@ch1/diameter'

/** `delivered`: done; `later`: a temporary failure to send, keep and retry; `failed`: will not get better. */
export type AnswerClass = 'delivered' | 'later' | 'failed'

/** Classes a Result-Code; an answer without one has failed. */
export function classOf(resultCode: number | undefined): AnswerClass {
  if (resultCode === undefined) return 'failed'
  if (resultCode >= 2000 && resultCode < 3000) return 'delivered' // RFC 6733 §7.1.2
  // RFC 6733 §8.2 — "failure to send" includes these transient answers.
  return resultCode === RESULT.TOO_BUSY || resultCode === RESULT.OUT_OF_SPACE ? 'later' : 'failed'
}
