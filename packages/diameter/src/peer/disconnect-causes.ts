// What a Disconnect-Cause means for the one who received the DPR (RFC 6733 §5.4.3).
import { DISCONNECT_CAUSE } from '../commands'

/** One cause. */
export interface DisconnectMeaning {
  readonly cause: number
  readonly name: string
  /** Whether the receiver connects again after Tc. */
  readonly comesBack: boolean
  readonly clause: string
}

/** RFC 6733 §5.4.3 — the three causes there are. */
export const DISCONNECT_MEANINGS: readonly DisconnectMeaning[] = [
  { cause: DISCONNECT_CAUSE.rebooting, name: 'REBOOTING', comesBack: true, clause: 'RFC 6733 §5.4.3: may be tried again' },
  { cause: DISCONNECT_CAUSE.busy, name: 'BUSY', comesBack: false, clause: 'RFC 6733 §5.4.3: should not be tried again' },
  {
    cause: DISCONNECT_CAUSE.doNotWantToTalkToYou,
    name: 'DO_NOT_WANT_TO_TALK_TO_YOU',
    comesBack: false,
    clause: 'RFC 6733 §5.4.3: should not be tried again',
  },
]

/** Whether to connect again after a DPR with this cause. One that is missing or unknown asks for nothing: as after a loss. */
export function comesBackAfter(cause: number | undefined): boolean {
  return DISCONNECT_MEANINGS.find((meaning) => meaning.cause === cause)?.comesBack ?? true
}
