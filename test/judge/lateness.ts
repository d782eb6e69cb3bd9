// How late the records of a good server may come: each by a while, each behind our answer to the one before, all while somebody stood still.
import fc from 'fast-check'
import type { RecordPlan } from './record-plan'
import type { StoryOptions } from './story-options'

/** When the first thing happens in a story. */
const BEGINS_MS = 1001

/** How late each record is. `answersMs`: how long our answers take. `stall`: somebody stood still, and what came meanwhile comes then. */
export interface Delays {
  readonly recordsMs: readonly number[]
  readonly answersMs: readonly number[]
  readonly stall?: { readonly atMs: number; readonly ms: number } | undefined
  /** LV-03 — neighbours in any order, by a server whose records tell whose they are. */
  readonly swaps: boolean
}

export const delays: fc.Arbitrary<Delays> = fc.record({
  recordsMs: fc.array(fc.constantFrom(0, 0, 0, 30, 400, 1200, 1600), { minLength: 1, maxLength: 12 }),
  answersMs: fc.array(fc.constantFrom(1, 1, 1, 400, 1500), { minLength: 1, maxLength: 8 }),
  stall: fc.option(fc.record({ atMs: fc.nat({ max: 6000 }), ms: fc.constantFrom(300, 900, 2500, 4000) }), { nil: undefined }),
  swaps: fc.boolean(),
})

/** A story under these delays. */
export function lateBy(delays: Delays): Pick<StoryOptions, 'way' | 'lags'> {
  const { stall } = delays
  return { way: (plans) => late(plans, delays), lags: stall ? lagsOf(BEGINS_MS + stall.atMs, stall.ms) : [] }
}

/** As the watch over the embedded server tells: while it says nothing, and when it goes on. */
function lagsOf(fromMs: number, ms: number): NonNullable<StoryOptions['lags']> {
  const lags = [{ atMs: fromMs + ms, ms }]
  for (let silentMs = 300; silentMs < ms; silentMs += 400) lags.push({ atMs: fromMs + silentMs, ms: silentMs })
  return lags
}

/** RFC 6733 §8.2 — one after another, each when the one before was answered; LV-03 — in any order what happened at the same time. */
function late(plans: readonly RecordPlan[], { recordsMs, answersMs, stall, swaps }: Delays): readonly RecordPlan[] {
  const all = [...plans]
  if (swaps)
    for (let i = 1; i + 1 < all.length; i += 2) {
      const [one, other] = [all[i], all[i + 1]]
      if (one && other && isOverlapping(one, other)) [all[i], all[i + 1]] = exchanged(one, other)
    }
  const freeMs = new Map<string, number>()
  return all.map((plan, i) => {
    let atMs = Math.max(plan.atMs + (recordsMs[i % recordsMs.length] ?? 0), freeMs.get(plan.session) ?? 0)
    const [fromMs, toMs] = stall ? [BEGINS_MS + stall.atMs, BEGINS_MS + stall.atMs + stall.ms] : [0, 0]
    if (atMs >= fromMs && atMs < toMs) atMs = toMs + 0.01 * (i + 1)
    const answerAfterMs = answersMs[i % answersMs.length] ?? 1
    freeMs.set(plan.session, atMs + answerAfterMs + 0.1)
    return { ...plan, atMs, answerAfterMs }
  })
}

function isOverlapping(one: RecordPlan, other: RecordPlan): boolean {
  const [user, another] = [one, other].map(({ label }) => label.split(':')[1])
  return one.type === 'interim' && other.type === 'interim' && other.atMs - one.atMs <= 20 && user !== another
}

/** The other of the two first; each counts who was in when it was caused (LV-04). */
function exchanged(one: RecordPlan, other: RecordPlan): [RecordPlan, RecordPlan] {
  return [other, { ...one, atMs: other.atMs + 0.5 }]
}
