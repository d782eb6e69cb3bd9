// Rules said in words: `enabler.on({ type: 'interim' }).once().answer(4002)`. What comes out is the same plain data as from a rules file.
import type { Action, Answer, Match, Rule, RuleHandle, Spoilt } from './rules'

/** What an answer may have beside its result code. */
export type AnswerDetails = Omit<Answer, 'resultCode'>

/** Says how often and what. Everything that gives a handle sets the rule; without `once` or `times` it is always. */
export interface RuleBuilder {
  named(name: string): RuleBuilder
  once(): RuleBuilder
  times(times: number): RuleBuilder
  always(): RuleBuilder
  /** Waits before what follows. */
  delay(ms: number): RuleBuilder
  /** Does this before what follows: `.first({ kind: 'answer', resultCode: 2001 }).close()`. */
  first(...actions: readonly Action[]): RuleBuilder
  /** Sets the rule: answers with this result code (`RESULT` in @ch1/diameter names them). */
  answer(resultCode: number, details?: AnswerDetails): RuleHandle
  answerTwice(resultCode?: number, details?: AnswerDetails): RuleHandle
  answerAfterResend(resultCode?: number, details?: AnswerDetails): RuleHandle
  /** Sets the rule: no answer ever. */
  ignore(): RuleHandle
  /** Sets the rule: a spoilt answer, or these bytes in hex digits. */
  malformed(how: Spoilt | { readonly bytes: string }): RuleHandle
  close(): RuleHandle
  reset(): RuleHandle
  disconnect(cause: 0 | 1 | 2): RuleHandle
  /** Sets a rule for `on: 'cer'`. */
  refuse(resultCode: number): RuleHandle
  /** Sets a rule for `on: 'dwr'`. */
  ignoreWatchdog(): RuleHandle
  partition(forMs: number): RuleHandle
  stopListening(forMs: number): RuleHandle
}

/** A builder that hands the finished rule to `set`. */
export function buildRule(match: Match, set: (rule: Rule) => RuleHandle): RuleBuilder {
  return builder({ match, actions: [], completion: { kind: 'always' } }, set)
}

function builder(draft: Rule, set: (rule: Rule) => RuleHandle): RuleBuilder {
  const then = (change: Partial<Rule>): RuleBuilder => builder({ ...draft, ...change }, set)
  const first = (...actions: readonly Action[]): RuleBuilder => then({ actions: [...draft.actions, ...actions] })
  const ending = (action: Action): RuleHandle => set({ ...draft, actions: [...draft.actions, action] })
  return {
    named: (name) => then({ name }),
    once: () => then({ completion: { kind: 'times', times: 1 } }),
    times: (times) => then({ completion: { kind: 'times', times } }),
    always: () => then({ completion: { kind: 'always' } }),
    delay: (ms) => first({ kind: 'delay', ms }),
    first,
    answer: (resultCode, details) => ending({ kind: 'answer', resultCode, ...details }),
    answerTwice: (resultCode = 2001, details) => ending({ kind: 'answerTwice', resultCode, ...details }),
    answerAfterResend: (resultCode = 2001, details) => ending({ kind: 'answerAfterResend', resultCode, ...details }),
    ignore: () => ending({ kind: 'ignore' }),
    malformed: (how) => ending(typeof how === 'string' ? { kind: 'malformed', how } : { kind: 'malformed', bytes: how.bytes }),
    close: () => ending({ kind: 'close' }),
    reset: () => ending({ kind: 'reset' }),
    disconnect: (cause) => ending({ kind: 'disconnect', cause }),
    refuse: (resultCode) => ending({ kind: 'refuse', resultCode }),
    ignoreWatchdog: () => ending({ kind: 'ignoreWatchdog' }),
    partition: (forMs) => ending({ kind: 'partition', forMs }),
    stopListening: (forMs) => ending({ kind: 'stopListening', forMs }),
  }
}
