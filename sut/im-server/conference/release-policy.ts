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

/** Whether those who are left are released, after a departure or after an invitation that brought nobody. */
export function releases(
  { minimumUsers, releasesWithOwner }: Pick<ConferencePolicy, 'minimumUsers' | 'releasesWithOwner'>,
  { owner, attached, pending }: SessionState,
): boolean {
  if (attached.length === 0) return false
  if (releasesWithOwner && !attached.includes(owner)) return true
  return attached.length < minimumUsers && pending === 0
}
