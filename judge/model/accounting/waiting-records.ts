// Records that nothing explains so far. Each waits until its deadline: a trigger may still come.
import type { Finding } from '../../verdict'
import { resolved, type Conference, type Trigger } from '../conference'
import type { Occurrence } from '../occurrence'
import { namedLeg } from '../record-owner'
import type { SeenRecord } from '../record'
import type { Leftover } from '../../rules/rule'
import type { Books, Planes } from './books'
import { wasAsked } from './by-time'

/** A record without an explanation, until `deadlineUs` or for good (`finding`). */
export interface WaitingRecord {
  readonly record: SeenRecord
  readonly deadlineUs: number
  /** It explains a trigger only where nothing else does. */
  readonly isLast: boolean
  finding?: Finding
  settled: boolean
}

/** What no method that a record names speaks for or against. */
const NO_OCCASION: ReadonlySet<Occurrence['of']> = new Set(['otherRequest', 'mediaLoss'])

export class WaitingRecords {
  /** What is settled without a finding says nothing any more, and is let go. */
  private all: WaitingRecord[] = []
  private unsettled: WaitingRecord[] = []
  private readonly planes: Planes
  private readonly books: Books

  constructor(planes: Planes, books: Books) {
    this.planes = planes
    this.books = books
  }

  /** `notBeforeUs`: its time is not up before this. */
  add(record: SeenRecord, notBeforeUs = 0): void {
    const { windows } = this.planes.profile
    const deadlineUs = Math.max(notBeforeUs, record.atUs + (windows['P-DELAY'] + windows.early) * 1000)
    this.put({ record, deadlineUs, isLast: false, settled: false })
  }

  /** An interim that looks like one by time: until every trigger whose window it is in has closed, one may turn out to have no other. */
  addLast(record: SeenRecord): void {
    const { windows } = this.planes.profile
    const deadlineUs = record.atUs + 2 * (windows['P-DELAY'] + windows.early) * 1000
    this.put({ record, deadlineUs, isLast: true, settled: false })
  }

  private put(one: WaitingRecord): void {
    this.all.push(one)
    this.unsettled.push(one)
  }

  /** Of closed conferences. */
  forget(records: ReadonlySet<SeenRecord>): void {
    this.all = this.all.filter(({ record }) => !records.has(record))
  }

  /** Those that may still be explained, oldest first. */
  open(): readonly WaitingRecord[] {
    if (this.unsettled.some((one) => one.settled)) {
      this.unsettled = this.unsettled.filter((one) => !one.settled)
      this.all = this.all.filter((one) => !one.settled || one.finding !== undefined)
    }
    return [...this.unsettled]
  }

  /** When the next one's time is up. */
  nextUs(): number | undefined {
    let next: number | undefined
    for (const one of this.unsettled) if (!one.settled && (next === undefined || one.deadlineUs < next)) next = one.deadlineUs
    return next
  }

  conferenceOf({ record }: WaitingRecord): Conference | undefined {
    const named = this.conferenceByLeg(record)
    const conference = named?.isOfMessages ? named : (this.books.sessions.of(record).conference ?? named)
    return conference && resolved(conference)
  }

  /** The one that fits this trigger's conference: first by the leg it names, else the oldest. */
  waitingFor(trigger: Trigger, fits: (record: SeenRecord, isLast: boolean) => boolean): WaitingRecord | undefined {
    const conference = resolved(trigger.conference)
    const fitting = this.open().filter((one) => this.conferenceOf(one) === conference && fits(one.record, one.isLast))
    return fitting.find((one) => one.record.callIds.includes(trigger.leg.callId)) ?? fitting[0]
  }

  /**
   * A record that names neither leg nor party, in a session that is no conference's so far, and that came when this trigger's was due. 3GPP TS 32.299
   * §7.1.12 — with the minimum form of Service-Context-Id all that could name somebody is optional.
   */
  nameless({ types, earliestUs }: Trigger, dueUs: number): SeenRecord | undefined {
    return this.all.find(
      (one) =>
        isNameless(one.record) &&
        this.conferenceOf(one) === undefined &&
        types.some((type) => type === one.record.type) &&
        one.record.atUs >= earliestUs &&
        one.record.atUs <= dueUs,
    )?.record
  }

  /** The finding of a record that came in this span, before the trigger it is of. LV-09 — an EVENT is of no session, and is of none of them. */
  foundBefore(trigger: Trigger, sinceUs: number): Finding | undefined {
    return this.all.find((one) => {
      if (!one.finding || one.record.type === 'event') return false
      if (one.record.atUs < sinceUs || one.record.atUs >= trigger.earliestUs) return false
      const leftover = this.leftoverOf(one)
      return leftover.leg === trigger.leg && (trigger.kind !== 'arrival' || leftover.nearest?.of === 'ringing')
    })?.finding
  }

  /** The record with what stood around it. */
  leftoverOf(waiting: WaitingRecord): Leftover {
    const { record } = waiting
    const { plane, sip, profile } = this.planes
    const conference = this.conferenceOf(waiting)
    const named = namedLeg(record, sip, plane)
    const leg = named && !conference?.firsts.includes(named) ? named : undefined
    const before = plane.occurrences.filter(
      (one) =>
        one.conference === conference && one.mark.atUs <= record.atUs + 1000 && one.of !== 'conference' && one.of !== 'arrival',
    )
    const near = before.filter((one) => leg === undefined || one.leg === leg)
    // the method it names may choose among what happened just now, and only there; of a request that is no occasion it says nothing
    const sinceUs = record.atUs - profile.windows['P-DELAY'] * 1000
    const nearest =
      near.findLast((one) => toldUs(one) >= sinceUs && (NO_OCCASION.has(one.of) || methodOf(one) === record.sipMethod)) ??
      near.at(-1)
    const isAsked = wasAsked(this.books.sessions.of(record), record)
    return { record, conference, leg: leg ?? nearest?.leg, nearest, isAsked }
  }

  /** Records of this conference in a span that nothing explains so far, and those that were found forbidden. */
  leftoversIn(
    conference: Conference,
    fromUs: number,
    toUs: number,
  ): { readonly waiting: boolean; readonly findings: readonly { readonly finding: Finding; readonly leftover: Leftover }[] } {
    const findings: { finding: Finding; leftover: Leftover }[] = []
    let waiting = false
    for (const one of this.all) {
      if (one.record.atUs < fromUs || one.record.atUs > toUs) continue
      const of = this.conferenceOf(one)
      if (of !== undefined && of !== resolved(conference)) continue
      if (one.finding) findings.push({ finding: one.finding, leftover: this.leftoverOf(one) })
      else if (!one.settled && of !== undefined) waiting = true
    }
    return { waiting, findings }
  }

  private conferenceByLeg(record: SeenRecord): Conference | undefined {
    const { plane, sip } = this.planes
    const leg = namedLeg(record, sip, plane)
    return leg && plane.conferenceOf(leg)
  }
}

/** When it was last heard of: by its message, or by its record, which may come as late as timer F (RFC 3261 §17.1.2.2). */
function toldUs({ mark, trigger }: Occurrence): number {
  return Math.max(mark.atUs, trigger?.record?.atUs ?? 0)
}

/** The SIP method of a record that would be made for this. */
function methodOf({ of, message }: Occurrence): 'INVITE' | 'BYE' | 'MESSAGE' {
  if (of === 'message' || of === 'failedMessage') return 'MESSAGE'
  return ['departure', 'expelling', 'end', 'strayBye'].includes(of) || message === 'BYE' ? 'BYE' : 'INVITE'
}

/** Does it name neither leg nor party? */
export function isNameless({ callIds, icids, parties }: SeenRecord): boolean {
  return callIds.length + icids.length + parties.length === 0
}
