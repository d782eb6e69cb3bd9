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
  decide(entry: Entry, occurrence: Occurrence, of: Observation): Decision {
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
