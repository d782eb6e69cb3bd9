// Was nothing under way at one place of a history? Then whatever is seen behind it also began behind it.
import type { ConferenceAccount, LegAccount } from './account'

/** Nobody is in, invited or leaving, and no accounting session is open, when event `n` comes. */
export function isQuietAt(accounts: readonly ConferenceAccount[], n: number): boolean {
  return accounts.every((account) => {
    if (!sessionsAreClosed(account, n)) return false
    // who vanished without a BYE is gone when the end of the conference was charged
    const endN = account.end?.record ?? Infinity
    return account.legs.every((leg) => isOver(leg, n) || (endN < n && leg.invited.n < endN))
  })
}

function isOver({ invited, refused, joined, left }: LegAccount, n: number): boolean {
  if (invited.n >= n) return true
  const end = joined ? left : refused
  return end !== undefined && end.n < n
}

function sessionsAreClosed({ records }: ConferenceAccount, n: number): boolean {
  const before = records.filter((record) => record.n < n && record.type !== 'event')
  const closed = new Set(before.flatMap(({ type, session }) => (type === 'stop' ? [session] : [])))
  return before.every(({ session }) => closed.has(session))
}
