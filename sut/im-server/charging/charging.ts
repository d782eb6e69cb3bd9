// The Charging Enabler User of the server: conference events in, records handed to the Rf client. The seams are applied here.
import type { ConferenceEvent } from '../conference/conference-event'
import type { AccountingSessions } from './accounting-sessions'
import type { StampedRecord } from './record'
import type { Seams } from './seams'
import { recordsOf } from './trigger'

/** Decides and stamps; never waits, so SIP is never held up. */
export class Charging {
  private readonly seams: Seams
  private readonly sessions: AccountingSessions
  private readonly submit: (record: StampedRecord) => void

  /** @param submit takes each record, in the order of their numbers */
  constructor(o: { seams: Seams; sessions: AccountingSessions; submit: (record: StampedRecord) => void }) {
    this.seams = o.seams
    this.sessions = o.sessions
    this.submit = o.submit
  }

  /** Makes the records of one event. */
  onEvent(event: ConferenceEvent): void {
    const { seams } = this
    const drafts = seams.trigger ? seams.trigger(event, recordsOf) : recordsOf(event)
    for (const draft of drafts) {
      for (const final of seams.draft ? seams.draft(draft) : [draft]) {
        this.submit(seams.stamp ? seams.stamp(final, this.sessions.stamp) : this.sessions.stamp(final))
      }
    }
  }
}
