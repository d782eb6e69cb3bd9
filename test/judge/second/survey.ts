// Judges random histories twice and reckons what was seen: contradictions, how often each rule spoke, sizes, speed.
import fc from 'fast-check'
import { compare, type Disagreement } from '../../../judge/second/disagreements'
import { secondJudgment } from '../../../judge/second/second-judge'
import { judged } from '../story'
import { randomPlan, type RandomPlan } from './random-plan'
import { tellRandom } from './random-story'
import { shrunk } from './shrink'

export interface Survey {
  readonly text: string
  readonly contradictions: number
  readonly unsaidShare: number
}

/** What both say of one plan. */
export function contradictionsOf(plan: RandomPlan): readonly Disagreement[] {
  const events = tellRandom(plan).events()
  return compare(judged(events), secondJudgment(events)).disagreements
}

/** So many plans of this seed; ends early after so many contradictions, each shrunk. */
export function survey(count: number, seed: number, most = 20): Survey {
  const tally = new Map<string, number>()
  const sizes: number[] = []
  const add = (key: string, n = 1): void => void tally.set(key, (tally.get(key) ?? 0) + n)
  const found: string[] = []
  let [firstMs, secondMs, events, asked, unsaid] = [0, 0, 0, 0, 0]
  const plans = fc.sample(randomPlan, { numRuns: count, seed })
  let done = 0
  for (const plan of plans) {
    const history = tellRandom(plan).events()
    const startedMs = performance.now()
    const first = judged(history)
    const betweenMs = performance.now()
    const second = secondJudgment(history)
    firstMs += betweenMs - startedMs
    secondMs += performance.now() - betweenMs
    done += 1
    events += history.length
    sizes.push(history.length)
    const comparison = compare(first, second)
    asked += comparison.asked
    unsaid += comparison.unsaid
    for (const rule of new Set(first.findings.map((one) => one.rule))) add(`first  ${rule}`)
    for (const matter of comparison.broken.keys()) add(`second ${matter}`)
    if (plan.faults.length === 0 && plan.trouble.what === 'none')
      add(first.findings.some((one) => one.level === 'MUST') ? 'faultless, first: broken' : 'faultless, first: right')
    if (comparison.disagreements.length > 0) {
      const small = shrunk(plan, (smaller) => isLike(contradictionsOf(smaller), comparison.disagreements))
      found.push(told(small, contradictionsOf(small)))
      if (found.length >= most) break
    }
  }
  sizes.sort((a, b) => a - b)
  const at = (share: number): number => sizes[Math.min(sizes.length - 1, Math.floor(share * sizes.length))] ?? 0
  const rows = [...tally].sort().map(([key, n]) => `  ${((100 * n) / done).toFixed(2).padStart(6)} %  ${key}`)
  const text = [
    `${done} histories (seed ${seed}), ${events} events; first judge ${rate(events, firstMs)} events/s, second ${rate(events, secondMs)}`,
    `events of a history: least ${at(0)}, p10 ${at(0.1)}, median ${at(0.5)}, p90 ${at(0.9)}, most ${at(1)}`,
    `${asked} questions, ${((100 * unsaid) / asked).toFixed(2)} % of which the second cannot say; ${found.length} contradictions`,
    ...rows,
    ...found,
  ].join('\n')
  return { text, contradictions: found.length, unsaidShare: unsaid / asked }
}

/** Does the same thing contradict? */
function isLike(some: readonly Disagreement[], others: readonly Disagreement[]): boolean {
  return some.length > 0 && some[0]?.what === others[0]?.what && some[0]?.first.slice(0, 12) === others[0]?.first.slice(0, 12)
}

function rate(events: number, ms: number): string {
  return Math.round((1000 * events) / ms).toLocaleString('en')
}

function told(plan: RandomPlan, disagreements: readonly Disagreement[]): string {
  return `\n${JSON.stringify(plan)}\n${disagreements.map((one) => `  ${one.what}, ${one.about}\n    first:  ${one.first}\n    second: ${one.second}`).join('\n')}`
}
