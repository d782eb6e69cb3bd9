// What the judge says: words, findings, explanations, verdicts. Plain data; `pass < inconclusive < fail < error`.
import type { Demand } from './history/events'

/** The four graded words and the one that stands outside the order. */
export type VerdictWord = 'pass' | 'inconclusive' | 'fail' | 'error' | 'not-applicable'

/** How sure a fact is: only `verified` facts may make a hard fail. */
export type Grade = 'verified' | 'dictionary' | 'inferred' | 'memory'

export type Level = 'MUST' | 'SHOULD' | 'OBSERVE'

/** A clause that was not kept: which rule saw it, what was owed, what came instead, and the events that show it. */
export interface Finding {
  readonly rule: string
  /** The test purpose that fails wherever the finding was seen. */
  readonly owner: string
  readonly demand?: string
  readonly clause: string
  readonly level: 'MUST' | 'SHOULD'
  readonly grade: Grade
  readonly expected: string
  readonly actual: string
  readonly atUs: number
  readonly events: readonly number[]
}

/** Where a demand stands. Live and replayed judges give the same list in the same order. */
export type Decision =
  | { readonly demand: string; readonly state: 'open' }
  | { readonly demand: string; readonly state: 'held'; readonly by: readonly number[] }
  /** `observed`: what was seen, where a purpose only looks. */
  | { readonly demand: string; readonly state: 'met'; readonly by: readonly number[]; readonly observed?: string }
  | { readonly demand: string; readonly state: 'broken'; readonly finding: Finding }
  | { readonly demand: string; readonly state: 'undecidable'; readonly missing: string }

/** Why one record is there: `owed` names the event that explains it; the other kinds say what they are. */
export interface Explanation {
  readonly record: number
  readonly kind: 'owed' | 'permitted' | 'duplicate' | 'foreign' | 'forbidden'
  readonly trigger?: number
  /** Record time minus trigger time; negative where the trigger is an output of the SUT. */
  readonly latencyUs?: number
  readonly text: string
}

/** A trigger whose record never came: for the ladder's empty place. */
export interface MissingRecord {
  readonly trigger: number
  readonly dueAtUs: number
  readonly text: string
}

/** The verdict of one test purpose over one history (or, merged, over a run). */
export interface Verdict {
  readonly testPurpose: string
  readonly word: VerdictWord
  readonly reason: string
  readonly findings: readonly Finding[]
  readonly warnings: readonly Finding[]
  readonly demands: { readonly decided: number; readonly total: number }
}

/** Everything a judged history gives. */
export interface Judgment {
  readonly verdicts: readonly Verdict[]
  readonly demands: readonly { readonly demand: Demand; readonly decision: Decision }[]
  readonly findings: readonly Finding[]
  readonly explanations: readonly Explanation[]
  readonly missing: readonly MissingRecord[]
  /** The choices that the SUT was seen to make. */
  readonly choices: readonly ChoiceSeen[]
}

/** A legal choice the SUT was seen to make: what the profile declares of it, each value seen, and the event that showed it first. */
export interface ChoiceSeen {
  readonly choice: string
  readonly declared: string
  readonly seen: readonly { readonly value: string; readonly event: number }[]
}

const order: readonly VerdictWord[] = ['not-applicable', 'pass', 'inconclusive', 'fail', 'error']

/** The worse of two words: a verdict never improves. */
export function worse(a: VerdictWord, b: VerdictWord): VerdictWord {
  return order.indexOf(a) >= order.indexOf(b) ? a : b
}
