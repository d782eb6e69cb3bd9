// What is only looked at: told with the verdict, and never a fail (kind O).
import { resolved } from '../model/conference'
import type { Observation } from '../history/events'
import type { Occurrence } from '../model/occurrence'
import { milliseconds } from '../model/occurrence-text'
import { recordName } from '../model/record'
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
      if (of === 'latency') return undecidable(demand, `no record for ${what} came`)
      return { demand: demand.id, state: 'met', by: [mark.n], observed: `no record for ${what}` }
    }
    const latencyUs = record.atUs - trigger.cause.atUs
    const when = `${milliseconds(latencyUs)} ${latencyUs < 0 ? 'before' : 'after'} ${what}`
    return { demand: demand.id, state: 'met', by: [record.n, trigger.cause.n], observed: `${recordName(record)}, ${when}` }
  }
}
