// For each rule what breaks its premise, mostly by its kind alone: the record taken out, one put in that is not owed, a record that says otherwise.
import { avpsAt, decodeMessage, scalarAt, type DiameterMessage } from '@ch1/diameter/codec'
import type { SipResponse } from '@ch1/sip'
import type { Demand, HistoryEvent, RecordType } from '../history/events'
import type { Rule } from '../rules/rule'
import { acrsOf, TYPE_NUMBER, u32, utf8, withData, type Acr } from './acr'
import { contentFault } from './content-faults'
import type { Cut } from './cut'
import { declaring } from './declaring'
import { deliverySaboteur } from './delivery-faults'
import { LEG_SURPLUS, withEnd } from './leg-faults'
import { momentsBehind } from './moments'
import { naming } from './naming'
import { keptInterims } from './outage-faults'
import { peerFaults } from './peer-faults'
import { recordFaults, retyped, type CutSaboteur } from './record-faults'
import type { Dated } from './rewrite'
import { sipOf } from './sip'
import { copied, eventsOf, metDemands, ownAcrs, sabotaged, type Sabotage } from './sabotage'

/** What breaks this rule's premise, of a cut; undefined where nobody has said. */
export function saboteurOf(rule: Rule): CutSaboteur | undefined {
  switch (rule.sees) {
    case 'missing':
      return rule.id === 'buffered-record-missing' ? withoutKept : withoutRecord
    case 'forbidden':
      if (rule.id === 'message-event-doubled') return (cut) => beside(cut, 'event')
      return rule.id === 'record-unexplained'
        ? (cut) => beside(cut, 'interim')
        : (LEG_SURPLUS[rule.id] ?? deliverySaboteur(rule.id) ?? ((cut) => surplus(cut)))
    case 'demand':
      return SEQUENCES[rule.id] ?? deliverySaboteur(rule.id) ?? ((cut) => otherContent(cut, rule.id))
    case 'record':
      return recordFaults[rule.id] ?? deliverySaboteur(rule.id)
    case 'peer':
      return peerFaults[rule.id]
    case 'choice':
      return rule.id === 'choice-inconsistent' ? nowThisWayNowThat : otherDeclaration
  }
}

/** Each record that something explains is taken out, one at a time. */
function* withoutRecord(cut: Cut): Iterable<Sabotage> {
  const owed = new Set(cut.judgment.explanations.flatMap(({ record, kind }) => (kind === 'owed' ? [record] : [])))
  for (const acr of ownAcrs(cut))
    if (owed.has(acr.event.n))
      yield sabotaged(cut, `${acr.type?.toUpperCase() ?? 'a record'} taken out`, { drop: new Set(eventsOf(acr)) })
}

/** Each record that waited out an outage is taken out, one at a time. */
function* withoutKept(cut: Cut): Iterable<Sabotage> {
  for (const acr of keptInterims(cut))
    yield sabotaged(cut, 'an INTERIM that an outage kept taken out', { drop: new Set(eventsOf(acr)) })
}

/** For each "no record" of the cut, one: a copy of an INTERIM that names the leg of what must not be charged. */
export function* surplus(cut: Cut, only?: Demand): Iterable<Sabotage> {
  for (const { demand, by } of metDemands(cut)) {
    if (only && demand.id !== only.id) continue
    const mark = cut.events[by[0] ?? -1]
    if (demand.owed.what !== 'records' || demand.owed.max !== 0 || !mark) continue
    const { type } = demand.owed
    const { model, copies } = modelFor(cut, demand)
    if (!model) continue
    for (const { times, isOfOther } of copies)
      for (const { atUs, later } of momentsBehind(cut, mark.n))
        yield sabotaged(cut, `${times} ${type.toUpperCase()} put in for the ${demand.cause.of}`, {
          add: Array.from({ length: times }, (_, i) =>
            copied(model, atUs + 5000 * i, (message) => {
              const named = withEnd(naming(ofType(message, type), mark, demand), i)
              return isOfOther ? asOther(named) : named
            }),
          ).flat(),
          later,
        })
  }
}

interface Copies {
  readonly times: number
  /** Under a Session-Id of its own. */
  readonly isOfOther: boolean
}

/**
 * The record to copy, and the copies to try. LV-10 — one that a joiner is not owed may be taken for a choice, a second is of nothing. LV-15 — where each
 * user has a session there may be no INTERIM at all: then any record, and beside what its session has, one under another Session-Id.
 */
function modelFor(cut: Cut, { cause }: Demand): { readonly model: Acr | undefined; readonly copies: readonly Copies[] } {
  const isInterim = (one: Acr): boolean => one.type === 'interim'
  const own = ownAcrs(cut)
  const isOfOther = cause.of === 'turnedAway'
  const once = { times: 1, isOfOther }
  // what came before the step that demands is of its conference too, and all that is older is of another
  const behind = own.find((one) => isInterim(one) && one.event.n > cause.after) ?? own.findLast(isInterim)
  const interim = behind ?? acrsOf(cut.events).find(isInterim)
  if (interim) return { model: interim, copies: [once, { times: 2, isOfOther }] }
  const any = own.find((one) => one.event.n > cause.after) ?? own[0]
  return { model: any, copies: [once, { times: 1, isOfOther: true }] }
}

function ofType(message: DiameterMessage, type: RecordType): Uint8Array {
  return withData(message, 'Accounting-Record-Type', () => u32(TYPE_NUMBER[type]))
}

/** The record under a Session-Id of its own, but an INTERIM, which opens and closes nothing. */
function asOther(record: Uint8Array): Uint8Array {
  const message = decodeMessage(record)
  if (scalarAt(message, 'Accounting-Record-Type') === TYPE_NUMBER.interim) return record
  return withData(message, 'Session-Id', () => utf8(`${String(scalarAt(message, 'Session-Id'))};other`))
}

/** Each record of this type that is explained comes a second time. */
function* beside(cut: Cut, type: 'interim' | 'event'): Iterable<Sabotage> {
  for (const acr of ownAcrs(cut))
    if (acr.type === type)
      for (const { atUs, later } of momentsBehind(cut, (acr.answer ?? acr.event).n))
        yield sabotaged(cut, `an ${type.toUpperCase()} put in beside its like`, { add: copied(acr, atUs), later })
}

/** An INTERIM of a conference whose order is demanded becomes a START. */
export function* retypedInterim(cut: Cut): Iterable<Sabotage> {
  for (const acr of ownAcrs(cut))
    if (acr.type === 'interim') yield sabotaged(cut, 'an INTERIM made a START', { replace: retyped(acr, 'start') })
}

/** LV-15 — where each served user has a session, there is no INTERIM: a STOP, or a START, becomes one. */
function* retypedEnds(cut: Cut): Iterable<Sabotage> {
  for (const type of ['stop', 'start'] as const)
    for (const acr of ownAcrs(cut))
      if (acr.type === type) yield sabotaged(cut, `a ${type.toUpperCase()} made an INTERIM`, { replace: retyped(acr, 'interim') })
}

/** What breaks the order of a session's records, by the rule that demands it. */
export const SEQUENCES: Readonly<Record<string, CutSaboteur>> = {
  'record-sequence': retypedInterim,
  'served-conference-sequence': retypedInterim,
  'served-user-sequence': retypedEnds,
}

/** Each record whose content is demanded under this rule says otherwise. */
function* otherContent(cut: Cut, rule: string): Iterable<Sabotage> {
  const acrs = ownAcrs(cut)
  for (const { demand, by } of metDemands(cut)) {
    const { owed } = demand
    if (owed.what === 'everyone') yield* otherCount(cut)
    const acr = acrs.find(({ event }) => event.n === by[0])
    if (owed.what !== 'content' || demand.rule !== rule || !acr) continue
    for (const test of owed.tests) yield sabotaged(cut, `another ${test.path}`, contentFault(acr, test, acrs))
  }
}

/** Each INTERIM that tells a count tells another. */
export function* otherCount(cut: Cut): Iterable<Sabotage> {
  const acrs = ownAcrs(cut)
  for (const acr of acrs)
    if (acr.type === 'interim' && avpsAt(acr.message, COUNT).length > 0)
      yield sabotaged(cut, 'another Number-Of-Participants', contentFault(acr, { path: COUNT, op: 'participants' }, acrs))
}

const COUNT = 'Service-Information/**/Number-Of-Participants'

/** The profile leaves P-GRAN open, and one user's INTERIM among others is a START: one session a conference, and one of a leg. */
function* nowThisWayNowThat(cut: Cut): Iterable<Sabotage> {
  const [opened] = cut.events
  if (opened?.kind !== 'opened') return
  const open = declaring(opened, 'P-GRAN', 'unknown')
  for (const acr of ownAcrs(cut))
    if (acr.type === 'interim')
      yield sabotaged(cut, 'P-GRAN unknown, an INTERIM made a START', {
        replace: new Map([[opened.n, open], ...retyped(acr, 'start')]),
      })
}

/** The profile declares START at the ACK, and it comes with the 2xx: as it was recorded, then moved there. */
function* otherDeclaration(cut: Cut): Iterable<Sabotage> {
  const [opened] = cut.events
  if (opened?.kind !== 'opened') return
  const declared = declaring(opened, 'P-START', 'ack')
  yield sabotaged(cut, 'P-START declared ack', { replace: new Map([[opened.n, declared]]) })
  for (const { type, event, message, answer } of ownAcrs(cut)) {
    const callId = scalarAt(message, 'Service-Information/IMS-Information/User-Session-Id')
    const ok = cut.events.find((one) => one.kind === 'sip' && one.dir === 'fromSut' && sipOf(one)?.callId === callId && isOk(one))
    if (type !== 'start' || !ok || ok.n > event.n) continue
    const moved = [event, ...(answer ? [answer] : [])].map((one, i) => [one.n, { ...one, atUs: ok.atUs + 1 + i }] as const)
    yield sabotaged(cut, 'P-START declared ack, START moved to the 2xx', {
      replace: new Map<number, Dated>([[opened.n, declared], ...moved]),
    })
  }
}

function isOk(event: HistoryEvent): boolean {
  const message = sipOf(event)
  return message?.kind === 'response' && (message as SipResponse).status === 200
}
