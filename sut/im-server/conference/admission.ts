// Whether there is a place in a session for a user: the policy's answer, before anything is sent.
import type { Phase } from './attendance'
import type { ConferencePolicy } from './conference-policy'

/** How a user stands to a session. */
export interface Standing {
  readonly phase: Phase
  readonly isIn: boolean
  readonly isInvited: boolean
  /** How it departed last; undefined: it was never in, or is. */
  readonly departure: 'left' | 'expelled' | undefined
  /** Those who are in, and those who are being invited: each has a seat. */
  readonly taken: number
}

/** The status to refuse the INVITE of a user with who wants to come in; undefined: it may. */
export function refusalOfJoiner(
  standing: Standing,
  policy: Pick<ConferencePolicy, 'rejoin' | 'maximumUsers' | 'fullStatus'>,
): number | undefined {
  const { phase, isIn, departure } = standing
  if (phase !== 'open') return 404
  if (isIn) return 486
  const isUnwanted = policy.rejoin === 'nobody' ? departure !== undefined : departure === 'expelled'
  if (policy.rejoin !== 'anyone' && isUnwanted) return 403
  return isFull(standing, policy) ? policy.fullStatus : undefined
}

/** Whether the user can be invited: it is not in, not asked already, and there is a seat. */
export function mayBeInvited(standing: Standing, policy: Pick<ConferencePolicy, 'maximumUsers'>): boolean {
  return standing.phase === 'open' && !standing.isIn && !standing.isInvited && !isFull(standing, policy)
}

function isFull({ isInvited, taken }: Standing, { maximumUsers }: Pick<ConferencePolicy, 'maximumUsers'>): boolean {
  return !isInvited && taken >= maximumUsers
}
