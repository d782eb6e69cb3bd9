// For each rule on what the records of one leg are together: what breaks its premise. One record too many, the other one gone, one too early.
import { avpsAt } from '@ch1/diameter/codec'
import type { SipMessage, SipResponse } from '@ch1/sip'
import type { Demand } from '../history/events'
import { acrsOf, u32, withData, type Acr } from './acr'
import type { Cut } from './cut'
import type { Break } from './delivery-faults'
import { naming } from './naming'
import type { CutSaboteur } from './record-faults'
import type { Dated } from './rewrite'
import { copied, eventsOf, metDemands, sabotaged, type Changes } from './sabotage'
import { sipOf } from './sip'

const COUNT = 'Number-Of-Participants'

/** The arrival alone is charged. */
const departureGone: Break = (cut, demand, by) => {
  const [came, went] = acrsOf(cut.events).filter(({ event }) => by.includes(event.n))
  if (came) return went && { drop: new Set(eventsOf(went)) }
  // neither was charged: then the arrival is
  const made = madeFor(cut, demand, by)
  return made && { add: copied(made.acr, made.atUs, ({ bytes }) => naming(bytes, made.mark, demand)) }
}

/** What is charged once is charged a second time. */
const oneMore: Break = (cut, _, by) => {
  const acr = acrsOf(cut.events).find((one) => by.includes(one.event.n) || by.includes(triggerOf(cut, one)))
  return acr && { add: copied(acr, acr.event.atUs + 12_000) }
}

/** A record for a change of media, which counts one more than there are. */
const countsOneMore: Break = (cut, demand, by) => {
  const made = madeFor(cut, demand, by)
  const counted = made?.acr.message && avpsAt(made.acr.message, `Service-Information/**/${COUNT}`)[0]
  if (!made || !counted) return undefined
  const edit = (acr: Acr['message']): Uint8Array => withData(acr, COUNT, ({ data }) => u32((data.at(-1) ?? 0) + 7))
  return { add: copied(made.acr, made.atUs, (message) => naming(edit(message), made.mark, demand)) }
}

/** The START goes out behind the next record of its session. */
const startBehind: Break = ({ events }) => {
  const acrs = acrsOf(events)
  const nextOf = (start: Acr): Acr | undefined => acrs.find((one) => one !== start && one.session === start.session)
  const start = acrs.findLast((one) => one.type === 'start' && nextOf(one)?.type === 'interim')
  const next = start && nextOf(start)
  if (!start || !next) return undefined
  return { replace: shifted(start, (next.answer ?? next.event).atUs + 1000) }
}

/** By the id of the rule. */
export const LEG_BREAKS: Readonly<Record<string, Break>> = {
  'crossing-unbalanced': departureGone,
  'unacknowledged-unbalanced': departureGone,
  'fork-unbalanced': oneMore,
  'departure-interim-doubled': oneMore,
  'media-change-count': countsOneMore,
  'start-overtaken': startBehind,
}

/** LV-08 permits one INTERIM for a change of media: two are put in. */
function* twoForMedia(cut: Cut): ReturnType<CutSaboteur> {
  for (const { demand, by } of metDemands(cut)) {
    const made = demand.cause.of === 'mediaChange' ? madeFor(cut, demand, by) : undefined
    if (!made) continue
    const add = [0, 5000].flatMap((laterUs) =>
      copied(made.acr, made.atUs + laterUs, (message) => withEnd(naming(message.bytes, made.mark, demand), laterUs)),
    )
    yield sabotaged(cut, 'two INTERIMs put in for one change of media', { add })
  }
}

/** The record of a departure, or of an arrival, leaves with the message of the SUT before the one that makes it due. */
function* early(cut: Cut): ReturnType<CutSaboteur> {
  for (const acr of acrsOf(cut.events)) {
    const cause = cut.events[triggerOf(cut, acr)]
    const callId = sipOf(cause)?.callId
    const due = cut.events.findLast(
      (event) => event.kind === 'sip' && event.dir === 'toSut' && event.n < acr.event.n && sipOf(event)?.callId === callId,
    )
    const before = cut.events.findLast(
      (event) =>
        event.kind === 'sip' &&
        event.dir === 'fromSut' &&
        due !== undefined &&
        event.n < due.n &&
        sipOf(event)?.callId === callId,
    )
    const first = before && cut.events.find((event) => isSame(sipOf(event), sipOf(before)) && event.kind === 'sip')
    if (acr.type === 'interim' && first)
      yield sabotaged(cut, 'an INTERIM before what makes it due', { replace: shifted(acr, first.atUs + 1000) })
  }
}

function isSame(one: SipMessage | undefined, other: SipMessage | undefined): boolean {
  if (!one || !other || one.callId !== other.callId || one.kind !== other.kind) return false
  const isOfOne = one.cseq?.number === other.cseq?.number && one.cseq?.method === other.cseq?.method
  const status = (message: SipMessage): number => (message.kind === 'response' ? (message as SipResponse).status : 0)
  return isOfOne && status(one) === status(other)
}

/** Saboteurs of rules on records that must not come, beside one more record for each "no record". */
export const LEG_SURPLUS: Readonly<Record<string, CutSaboteur>> = {
  'interim-for-media-change': twoForMedia,
  'expulsion-interim-early': early,
  'join-interim-early': early,
}

/** The INTERIM to copy for what this demand is about, when, and the message of SIP it is to name. */
function madeFor(cut: Cut, { cause }: Demand, by: readonly number[]) {
  const mark = cut.events[by[0] ?? -1]
  const acrs = acrsOf(cut.events).filter(({ type }) => type === 'interim')
  const acr =
    acrs.findLast(({ event }) => mark !== undefined && event.n < mark.n) ?? acrs.find(({ event }) => event.n > cause.after)
  return acr && mark?.kind === 'sip' ? { acr, mark, atUs: mark.atUs + 3000 } : undefined
}

function triggerOf({ judgment }: Cut, { event }: Acr): number {
  return judgment.explanations.find(({ record }) => record === event.n)?.trigger ?? -1
}

/** The record and its answer, from this time on. */
function shifted({ event, answer }: Acr, atUs: number): NonNullable<Changes['replace']> {
  return new Map<number, Dated>([event, ...(answer ? [answer] : [])].map((one, i) => [one.n, { ...one, atUs: atUs + 500 * i }]))
}

/** RFC 6733 §3 — an End-to-End Identifier of its own for each copy. */
function withEnd(bytes: Uint8Array, own: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[18] = (copy[18] ?? 0) ^ (own === 0 ? 0 : 0x20)
  copy[14] = (copy[14] ?? 0) ^ (own === 0 ? 0 : 0x20)
  return copy
}
