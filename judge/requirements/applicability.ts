// Which purposes a server is asked, by its profile and by what can be made to happen: decided before a run, never guessed.
import type { Binding } from '../history/events'
import type { ChoiceName, Profile } from '../profile/schema'
import type { Role, TestPurpose } from './test-purpose'

const NO_OPERATOR =
  'nothing here can decide as the operator of the SUT: give addresses.control, and controlTakes with decide, in the profile'
const NO_DIAMETER_ADDRESS =
  'the profile tells no addresses.diameter: a server that only connects has no second connection to refuse'

/** Why a purpose does not apply to this profile and adapter; undefined when it applies. Decided before the run, never guessed. */
export function notApplicable(
  purpose: TestPurpose,
  profile: Profile,
  verbs: ReadonlySet<string>,
  binding: Binding = 'diameter',
  engine: 'sipp' | 'socket' = 'sipp',
  enablers = 3,
): string | undefined {
  const needs = purpose.needs
  if (!judges(purpose, profile.sut.role)) return `the profile declares role ${profile.sut.role}, and it judges the other one`
  for (const item of needs?.pics ?? []) if (profile.pics[item] === 'no') return `the profile declares ${item}: no`
  for (const [choice, value] of Object.entries(needs?.not ?? {}) as [ChoiceName, string | readonly string[]][]) {
    const declared = profile.choices[choice]
    if (value === declared || (Array.isArray(value) && value.includes(declared)))
      return `the profile declares ${choice}: ${declared}`
  }
  for (const [choice, value] of Object.entries(needs?.is ?? {}) as [ChoiceName, string][]) {
    if (profile.choices[choice] !== value) return `it is for servers that declare ${choice}: ${value}`
  }
  for (const timer of needs?.timers ?? [])
    if (profile.charging[timer] === undefined) return `the profile does not tell charging.${timer}`
  if (needs?.verb === 'decide' && !verbs.has('decide')) return NO_OPERATOR
  if (needs?.verb === 'accept' && !verbs.has('accept')) return NO_DIAMETER_ADDRESS
  const { verb } = needs ?? {}
  if ((verb === 'expel' || verb === 'restart') && !verbs.has(verb)) {
    const asks = profile.triggers[verb] !== undefined // what else than a prompt is there can be done
    const what = verb === 'expel' ? 'expel a user' : 'restart'
    const mend = verb === 'expel' ? 'triggers.expel or addresses.control' : 'triggers.restart'
    return asks
      ? `the tester is to make the SUT ${what}, and there is no terminal to ask at`
      : `nothing here can make the SUT ${what}: give ${mend} in the profile`
  }
  if (needs?.interims && hasNoInterims(profile))
    return `the profile declares role participating, P-GRAN: leg and P-PERIODIC: ${profile.choices['P-PERIODIC']}, so no INTERIM is due`
  if (needs?.directSip && profile.topology.sip !== 'direct')
    return `SIP goes through a ${profile.topology.sip}, which absorbs retransmissions`
  if (needs?.directCh1 && profile.topology.ch1 !== 'direct')
    return `CH-1 comes through an ${profile.topology.ch1}, which is our neighbour in the SUT's place`
  if (needs?.binding && needs.binding !== binding)
    return `it judges ${needs.binding} messages, and the run charges over ${binding}`
  if (needs?.enablers !== undefined && needs.enablers > enablers)
    return `it needs ${needs.enablers} Charging Enablers, and --listen-ch1 names ${enablers}`
  if (needs?.engine && needs.engine !== engine) return 'it is driven by SIPp alone, and the run has --engine socket'
  return undefined
}

/** Does it judge a SUT of this role? */
export function judges({ role, runWide }: TestPurpose, asked: Role): boolean {
  return (role ?? (runWide ? 'both' : 'controlling')) === 'both' || (role ?? 'controlling') === asked
}

/**
 * Is the purpose not asked of this SUT, and nothing owed to it? It judges the other role, servers that declare a choice which this
 * one does not, or the other of the two ways in which a server may account (LV-15). Any other purpose that is not applicable is something the SUT does not claim.
 */
export function isOfOthers(purpose: TestPurpose, profile: Profile): boolean {
  const { sut, choices } = profile
  if (!judges(purpose, sut.role)) return true
  const ofOneChoice = Object.entries(purpose.needs?.is ?? {}) as [ChoiceName, string][]
  if (ofOneChoice.some(([choice, value]) => choices[choice] !== value)) return true
  if (choices['P-GRAN'] !== 'unknown' && purpose.needs?.not?.['P-GRAN'] === choices['P-GRAN']) return true
  return purpose.needs?.interims === true && hasNoInterims(profile)
}

/** What is asked of a participating function asks for no interims by time. */
function hasNoInterims({ sut, choices }: Profile): boolean {
  const isUnasked = choices['P-PERIODIC'] === 'not-sent' || choices['P-PERIODIC'] === 'asked'
  return sut.role === 'participating' && choices['P-GRAN'] === 'leg' && isUnasked
}
