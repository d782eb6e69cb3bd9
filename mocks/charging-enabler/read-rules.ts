// Rules from outside, a YAML or JSON file as plain data: checked whole, every complaint with its place and a way to mend it.
import { standardDictionary } from '@ch1/diameter'
import type { AvpInput, AvpScalar, Dictionary } from '@ch1/diameter'
import type { z } from 'zod'
import { bytesOfHex } from './doors/diameter/malformed-answer'
import { problemsOf } from './rule-problems'
import { actionSchemas, ruleSchema, SHORT_FORMS } from './rule-schema'
import type { Action, Completion, Rule } from './rules'

const MOST_RULES = 1_000
const DEEPEST_AVPS = 16
const PAGE = 'see docs/charging-enabler.md'

/** One thing wrong: where (`rules[2].actions[0].resultCode`, and the same as keys), what, and how to mend it. */
export interface RuleProblem {
  readonly path: string
  readonly keys: readonly (string | number)[]
  readonly problem: string
  readonly mend: string
}

/** The rules, or all that is wrong with them. */
export type ReadRules =
  { readonly ok: true; readonly rules: readonly Rule[] } | { readonly ok: false; readonly problems: readonly RuleProblem[] }

type Keys = readonly (string | number)[]

/**
 * Reads a list of rules, or `{ rules: [...] }`; nothing at all is no rules. Rules made by the builder are taken as they are; besides, a file
 * may say `answer: 4002` for `{ kind: answer, resultCode: 4002 }`, `once` for a completion, and `/…/` for a pattern. Never throws.
 */
export function readRules(
  data: unknown,
  { dictionary = standardDictionary }: { readonly dictionary?: Dictionary } = {},
): ReadRules {
  const problems: RuleProblem[] = []
  const complain: Complain = (keys, problem, mend) => {
    problems.push({ path: pathOf(keys), keys, problem, mend })
    return undefined
  }
  const [prefix, list] = listOf(data, complain)
  const rules = list.slice(0, MOST_RULES).flatMap((one, i) => readRule(one, [...prefix, i], dictionary, complain) ?? [])
  if (list.length > MOST_RULES) complain([...prefix, MOST_RULES], `there are ${list.length} rules`, `${MOST_RULES} are taken`)
  return problems.length === 0 ? { ok: true, rules } : { ok: false, problems }
}

type Complain = (keys: Keys, problem: string, mend: string) => undefined

function listOf(data: unknown, complain: Complain): readonly [Keys, readonly unknown[]] {
  if (data === null || data === undefined) return [[], []]
  if (Array.isArray(data)) return [[], data]
  if (isRecord(data)) {
    for (const key of Object.keys(data)) {
      if (key !== 'rules') complain([key], `"${key}" is not known here`, 'a rules file has one key, rules, with a list below it')
    }
    if (Array.isArray(data['rules'])) return [['rules'], data['rules']]
    if (data['rules'] === null) return [[], []]
  }
  complain([], `this is ${nameOf(data)}, not a list of rules`, `a list of rules, or the key rules with one; ${PAGE}`)
  return [[], []]
}

function readRule(one: unknown, keys: Keys, dictionary: Dictionary, complain: Complain): Rule | undefined {
  const parsed = ruleSchema.safeParse(one)
  if (!parsed.success) return tell(parsed.error.issues, keys, complain)
  const { name, match, completion } = parsed.data
  const actions = parsed.data.actions.map((action, i) => readAction(action, [...keys, 'actions', i], dictionary, complain))
  if (!actions.every((action) => action !== undefined)) return undefined
  const rule = withoutUndefined({ name, match: withoutUndefined(match), actions, completion: readCompletion(completion) }) as Rule
  const found = problemsOf(rule, undefined, dictionary)
  for (const { path, problem, mend } of found) complain([...keys, ...keysOf(path)], problem, mend)
  return found.length === 0 ? rule : undefined
}

function readCompletion(completion: z.output<typeof ruleSchema>['completion']): Completion {
  if (completion === 'once') return { kind: 'times', times: 1 }
  if (completion === 'always') return { kind: 'always' }
  return 'times' in completion ? { kind: 'times', times: completion.times } : { kind: 'always' }
}

function readAction(one: unknown, keys: Keys, dictionary: Dictionary, complain: Complain): Action | undefined {
  const known = Object.keys(actionSchemas)
  const long = longForm(one)
  const kind = isRecord(long) ? long['kind'] : undefined
  if (typeof kind !== 'string' || !known.includes(kind)) {
    const what = typeof kind === 'string' ? `there is no action "${kind}"` : `this is ${nameOf(one)}, not an action`
    return complain(keys, what, `one of: ${known.join(', ')}`)
  }
  const parsed = actionSchemas[kind as keyof typeof actionSchemas].safeParse(long)
  if (!parsed.success) return tell(parsed.error.issues, keys, complain)
  const action = withoutUndefined(parsed.data)
  if (!('add' in action) || action.add === undefined) return action as Action
  const add = readAvps(action.add, [...keys, 'add'], dictionary, complain, 1)
  return add === undefined ? undefined : ({ ...action, add } as Action)
}

// `ignore` → { kind }, { answer: 4002 } → { kind, resultCode }, { answer: { resultCode, … } } → { kind, resultCode, … }.
function longForm(one: unknown): unknown {
  if (typeof one === 'string') return withDefaults({ kind: one })
  if (!isRecord(one) || 'kind' in one) return one
  const [entry, second] = Object.entries(one)
  if (entry === undefined || second !== undefined) return one
  const [kind, said] = entry
  const key = SHORT_FORMS[kind]
  if (said === null) return withDefaults({ kind })
  if (isRecord(said)) {
    const add = isRecord(said['add']) ? { add: Object.entries(said['add']).map(([name, value]) => ({ [name]: value })) } : {}
    return withDefaults({ kind, ...said, ...add })
  }
  return key === undefined ? { kind, value: said } : { kind, [key]: kind === 'disconnect' ? causeOf(said) : said }
}

function withDefaults(action: Readonly<Record<string, unknown>>): unknown {
  const answers = ['answer', 'answerTwice', 'answerAfterResend']
  return answers.includes(String(action['kind'])) ? { resultCode: 2001, ...action } : action
}

function causeOf(said: unknown): unknown {
  const place = ['rebooting', 'busy', 'donotwanttotalktoyou'].indexOf(
    String(said)
      .toLowerCase()
      .replace(/[^a-z]/g, ''),
  )
  return place < 0 ? said : place
}

/** AVPs as a file has them: `{ Name: value }`, or what the builder takes: `[name, value]` and raw ones. */
function readAvps(
  list: readonly unknown[],
  keys: Keys,
  dictionary: Dictionary,
  complain: Complain,
  depth: number,
): readonly AvpInput[] | undefined {
  const avps = list.map((one, i) => readAvp(one, [...keys, i], dictionary, complain, depth))
  return avps.every((avp) => avp !== undefined) ? avps : undefined
}

function readAvp(one: unknown, keys: Keys, dictionary: Dictionary, complain: Complain, depth: number): AvpInput | undefined {
  if (isRecord(one) && 'code' in one) return readRaw(one, keys, complain)
  const [name, said, ...rest] = (Array.isArray(one) ? one : isRecord(one) ? Object.entries(one).flat() : []) as readonly unknown[]
  if (typeof name !== 'string' || said === undefined || rest.length > 0) {
    return complain(keys, `this is ${nameOf(one)}, not an AVP`, '{ Name: value }, or { code, vendorId, flags, data: "0x…" }')
  }
  const type = dictionary.byName(name)?.type
  if (type === undefined)
    return complain(keys, `no AVP is called "${name}"`, 'a name of the dictionary, or { code, vendorId, flags, data: "0x…" }')
  if (type !== 'Grouped') return [name, scalarOf(said, type) as AvpScalar]
  const members = isRecord(said) ? Object.entries(said).map(([key, value]) => ({ [key]: value })) : said
  if (!Array.isArray(members) || depth >= DEEPEST_AVPS)
    return complain(keys, `${name} is a group`, 'give its members as a list, at most 16 deep')
  const inner = readAvps(members, [...keys, name], dictionary, complain, depth + 1)
  return inner === undefined ? undefined : [name, inner]
}

function readRaw(one: Readonly<Record<string, unknown>>, keys: Keys, complain: Complain): AvpInput | undefined {
  const {
    code,
    vendorId = 0,
    flags = 0,
    data = '',
  } = one as { code?: unknown; vendorId?: unknown; flags?: unknown; data?: unknown }
  const bytes = data instanceof Uint8Array ? data : data === '' ? new Uint8Array() : bytesOfHex(String(data))
  if (typeof code === 'number' && typeof vendorId === 'number' && typeof flags === 'number' && bytes !== undefined)
    return { code, vendorId, flags, data: bytes }
  return complain(
    keys,
    'this is no raw AVP',
    '{ code: 1, vendorId: 0, flags: 0x40, data: "0x00ff" }, vendorId needs the V flag 0x80',
  )
}

// What a file cannot say in its own types is said in text.
function scalarOf(said: unknown, type: string): unknown {
  if (type === 'OctetString' && typeof said === 'string') return bytesOfHex(said) ?? said
  if (type === 'Time' && typeof said === 'string') return new Date(said)
  if (type === 'Unsigned64' || type === 'Integer64')
    return typeof said === 'number' && Number.isInteger(said) ? BigInt(said) : said
  return said
}

function tell(issues: readonly z.core.$ZodIssue[], keys: Keys, complain: Complain): undefined {
  for (const issue of issues) {
    const at = [...keys, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))]
    switch (issue.code) {
      case 'unrecognized_keys':
        for (const key of issue.keys) complain([...at, key], `"${key}" is not known here`, `check the spelling; ${PAGE}`)
        break
      case 'invalid_value':
        complain(at, issue.message, `one of: ${issue.values.map(String).join(', ')}`)
        break
      case 'custom':
        complain(at, issue.message, (issue.params as { mend?: string } | undefined)?.mend ?? PAGE)
        break
      default:
        complain(at, issue.message, PAGE)
    }
  }
}

function withoutUndefined<T extends object>(o: T): T {
  return Object.fromEntries(Object.entries(o).filter(([, value]) => value !== undefined)) as T
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof RegExp) &&
    !(value instanceof Uint8Array)
  )
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  return Array.isArray(value)
    ? 'a list'
    : typeof value === 'object'
      ? 'a map'
      : `${typeof value} ${JSON.stringify(value).slice(0, 40)}`
}

function pathOf(keys: Keys): string {
  return keys
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')
}

function keysOf(path: string): Keys {
  return path
    .split(/[.[\]]/)
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}
