// What the operator's policy means for a kind of session.
import type { SessionKind } from './conference-event'
import type { ConferencePolicy } from './conference-policy'

const BY_KIND: Readonly<Record<SessionKind, Partial<ConferencePolicy>>> = {
  adHoc: {},
  preArranged: {},
  // A chat is there for whoever comes, one user included: nothing but its last leaver ends it.
  chat: { minimumUsers: 0, releasesWithOwner: false },
  // A 1-1 session is its two parties: the first departure ends it, and the other's BYE is only the consequence.
  oneToOne: { minimumUsers: 2, release: 'silent', releasesWithOwner: false },
}

/** The policy of one session. */
export function policyFor(session: SessionKind, policy: ConferencePolicy): ConferencePolicy {
  return { ...policy, ...BY_KIND[session] }
}
