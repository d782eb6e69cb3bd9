// What else a deadline depends on: a machine that stood still, a connection that was away, an answer that we owed.
import type { HistoryEvent } from '../history/events'
import type { Profile } from '../profile/schema'
import type { Sending } from './records-seen'

/** Times in µs. */
export interface Span {
  readonly fromUs: number
  readonly toUs: number
}

export interface Surroundings {
  readonly profile: Profile
  readonly delayUs: number
  readonly grainUs: number
  readonly earlyUs: number
  readonly lingerUs: number
  /** Added to a deadline before it counts as missed for sure. */
  readonly slackUs: number
  readonly timerFUs: number
  /** How long the SUT's BYE may take until it shows that it has its answer. */
  readonly resendUs: number
  readonly endUs: number
  /** Something kept the SUT from charging, or us from seeing it, in this span. */
  readonly isBlurred: (span: Span) => boolean
  /** P-DELAY after the outage that this span fell into; -Infinity where it fell into none. */
  readonly servedAgainUs: (span: Span) => number
  /** A connection was lost or refused, or this machine stood still, before this time. */
  readonly isTroubledBefore: (us: number) => boolean
  /** A record sent by this time, before event `n`, had no answer yet. */
  readonly isWaitingAt: (us: number, n?: number) => boolean
  /** One of this session waited for its answer for longer than a moment, at some time of this span. */
  readonly isWaitingIn: (session: string, span: Span) => boolean
  /** Were records of this session kept back in this span because we owed an answer? */
  readonly heldUntil: (session: string, span: Span, windowUs: number) => Held
}

/**
 * `untilUs`: the window after the last such answer, the end of the span where there was none; Infinity for an answer that never came.
 * `isOpen`: a record waited for its answer as the time of those behind it was up, so that their silence says nothing.
 */
export interface Held {
  readonly untilUs: number
  readonly isOpen: boolean
}

const MS = 1_000
/** design.md §1 — a tick later than this inside a window decides nothing by silence. */
const MOST_LAG_US = 250 * MS

export function surroundingsOf(events: readonly HistoryEvent[], profile: Profile, sendings: readonly Sending[]): Surroundings {
  const { windows, timers, impairment } = profile
  const isImpaired = [impairment.toSut, impairment.fromSut].some(
    (one) => one.loss + one.duplication + one.delay + one.reordering > 0,
  )
  const heldMs = isImpaired ? Math.max(impairment.toSut.delayMs, impairment.fromSut.delayMs) : 0
  const endUs = events.at(-1)?.atUs ?? 0
  const cut = outages(events, endUs, windows['P-DELAY'] * MS)
  const dark = [...lags(events), ...cut, ...failures(sendings, profile)]
  const isIn = (one: Span, span: Span): boolean => one.fromUs <= span.toUs && one.toUs >= span.fromUs
  const bySession = new Map<string, readonly Sending[]>()
  for (const one of sendings) bySession.set(one.session, [...(bySession.get(one.session) ?? []), one])
  return {
    profile,
    delayUs: windows['P-DELAY'] * MS,
    grainUs: windows.grain * MS,
    earlyUs: windows.early * MS,
    lingerUs: windows['P-LINGER'] * MS,
    slackUs: Math.max(2 * windows.grain, 100) * MS + heldMs * MS,
    timerFUs: 64 * timers.t1Ms * MS,
    resendUs: timers.t2Ms * MS,
    endUs,
    isBlurred: (span) => span.toUs > endUs || dark.some((one) => isIn(one, span)),
    servedAgainUs: (span) => Math.max(...cut.filter((one) => isIn(one, span)).map((one) => one.toUs)),
    isTroubledBefore: (us) => losses(events).some((one) => one <= us) || lags(events).some((one) => one.fromUs <= us),
    isWaitingAt: (us, before = Infinity) =>
      sendings.some(({ n, atUs, answer }) => n < before && atUs <= us && (answer === undefined || answer.atUs > us)),
    isWaitingIn: (session, { fromUs, toUs }) =>
      (bySession.get(session) ?? []).some(
        ({ atUs, answer }) =>
          atUs <= toUs && (answer === undefined || (answer.atUs > fromUs && answer.atUs - atUs > windows.grain * MS)),
      ),
    heldUntil: (session, span, windowUs) => heldUntil(bySession.get(session) ?? [], span, windowUs),
  }
}

function lags(events: readonly HistoryEvent[]): readonly Span[] {
  return events.flatMap((event) =>
    event.kind === 'tick' && event.lagUs > MOST_LAG_US ? [{ fromUs: event.atUs - event.lagUs, toUs: event.atUs }] : [],
  )
}

function losses(events: readonly HistoryEvent[]): readonly number[] {
  return events.flatMap((event) => (event.kind === 'peer' && !['open', 'connected'].includes(event.state) ? [event.atUs] : []))
}

/** From the loss of any connection until P-DELAY has passed on another or the same that is open. */
function outages(events: readonly HistoryEvent[], endUs: number, delayUs: number): readonly Span[] {
  const spans: Span[] = []
  const open = new Set<string>()
  let sinceUs: number | undefined = events[0]?.atUs ?? 0
  let wasLost = false
  for (const event of events) {
    if (event.kind !== 'peer') continue
    const line = `${event.enabler}#${event.conn}`
    if (event.state === 'open') {
      open.add(line)
      if (sinceUs !== undefined) spans.push({ fromUs: sinceUs, toUs: event.atUs + (wasLost ? delayUs : 0) })
      sinceUs = undefined
    } else if (event.state !== 'connected') {
      wasLost = true
      // what was under way on it is unknown, whoever else is there
      if (open.delete(line)) spans.push({ fromUs: event.atUs, toUs: event.atUs })
      if (open.size === 0) sinceUs ??= event.atUs
    }
  }
  if (sinceUs !== undefined) spans.push({ fromUs: sinceUs, toUs: endUs })
  return spans
}

// RFC 6733 §8.2 — a client that was not served keeps its records, for how long nobody says; after a failed answer it may stop charging the
// user, which with P-5XXX `ignore` it does not
function failures(sendings: readonly Sending[], profile: Profile): readonly Span[] {
  return sendings.flatMap((one): readonly Span[] => {
    const { answer } = one
    if (answer === undefined) return []
    if (answer.result >= 5000) return profile.choices['P-5XXX'] === 'ignore' ? [] : [{ fromUs: answer.atUs, toUs: Infinity }]
    return answer.result >= 3000 ? [{ fromUs: one.atUs, toUs: settledAt(one, sendings) }] : []
  })
}

// RFC 6733 §8.2 — one record of a session waits for its answer, the next ones wait behind it (LV-04)
function heldUntil(sendings: readonly Sending[], span: Span, windowUs: number): Held {
  let [untilUs, isOpen] = [span.toUs, false]
  for (const one of sendings) {
    if (one.atUs > untilUs) break
    // what is sent again because no answer came may have kept those behind it for longer than can be told
    const settledUs = one.answer === undefined ? Infinity : settledAt(one, sendings)
    if (settledUs < span.fromUs || settledUs + windowUs <= untilUs) continue
    isOpen ||= settledUs > untilUs
    untilUs = settledUs === Infinity ? Infinity : settledUs + windowUs
  }
  return { untilUs, isOpen }
}

/** When the record of this sending had its final answer: a success, or a refusal for good. */
function settledAt(one: Sending, sendings: readonly Sending[]): number {
  const same = sendings.filter(
    (other) =>
      other.session === one.session &&
      other.number === one.number &&
      other.type === one.type &&
      // another record under its number settles nothing
      (other.endToEnd === one.endToEnd || other.resent || isRefusedBefore(one, other)),
  )
  const final = same.flatMap(({ answer }) =>
    answer !== undefined && answer.matches && (Math.floor(answer.result / 1000) === 2 || answer.result >= 5000)
      ? [answer.atUs]
      : [],
  )
  return final.length === 0 ? Infinity : Math.min(...final)
}

// RFC 6733 §7.1.3 — what was refused for now goes again as a request of its own
function isRefusedBefore({ answer }: Sending, { atUs }: Sending): boolean {
  return answer !== undefined && answer.atUs <= atUs && Math.floor(answer.result / 1000) !== 2
}
