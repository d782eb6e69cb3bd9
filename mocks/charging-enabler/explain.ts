// Rules put into words, for people who ask why an answer was what it was. The sentences are an interface: tests hold them literally.
import { RESULT } from '@ch1/diameter'
import type { Action, Ch1Request, Completion, Match, Rule } from './rules'

/** `SessionRequest(interim)` or `EventRequest`, with what else the matcher asks. */
export function explainMatch(match: Match): string {
  const parts = [
    match.session === undefined ? '' : `of session ${String(match.session)}`,
    match.number === undefined ? '' : `number ${match.number}`,
    match.resent === undefined ? '' : match.resent ? 'marked as resent' : 'not marked as resent',
    match.nth === undefined ? '' : `the ${match.nth}. of them`,
  ].filter((part) => part !== '')
  return [match.type === undefined ? 'any request' : wordFor(match.type), ...parts].join(', ')
}

/** `wait 50 ms, answer 4002 OUT_OF_SPACE`. */
export function explainActions(actions: readonly Action[]): string {
  return actions.map(explainAction).join(', ')
}

/** `once (done)`, `twice`-like counts as `2 times (seen 1)`, `always (seen 3)`. */
export function explainCompletion(completion: Completion, seen: number): string {
  if (completion.kind === 'always') return `always (seen ${seen})`
  const often = completion.times === 1 ? 'once' : `${completion.times} times`
  return seen >= completion.times ? `${often} (done)` : `${often} (seen ${seen})`
}

/** A whole rule in a line. */
export function explainRule(name: string, rule: Rule, seen: number): string {
  return `${name}: ${explainMatch(rule.match)} → ${explainActions(rule.actions)}, ${explainCompletion(rule.completion, seen)}`
}

/** A request in a few words. */
export function explainRequest(request: Ch1Request): string {
  return `${wordFor(request.kind)} number ${request.number} of ${request.session}${request.resent ? ', marked as resent' : ''}`
}

/** The rule that would take this request, ready to be pasted. */
export function suggestRule(request: Ch1Request): string {
  return `enabler.on({ type: '${request.kind}', number: ${request.number} }).once().answer(2001)`
}

function wordFor(kind: Ch1Request['kind']): string {
  return kind === 'event' ? 'EventRequest' : `SessionRequest(${kind})`
}

function explainAction(action: Action): string {
  switch (action.kind) {
    case 'answer': {
      const name = Object.entries(RESULT).find(([, code]) => code === action.resultCode)?.[0]
      return `answer ${action.resultCode}${name === undefined ? '' : ` ${name}`}`
    }
    case 'delay':
      return `wait ${action.ms} ms`
    case 'ignore':
      return 'no answer'
  }
}
