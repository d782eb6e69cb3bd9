// The Charging Enabler User of the server: conference events in, records handed to the Rf client. The seams are applied here.
import type { Timers } from '@ch1/sip'
import type { ConferenceEvent } from '../conference/conference-event'
import type { AccountingSessions } from './accounting-sessions'
import { DraftLine } from './draft-line'
import { InterimClock } from './interim-clock'
import type { RecordDraft, StampedRecord } from './record'
import type { Seams } from './seams'
import type { Trigger } from './trigger/trigger'

/** What charging works with. Times in ms. */
export interface ChargingOptions {
  readonly seams: Seams
  readonly sessions: AccountingSessions
  readonly timers: Timers
  readonly now: () => Date
  /** Takes each record, in the order of their numbers. */
  readonly submit: (record: StampedRecord) => void
  /** Whether records of this session wait behind the outstanding one. */
  readonly isBehind: (sessionId: string) => boolean
  readonly trigger: Trigger
  /** How long a second of Acct-Interim-Interval is, and by which part of it interims are spread. */
  readonly interims: { readonly secondMs: number; readonly jitter: number; readonly random: () => number }
  /** P-PERIODIC: interims so often, in seconds, although no enabler asked for them. */
  readonly ownIntervalS?: number | undefined
  /** LV-03 */
  readonly reorderMs?: number | undefined
  /** LV-26 */
  readonly clockOffMs?: number | undefined
}

const MOST_OPEN = 20_000

/** Decides and stamps; never waits, so SIP is never held up. */
export class Charging {
  private readonly o: ChargingOptions
  private readonly trigger: Trigger
  private readonly line: DraftLine
  private readonly clock: InterimClock
  /** The START of each session without STOP: what an interim by time belongs to. */
  private readonly open = new Map<string, StampedRecord>()

  constructor(o: ChargingOptions) {
    this.o = o
    this.trigger = o.trigger
    this.line = new DraftLine({ timers: o.timers, reorderMs: o.reorderMs, out: (draft) => this.stamped(draft) })
    this.clock = new InterimClock({ ...o.interims, timers: o.timers, due: (sessionId) => this.timePassed(sessionId) })
  }

  /** Makes the records of one event. */
  onEvent(event: ConferenceEvent): void {
    const { seams, clockOffMs } = this.o
    const seen = clockOffMs === undefined ? event : withClockOff(event, clockOffMs)
    const drafts = seams.trigger ? seams.trigger(seen, this.trigger.recordsOf) : this.trigger.recordsOf(seen)
    for (const draft of drafts) this.drafted(draft)
  }

  /** RFC 6733 §9.8.2 — the enabler wants an interim every so many seconds; 0: none. */
  interimInterval(sessionId: string, seconds: number): void {
    if (this.open.has(sessionId)) this.clock.set(sessionId, seconds)
  }

  /** No record is made any more. */
  close(): void {
    this.line.close()
    this.clock.close()
  }

  private stamped(draft: RecordDraft): void {
    const { seams, sessions, submit, ownIntervalS } = this.o
    const record = seams.stamp ? seams.stamp(draft, sessions.stamp) : sessions.stamp(draft)
    if (record.type === 'start' && this.open.size < MOST_OPEN) this.open.set(record.sessionId, record)
    if (record.type === 'stop') {
      this.open.delete(record.sessionId)
      this.clock.stop(record.sessionId)
    }
    submit(record)
    if (record.type === 'start' && ownIntervalS !== undefined) this.interimInterval(record.sessionId, ownIntervalS)
  }

  // RFC 6733 §9.5 — records by time are cumulative: while some wait already, one more would say nothing new.
  private timePassed(sessionId: string): void {
    const start = this.open.get(sessionId)
    if (!start || this.o.isBehind(sessionId)) return
    this.drafted(asTheSessionOf(start, this.trigger.byTime(start.cause, this.o.now())))
  }

  private drafted(draft: RecordDraft): void {
    const { seams } = this.o
    for (const final of seams.draft ? seams.draft(draft) : [draft]) this.line.add(final)
  }
}

// A session that is not the conference's: of its leg, of its role, and with a count only where its START had one.
function asTheSessionOf({ cause, entity, participating, participants }: StampedRecord, draft: RecordDraft): RecordDraft {
  if (entity === undefined) return draft
  const { participants: count, ...rest } = draft
  return {
    ...rest,
    ...{ cause, entity },
    ...(participating !== undefined && { participating }),
    ...(participants !== undefined && count !== undefined && { participants: count }),
  }
}

function withClockOff(event: ConferenceEvent, offMs: number): ConferenceEvent {
  const moved = (at: Date): Date => new Date(at.getTime() + offMs)
  const { responseAt } = event
  return {
    ...event,
    at: moved(event.at),
    requestAt: moved(event.requestAt),
    ...(responseAt && { responseAt: moved(responseAt) }),
  }
}
