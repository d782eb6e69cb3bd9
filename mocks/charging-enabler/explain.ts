// Rules put into words, for people who ask why an answer was what it was. The sentences are an interface: tests hold them literally.
import { RESULT } from '@ch1/diameter'
import type { RecordType } from '../../judge/history/events'
import { holds, namesParticipant, textMatches } from './matching'
import { ruleAsYaml } from './rule-text'
import type { Action, Answer, AvpCondition, Ch1Request, Completion, Match, Rule } from './rules'

/** What only the default took: a few words, and the whole request where there were rules. */
export interface Stray {
  kind: RecordType
  session: string
  number: number
  resent: boolean
  request: Ch1Request | undefined
}

/** A rule with its count, as far as an explanation needs it. */
export interface ExplainedRule {
  readonly name: string
  readonly rule: Rule
  readonly done: boolean
}

const CAUSES = ['REBOOTING', 'BUSY', 'DO_NOT_WANT_TO_TALK_TO_YOU']
const OCCASIONS = { cer: 'a CER', dwr: 'a watchdog', open: 'an opened connection' } as const

/** `SessionRequest(interim)` or `EventRequest`, with what else the matcher asks. */
export function explainMatch(match: Match): string {
  const on = match.on ?? 'acr'
  const parts = [
    match.session === undefined ? '' : `of session ${said(match.session)}`,
    match.origin === undefined ? '' : `from ${said(match.origin)}`,
    match.number === undefined ? '' : `number ${match.number}`,
    match.resent === undefined ? '' : match.resent ? 'marked as resent' : 'not marked as resent',
    match.participant === undefined ? '' : `naming ${printable(match.participant)}`,
    ...(match.avp ?? []).map(explainCondition),
    match.unknownSession === undefined ? '' : `of a session that is ${match.unknownSession ? 'not ' : ''}open here`,
    match.nth === undefined ? '' : `the ${match.nth}. of them`,
    match.enabler === undefined ? '' : `at ${printable(match.enabler)}`,
  ].filter((part) => part !== '')
  const first = on !== 'acr' ? OCCASIONS[on] : match.type === undefined ? 'any request' : wordFor(match.type)
  return [first, ...parts].join(', ')
}

/** `wait 50 ms, answer 4002 OUT_OF_SPACE`. */
export function explainActions(actions: readonly Action[]): string {
  return actions.map(explainAction).join(', ')
}

/** `once (done)`, counts as `2 times (seen 1)`, `always (seen 3)`. */
export function explainCompletion(completion: Completion, seen: number): string {
  if (completion.kind === 'always') return `always (seen ${seen})`
  const often = completion.times === 1 ? 'once' : `${completion.times} times`
  return seen >= completion.times ? `${often} (done)` : `${often} (seen ${seen})`
}

/** A whole rule in a line. */
export function explainRule(name: string, rule: Rule, seen: number): string {
  return `${printable(name)}: ${explainMatch(rule.match)} → ${explainActions(rule.actions)}, ${explainCompletion(rule.completion, seen)}`
}

/** A request in a few words. */
export function explainRequest({ kind, session, number, resent }: Omit<Stray, 'request'>): string {
  return `${wordFor(kind)} number ${number} of ${printable(session)}${resent ? ', marked as resent' : ''}`
}

/** What came, which rule was nearest and why it did not take it, and the rule to add, for a test and for a rules file. */
export function explainStray(stray: Stray, rules: readonly ExplainedRule[]): readonly string[] {
  const near = stray.request === undefined ? undefined : nearest(stray.request, rules)
  const { kind: type, number } = stray
  const rule: Rule = {
    match: { type, number },
    actions: [{ kind: 'answer', resultCode: 2001 }],
    completion: { kind: 'times', times: 1 },
  }
  return [
    `  ${explainRequest(stray)}`,
    ...(near === undefined ? [] : [`    nearest: ${near}`]),
    `    add: enabler.on({ type: '${type}', number: ${number} }).once().answer(2001)`,
    `    or:  - ${ruleAsYaml(rule)}`,
  ]
}

/** Why a matcher is not for a request; empty when all that can be known afterwards agrees. */
export function whyNot(match: Match, request: Ch1Request): readonly string[] {
  const { type, session, origin, number, resent, participant } = match
  return [
    (match.on ?? 'acr') === 'acr' ? '' : `it is for ${OCCASIONS[match.on as keyof typeof OCCASIONS]}`,
    type === undefined || type === request.kind ? '' : `it is for ${wordFor(type)}`,
    session === undefined || textMatches(session, request.session) ? '' : `it is for session ${said(session)}`,
    origin === undefined || textMatches(origin, request.origin)
      ? ''
      : `it is for origin ${said(origin)}, not ${printable(request.origin ?? 'none')}`,
    number === undefined || number === request.number ? '' : `it is for number ${number}`,
    resent === undefined || resent === request.resent ? '' : `it is for what is ${resent ? '' : 'not '}marked as resent`,
    participant === undefined || namesParticipant(request, participant)
      ? ''
      : `nobody in the record is ${printable(participant)}`,
    ...(match.avp ?? []).map((condition) => (holds(condition, request) ? '' : whyNotCondition(condition, request))),
  ].filter((reason) => reason !== '')
}

function nearest(request: Ch1Request, rules: readonly ExplainedRule[]): string | undefined {
  const reasons = rules
    .filter(({ rule }) => (rule.match.on ?? 'acr') === 'acr')
    .map((one) => ({ name: one.name, why: [...whyNot(one.rule.match, request), ...whyIdle(one)] }))
    .sort((a, b) => a.why.length - b.why.length)
  const [first] = reasons
  return first === undefined
    ? undefined
    : `${printable(first.name)}, but ${first.why.join(' and ') || 'it came into force later'}`
}

function whyIdle({ rule, done }: ExplainedRule): readonly string[] {
  if (done) return ['it has done its work']
  if (rule.match.nth !== undefined) return [`it is for the ${rule.match.nth}. of its kind`]
  if (rule.match.unknownSession !== undefined) return ['the session was otherwise known']
  return rule.match.enabler === undefined ? [] : [`it is for ${printable(rule.match.enabler)}`]
}

function whyNotCondition(condition: AvpCondition, request: Ch1Request): string {
  const came = request.has(condition.path) ? request.values(condition.path).map((one) => printable(String(one))) : ['none']
  return `it wants ${explainCondition(condition)}, and there was ${came.slice(0, 3).join(', ') || 'a group'}`
}

function explainCondition({ path, equals, matches, present }: AvpCondition): string {
  if (equals !== undefined) return `${path} = ${printable(String(equals))}`
  if (matches !== undefined) return `${path} like ${String(matches)}`
  return present === true ? `with ${path}` : `without ${path}`
}

function wordFor(kind: RecordType): string {
  return kind === 'event' ? 'EventRequest' : `SessionRequest(${kind})`
}

function explainAction(action: Action): string {
  switch (action.kind) {
    case 'answer':
      return `answer ${explainAnswer(action)}`
    case 'answerTwice':
      return `answer ${explainAnswer(action)}, twice`
    case 'answerAfterResend':
      return `answer ${explainAnswer(action)}, only after the resend`
    case 'delay':
      return `wait ${action.ms} ms`
    case 'ignore':
      return 'no answer'
    case 'malformed':
      return 'how' in action
        ? `malformed answer (${action.how})`
        : `these bytes as answer: ${printable(action.bytes.slice(0, 40))}`
    case 'close':
      return 'close the connection'
    case 'reset':
      return 'reset the connection'
    case 'disconnect':
      return `DPR with cause ${action.cause} ${CAUSES[action.cause] ?? ''}`
    case 'refuse':
      return `refuse with ${resultText(action.resultCode)}`
    case 'ignoreWatchdog':
      return 'no DWA'
    case 'partition':
      return `partition for ${action.forMs} ms`
    case 'stopListening':
      return `stop listening for ${action.forMs} ms`
  }
}

function explainAnswer(answer: Answer): string {
  const details = [
    answer.interimIntervalS === undefined ? '' : `Acct-Interim-Interval ${answer.interimIntervalS}`,
    answer.add === undefined ? '' : `${answer.add.length} AVP${answer.add.length === 1 ? '' : 's'} more`,
    answer.omit === undefined ? '' : `without ${answer.omit.join(', ')}`,
    answer.recordNumber === undefined ? '' : `record number ${answer.recordNumber}`,
    answer.hopByHop === undefined ? '' : `hop-by-hop ${answer.hopByHop}`,
    answer.endToEnd === undefined ? '' : `end-to-end ${answer.endToEnd}`,
    answer.errorBit === undefined ? '' : `E bit ${answer.errorBit ? 'set' : 'clear'}`,
  ].filter((part) => part !== '')
  return `${resultText(answer.resultCode)}${details.length === 0 ? '' : ` (${details.join('; ')})`}`
}

function resultText(resultCode: number): string {
  const name = Object.entries(RESULT).find(([, code]) => code === resultCode)?.[0]
  return `${resultCode}${name === undefined ? '' : ` ${name}`}`
}

function said(wanted: string | RegExp): string {
  return typeof wanted === 'string' ? printable(wanted) : String(wanted)
}

/** Text of a peer, made harmless for a terminal and cut to so many characters. */
export function printable(text: string, most = 200): string {
  const shown = text.length > most ? `${text.slice(0, most)}…` : text
  return shown.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}
