// What a server's answer to a SUBSCRIBE to its roster says of the conference package (RFC 4575), which no server owes.
import { Inconclusive } from './verdict-errors'

/** RFC 6665 §8.3.2, RFC 3261 §21.4.6, §21.5.2 — the package, or the method, is not known. */
const UNKNOWN: ReadonlySet<number> = new Set([405, 489, 501])

/** Whether there is a roster to be told. Throws Inconclusive for another refusal, and for none at all. */
export function subscribed(
  name: string,
  answer: { readonly status: number; readonly reason: string } | undefined,
): 'subscribed' | 'no such package' {
  if (answer !== undefined && answer.status < 300) return 'subscribed'
  if (answer !== undefined && UNKNOWN.has(answer.status)) return 'no such package'
  const said = answer === undefined ? 'gave no answer' : `answered ${answer.status} ${answer.reason}`
  throw new Inconclusive(`${name} subscribes: the SUT ${said}`)
}

/** Nothing to look at, and how the profile says so beforehand. */
export function noPackage(name: string): Inconclusive {
  return new Inconclusive(
    `the SUT has no conference package (RFC 4575): it refused ${name}'s SUBSCRIBE; the profile of such a server says conference-package: no under pics`,
  )
}
