// What a mutant is: the reference with exactly one fault, and the findings that must catch it.
import type { Seams } from '../im-server/charging/seams'

/** Kinds of fault, in the order of the kill matrix. */
export const FAMILIES = {
  trigger: 'Triggers',
  record: 'Record types and life',
  number: 'Numbers',
  session: 'Session-Ids',
  count: 'Counts',
  identity: 'Identities and methods',
  correlation: 'ICID and Call-ID',
  time: 'Time stamps',
  grammar: 'AVPs: presence, flags, lengths, padding',
  header: 'Diameter header',
  delivery: 'Delivery: answers, resends, failover, buffer',
  peer: 'Peer level',
} as const

export type MutantFamily = keyof typeof FAMILIES

/** A purpose and the rule of it that must see the fault. */
export interface Kill {
  readonly purpose: string
  readonly rule: string
  /** The rule rests on inference and fails nobody: the fault is caught by its warning. */
  readonly as?: 'warning'
}

/** One fault. `names` are the purposes and rules that must kill it, `touches` those that may also complain. */
export interface Mutant {
  readonly id: string
  readonly family: MutantFamily
  /** One sentence: what the server does wrong. */
  readonly description: string
  readonly names: readonly Kill[]
  readonly touches: readonly string[]
  /** The role it is a fault of; the controlling one where nothing is said. */
  readonly role?: 'participating'
  /** How the faulty participating function accounts; by user where nothing is said. */
  readonly accounting?: 'conference'
  /** Where this fault shipped: the public report. */
  readonly shipped?: string
  /** Why it is there beside another mutant that is killed by the same purposes and rules. */
  readonly beside?: string
  /** A function where the fault remembers something: each server gets its own. */
  readonly seams: Seams | (() => Seams)
}
