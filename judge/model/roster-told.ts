// What the server tells those who watch its roster: how many users are in (RFC 4575 §5.5), and when.
import { readConferenceInfo, type SipMessage, type SipRequest } from '@ch1/sip'
import type { Direction } from '../history/events'
import type { Mark } from './leg'

/** A user-count that the server told, of the conference with this URI. */
export interface RosterTold {
  readonly entity: string
  readonly count: number
  readonly mark: Mark
}

/** Documents of a conference that are kept, the newest ones: a run may last for days. */
export const MOST_TOLD = 256

/** The user-count in a NOTIFY of the SUT; undefined where there is none. What cannot be read tells nothing. */
export function rosterTold(message: SipMessage, dir: Direction, mark: Mark): RosterTold | undefined {
  if (dir !== 'fromSut' || message.kind !== 'request' || (message as SipRequest).method !== 'NOTIFY' || message.body.length === 0)
    return undefined
  if (message.header('Event')?.split(';')[0]?.trim().toLowerCase() !== 'conference') return undefined
  try {
    const { entity, conferenceState } = readConferenceInfo(message.body)
    const count = conferenceState?.userCount
    return count === undefined ? undefined : { entity, count, mark }
  } catch {
    return undefined // RFC 4575 — the roster is no charging: a bad document is nobody's fail here
  }
}
