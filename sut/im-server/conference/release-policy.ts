// When a session is released although users are left in it.
import type { ConferencePolicy } from './conference-policy'

/** What the decision looks at. */
export interface SessionState {
  /** The user who opened it. */
  readonly owner: string
  readonly attached: readonly string[]
  /** How many invitations are still open. */
  readonly pending: number
}

/** Whether the departure of `user`, or the failure of its invitation, releases those who are left. */
export function releases(
  { minimumUsers, releasesWithOwner }: Pick<ConferencePolicy, 'minimumUsers' | 'releasesWithOwner'>,
  { owner, attached, pending }: SessionState,
  user: string,
): boolean {
  if (attached.length === 0) return false
  if (releasesWithOwner && user === owner && !attached.includes(owner)) return true
  return attached.length < minimumUsers && pending === 0
}
