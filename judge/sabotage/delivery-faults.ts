// For each rule on charging that meets trouble: what breaks its premise, in a cut whose demand under that rule was met.
import { decodeMessage, scalarAt, type DiameterMessage } from '@ch1/diameter/codec'
import { base64Of, bytesOf } from '../base64'
import type { Demand, HistoryEvent } from '../history/events'
import { acrsOf, u32, utf8, withData, type Acr } from './acr'
import type { Cut } from './cut'
import { LEG_BREAKS } from './leg-faults'
import type { CutSaboteur } from './record-faults'
import type { Dated } from './rewrite'
import { copied, edited, editedAnswer, eventsOf, metDemands, sabotaged, type Changes } from './sabotage'
import { sipOf } from './sip'

/** What is done to a cut so that this demand, met by these events, is broken; undefined where it has not what that needs. */
export type Break = (cut: Cut, demand: Demand, by: readonly number[]) => Changes | undefined

/** RFC 6733 §3 — the T bit of the command flags. */
const T = 0x10
const NUMBER = 'Accounting-Record-Number'

/** Every sending of this record, the first one first. */
export function sendingsOf(all: readonly Acr[], one: Acr): readonly Acr[] {
  const number = scalarAt(one.message, NUMBER)
  return all.filter(
    ({ session, type, message }) => session === one.session && type === one.type && scalarAt(message, NUMBER) === number,
  )
}

const dropped = (events: readonly number[]): Changes => ({ drop: new Set(events), numbersStay: true })

/** All sendings but the first are taken out. */
const firstAlone: Break = (cut, _, by) => {
  const [, ...again] = acrsOf(cut.events).filter(({ event }) => by.includes(event.n))
  return again.length === 0 ? undefined : dropped(again.flatMap(eventsOf))
}

/** What the SUT did as a neighbour is taken out, and a connection that it made with all its states. */
const withoutAct: Break = ({ events }, _, by) => {
  const act = events[by.at(-1) ?? -1]
  if (act?.kind !== 'peer') return act && dropped([act.n])
  const states = events.filter((one) => one.kind === 'peer' && one.enabler === act.enabler && one.conn === act.conn)
  return dropped(states.map(({ n }) => n))
}

/** The record goes to another enabler, over a connection that others used. */
function sentTo(cut: Cut, by: readonly number[], isRight: (enabler: string) => boolean): Changes | undefined {
  const acr = acrsOf(cut.events).find(({ event }) => by.includes(event.n))
  const open = cut.events.find((one) => one.kind === 'peer' && one.state === 'open' && isRight(one.enabler))
  if (!acr || open?.kind !== 'peer') return undefined
  const to = { enabler: open.enabler, conn: open.conn }
  const moved = [acr.event, ...(acr.answer ? [acr.answer] : [])].map((one) => [one.n, { ...one, ...to }] as const)
  return { replace: new Map<number, Dated>(moved) }
}

const BREAKS: Readonly<Record<string, Break>> = {
  ...LEG_BREAKS,
  'resend-missing': firstAlone,
  'failover-after-silence': firstAlone,
  'failover-after-loss': firstAlone,
  'too-busy-not-resent': firstAlone,
  'out-of-space-not-resent': firstAlone,
  'unable-to-deliver-not-resent': firstAlone,
  'strange-answer-taken': firstAlone,
  'lost-to-garbage': firstAlone,
  'resend-schedule': (cut, _, by) => {
    const last = acrsOf(cut.events).findLast(({ event }) => by.includes(event.n))
    return last && dropped(eventsOf(last))
  },
  'answered-record-resent': (cut, _, by) => again(cut, by),
  'refused-record-resent': (cut, _, by) => again(cut, by),
  'failover-broken-sequence': ({ events }) => {
    const acrs = acrsOf(events)
    const more = (message: DiameterMessage): Uint8Array => withData(message, NUMBER, ({ data }) => u32(50 + (data.at(-1) ?? 0)))
    const here = acrs.filter(({ event }) => event.enabler === acrs[0]?.event.enabler && event.conn === acrs[0].event.conn)
    return { replace: new Map(here.flatMap((acr) => [...edited(acr, more), ...editedAnswer(acr, more)])), numbersStay: true }
  },
  'buffer-order': ({ events }, _, by) => {
    const charged = acrsOf(events).filter(({ event, type }) => by.includes(event.n) && type === 'interim')
    const [earlier, later] = charged.slice(1)
    if (!earlier || !later) return undefined
    const moved = [earlier.event, ...(earlier.answer ? [earlier.answer] : [])].map(
      (one, i) => [one.n, { ...one, atUs: (later.answer ?? later.event).atUs + 1000 * (i + 1) }] as const,
    )
    return { replace: new Map<number, Dated>(moved) }
  },
  'buffer-not-overwritten': ({ events }, _, by) => {
    const acrs = acrsOf(events)
    const named = new Set(acrs.flatMap(({ message }) => (methodOf(message) === 'INVITE' ? [callIdOf(message)] : [])))
    const uncharged = events.find((event) => {
      const message = sipOf(event)
      const isAnswer = message?.kind === 'response' && message.cseq?.method === 'INVITE' && event.kind === 'sip'
      return isAnswer && event.dir === 'toSut' && !named.has(message.callId)
    })
    const callId = uncharged && sipOf(uncharged)?.callId
    const model = acrs.findLast(({ event, type }) => by.includes(event.n) && type === 'interim')
    if (callId === undefined || !model) return undefined
    const naming = (message: DiameterMessage): Uint8Array =>
      withData(decodeMessage(withData(message, 'User-Session-Id', () => utf8(callId))), 'SIP-Method', () => utf8('INVITE'))
    return { add: copied(model, model.event.atUs - 5000, naming) }
  },
  'sip-waits-for-response': ({ events }, { cause }, by) => {
    const [sip, ours] = by.map((n) => events[n])
    // a BYE is charged when it comes: its 200 alone is moved; a joining is charged at its 200, so the record goes before it
    if (sip && ours && cause.of === 'departure')
      return { replace: new Map<number, Dated>([[sip.n, { ...sip, atUs: ours.atUs + 100_000 }]]) }
    const acr = acrsOf(events).find(({ answer }) => answer?.n === ours?.n)
    if (!sip || !acr?.answer) return undefined
    const { event, answer } = acr
    return {
      replace: new Map<number, Dated>([
        [event.n, { ...event, atUs: sip.atUs - 450_000 }],
        [answer.n, { ...answer, atUs: sip.atUs - 100_000 }],
      ]),
    }
  },
  'granted-without-delivery': ({ events }, _, by) => {
    const byes = by.flatMap((n) => events[n] ?? []).map((event) => ({ n: event.n, callId: sipOf(event)?.callId }))
    return dropped(
      events.flatMap((event) =>
        byes.some(({ n, callId }) => event.n >= n && sipOf(event)?.callId === callId) && event.kind === 'sip' ? [event.n] : [],
      ),
    )
  },
  'service-lost': ({ events }, demand) => {
    const isBye = (event: HistoryEvent): boolean => sipOf(event)?.cseq?.method === 'BYE'
    const made = events.find((event) => event.kind === 'demand' && event.demand.id === demand.id)
    const [bye] = events.filter((event) => event.kind === 'sip' && event.dir === 'toSut' && isBye(event))
    const callId = bye && sipOf(bye)?.callId
    const dialog = events.filter((event) => isBye(event) && sipOf(event)?.callId === callId)
    if (!made || dialog.length === 0) return undefined
    return {
      replace: new Map(dialog.map((event, i) => [event.n, turned(event, made.atUs + 1000 * (i + 1))])),
    }
  },
  'reconnect-too-soon': ({ events }, _, by) => {
    const [fault, act] = by.map((n) => events[n])
    return fault && act && { replace: new Map<number, Dated>([[act.n, { ...act, atUs: fault.atUs + 100_000 }]]) }
  },
  'never-reconnects': withoutAct,
  'no-watchdog': withoutAct,
  'disconnect-unanswered': withoutAct,
  'reconnect-unwanted': ({ events }, _, by) => {
    const fault = events[by[0] ?? -1]
    const peer = events.find((one) => one.kind === 'peer' && fault?.kind === 'ch1' && one.enabler === fault.enabler)
    if (!fault || peer?.kind !== 'peer') return undefined
    return { add: [{ ...peer, state: 'connected', conn: peer.conn + 100, atUs: fault.atUs + 300_000 }] }
  },
  'no-failback': (cut, { owed }, by) => sentTo(cut, by, (enabler) => owed.what === 'at' && enabler !== owed.enabler),
  'suspect-still-used': (cut, { owed }, by) => sentTo(cut, by, (enabler) => owed.what === 'at' && enabler === owed.enabler),
}

/** What breaks a demand of this rule; undefined where nothing here does. */
export function breakOf(cut: Cut, demand: Demand, by: readonly number[]): Changes | undefined {
  return BREAKS[demand.rule]?.(cut, demand, by)
}

/** What breaks this rule wherever a demand under it was met; undefined for other rules. */
export function deliverySaboteur(rule: string): CutSaboteur | undefined {
  if (!Object.hasOwn(BREAKS, rule)) return undefined
  return function* (cut) {
    for (const { demand, by } of metDemands(cut)) {
      const changes = demand.rule === rule ? breakOf(cut, demand, by) : undefined
      if (changes) yield sabotaged(cut, `what ${rule} is about taken away`, changes)
    }
  }
}

/** A resend is edited, one at a time. */
export function eachResend(what: string, edit: (message: DiameterMessage) => Uint8Array): CutSaboteur {
  return function* (cut) {
    const all = acrsOf(cut.events)
    for (const acr of all)
      if (sendingsOf(all, acr)[0] !== acr) yield sabotaged(cut, what, { replace: edited(acr, edit), numbersStay: true })
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

/** The record comes once more, a second behind the last answer to it, as a resend does: under its own identifiers. */
function again(cut: Cut, by: readonly number[]): Changes | undefined {
  const last = acrsOf(cut.events).findLast(({ event, answer }) => by.includes(event.n) && answer)
  if (!last?.answer) return undefined
  const { event, answer } = last
  const atUs = answer.atUs + 1_000_000
  return {
    add: [
      { ...event, atUs },
      { ...answer, atUs: atUs + 500 },
    ],
    numbersStay: true,
  }
}

/** A BYE, or its answer, the other way round: who sent it has got it. */
function turned(event: HistoryEvent, atUs: number): Dated {
  if (event.kind !== 'sip') return event
  const text = new TextDecoder().decode(bytesOf(event.bytes))
  const swapped = text.replace(/^(From|To):/gim, (_, name: string) => (name.toLowerCase() === 'from' ? 'To:' : 'From:'))
  return { ...event, dir: event.dir === 'toSut' ? 'fromSut' : 'toSut', bytes: base64Of(utf8(swapped)), atUs }
}

function methodOf(message: DiameterMessage): unknown {
  return scalarAt(message, 'Service-Information/IMS-Information/Event-Type/SIP-Method')
}

function callIdOf(message: DiameterMessage): unknown {
  return scalarAt(message, 'Service-Information/IMS-Information/User-Session-Id')
}
