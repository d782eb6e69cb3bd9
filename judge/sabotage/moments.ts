// When something can be put into a cut so that it stands for itself: by what else is on its way then, not by the clock.
import { acrsOf } from './acr'
import { profileIn, type Cut } from './cut'
import type { Changes } from './sabotage'

/** A time, and what of the cut has to be put off for it. */
export interface Moment {
  readonly atUs: number
  readonly later?: Changes['later']
}

/** µs between an event and what is put in behind it. */
const JUST_BEHIND_US = 200

/**
 * Moments behind the event `n`: at once; at once, and all that came behind it puts itself off until nobody can take the one for the other; and so
 * once every record is there that was on its way.
 */
export function momentsBehind(cut: Cut, n: number): readonly Moment[] {
  const settled = settledFrom(cut, n)
  return [at(cut, n), alone(cut, n), ...(settled === n ? [] : [at(cut, settled), alone(cut, settled)])]
}

/** How far two things are apart that the judge must take for two: more than a record may come early, or outputs may change places. */
export function apartUs(cut: Cut): number {
  const { windows } = profileIn(cut)
  return 1000 * (windows.early + 2 * windows.grain)
}

function at({ events }: Cut, n: number): Moment {
  return { atUs: (events[n]?.atUs ?? 0) + JUST_BEHIND_US }
}

/** The end of the scenario stays where the last of its events is. */
function alone(cut: Cut, n: number): Moment {
  return { ...at(cut, n), later: { from: n + 1, us: apartUs(cut) } }
}

/** The first event from `n` on at which no record is on its way but those that `n` itself makes due. */
function settledFrom(cut: Cut, n: number): number {
  const answers = new Map(acrsOf(cut.events).map(({ event, answer }) => [event.n, answer?.n ?? event.n]))
  const spans = cut.judgment.explanations.flatMap(({ trigger, record }) =>
    trigger === undefined || trigger === n ? [] : [{ from: trigger, to: answers.get(record) ?? record }],
  )
  let now = n
  for (let isMoved = true; isMoved;) {
    const behind = Math.max(now, ...spans.flatMap(({ from, to }) => (from <= now && to > now ? [to] : [])))
    isMoved = behind > now
    now = behind
  }
  return now
}
