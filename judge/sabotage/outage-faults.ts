// For each rule on an outage of CH-1: what breaks its premise. Order and numbers of what was kept, and what becomes of the service.
import { decodeMessage, scalarAt, type DiameterMessage } from '@ch1/diameter/codec'
import { base64Of, bytesOf } from '../base64'
import type { HistoryEvent } from '../history/events'
import { numberOf, u32, utf8, withData, type Acr } from './acr'
import { profileIn, type Cut } from './cut'
import type { Break } from './delivery-faults'
import { apartUs, momentsBehind } from './moments'
import type { Dated } from './rewrite'
import { copied, edited, editedAnswer, eventsOf, ownAcrs, shifted, triggerOf, type Changes } from './sabotage'
import { sipOf } from './sip'

const NUMBER = 'Accounting-Record-Number'

/** What the first enabler of the session got has numbers far above those that the other one gets. */
const numbersFall: Break = function* (cut, _, by) {
  const acrs = ownAcrs(cut).filter(({ event }) => by.includes(event.n))
  const [first] = acrs
  if (!first) return
  const more = (message: DiameterMessage): Uint8Array => withData(message, NUMBER, () => u32(50 + (numberOf(message) ?? 0)))
  const here = acrs.filter(({ event }) => event.enabler === first.event.enabler && event.conn === first.event.conn)
  yield { replace: new Map(here.flatMap((acr) => [...edited(acr, more), ...editedAnswer(acr, more)])), numbersStay: true }
}

/**
 * Of two records the earlier one goes out behind the later one, and where that goes: first of those that the outage kept, and of those the ones whose
 * occasions are just so far apart that their order tells.
 */
const laterFirst: Break = function* (cut, _, by) {
  const grainUs = profileIn(cut).windows.grain * 1000 // LV-03 — nearer ones may come in any order
  const kept = keptInterims(cut)
  const records = ownAcrs(cut).filter(({ event, type }) => by.includes(event.n) && type === 'interim')
  const occasionUs = (acr: Acr): number => cut.events[triggerOf(cut, acr)]?.atUs ?? 0
  const pairs = records.flatMap((earlier, i) =>
    records.slice(i + 1).map((later) => ({
      earlier,
      later,
      us: occasionUs(later) - occasionUs(earlier),
      wereKept: [earlier, later].every(({ event }) => kept.some((one) => one.event === event)),
    })),
  )
  const telling = pairs.filter(({ us }) => us > grainUs)
  for (const { earlier, later } of telling.sort((a, b) => Number(b.wereKept) - Number(a.wereKept) || a.us - b.us)) {
    const { enabler, conn } = later.event
    const moved = shifted(earlier, (later.answer ?? later.event).atUs + 1000)
    yield { replace: new Map([...moved].map(([n, fact]) => [n, { ...fact, enabler, conn } as Dated])) }
  }
}

/** The interims of the scenario that were delivered when a Charging Enabler was there again. */
export function keptInterims(cut: Cut): readonly Acr[] {
  const isOpening = (one: HistoryEvent): boolean => one.kind === 'peer' && one.state === 'open'
  return ownAcrs(cut).filter((acr) => {
    const trigger = triggerOf(cut, acr)
    return (
      acr.type === 'interim' &&
      trigger >= cut.first &&
      cut.events.some((one) => isOpening(one) && one.n > trigger && one.n < acr.event.n)
    )
  })
}

/** An interim of the outage that a newer one was to overwrite is delivered beside it. */
const oneNotOverwritten: Break = function* (cut, _, by) {
  const acrs = ownAcrs(cut)
  const named = new Set(acrs.flatMap(({ message }) => (methodOf(message) === 'INVITE' ? [callIdOf(message)] : [])))
  const uncharged = cut.events.find((event) => {
    const message = event.kind === 'sip' && event.dir === 'toSut' && event.n >= cut.first ? sipOf(event) : undefined
    return message?.kind === 'response' && message.cseq?.method === 'INVITE' && !named.has(message.callId)
  })
  const callId = uncharged && sipOf(uncharged)?.callId
  if (callId === undefined) return
  const naming = (message: DiameterMessage): Uint8Array =>
    withData(decodeMessage(withData(message, 'User-Session-Id', () => utf8(callId))), 'SIP-Method', () => utf8('INVITE'))
  for (const model of acrs.filter(({ event, type }) => by.includes(event.n) && type === 'interim'))
    for (const { atUs, later } of momentsBehind(cut, (model.answer ?? model.event).n))
      yield { add: copied(model, atUs, naming), later }
}

/** The server releases nobody, and the outage lasts until that can be told. */
const nobodyReleased: Break = function* (cut, demand, by) {
  const { events, judgment } = cut
  const byes = by.flatMap((n) => events[n] ?? [])
  const isOfRelease = (event: HistoryEvent): boolean =>
    event.kind === 'sip' && byes.some((bye) => event.n >= bye.n && sipOf(event)?.callId === sipOf(bye)?.callId)
  const gone = new Set(events.filter(isOfRelease).map(({ n }) => n))
  const charged = ownAcrs(cut).filter(({ event }) =>
    judgment.explanations.some(({ record, trigger = -1 }) => record === event.n && gone.has(trigger)),
  )
  yield lasting(cut, demand.id, demand.within.ms, { drop: new Set([...gone, ...charged.flatMap(eventsOf)]) })
}

/** The server releases a user by the BYE by which it left, behind the demand. */
const oneReleased: Break = function* (cut, demand) {
  const { events, first } = cut
  const made = events.find((event) => event.kind === 'demand' && event.demand.id === demand.id)
  const isBye = (event: HistoryEvent): boolean => event.n >= first && sipOf(event)?.cseq?.method === 'BYE'
  for (const bye of made ? events.filter((event) => event.kind === 'sip' && event.dir === 'toSut' && isBye(event)) : []) {
    const dialog = events.filter((event) => isBye(event) && sipOf(event)?.callId === sipOf(bye)?.callId)
    yield { replace: new Map(dialog.map((event, i) => [event.n, turned(event, (made?.atUs ?? 0) + 200 * (i + 1))])) }
  }
}

/** By the id of the rule. */
export const OUTAGE_BREAKS: Readonly<Record<string, Break>> = {
  'failover-broken-sequence': numbersFall,
  'buffer-order': laterFirst,
  'buffer-not-overwritten': oneNotOverwritten,
  'granted-without-delivery': nobodyReleased,
  'service-lost': oneReleased,
}

/** What was demanded is waited for, and nothing else happens meanwhile. */
function lasting(cut: Cut, demand: string, withinMs: number, changes: Changes): Changes {
  const made = cut.events.find((event) => event.kind === 'demand' && event.demand.id === demand)
  if (!made) return changes
  const overUs = withinMs * 1000 + apartUs(cut)
  const tick: Dated = { kind: 'tick', atUs: made.atUs + overUs, lagUs: 0 }
  return { ...changes, add: [tick], later: { from: made.n + 1, us: 2 * overUs } }
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
