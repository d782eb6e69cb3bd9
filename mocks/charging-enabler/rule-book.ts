// The rules that are set, in order, with what each has seen: the first that matches and is not done takes a request, else the default.
import { explainRequest, explainRule, suggestRule } from './explain'
import { matches } from './rules'
import type { Ch1Request, Rule, RuleHandle } from './rules'

const KEPT_SEEN = 1_000
const KEPT_UNMATCHED = 20

/** What takes every request that no rule takes. */
export const DEFAULT_RULE: Rule = {
  name: 'default',
  match: {},
  actions: [{ kind: 'answer', resultCode: 2001 }],
  completion: { kind: 'always' },
}

/** The enabler's rules and their memory. */
export class RuleBook {
  readonly #rules: SetRule[] = []
  readonly #default = new SetRule('default', DEFAULT_RULE)
  readonly #unmatched: Ch1Request[] = []

  /** Sets a rule behind those already there. */
  add(rule: Rule): RuleHandle {
    const set = new SetRule(rule.name ?? `rule ${this.#rules.length + 1}`, rule)
    this.#rules.push(set)
    return set
  }

  /** The rule for this request. Counts it: ask once a request. */
  take(request: Ch1Request): RuleHandle {
    const rule = this.#rules
      .filter((candidate) => candidate.notices(request))
      .find((candidate) => !candidate.done && candidate.isNth)
    if (rule === undefined) {
      this.#unmatched.push(request)
      if (this.#unmatched.length > KEPT_UNMATCHED) this.#unmatched.shift()
    }
    const taker = rule ?? this.#default
    taker.take(request)
    return taker
  }

  /** The rules, what each has seen, and the newest requests that only the default took, each with a rule to paste. */
  explain(who: string): string {
    const rules = [...this.#rules, this.#default].map((set) => `  ${explainRule(set.name, set.rule, set.count)}`)
    const stray = this.#unmatched.map((request) => `  ${explainRequest(request)}\n    add: ${suggestRule(request)}`)
    const only = stray.length === 0 ? [] : ['Taken by the default only:', ...stray]
    return [`Rules of ${who}:`, ...rules, ...only].join('\n')
  }
}

class SetRule implements RuleHandle {
  readonly name: string
  readonly rule: Rule
  readonly #seen: Ch1Request[] = []
  #noticed = 0
  #count = 0

  constructor(name: string, rule: Rule) {
    this.name = name
    this.rule = rule
  }

  get seen(): readonly Ch1Request[] {
    return [...this.#seen]
  }

  get count(): number {
    return this.#count
  }

  get done(): boolean {
    return this.rule.completion.kind === 'times' && this.#count >= this.rule.completion.times
  }

  /** Whether the request last noticed was the one that `nth` asks for. */
  get isNth(): boolean {
    return this.rule.match.nth === undefined || this.rule.match.nth === this.#noticed
  }

  /** Counts a request that matches, `nth` aside, whoever takes it. */
  notices(request: Ch1Request): boolean {
    if (!matches(this.rule.match, request)) return false
    this.#noticed += 1
    return true
  }

  take(request: Ch1Request): void {
    this.#count += 1
    this.#seen.push(request)
    if (this.#seen.length > KEPT_SEEN) this.#seen.shift()
  }
}
