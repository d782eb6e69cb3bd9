// A rule as text: the YAML flow form that a rules file takes, for people to paste, and for telling whether two rules are the same.
import type { AvpInput } from '@ch1/diameter'
import type { Action, Completion, Match, Rule } from './rules'

/** `{ match: { type: interim }, actions: [{ answer: 4002 }], completion: once }`: a line that a rules file takes as it is. */
export function ruleAsYaml(rule: Rule): string {
  const parts = [
    ...(rule.name === undefined ? [] : [`name: ${scalar(rule.name)}`]),
    `match: ${matchAsYaml(rule.match)}`,
    `actions: [${rule.actions.map(actionAsYaml).join(', ')}]`,
    ...(rule.completion.kind === 'always' ? [] : [`completion: ${completionAsYaml(rule.completion)}`]),
  ]
  return `{ ${parts.join(', ')} }`
}

/** Whether two rules say the same, word for word. */
export function sameRule(a: Rule, b: Rule): boolean {
  return ruleAsYaml(a) === ruleAsYaml(b)
}

function matchAsYaml(match: Match): string {
  return map(Object.entries(match).map(([key, value]) => [key, value as unknown]))
}

function actionAsYaml(action: Action): string {
  const { kind, ...rest } = action
  const entries = Object.entries(rest) as readonly (readonly [string, unknown])[]
  const [only] = entries
  if (only === undefined) return kind
  if (kind === 'answer' || kind === 'answerTwice' || kind === 'answerAfterResend' || entries.length > 1) {
    const isPlain = entries.length === 1 && only[0] === 'resultCode'
    return `{ ${kind}: ${isPlain ? value(only[1]) : map(entries)} }`
  }
  return kind === 'malformed' && only[0] === 'bytes' ? `{ malformed: ${map(entries)} }` : `{ ${kind}: ${value(only[1])} }`
}

function completionAsYaml(completion: Completion): string {
  if (completion.kind === 'always') return 'always'
  return completion.times === 1 ? 'once' : `{ times: ${completion.times} }`
}

function map(entries: readonly (readonly [string, unknown])[]): string {
  const told = entries
    .filter(([, one]) => one !== undefined)
    .map(([key, one]) => `${key}: ${key === 'add' ? avps(one) : value(one)}`)
  return told.length === 0 ? '{}' : `{ ${told.join(', ')} }`
}

function value(one: unknown): string {
  if (one instanceof RegExp) return scalar(String(one))
  if (Array.isArray(one)) return `[${one.map(value).join(', ')}]`
  if (typeof one === 'object' && one !== null) return map(Object.entries(one))
  return typeof one === 'string' ? scalar(one) : String(one)
}

function avps(list: unknown): string {
  return `[${(list as readonly AvpInput[]).map(avp).join(', ')}]`
}

function avp(one: AvpInput): string {
  if (!isNamed(one))
    return map([
      ['code', one.code],
      ['vendorId', one.vendorId],
      ['flags', one.flags],
      ['data', `0x${hex(one.data)}`],
    ])
  const [name, said] = one
  if (Array.isArray(said)) return `{ ${name}: ${avps(said)} }`
  if (said instanceof Uint8Array) return `{ ${name}: ${scalar(`0x${hex(said)}`)} }`
  if (said instanceof Date) return `{ ${name}: ${scalar(said.toISOString())} }`
  const text = typeof said === 'string' ? scalar(said) : typeof said === 'number' || typeof said === 'bigint' ? String(said) : ''
  return `{ ${name}: ${text} }`
}

function isNamed(one: AvpInput): one is Extract<AvpInput, readonly unknown[]> {
  return Array.isArray(one)
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

// What YAML could take for something else, or for syntax, stands in quotes.
function scalar(text: string): string {
  return /^[A-Za-z][\w.@-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text) ? text : JSON.stringify(text)
}
