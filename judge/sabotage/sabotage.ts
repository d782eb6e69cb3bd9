// What one sabotage is: a cut with its premise broken. Small changes of records that every saboteur makes of.
import { avpAt, type DiameterMessage } from '@ch1/diameter/codec'
import type { Demand, HistoryEvent } from '../history/events'
import type { Decision } from '../verdict'
import { acrsOf, diameterOf, numberOf, u32, withBytes, type Acr, type Ch1 } from './acr'
import type { Cut } from './cut'
import { rewritten, type Dated } from './rewrite'

/** A cut that was tampered with: what was done, and the history that came of it. */
export interface Sabotage {
  readonly cut: Cut
  readonly what: string
  readonly events: readonly HistoryEvent[]
}

/** What is done to a cut. Numbers are those of its events. */
export interface Changes {
  readonly drop?: ReadonlySet<number>
  readonly replace?: ReadonlyMap<number, Dated>
  readonly add?: readonly Dated[]
  /** Everything from this event on happens so much later, so that what is changed before it stands alone. Not what is added or replaced. */
  readonly later?: { readonly from: number; readonly us: number } | undefined
  /** The numbers of records are the point: they stay as they are. */
  readonly numbersStay?: true
}

/** Does it. Records of a session are numbered anew, so that one which is gone or came beside leaves no second fault behind. */
export function sabotaged(cut: Cut, what: string, { drop, replace, add = [], later, numbersStay }: Changes): Sabotage {
  const last = cut.events.at(-1)?.n
  const put = (event: HistoryEvent): Dated => (later && event.n >= later.from ? { ...event, atUs: event.atUs + later.us } : event)
  const events = rewritten(cut.events, (event) => [
    ...(drop?.has(event.n) === true ? [] : [replace?.get(event.n) ?? put(event)]),
    ...(event.n === last ? add : []),
  ])
  return { cut, what, events: numbersStay ? events : numberedAnew(cut, events) }
}

/** The ACRs of the cut's own scenario, in order. */
export function ownAcrs({ events, first }: Cut): readonly Acr[] {
  return acrsOf(events).filter(({ event }) => event.n >= first)
}

/** The event that explains this record, as the judge said of the cut; -1 where nothing does. */
export function triggerOf({ judgment }: Cut, { event }: Acr): number {
  return judgment.explanations.find(({ record }) => record === event.n)?.trigger ?? -1
}

/** The record's events: it and its answer. */
export function eventsOf({ event, answer }: Acr): readonly number[] {
  return answer ? [event.n, answer.n] : [event.n]
}

/** The record and its answer, from this time on. */
export function shifted({ event, answer }: Acr, atUs: number): NonNullable<Changes['replace']> {
  return new Map<number, Dated>([event, ...(answer ? [answer] : [])].map((one, i) => [one.n, { ...one, atUs: atUs + 500 * i }]))
}

/** The record with other bytes. */
export function edited({ event, message }: Acr, edit: (message: DiameterMessage) => Uint8Array): ReadonlyMap<number, Dated> {
  return new Map([[event.n, withBytes(event, edit(message))]])
}

/** Its answer with other bytes, where it has one. */
export function editedAnswer({ answer }: Acr, edit: (message: DiameterMessage) => Uint8Array): ReadonlyMap<number, Dated> {
  const message = answer && diameterOf(answer)
  return new Map(answer && message ? [[answer.n, withBytes(answer, edit(message))]] : [])
}

/** A further record and its answer, `edit`ed from this one, at a time of its own. */
export function copied(
  acr: Acr,
  atUs: number,
  edit: (message: DiameterMessage) => Uint8Array = ({ bytes }) => bytes,
): readonly Dated[] {
  const ids = (bytes: Uint8Array): Uint8Array => {
    const copy = Uint8Array.from(bytes)
    // RFC 6733 §3 — Hop-by-Hop and End-to-End identifier of its own
    for (const at of [12, 16]) copy[at] = (copy[at] ?? 0) ^ 0x40
    return copy
  }
  const request: Dated = { ...withBytes(acr.event, ids(edit(acr.message))), atUs }
  const answer = acr.answer && diameterOf(acr.answer)
  return acr.answer && answer ? [request, { ...withBytes(acr.answer, ids(answer.bytes)), atUs: atUs + 500 }] : [request]
}

/** The demands of the cut's own scenario that are met, with what met them. */
export function metDemands(cut: Cut): readonly { readonly demand: Demand; readonly by: readonly number[] }[] {
  return cut.judgment.demands.flatMap(({ demand, decision }: { demand: Demand; decision: Decision }) =>
    decision.state === 'met' ? [{ demand, by: decision.by }] : [],
  )
}

/**
 * RFC 6733 §9.8.3 — from the first number of each session by one, as many sendings of one record there be: those that had one number in the cut,
 * under one End-to-End Identifier or, after an error answer, under another (§8.2).
 */
function numberedAnew(cut: Cut, events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const firsts = new Map<string, number>()
  const records = new Map<string, string>()
  for (const { session, message, number = 0 } of acrsOf(cut.events)) {
    if (!firsts.has(session)) firsts.set(session, number)
    records.set(`${session}|${message.endToEnd}`, `${session}#${number}`)
  }
  const next = new Map(firsts)
  const known = new Map<string, number>()
  const numbers = new Map<number, number>()
  for (const { event, message, session, answer } of acrsOf(events)) {
    const sending = `${session}|${message.endToEnd}`
    const key = records.get(sending) ?? sending
    const number = known.get(key) ?? next.get(session) ?? 0
    if (!known.has(key)) {
      known.set(key, number)
      next.set(session, number + 1)
    }
    numbers.set(event.n, number)
    if (answer) numbers.set(answer.n, number)
  }
  return events.map((event) => {
    const number = numbers.get(event.n)
    return number === undefined ? event : renumbered(event as Ch1 & { readonly n: number }, number)
  })
}

/** Only the four octets of the number change. */
function renumbered(event: Ch1, number: number): Ch1 {
  const message = diameterOf(event)
  const avp = message && avpAt(message, 'Accounting-Record-Number')
  if (!message || !avp || numberOf(message) === number) return event
  const bytes = Uint8Array.from(message.bytes)
  bytes.set(u32(number), avp.offset + 8)
  return withBytes(event, bytes)
}
