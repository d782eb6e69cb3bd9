// What a client does with the result of an accounting answer: every Result-Code, as one table. RFC 6733 §7.1, §8.2
import { RESULT } from '@ch1/diameter'

/**
 * `delivered`: done. `elsewhereOrStore`: another peer takes it at once, or it is stored. `store`: stored, this peer is asked again later.
 * `elsewhereOrFail`: another peer may do better; without one it is a failed answer. `failed`: will not get better.
 */
export type AnswerAction = 'delivered' | 'store' | 'elsewhereOrStore' | 'elsewhereOrFail' | 'failed'

/** The codes that are not what their class says. */
const BY_CODE: ReadonlyMap<number, AnswerAction> = new Map<number, AnswerAction>([
  // RFC 6733 §8.2 — "failure to send" covers these three; §7.1.3 — too busy and loop may be tried at an alternate peer.
  [RESULT.TOO_BUSY, 'elsewhereOrStore'],
  [RESULT.LOOP_DETECTED, 'elsewhereOrStore'],
  [RESULT.OUT_OF_SPACE, 'store'],
])

/** The action an answer demands; one without a result has failed. */
export function actionOf(resultCode: number | undefined): AnswerAction {
  if (resultCode === undefined) return 'failed'
  const known = BY_CODE.get(resultCode)
  if (known) return known
  switch (Math.floor(resultCode / 1000)) {
    case 2: // RFC 6733 §7.1.2
      return 'delivered'
    case 3: // RFC 6733 §7.1.3 — handled per hop, so another hop may do better.
      return 'elsewhereOrFail'
    case 4: // RFC 6733 §7.1.4 — could not be satisfied now.
      return 'store'
    default: // RFC 6733 §7.1 — a class that nobody knows is a permanent failure.
      return 'failed'
  }
}
