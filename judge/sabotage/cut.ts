// One scenario of a history as a history of its own: what opened it, and that scenario. Small, so that it can be judged many times.
import type { HistoryEvent } from '../history/events'
import { Judge } from '../judge'
import { profileOf } from '../profile/schema'
import type { Judgment } from '../verdict'
import { PREFLIGHT } from '../verdicts'
import { rewritten, type Dated } from './rewrite'

/** A scenario, alone. */
export interface Cut {
  /** `TP_ARR_001.1` */
  readonly name: string
  readonly testPurpose: string
  readonly events: readonly HistoryEvent[]
  /** What the judge says of it as it is. */
  readonly judgment: Judgment
}

/** The longest that anything waits to be decided, in windows of the profile laid end to end. */
const WINDOWS = 4

/**
 * Every scenario that ended, each behind the events before the first one: the opening, the peers, the preflight. Behind it nothing happens for
 * so long that every window closes: a live testbed goes on at once where nothing is due, but what is sabotaged may be due.
 */
export function cutsOf(events: readonly HistoryEvent[]): readonly Cut[] {
  const front = events.findIndex((event) => event.kind === 'scenario' && event.testPurpose !== PREFLIGHT)
  const cuts: Cut[] = []
  let begun: (HistoryEvent & { readonly kind: 'scenario' }) | undefined
  for (const event of events) {
    if (event.kind !== 'scenario' || event.testPurpose === PREFLIGHT) continue
    if (event.edge === 'begin') begun = event
    else if (begun) {
      const { n: first, testPurpose, k } = begun
      const own = rewritten(events, (one) => {
        if (one.n === event.n) return [one, ...quiet(event.atUs, waitsUs(events))]
        const isConnection = one.kind === 'peer' && one.n < first // earlier scenarios may have ended connections, and others came
        return one.n < front || isConnection || (one.n >= first && one.n < event.n) ? [one] : []
      })
      cuts.push({ name: `${testPurpose}.${k}`, testPurpose, events: own, judgment: judged(own) })
      begun = undefined
    }
  }
  return cuts
}

/** The judgment over these events. */
export function judged(events: readonly HistoryEvent[]): Judgment {
  const judge = new Judge()
  for (const event of events) judge.step(event)
  return judge.judgment()
}

/** Ticks at which nothing else happened: what is put off by one is decided by the next. */
function quiet(fromUs: number, waitUs: number): readonly Dated[] {
  return [1, 2, 3].map((nth) => ({ kind: 'tick', atUs: fromUs + nth * waitUs, lagUs: 0 }))
}

function waitsUs([opened]: readonly HistoryEvent[]): number {
  if (opened?.kind !== 'opened') return 0
  const { windows, timers } = profileOf(opened.profile.values)
  return WINDOWS * 1000 * (windows['P-DELAY'] + windows['P-QUIET'] + windows['P-LINGER'] + windows.early + timers.givenMs)
}
