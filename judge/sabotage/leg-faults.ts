// For each rule on what the records of one leg are together: what breaks its premise. One record too many, the other one gone, one too early.
import { avpsAt } from '@ch1/diameter/codec'
import type { SipMessage, SipResponse } from '@ch1/sip'
import type { Demand, HistoryEvent } from '../history/events'
import { u32, withData, type Acr } from './acr'
import type { Cut } from './cut'
import { declaring } from './declaring'
import type { Break } from './delivery-faults'
import { apartUs, momentsBehind, type Moment } from './moments'
import { naming } from './naming'
import type { CutSaboteur } from './record-faults'
import type { Dated } from './rewrite'
import { copied, eventsOf, metDemands, ownAcrs, sabotaged, shifted, triggerOf } from './sabotage'
import { sipOf } from './sip'

const COUNT = 'Number-Of-Participants'

/** The arrival alone is charged. */
const departureGone: Break = function* (cut, demand, by) {
  const [came, went] = ownAcrs(cut).filter(({ event }) => by.includes(event.n))
  if (came && went) yield { drop: new Set(eventsOf(went)) }
  if (came) return
  // neither was charged: then the arrival is
  for (const { acr, mark, moment } of madeFor(cut, demand, by))
    yield { add: copied(acr, moment.atUs, ({ bytes }) => naming(bytes, mark, demand)), later: moment.later }
}

/** What is charged once is charged a second time: behind its record, or behind the last message of SIP that may have made one due. */
const oneMore: Break = function* (cut, _, by) {
  const acr = ownAcrs(cut).find((one) => by.includes(one.event.n) || by.includes(triggerOf(cut, one)))
  if (!acr) return
  const of = sipOf(cut.events[triggerOf(cut, acr)])
  const last = cut.events.findLast((event) => {
    const message = event.kind === 'sip' && event.dir === 'toSut' ? sipOf(event) : undefined
    return message?.callId === of?.callId && message?.cseq?.method === of?.cseq?.method && message?.kind === 'response'
  })
  for (const n of [(acr.answer ?? acr.event).n, last?.n ?? -1])
    for (const { atUs, later } of n < acr.event.n ? [] : momentsBehind(cut, n)) yield { add: copied(acr, atUs), later }
}

/** A record for a change of media, which counts one more than there are. */
const countsOneMore: Break = function* (cut, demand, by) {
  for (const { acr, mark, moment } of madeFor(cut, demand, by)) {
    if (avpsAt(acr.message, `Service-Information/**/${COUNT}`).length === 0) continue
    const edit = (message: Acr['message']): Uint8Array => withData(message, COUNT, ({ data }) => u32((data.at(-1) ?? 0) + 7))
    yield { add: copied(acr, moment.atUs, (message) => naming(edit(message), mark, demand)), later: moment.later }
  }
}

/** The START goes out behind the next record of its session. */
const startBehind: Break = function* (cut) {
  const acrs = ownAcrs(cut)
  for (const start of acrs) {
    const next = acrs.find((one) => one !== start && one.session === start.session)
    if (start.type === 'start' && next?.type === 'interim')
      yield { replace: shifted(start, (next.answer ?? next.event).atUs + 1000) }
  }
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
  for (const { demand, by } of metDemands(cut))
    for (const { acr, mark, moment } of demand.cause.of === 'mediaChange' ? madeFor(cut, demand, by) : []) {
      const add = [0, 5000].flatMap((laterUs) =>
        copied(acr, moment.atUs + laterUs, (message) => withEnd(naming(message.bytes, mark, demand), laterUs)),
      )
      yield sabotaged(cut, 'two INTERIMs put in for one change of media', { add, later: moment.later })
    }
}

/**
 * LV-07 — the profile declares the ACK of a joining user, or the 200 to the server's BYE, as the occasion; the record leaves with the server's 2xx, or
 * with its BYE, and what makes it due comes later than two outputs of the server may change places.
 */
function early(choice: 'P-ARR-POINT' | 'P-DEP-POINT', value: 'ack' | '2xx'): CutSaboteur {
  const method = choice === 'P-ARR-POINT' ? 'INVITE' : 'BYE'
  return function* (cut) {
    const [opened] = cut.events
    if (opened?.kind !== 'opened') return
    for (const acr of ownAcrs(cut)) {
      const before = acr.type === 'interim' ? firstOf(cut, sipOf(cut.events[triggerOf(cut, acr)]), method) : undefined
      if (!before) continue
      const moved = shifted(acr, before.atUs + 1000)
      yield sabotaged(cut, 'an INTERIM before what makes it due', {
        replace: new Map<number, Dated>([[opened.n, declaring(opened, choice, value)], ...moved]),
        later: { from: before.n + 1, us: apartUs(cut) },
      })
    }
  }
}

/** Of the transaction of this response what the server sent first: its 2xx to the INVITE of a user who joins, its BYE. */
function firstOf(cut: Cut, response: SipMessage | undefined, method: 'INVITE' | 'BYE'): HistoryEvent | undefined {
  if (response?.kind !== 'response' || response.cseq?.method !== method) return undefined
  const { callId, cseq } = response
  return cut.events.find((event) => {
    const message = event.kind === 'sip' && event.dir === 'fromSut' ? sipOf(event) : undefined
    const isOfTransaction = message?.callId === callId && message?.cseq?.method === method && message.cseq.number === cseq.number
    return isOfTransaction && (method === 'BYE' ? message.kind === 'request' : isOk(message))
  })
}

function isOk(message: SipMessage | undefined): boolean {
  return message?.kind === 'response' && (message as SipResponse).status === 200
}

/** Saboteurs of rules on records that must not come, beside one more record for each "no record". */
export const LEG_SURPLUS: Readonly<Record<string, CutSaboteur>> = {
  'interim-for-media-change': twoForMedia,
  'expulsion-interim-early': early('P-DEP-POINT', '2xx'),
  'join-interim-early': early('P-ARR-POINT', 'ack'),
}

/** The INTERIM to copy for what this demand is about, the message of SIP it is to name, and when. */
function madeFor(
  cut: Cut,
  { cause }: Demand,
  by: readonly number[],
): readonly { readonly acr: Acr; readonly mark: HistoryEvent; readonly moment: Moment }[] {
  const mark = cut.events[by[0] ?? -1]
  const acrs = ownAcrs(cut).filter(({ type }) => type === 'interim')
  const acr =
    acrs.findLast(({ event }) => mark !== undefined && event.n < mark.n) ?? acrs.find(({ event }) => event.n > cause.after)
  return acr && mark?.kind === 'sip' ? momentsBehind(cut, mark.n).map((moment) => ({ acr, mark, moment })) : []
}

/** RFC 6733 §3 — an End-to-End Identifier of its own for each copy. */
export function withEnd(bytes: Uint8Array, own: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[18] = (copy[18] ?? 0) ^ (own === 0 ? 0 : 0x20)
  copy[14] = (copy[14] ?? 0) ^ (own === 0 ? 0 : 0x20)
  return copy
}
