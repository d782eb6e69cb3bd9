// What a server can be made to do beyond SIP: `expel`, `restart`, …
import type { Profile } from '../judge/profile/schema'
import { VERBS } from '../judge/requirements/test-purpose'
import { verbsOf } from '../sut/triggers'
import type { RunOptions } from './run-options'

/** What the embedded server can be made to do: all that any purpose needs. */
export const ALL_VERBS: ReadonlySet<string> = new Set(VERBS)

/** What somebody else's can, by its profile, and by its control hook, where it is known where that is. */
export function outsideVerbs({ addresses, triggers }: Profile, control = addresses.control): ReadonlySet<string> {
  const { controlTakes, diameter } = addresses
  const controlled = control === undefined ? [] : controlTakes
  return new Set([...controlled, ...verbsOf(triggers), ...(diameter === undefined ? [] : ['accept'])])
}

/** What the server of this run can. */
export function verbsIn({ profile: { profile }, sut }: RunOptions): ReadonlySet<string> {
  return sut.kind === 'embedded' ? ALL_VERBS : outsideVerbs(profile, sut.control)
}
