// For each demand that was met: its record, its stimulus and the proof of its receipt taken out, one after the other; and what the judge may say then.
import type { Demand, HistoryEvent } from '../history/events'
import type { Decision } from '../verdict'
import { acrsOf, type Acr } from './acr'
import { contentFault } from './content-faults'
import type { Cut } from './cut'
import { breaksOf, sendingsOf } from './delivery-faults'
import { orderFaults } from './order-faults'
import { recordFaults } from './record-faults'
import { otherCount, surplus } from './rule-saboteurs'
import { eventsOf, ownAcrs, sabotaged, type Changes, type Sabotage } from './sabotage'
import { sipOf } from './sip'

/** One premise of a demand: ways to break it, one of which must bring the demand into one of these states. */
export interface Premise {
  readonly what: string
  readonly mayBe: readonly Decision['state'][]
  readonly ways: Iterable<Sabotage>
}

/** How many ways are tried: a sound judge sees the first or the second. */
export const MOST_WAYS = 8

type SipEvent = HistoryEvent & { readonly kind: 'sip' }

const NOT_MET: readonly Decision['state'][] = ['broken', 'undecidable', 'open']
/** Without its stimulus nothing is owed, so nothing can be broken: a wrong fail is the worst of all. */
const NOT_DECIDED: readonly Decision['state'][] = ['undecidable', 'open']

/** Every premise of one demand that was met by these events. */
export function* premisesOf(cut: Cut, demand: Demand, by: readonly number[]): Iterable<Premise> {
  const { owed } = demand
  const isQuiet = owed.what === 'records' && owed.max === 0
  const all = acrsOf(cut.events)
  const ofDemand = new Set(by)
  const met = all.filter(({ event }) => ofDemand.has(event.n))

  const own = isQuiet ? all : sendingsOf(all, met)
  const records = new Set(own.flatMap(eventsOf))
  const without = (what: string, drop: ReadonlySet<number>, mayBe: Premise['mayBe']): Premise => ({
    what: `${what} taken out`,
    mayBe,
    ways: [sabotaged(cut, what, { drop })],
  })
  // a server that charges nothing proves no negative
  if (isQuiet) yield without('every record', records, NOT_DECIDED)
  else if (records.size > 0 && !isMetByNone(owed)) yield without('its records', records, NOT_MET)
  for (const { what, ways } of otherwise(cut, demand, own, by)) yield { what: `${what} otherwise`, mayBe: ['broken'], ways }
  const cause = causeOf(cut, demand, by)
  if (!cause) return
  yield without('its stimulus', stimulusOf(cut, cause), NOT_DECIDED)
  const proof = proofOf(cut, cause)
  if (owed.what === 'records' && !isQuiet && proof.length > 0)
    yield without("its records and the SUT's answers", new Set([...records, ...proof]), NOT_DECIDED)
}

/** No record at all meets it as well as the right ones. */
function isMetByNone(owed: Demand['owed']): boolean {
  return ['atMostOne', 'balance', 'forkBalance'].includes(owed.what) || (owed.what === 'observed' && owed.of === 'charged')
}

/** What the demand looks at, each said otherwise: then it is broken, and by a finding. */
function otherwise(
  cut: Cut,
  demand: Demand,
  [acr]: readonly Acr[],
  by: readonly number[],
): readonly { readonly what: string; readonly ways: Iterable<Sabotage> }[] {
  const { owed } = demand
  const what = 'its records say'
  switch (owed.what) {
    case 'records':
      return owed.max === 0 ? [{ what, ways: surplus(cut, demand) }] : []
    case 'content':
      if (!acr) return []
      return [{ what, ways: owed.tests.map((test) => sabotaged(cut, test.path, contentFault(acr, test, ownAcrs(cut)))) }]
    case 'order':
      return orderFaults(cut, demand, by)
    case 'ownSession':
      return [{ what, ways: recordFaults['session-id-constant']?.(cut) ?? [] }]
    case 'grammar':
      return [{ what, ways: recordFaults[owed.rule]?.(cut) ?? [] }]
    case 'everyone':
      return [{ what, ways: otherCount(cut) }]
    default: {
      const changes = breaksOf(cut, demand, by)
      return changes ? [{ what, ways: each(cut, `what ${demand.rule} is about`, changes) }] : []
    }
  }
}

function* each(cut: Cut, what: string, ways: Iterable<Changes>): Iterable<Sabotage> {
  for (const changes of ways) yield sabotaged(cut, what, changes)
}

/** The SIP message that caused what is demanded. */
function causeOf(cut: Cut, { owed, cause }: Demand, by: readonly number[]): SipEvent | undefined {
  const isSip = (event: HistoryEvent | undefined): event is SipEvent => event?.kind === 'sip'
  if (['records', 'content', 'atMostOne', 'balance', 'forkBalance', 'observed'].includes(owed.what)) {
    const triggers = by.map((n) => cut.judgment.explanations.find(({ record }) => record === n)?.trigger ?? -1)
    return [...by, ...triggers].map((n) => cut.events[n]).find(isSip)
  }
  // of a conference: the INVITE by which it was created
  const address = cause.who.replace(/^sips?:/, '')
  return cut.events.filter(isSip).find((event) => {
    const message = event.n > cause.after && event.dir === 'toSut' ? sipOf(event) : undefined
    return message?.cseq?.method === 'INVITE' && message.header('From')?.includes(address) === true
  })
}

/** The whole transaction, and all that came of it in its dialog. */
function stimulusOf(cut: Cut, cause: SipEvent): ReadonlySet<number> {
  const of = sipOf(cause)
  return new Set(
    cut.events.flatMap((event) => {
      const message = sipOf(event)
      if (!message || message.callId !== of?.callId) return []
      const isSameMethod = message.cseq?.method === of?.cseq?.method
      // BYEs that cross end the same dialog
      const isSame = isSameMethod && (message.cseq?.number === of?.cseq?.number || message.cseq?.method === 'BYE')
      return isSame || event.n >= cause.n ? [event.n] : []
    }),
  )
}

/** What the SUT sent in the dialog since a message that it got: the proof that it got it. None for what it sent itself. */
function proofOf(cut: Cut, cause: SipEvent): readonly number[] {
  if (cause.dir !== 'toSut') return []
  const callId = sipOf(cause)?.callId
  const isLeaving = sipOf(cause)?.cseq?.method === 'BYE'
  return cut.events.flatMap((event) => {
    const message = event.kind === 'sip' && event.dir === 'fromSut' ? sipOf(event) : undefined
    // its own BYE, which crossed the other, shows by itself that it is rid of the leg
    const isBye = message?.cseq?.method === 'BYE'
    // nor does it tell the others to go, in a 1-1 session or as it releases, before it knows; and who of two hangs up as well ends it as well
    if (isLeaving && isBye && event.n > cause.n) return [event.n]
    const isBehind = event.n > cause.n || (isLeaving && isBye)
    return message?.callId === callId && message !== undefined && isBehind ? [event.n] : []
  })
}
