// Judges random histories twice and reckons what was seen: contradictions, how often each rule spoke, sizes, speed.
import fc from 'fast-check'
import { compare, type Disagreement } from '../../../judge/second/disagreements'
import { secondJudgment } from '../../../judge/second/second-judge'
import type { Judgment } from '../../../judge/verdict'
import { judged } from '../story'
import { variantsOf } from './legal-variants'
import { randomPlan, type RandomPlan } from './random-plan'
import { tellRandom } from './random-story'
import { transitionsIn } from './roster-transitions'
import { shrunk } from './shrink'

/** What was seen in so many histories: plain data, so that several surveys can be added up. */
export interface Figures {
  readonly seeds: string[]
  histories: number
  events: number
  asked: number
  unsaid: number
  firstMs: number
  secondMs: number
  /** In how many histories: `first <rule>`, `second <matter>`, `variant <LV>`, `clean right`, `clean wrong`. */
  readonly tally: Record<string, number>
  /** How often each transition of the roster was taken. */
  readonly transitions: Record<string, number>
  /** Histories by their number of events, in steps of {@link SIZE_STEP}. */
  readonly sizes: Record<string, number>
  /** Each contradiction at its smallest. */
  readonly found: string[]
}

/** Plans are drawn block by block, so that a hundred thousand of them need no memory; a block is known by its own seed. */
export const BLOCK = 500
export const SIZE_STEP = 50

export function noFigures(): Figures {
  return {
    ...{ seeds: [], histories: 0, events: 0, asked: 0, unsaid: 0, firstMs: 0, secondMs: 0 },
    ...{ tally: {}, transitions: {}, sizes: {}, found: [] },
  }
}

/** The plans of a survey, in order. */
export function* plansOf(count: number, seed: number): Generator<RandomPlan> {
  for (let done = 0; done < count; done += BLOCK)
    yield* fc.sample(randomPlan, { numRuns: Math.min(BLOCK, count - done), seed: seed + done / BLOCK })
}

/** What both say of one plan, and what the first fails of one that is all legal. */
export function contradictionsOf(plan: RandomPlan): readonly Disagreement[] {
  const events = tellRandom(plan).events()
  const first = judged(events)
  return [...compare(first, secondJudgment(events)).disagreements, ...wrongFails(plan, first)]
}

/** A good server is failed: the worst a judge can do. */
function wrongFails(plan: RandomPlan, { findings }: Judgment): readonly Disagreement[] {
  const hard = isClean(plan) ? findings.filter(({ level }) => level === 'MUST') : []
  return hard.map(({ rule, actual }) => ({
    ...{ what: 'a faultless history', about: 'the history', first: `${rule}: ${actual}`, second: 'legal variants only' },
  }))
}

/** So many plans of this seed; ends early after so many contradictions, each shrunk. */
export function survey(count: number, seed: number, most = 20, tell: (figures: Figures) => void = () => undefined): Figures {
  const figures = noFigures()
  figures.seeds.push(`${count} of ${seed}`)
  const contradicted: RandomPlan[] = []
  for (const plan of plansOf(count, seed)) {
    if (look(plan, figures)) {
      contradicted.push(plan)
      figures.found.push(smallest(plan))
    }
    if (figures.histories % BLOCK === 0) tell(figures)
    if (contradicted.length >= most) break
  }
  return figures
}

const add = (to: Record<string, number>, key: string, n = 1): void => void (to[key] = (to[key] ?? 0) + n)

/** Do the two judges contradict each other on it? */
function look(plan: RandomPlan, figures: Figures): boolean {
  const history = tellRandom(plan).events()
  const startedMs = performance.now()
  const first = judged(history)
  const betweenMs = performance.now()
  const second = secondJudgment(history)
  figures.firstMs += betweenMs - startedMs
  figures.secondMs += performance.now() - betweenMs
  const { asked, unsaid, broken, disagreements } = compare(first, second)
  figures.histories += 1
  figures.events += history.length
  figures.asked += asked
  figures.unsaid += unsaid
  add(figures.sizes, String(Math.floor(history.length / SIZE_STEP) * SIZE_STEP))
  for (const rule of new Set(first.findings.map((one) => one.rule))) add(figures.tally, `first ${rule}`)
  for (const matter of broken.keys()) add(figures.tally, `second ${matter}`)
  for (const variant of variantsOf(plan)) add(figures.tally, `variant ${variant}`)
  for (const [name, n] of transitionsIn(history)) add(figures.transitions, name, n)
  const wrong = wrongFails(plan, first)
  if (isClean(plan)) add(figures.tally, wrong.length > 0 ? 'clean wrong' : 'clean right')
  return disagreements.length + wrong.length > 0
}

/** Nothing but legal variants. */
export function isClean({ faults, slips, forms, neighbour }: RandomPlan): boolean {
  return faults.length + slips.length + forms.length === 0 && neighbour === 'good'
}

function smallest(plan: RandomPlan): string {
  const disagreements = contradictionsOf(plan)
  const small = shrunk(plan, (smaller) => isLike(contradictionsOf(smaller), disagreements))
  return told(small, contradictionsOf(small))
}

/** Does the same thing contradict? */
function isLike(some: readonly Disagreement[], others: readonly Disagreement[]): boolean {
  return some.length > 0 && some[0]?.what === others[0]?.what && some[0]?.first.slice(0, 12) === others[0]?.first.slice(0, 12)
}

function told(plan: RandomPlan, disagreements: readonly Disagreement[]): string {
  return `${JSON.stringify(plan)}\n${disagreements.map((one) => `  ${one.what}, ${one.about}\n    first:  ${one.first}\n    second: ${one.second}`).join('\n')}`
}
