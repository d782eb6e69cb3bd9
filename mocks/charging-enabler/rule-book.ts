// The rules that are set, in order, with what each has seen: the first that matches and is not done takes a request, else the default.
import type { RecordType } from '../../judge/history/events'
import type { PeerOccasion } from './doors/door'
import { explainRule, explainStray } from './explain'
import type { Stray } from './explain'
import { matches, textMatches } from './matching'
import type { MatchContext } from './matching'
import { sameRule } from './rule-text'
import type { Ch1Request, Rule, RuleHandle } from './rules'

const KEPT_SEEN = 1_000
const KEPT_SEEN_BYTES = 8 * 1_048_576
const KEPT_STRAYS = 20

/** What takes every request that no rule takes. */
export const DEFAULT_RULE: Rule = {
  name: 'default',
  match: {},
  actions: [{ kind: 'answer', resultCode: 2001 }],
  completion: { kind: 'always' },
}

/** The rules of one enabler and their memory. */
export class RuleBook {
  readonly #enabler: string
  readonly #context: MatchContext
  readonly #default = new SetRule('default', DEFAULT_RULE)
  readonly #strays: Stray[] = []
  #strayAt = 0
  #rules: readonly SetRule[] = []
  #isPlain = true

  constructor(enabler: string, context: MatchContext) {
    this.#enabler = enabler
    this.#context = context
  }

  /** Sets a rule behind those already there. */
  add(rule: Rule): RuleHandle {
    const set = new SetRule(rule.name ?? `rule ${this.#rules.length + 1}`, rule)
    this.#set([...this.#rules, set])
    return set
  }

  /** These rules in place of all; one that was there before, word for word, keeps what it has counted. */
  replace(rules: readonly Rule[]): void {
    const old = [...this.#rules]
    this.#set(
      rules.map((rule, i) => {
        const kept = old.findIndex((set) => sameRule(set.rule, rule))
        const name = rule.name ?? `rule ${i + 1}`
        const [same] = kept < 0 ? [] : old.splice(kept, 1)
        return same?.name === name ? same : new SetRule(name, rule)
      }),
    )
  }

  /** Whether no rule could take an accounting request: then only {@link defaulted} needs to be told. */
  get isPlain(): boolean {
    return this.#isPlain
  }

  /** The rule for this request. Counts it: ask once a request; what the default takes is counted by {@link defaulted}. */
  take(request: Ch1Request): { readonly name: string; readonly rule: Rule; readonly isDefault: boolean } {
    const rule = this.#firstFree((set) => matches(set.rule.match, request, this.#context))
    rule?.take(request)
    const { name, rule: taken } = rule ?? this.#default
    return { name, rule: taken, isDefault: rule === undefined }
  }

  /** A rule that is for resent requests in so many words (`resent: true`). Counts it when there is one. */
  takeResent(request: Ch1Request): RuleHandle | undefined {
    const rule = this.#firstFree((set) => set.rule.match.resent === true && matches(set.rule.match, request, this.#context))
    rule?.take(request)
    return rule
  }

  /** The rule for a CER, a watchdog or an opened connection. Counts it: ask once an occasion. */
  occasion(what: PeerOccasion): RuleHandle | undefined {
    const rule = this.#firstFree((set) => isFor(set.rule, what))
    rule?.count1()
    return rule
  }

  /** The default took this; `request` as a whole only where there are rules to compare it with. */
  defaulted(kind: RecordType, session: string, number: number, resent: boolean, request?: Ch1Request): void {
    this.#default.count1()
    // a ring of twenty objects: at full speed nothing is made anew
    const stray = (this.#strays[this.#strayAt] ??= { kind, session, number, resent, request: undefined })
    stray.kind = kind
    stray.session = session
    stray.number = number
    stray.resent = resent
    stray.request = request
    this.#strayAt = (this.#strayAt + 1) % KEPT_STRAYS
  }

  /** The rules, what each has seen, and the newest requests that only the default took, each with the nearest rule and one to paste. */
  explain(): string {
    const rules = [...this.#rules, this.#default].map((set) => `  ${explainRule(set.name, set.rule, set.count)}`)
    const strays = [...this.#strays.slice(this.#strayAt), ...this.#strays.slice(0, this.#strayAt)]
    const told = strays.flatMap((stray) => explainStray(stray, this.#rules))
    return [`Rules of ${this.#enabler}:`, ...rules, ...(told.length === 0 ? [] : ['Taken by the default only:', ...told])].join(
      '\n',
    )
  }

  #set(rules: readonly SetRule[]): void {
    this.#rules = rules
    this.#isPlain = !rules.some(
      ({ rule: { match } }) => (match.on ?? 'acr') === 'acr' && (match.enabler ?? this.#enabler) === this.#enabler,
    )
  }

  // Every rule that matches counts, for its `nth`; the first that has not done its work takes.
  #firstFree(isFor: (set: SetRule) => boolean): SetRule | undefined {
    let taker: SetRule | undefined
    for (const set of this.#rules) {
      if ((set.rule.match.enabler ?? this.#enabler) !== this.#enabler || !isFor(set)) continue
      set.notice()
      if (!set.done && set.isNth) taker ??= set
    }
    return taker
  }
}

function isFor({ match }: Rule, { on, origin }: PeerOccasion): boolean {
  return match.on === on && (match.origin === undefined || textMatches(match.origin, origin))
}

/** A rule with its memory. */
export class SetRule implements RuleHandle {
  readonly name: string
  readonly rule: Rule
  readonly #seen: Ch1Request[] = []
  #seenBytes = 0
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

  /** Whether what was last noticed is what `nth` asks for. */
  get isNth(): boolean {
    return this.rule.match.nth === undefined || this.rule.match.nth === this.#noticed
  }

  /** Counts what matches, `nth` aside, whoever takes it. */
  notice(): void {
    this.#noticed += 1
  }

  count1(): void {
    this.#count += 1
  }

  take(request: Ch1Request): void {
    this.#count += 1
    this.#seen.push(request)
    this.#seenBytes += request.size ?? 0
    while (this.#seen.length > KEPT_SEEN || (this.#seenBytes > KEPT_SEEN_BYTES && this.#seen.length > 1)) {
      this.#seenBytes -= this.#seen.shift()?.size ?? 0
    }
  }
}
