// The Charging Enabler's rules as plain data: what a rule matches, what it does, and how often. One file, so that a rule can be read whole.
import type { DiameterMessage } from '@ch1/diameter'
import type { RecordType } from '../../judge/history/events'

/** A SessionRequest(start | interim | stop) or an EventRequest, as any door hands it to the enabler. */
export interface Ch1Request {
  readonly kind: RecordType
  readonly session: string
  readonly number: number
  /** Marked by its sender as possibly sent before (Diameter: the T flag). */
  readonly resent: boolean
  /** Its number in the history. */
  readonly event: number
  /** What it was on the wire. */
  readonly message: DiameterMessage
}

/** What a rule is for; what is left out matches everything. `nth` counts, from 1, the requests that match the rest. */
export interface Match {
  readonly type?: RecordType
  /** A whole session identifier, or a pattern found in it. */
  readonly session?: string | RegExp
  readonly number?: number
  readonly resent?: boolean
  readonly nth?: number
}

/** One thing to do with a matched request; a rule's actions are done in order, so two answers make a duplicate. */
export type Action =
  | { readonly kind: 'answer'; readonly resultCode: number }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'ignore' }

/** How many requests a rule takes before it steps aside. */
export type Completion = { readonly kind: 'always' } | { readonly kind: 'times'; readonly times: number }

/** A rule: matcher, actions, completion. `name` is what the history calls it; without one it is `rule <place>`. */
export interface Rule {
  readonly name?: string
  readonly match: Match
  readonly actions: readonly Action[]
  readonly completion: Completion
}

/** A rule that was set: ask it what it saw. */
export interface RuleHandle {
  readonly name: string
  readonly rule: Rule
  /** The requests it took, oldest first; only the newest thousand are kept. */
  readonly seen: readonly Ch1Request[]
  readonly done: boolean
}

/** Says how often and what; `answer` and `ignore` set the rule. Without `once` or `times` it is always. */
export interface RuleBuilder {
  named(name: string): RuleBuilder
  once(): RuleBuilder
  times(times: number): RuleBuilder
  always(): RuleBuilder
  /** Waits before what follows. */
  delay(ms: number): RuleBuilder
  /** Sets the rule: answers with this result code (`RESULT` in @ch1/diameter names them). */
  answer(resultCode: number): RuleHandle
  /** Sets the rule: no answer ever. */
  ignore(): RuleHandle
}

/** Whether the request is one the matcher is for, `nth` aside. */
export function matches(match: Match, request: Ch1Request): boolean {
  return (
    (match.type === undefined || match.type === request.kind) &&
    (match.session === undefined || sessionMatches(match.session, request.session)) &&
    (match.number === undefined || match.number === request.number) &&
    (match.resent === undefined || match.resent === request.resent)
  )
}

/** A builder that hands the finished rule to `set`. */
export function buildRule(match: Match, set: (rule: Rule) => RuleHandle): RuleBuilder {
  return builder({ match, actions: [], completion: { kind: 'always' } }, set)
}

function builder(draft: Rule, set: (rule: Rule) => RuleHandle): RuleBuilder {
  const then = (change: Partial<Rule>): RuleBuilder => builder({ ...draft, ...change }, set)
  const ending = (action: Action): RuleHandle => set({ ...draft, actions: [...draft.actions, action] })
  return {
    named: (name) => then({ name }),
    once: () => then({ completion: { kind: 'times', times: 1 } }),
    times: (times) => then({ completion: { kind: 'times', times } }),
    always: () => then({ completion: { kind: 'always' } }),
    delay: (ms) => then({ actions: [...draft.actions, { kind: 'delay', ms }] }),
    answer: (resultCode) => ending({ kind: 'answer', resultCode }),
    ignore: () => ending({ kind: 'ignore' }),
  }
}

function sessionMatches(wanted: string | RegExp, session: string): boolean {
  return typeof wanted === 'string' ? wanted === session : session.search(wanted) >= 0
}
