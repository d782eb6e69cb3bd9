// The findings of one history: one root cause, one finding, with all its places.
import type { Profile } from './profile/schema'
import { ruleOf, weightOf } from './rules'
import type { Finding } from './verdict'

const MAX_PLACES = 50

interface Entry {
  readonly finding: Finding
  readonly events: number[]
  /** Every event of every place; `events` shows the first ones. */
  readonly all: Set<number>
  actual: string
  places: number
  /** Why it is none to rely on. */
  doubt: string | undefined
}

/** A breach as a rule reports it. `signature` is equal for breaches of one root cause. */
export interface Breach {
  readonly rule: string
  readonly signature: string
  readonly expected: string
  readonly actual: string
  readonly atUs: number
  readonly events: readonly number[]
}

export class Findings {
  private readonly bySignature = new Map<string, Entry>()
  private readonly profile: Profile
  private doubt: string | undefined

  constructor(profile: Profile) {
    this.profile = profile
  }

  /** Adds a breach, or a further place of a known one. The finding given back stays the same object and grows. */
  add(breach: Breach): Finding {
    const key = `${breach.rule}|${breach.signature}`
    const known = this.bySignature.get(key)
    if (known) {
      known.places += 1
      for (const n of breach.events) known.all.add(n)
      for (const n of breach.events) if (known.events.length < MAX_PLACES && !known.events.includes(n)) known.events.push(n)
      return known.finding
    }
    const rule = ruleOf(breach.rule)
    const events = [...breach.events]
    const entry: Entry = {
      events,
      all: new Set(events),
      actual: breach.actual,
      places: 1,
      doubt: this.doubt,
      finding: {
        rule: rule.id,
        owner: rule.owner,
        ...weightOf(rule, this.profile),
        expected: breach.expected,
        get actual() {
          return entry.places === 1 ? entry.actual : `${entry.actual} (${entry.places} places)`
        },
        atUs: breach.atUs,
        events,
      },
    }
    this.bySignature.set(key, entry)
    return entry.finding
  }

  /** Says more about a finding, for example that the record came late. */
  extend(finding: Finding, text: string, events: readonly number[]): void {
    const entry = [...this.bySignature.values()].find((one) => one.finding === finding)
    if (!entry) return
    entry.actual += text
    entry.events.push(...events)
  }

  /** The finding of one of these rules that has a place among these events. */
  at(rules: readonly string[], events: readonly number[]): Finding | undefined {
    return [...this.bySignature.values()].find(
      (entry) => rules.includes(entry.finding.rule) && events.some((n) => entry.all.has(n)),
    )?.finding
  }

  /** From here on a breach may only look like one: something was not seen. `earlier`: what was found before is in doubt too. */
  doubtFrom(why: string, o: { readonly earlier: boolean }): void {
    this.doubt ??= why
    if (o.earlier) for (const entry of this.bySignature.values()) entry.doubt ??= why
  }

  all(): readonly Finding[] {
    return [...this.bySignature.values()].flatMap(({ finding, doubt }) => (doubt === undefined ? [snapshot(finding)] : []))
  }

  /** What would have been found, had all been seen: by owner. */
  doubtful(): readonly { readonly owner: string; readonly why: string }[] {
    return [...this.bySignature.values()].flatMap(({ finding, doubt }) =>
      doubt === undefined
        ? []
        : [{ owner: finding.owner, why: `${finding.rule} may be broken (${finding.actual}), but ${doubt}` }],
    )
  }
}

/** A finding as plain data, as it stands now. */
export function snapshot(finding: Finding, demand?: string): Finding {
  return { ...finding, events: [...finding.events], ...(demand === undefined ? {} : { demand }) }
}
