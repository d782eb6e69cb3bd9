// What is only looked at: told with the verdict, and never a fail (kind O).
import { resolved, type Conference } from '../model/conference'
import type { Demand, Observation } from '../history/events'
import type { Occurrence } from '../model/occurrence'
import { milliseconds } from '../model/occurrence-text'
import type { Mark } from '../model/leg'
import { recordName, type SeenRecord } from '../model/record'
import type { Decision } from '../verdict'
import { CHARGES_NOTHING, isOver } from './conference-end'
import { causeText, undecidable, type Entry, type Evidence } from './entry'

export class ObservedDemands {
  private readonly evidence: Evidence

  constructor(evidence: Evidence) {
    this.evidence = evidence
  }

  /** Decided when the conference is over: what did not come by then is seen as that. */
  decide(entry: Entry, occurrence: Occurrence, of: Observation, nowUs: number): Decision {
    if (of === 'messageCounts') return messageCounts(entry, occurrence, nowUs)
    const conference = resolved(occurrence.conference)
    if (!isOver(conference)) return entry.decision
    const { demand } = entry
    if (!conference.triggers.some((one) => one.record)) return undecidable(demand, CHARGES_NOTHING)
    const { trigger, mark } = occurrence
    const record = trigger?.record ?? trigger?.late
    const what = causeText(demand)
    if (!trigger || !record) {
      if (of !== 'charged') return undecidable(demand, `no record for ${what} came`)
      return { demand: demand.id, state: 'met', by: [mark.n], observed: `no record for ${what}` }
    }
    if (of === 'rosterCount') return rosterCount(demand, conference, trigger.cause, record)
    const latencyUs = record.atUs - trigger.cause.atUs
    const when = `${milliseconds(latencyUs)} ${latencyUs < 0 ? 'before' : 'after'} ${what}`
    return { demand: demand.id, state: 'met', by: [record.n, trigger.cause.n], observed: `${recordName(record)}, ${when}` }
  }
}

/** OMA-DDS §6.2.31, §6.2.62 — what the EVENT counts, beside the copies that the SUT sent and those that were accepted; once all are answered. */
function messageCounts({ demand, decision }: Entry, { trigger }: Occurrence, nowUs: number): Decision {
  const { record, copies = [], provedUs = Infinity } = trigger ?? {}
  if (!trigger || !record) {
    const isOpen = trigger && trigger.missing === undefined && trigger.undecidable === undefined && trigger.level !== 'void'
    return isOpen ? decision : undecidable(demand, `no record for ${causeText(demand)} came`)
  }
  if (nowUs < provedUs) return decision
  const accepted = copies.filter(({ answer }) => (answer?.status ?? 600) < 300).length
  const told = ['Total-Number-Of-Messages-Exploded', 'Number-Of-Messages-Successfully-Exploded'].map(
    (name) => record.content.scalars(`Service-Information/IM-Information/${name}`)[0],
  )
  const [total, successful] = told
  const agree = total === copies.length && successful === accepted ? 'they agree' : 'they disagree'
  const counted = told.every((one) => one === undefined)
    ? `no counter of copies in ${recordName(record)}`
    : `${agree}: ${total ?? 'no'} exploded, ${successful ?? 'no'} of them with success in ${recordName(record)}`
  const seen = `${copies.length} copies sent, ${accepted} accepted`
  return { demand: demand.id, state: 'met', by: [record.n, trigger.cause.n], observed: `${counted}; ${seen}` }
}

/** RFC 4575 §5.5 — what a watcher is told first after the arrival, beside what the record of it tells (3GPP TS 32.299 §7.2.117). */
function rosterCount(demand: Demand, { told }: Conference, cause: Mark, record: SeenRecord): Decision {
  const [counted] = record.content.scalars('**/Number-Of-Participants')
  if (typeof counted !== 'number') return undecidable(demand, `${recordName(record)} has no Number-Of-Participants`)
  const first = told.find(({ mark }) => mark.atUs >= cause.atUs)
  const what = causeText(demand)
  if (!first) return undecidable(demand, `no conference-info document with a user-count was sent after ${what}`)
  const agree = first.count === counted ? 'agree' : 'disagree'
  const observed = `they ${agree}: Number-Of-Participants ${counted} in ${recordName(record)}, user-count ${first.count} ${milliseconds(first.mark.atUs - cause.atUs)} after ${what}`
  return { demand: demand.id, state: 'met', by: [record.n, first.mark.n], observed }
}
