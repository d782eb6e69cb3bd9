// The conference-info document of a session: its full state, as its subscribers are told (RFC 4575 §5).
import { CONFERENCE_INFO, writeConferenceInfo, type InDialogOptions } from '@ch1/sip'
import type { LegFacts } from './conference-event'

/** What the document is made from. */
export interface RosterState {
  /** The conference URI. */
  readonly entity: string
  readonly maximumUsers: number
  /** Those who are in, in the order they came. */
  readonly attached: readonly LegFacts[]
}

/** The NOTIFY body. RFC 4575 §4.3 — `version` grows by one with each document to one subscriber. */
export function conferenceDocument(state: RosterState, version: number): InDialogOptions {
  const body = writeConferenceInfo({
    entity: state.entity,
    state: 'full',
    version,
    description: { maximumUserCount: state.maximumUsers },
    conferenceState: { userCount: state.attached.length, active: state.attached.length > 0 },
    users: { state: 'full', users: state.attached.map(userOf) },
  })
  return { contentType: CONFERENCE_INFO, body }
}

// RFC 4575 §5.7.4 — dialled in is who called the focus, dialled out is whom the focus called.
function userOf({ user, origin }: LegFacts) {
  const joiningMethod = origin === 'invited' ? 'dialed-out' : 'dialed-in'
  return {
    entity: user,
    state: 'full',
    endpoints: [{ entity: user, state: 'full', status: 'connected', joiningMethod }],
  } as const
}
