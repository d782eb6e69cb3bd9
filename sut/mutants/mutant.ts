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

/**
 * Does the fault change what an enabler would bill: who is charged, from when to when, how many heads, how many records? `billed`: the bill of its
 * run differs from what SIP shows; `none`: no; else why the bill, which books each record by what caused it and when it came, cannot show it.
 */
export type Money = 'billed' | 'none' | { readonly unseen: string }

/** Records too many, missing, of another type or under another Session-Id, and heads, are money; how a record is written and delivered is none. */
export const MONEY: Readonly<Record<MutantFamily, 'billed' | 'none'>> = {
  trigger: 'billed',
  record: 'billed',
  number: 'none',
  session: 'billed',
  count: 'billed',
  identity: 'none',
  correlation: 'none',
  time: 'none',
  grammar: 'none',
  header: 'none',
  delivery: 'none',
  peer: 'none',
}

/** Why the bill cannot show a fault that touches money. */
export const UNSEEN = {
  leg: { unseen: 'The bill books a record on the leg that caused it, whomever its parties name.' },
  occasion: { unseen: 'The bill books a record by the SIP that caused it, whatever it says that was.' },
  session: { unseen: 'The bill books a record on the leg that caused it, whatever its Session-Id.' },
  stamp: { unseen: 'The bill goes by when a record came: nothing tells that the clock of a server is right.' },
  answer: { unseen: 'The bill books what crossed CH-1, whatever was answered to it.' },
  message: { unseen: 'The bill is of conferences, and a MESSAGE outside of them is part of none.' },
  messages: { unseen: 'The bill counts records and heads, and no messages.' },
  change: { unseen: 'An INTERIM for a change of media is no coming and no going (LV-08): what it counts is in no bill.' },
  pair: { unseen: 'The bill lets an INTERIM of a 1-1 session be: only its START and its STOP are surely owed.' },
} as const satisfies Readonly<Record<string, Money>>

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
  /** Where it is not what {@link MONEY} says of its family. */
  readonly money?: Money
  /** Where this fault shipped: the public report. */
  readonly shipped?: string
  /** Why it is there beside another mutant that is killed by the same purposes and rules. */
  readonly beside?: string
  /** A function where the fault remembers something: each server gets its own. */
  readonly seams: Seams | (() => Seams)
}
