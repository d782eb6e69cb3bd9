// Makes a plan smaller while the two judges still contradict each other on it in the same way.
import type { RandomPlan } from './random-plan'

/** The usual server: what a habit falls back to where it does not matter. */
export const PLAIN: RandomPlan['habits'] = {
  ...{ join: true, last: 'stop', departAtBye: false, startAtAck: false, gaps: false, eventForRefusal: false },
  ...{ byTime: false, perLeg: false, firstLegOnly: false, nameless: false, uncounted: false, declares: true },
  ...{ ahead: false, confirmed: false, quietRelease: false, forksCharged: false, bothRoles: false, tAfterLoss: false },
  ...{ lines: 1, nodes: 1, between: 'nothing', clockMs: 0, laterMs: 0, answerMs: 1 },
}

/** How many smaller plans are tried at most. */
const MOST_TRIES = 2000

/** The smallest plan that greedy steps find for which `stillWrong` holds, as it does for `plan`. */
export function shrunk(plan: RandomPlan, stillWrong: (smaller: RandomPlan) => boolean): RandomPlan {
  let [best, tries] = [plan, 0]
  for (;;) {
    const next = smaller(best).find((one) => {
      tries += 1
      return tries <= MOST_TRIES && stillWrong(one)
    })
    if (next === undefined) return best
    best = next
  }
}

function smaller(plan: RandomPlan): readonly RandomPlan[] {
  const { acts, faults, slips, forms, habits, trouble } = plan
  const without = <T>(all: readonly T[], n: number, from: number): readonly T[] => [...all.slice(0, from), ...all.slice(from + n)]
  const cuts = [8, 4, 2, 1].filter((n) => n <= acts.length)
  return [
    ...cuts.flatMap((n) => acts.map((_, i) => ({ ...plan, acts: without(acts, n, i) }))),
    ...faults.map((_, i) => ({ ...plan, faults: without(faults, 1, i) })),
    ...slips.map((_, i) => ({ ...plan, slips: without(slips, 1, i) })),
    ...forms.map((_, i) => ({ ...plan, forms: without(forms, 1, i) })),
    ...(plan.neighbour === 'good' ? [] : [{ ...plan, neighbour: 'good' as const }]),
    ...(trouble.what === 'none' ? [] : [{ ...plan, trouble: { what: 'none' as const, nth: 0 } }]),
    ...(plan.conferences > 1 ? [{ ...plan, conferences: plan.conferences - 1 }] : []),
    ...(plan.end === 'drain' ? [] : [{ ...plan, end: 'drain' as const }]),
    ...(Object.keys(PLAIN) as (keyof typeof PLAIN)[])
      .filter((key) => habits[key] !== PLAIN[key])
      .map((key) => ({ ...plan, habits: { ...habits, [key]: PLAIN[key] } })),
    ...acts.flatMap((act, i) => simpler(act).map((one) => ({ ...plan, acts: acts.with(i, one) }))),
    ...faults.flatMap((fault, i) =>
      fault.ms > 0 ? [{ ...plan, faults: faults.with(i, { ...fault, ms: Math.floor(fault.ms / 2) }) }] : [],
    ),
  ]
}

function simpler(act: RandomPlan['acts'][number]): readonly RandomPlan['acts'][number][] {
  const { waitMs, conference, who } = act
  return [
    ...(waitMs > 0
      ? [
          { ...act, waitMs: 0 },
          { ...act, waitMs: Math.floor(waitMs / 2) },
        ]
      : []),
    ...(conference > 0 ? [{ ...act, conference: 0 }] : []),
    ...(who > 0 ? [{ ...act, who: 0 }] : []),
  ]
}
