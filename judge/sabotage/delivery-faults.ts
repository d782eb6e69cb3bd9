// For each rule on charging that meets trouble: what breaks its premise, in a cut whose demand under that rule was met.
import { avpAt, type DiameterMessage } from '@ch1/diameter/codec'
import type { Demand, HistoryEvent } from '../history/events'
import { TYPE_NUMBER, u32, withData, type Acr } from './acr'
import type { Cut } from './cut'
import { INTERVAL_BREAKS } from './interval-faults'
import { LEG_BREAKS } from './leg-faults'
import { apartUs, momentsBehind } from './moments'
import { naming } from './naming'
import { OUTAGE_BREAKS } from './outage-faults'
import type { CutSaboteur } from './record-faults'
import type { Dated } from './rewrite'
import { copied, edited, eventsOf, metDemands, ownAcrs, sabotaged, type Changes } from './sabotage'

/** What is done to a cut so that this demand, met by these events, is broken: one way after the other, none where it has not what that needs. */
export type Break = (cut: Cut, demand: Demand, by: readonly number[]) => Iterable<Changes>

/** RFC 6733 §3 — the T bit of the command flags. */
const T = 0x10

/** Every sending of these records, in order. */
export function sendingsOf(all: readonly Acr[], some: readonly Acr[]): readonly Acr[] {
  const keys = new Set(some.map(recordKey))
  return all.filter((one) => keys.has(recordKey(one)))
}

/** RFC 6733 §8.2 — the same in each sending of a record. */
function recordKey({ session, type, number }: Acr): string {
  return `${session}|${type}|${number}`
}

const dropped = (events: readonly number[]): Changes => ({ drop: new Set(events), numbersStay: true })

/** All sendings but the first are taken out. */
const firstAlone: Break = function* (cut, _, by) {
  const [, ...again] = ownAcrs(cut).filter(({ event }) => by.includes(event.n))
  if (again.length > 0) yield dropped(again.flatMap(eventsOf))
}

/** What the SUT did as a neighbour is taken out, and a connection that it made with all its states. */
const withoutAct: Break = function* ({ events }, _, by) {
  const act = events[by.at(-1) ?? -1]
  if (!act) return
  const isOfConnection = (one: (typeof events)[number]): boolean =>
    one.kind === 'peer' && act.kind === 'peer' && one.enabler === act.enabler && one.conn === act.conn
  yield dropped(act.kind === 'peer' ? events.filter(isOfConnection).map(({ n }) => n) : [act.n])
}

/** The record goes to another enabler, over a connection that others used. */
function* sentTo(cut: Cut, by: readonly number[], isRight: (enabler: string) => boolean): Iterable<Changes> {
  const acr = ownAcrs(cut).find(({ event }) => by.includes(event.n))
  const open = cut.events.find((one) => one.kind === 'peer' && one.state === 'open' && isRight(one.enabler))
  if (!acr || open?.kind !== 'peer') return
  const to = { enabler: open.enabler, conn: open.conn }
  const moved = [acr.event, ...(acr.answer ? [acr.answer] : [])].map((one) => [one.n, { ...one, ...to }] as const)
  yield { replace: new Map<number, Dated>(moved) }
}

/** The record comes once more, a second behind the last answer to it, as a resend does: under its own identifiers. */
const again: Break = function* (cut, _, by) {
  const last = ownAcrs(cut).findLast(({ event, answer }) => by.includes(event.n) && answer)
  if (!last?.answer) return
  const { event, answer } = last
  const atUs = answer.atUs + 1_000_000
  yield {
    add: [
      { ...event, atUs },
      { ...answer, atUs: atUs + 500 },
    ],
    numbersStay: true,
  }
}

/** The SUT's answer on SIP waits until our Response is there, and whatever happens behind it waits as long; CH-1 meanwhile goes on. */
const sipBehindResponse: Break = function* (cut, _, by) {
  const [sip, ours] = by.map((n) => cut.events[n])
  if (!sip || !ours) return
  const us = ours.atUs + apartUs(cut) - sip.atUs
  const meanwhile = cut.events.filter(({ n, kind }) => n > sip.n && n <= ours.n && (kind === 'ch1' || kind === 'peer'))
  yield { replace: new Map(meanwhile.map((event) => [event.n, event])), later: { from: sip.n, us } }
}

/** The last sending of the record says otherwise. */
const lastOtherwise = (edit: (message: DiameterMessage, first: DiameterMessage) => Uint8Array): Break =>
  function* (cut, _, by) {
    const all = ownAcrs(cut).filter(({ event }) => by.includes(event.n))
    const [first, last] = [all[0], all.at(-1)]
    if (first && last && first !== last)
      yield { replace: edited(last, (message) => edit(message, first.message)), numbersStay: true }
  }

/** An INTERIM that tells of the user to whom the call was passed on, behind the START. */
const calledPartyArrives: Break = function* (cut, demand, by) {
  const start = ownAcrs(cut).find(({ event, type }) => type === 'start' && by.includes(event.n))
  const mark = by.flatMap((n) => cut.events[n] ?? []).find(({ kind }) => kind === 'sip')
  if (!start || !mark) return
  const asInterim = (message: DiameterMessage): Uint8Array =>
    naming(
      withData(message, 'Accounting-Record-Type', () => u32(TYPE_NUMBER.interim)),
      mark,
      demand,
    )
  for (const { atUs, later } of momentsBehind(cut, (start.answer ?? start.event).n))
    yield { add: copied(start, atUs, asInterim), later }
}

const BREAKS: Readonly<Record<string, Break>> = {
  ...LEG_BREAKS,
  ...INTERVAL_BREAKS,
  ...OUTAGE_BREAKS,
  'interim-in-a-pair': calledPartyArrives,
  'resend-missing': firstAlone,
  'failover-after-silence': firstAlone,
  'failover-after-loss': firstAlone,
  'too-busy-not-resent': firstAlone,
  'out-of-space-not-resent': firstAlone,
  'unable-to-deliver-not-resent': firstAlone,
  'strange-answer-taken': firstAlone,
  'lost-to-garbage': firstAlone,
  'resend-schedule': function* (cut, _, by) {
    const last = ownAcrs(cut).findLast(({ event }) => by.includes(event.n))
    if (last) yield dropped(eventsOf(last))
  },
  'kept-record-not-resent': lastOtherwise((message) => turnedBits(4)(message)),
  'origin-state-id-not-larger': lastOtherwise((message, first) =>
    withData(message, 'Origin-State-Id', (avp) => avpAt(first, 'Origin-State-Id')?.data ?? avp.data),
  ),
  'answered-record-resent': again,
  'refused-record-resent': again,
  'sip-waits-for-response': sipBehindResponse,
  'reconnect-too-soon': function* ({ events }, _, by) {
    const [fault, act] = by.map((n) => events[n])
    if (fault && act) yield { replace: new Map<number, Dated>([[act.n, { ...act, atUs: fault.atUs + 100_000 }]]) }
  },
  'never-reconnects': withoutAct,
  'no-watchdog': withoutAct,
  'disconnect-unanswered': withoutAct,
  'reconnect-unwanted': function* ({ events }, _, by) {
    const fault = events[by[0] ?? -1]
    const peer = events.find((one) => one.kind === 'peer' && fault?.kind === 'ch1' && one.enabler === fault.enabler)
    if (fault && peer?.kind === 'peer')
      yield { add: [{ ...peer, state: 'connected', conn: peer.conn + 100, atUs: fault.atUs + 300_000 }] }
  },
  // the second connection is open instead of refused, and never ends
  'not-one-connection': function* ({ events }, _, by) {
    const call = events[by[0] ?? -1]
    const isEnd = (one: HistoryEvent): boolean => one.kind === 'peer' && one.state !== 'connected' && one.state !== 'open'
    if (call?.kind !== 'ch1') return
    const ends = events.filter(
      (one) => one.n > call.n && isEnd(one) && 'conn' in one && one.conn === call.conn && one.enabler === call.enabler,
    )
    const [end] = ends
    if (end?.kind === 'peer')
      yield {
        drop: new Set(ends.slice(1).map(({ n }) => n)),
        replace: new Map<number, Dated>([[end.n, { ...end, state: 'open' }]]),
      }
  },
  'no-failback': (cut, { owed }, by) => sentTo(cut, by, (enabler) => owed.what === 'at' && enabler !== owed.enabler),
  'suspect-still-used': (cut, { owed }, by) => sentTo(cut, by, (enabler) => owed.what === 'at' && enabler === owed.enabler),
}

/** What breaks a demand of this rule; undefined where nothing here is known to. */
export function breaksOf(cut: Cut, demand: Demand, by: readonly number[]): Iterable<Changes> | undefined {
  const { owed } = demand
  if (owed.what === 'byTime' && owed.and === 'spread') return undefined // it only looks
  return BREAKS[demand.rule]?.(cut, demand, by)
}

/** What breaks this rule wherever a demand under it was met; undefined for other rules. */
export function deliverySaboteur(rule: string): CutSaboteur | undefined {
  if (!Object.hasOwn(BREAKS, rule)) return undefined
  return function* (cut) {
    for (const { demand, by } of metDemands(cut))
      for (const changes of demand.rule === rule ? (breaksOf(cut, demand, by) ?? []) : [])
        yield sabotaged(cut, `what ${rule} is about taken away`, changes)
  }
}

/** A resend is edited, one at a time. */
export function eachResend(what: string, edit: (message: DiameterMessage) => Uint8Array): CutSaboteur {
  return function* (cut) {
    const all = ownAcrs(cut)
    for (const acr of all)
      if (sendingsOf(all, [acr])[0] !== acr) yield sabotaged(cut, what, { replace: edited(acr, edit), numbersStay: true })
  }
}

/** The same bytes with these bits of one octet turned. */
export function turnedBits(at: number, mask = T): (message: DiameterMessage) => Uint8Array {
  return ({ bytes }) => {
    const copy = Uint8Array.from(bytes)
    copy[at] = (copy[at] ?? 0) ^ mask
    return copy
  }
}
