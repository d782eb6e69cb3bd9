// One scenario of a history as a history of its own: what opened it, and that scenario. Small, so that it can be judged many times.
import type { HistoryEvent } from '../history/events'
import { Judge } from '../judge'
import { profileOf, type Profile } from '../profile/schema'
import type { Judgment } from '../verdict'
import { PREFLIGHT } from '../verdicts'
import { acrsOf } from './acr'
import { rewritten, type Dated } from './rewrite'
import { sipOf } from './sip'

/** A scenario, alone. */
export interface Cut {
  /** `TP_ARR_001.1` */
  readonly name: string
  readonly testPurpose: string
  readonly events: readonly HistoryEvent[]
  /** The number of the event with which the scenario itself begins: what is before it opens the history, and is nobody's premise. */
  readonly first: number
  /** What the judge says of it as it is. */
  readonly judgment: Judgment
}

/** The longest that anything waits to be decided, in windows of the profile laid end to end. */
const WINDOWS = 4

/**
 * Every scenario that ended, each behind the events before the first one: the opening, the peers, the preflight. Behind it nothing happens for
 * so long that every window closes: a live testbed goes on at once where nothing is due, but what is sabotaged may be due.
 *
 * A cut is of the server alone: what is left of earlier scenarios in it belongs to no conference of its own and is left out, and our own machine
 * never stands still in it.
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
      const older = leftFrom(events.slice(front, first), events.slice(first, event.n))
      const own = rewritten(events, (one) => {
        if (one.n === event.n) return [one, ...quiet(event.atUs, waitsUs(events))]
        const isConnection = one.kind === 'peer' && one.n < first // earlier scenarios may have ended connections, and others came
        const isOfCut = one.n < front || isConnection || (one.n >= first && one.n < event.n)
        return isOfCut && !older.has(one.n) ? [calm(one)] : []
      })
      const begins = own.find((one) => one.kind === 'scenario' && one.testPurpose === testPurpose && one.k === k)?.n ?? 0
      cuts.push({ name: `${testPurpose}.${k}`, testPurpose, events: own, first: begins, judgment: judged(own) })
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

/** The profile that the cut was opened with. */
export function profileIn({ events: [opened] }: Cut): Profile {
  if (opened?.kind !== 'opened') throw new RangeError('a cut begins with "opened"')
  return profileOf(opened.profile.values)
}

/** Events of `own` that speak of sessions and calls which began in an earlier scenario: a record that waited out an outage, a BYE sent again. */
function leftFrom(earlier: readonly HistoryEvent[], own: readonly HistoryEvent[]): ReadonlySet<number> {
  const sessions = new Set(acrsOf(earlier).map(({ session }) => session))
  const calls = new Set(earlier.flatMap((event) => sipOf(event)?.callId ?? []))
  const records = acrsOf(own).flatMap(({ session, event, answer }) =>
    sessions.has(session) ? [event.n, ...(answer ? [answer.n] : [])] : [],
  )
  const sip = own.flatMap((event) => (calls.has(sipOf(event)?.callId ?? '') ? [event.n] : []))
  return new Set([...records, ...sip])
}

/** A lag is a fact of our machine, not of the server. */
function calm(event: HistoryEvent): HistoryEvent {
  return event.kind === 'tick' ? { ...event, lagUs: 0 } : event
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
