// The rules on a record itself, whatever explains it: asked the moment it comes.
import { recordRules, speaksOf } from '../../rules'
import { conferencesMixed } from '../../rules/conferences-mixed'
import type { RecordContext, RecordRule } from '../../rules/rule'
import type { Conference, Trigger } from '../conference'
import { recordName, type SeenRecord } from '../record'
import { namedLeg } from '../record-owner'
import type { Sending } from '../sendings'
import type { Session } from '../sessions'
import type { Books, Planes } from './books'

/** Whose record it is, as far as it can be told. */
export interface Ownership {
  readonly conference: Conference | undefined
  /** The conference that owns the Session-Id, where the record names a leg of another. */
  readonly mixed: Conference | undefined
  /** This record was on the wire before. */
  readonly repeats: boolean
}

/** A record without all that came before it. */
const ALONE = {
  before: [],
  sessionsOfEntity: [],
  otherOwner: undefined,
  repeats: false,
  pending: undefined,
  sendings: [],
  noCauseToResend: false,
} as const

export class RecordChecks {
  private readonly planes: Planes
  private readonly books: Books

  constructor(planes: Planes, books: Books) {
    this.planes = planes
    this.books = books
  }

  /** `sendings`: how it crossed CH-1 before, where it was sent again. */
  check(record: SeenRecord, { conference, mixed, repeats }: Ownership, sendings: readonly Sending[]): void {
    const { profile, boundary } = this.planes
    const before = this.books.sessions.of(record).records
    const ofEntity = conference && !mixed && record.type !== 'event' ? this.sessionsInLife(conference, record) : []
    const unseen = this.planes.unseen.of(conference) !== undefined
    const context = {
      profile,
      before,
      sessionsOfEntity: ofEntity,
      otherOwner: mixed,
      repeats,
      pending: this.books.sessions.waitingForUs().find((one) => one === before.at(-1) && !this.books.sessions.isMisanswered(one)),
      sendings,
      connection: boundary,
      noCauseToResend: this.noCauseToResend(record, before, conference),
    }
    for (const rule of recordRules) {
      if (!speaksOf(rule, profile.sut.role) || rule.about?.isIn(record) === false) continue
      this.books.lookedAt(rule.id)
      // where earlier records may not have been seen, only what the record alone shows
      if (unseen && rule.breach(record, { ...context, ...ALONE }) === undefined) continue
      this.found(rule, record, context)
    }
  }

  /** What the record alone shows, where nothing else is known of its session. */
  alone(record: SeenRecord): void {
    const { profile, boundary } = this.planes
    for (const rule of recordRules) {
      if (!speaksOf(rule, profile.sut.role) || rule.about?.isIn(record) === false) continue
      this.books.lookedAt(rule.id)
      this.found(rule, record, { profile, connection: boundary, ...ALONE, repeats: true })
    }
  }

  /** It turned out later that the record names a leg of another conference than the one that owns its Session-Id. */
  mixed(record: SeenRecord, otherOwner: Conference): void {
    const { profile, boundary } = this.planes
    if (this.planes.unseen.of(otherOwner) !== undefined) return
    this.found(conferencesMixed, record, { profile, connection: boundary, ...ALONE, otherOwner })
  }

  private found(rule: RecordRule, record: SeenRecord, context: RecordContext): void {
    const breach = rule.breach(record, context)
    if (breach === undefined) return
    this.planes.findings.add({
      rule: rule.id,
      signature: breach,
      expected: rule.expected,
      actual: `${breach}: ${recordName(record)}`,
      atUs: record.atUs,
      events: [record.n],
    })
  }

  /** LV-18 — on the connection of its START, none ever broken, nothing unanswered. A START we saw the cause of is its own. */
  private noCauseToResend(record: SeenRecord, before: readonly SeenRecord[], conference: Conference | undefined): boolean {
    const own = record.type === 'start' && conference !== undefined ? record : undefined
    const start = before.find((one) => one.type === 'start') ?? own
    return (
      start?.conn === record.conn &&
      start.enabler === record.enabler &&
      this.planes.boundary.broken.size === 0 &&
      this.books.sessions.nothingUnanswered
    )
  }

  /**
   * Session-Ids of the conference's present life. Where they are closed a START may open another, as a later life of the same URI does, and what
   * follows it is of that; nothing else may (RFC 6733 §8.8).
   */
  private sessionsInLife(conference: Conference, record: SeenRecord): readonly string[] {
    const { profile, sip, plane } = this.planes
    if (profile.choices['P-GRAN'] === 'leg') {
      // LV-15 — a served user's session is that of the leg it opened by; what names no leg is nobody's
      const leg = profile.sut.role === 'participating' ? namedLeg(record, sip, plane) : undefined
      const own = leg === undefined ? [] : [...this.books.sessions.all()].filter((session) => session.leg === leg)
      return own.filter(isOpen).map((session) => session.id)
    }
    if (profile.choices['P-GRAN'] !== 'conference') return []
    const life = conference.triggers.findLast((one) => opensAccounting(one) && one.level !== 'void')
    const sinceUs = life?.earliestUs ?? -Infinity
    const isOpened = record.type === 'start' || this.books.sessions.of(record).records.some(({ type }) => type === 'start')
    return this.books.sessions
      .ofConference(conference)
      .filter((session) => session.records.some((one) => one.atUs >= sinceUs) && (isOpen(session) || !isOpened))
      .map((session) => session.id)
  }
}

function isOpen({ records }: Session): boolean {
  return !records.some((one) => one.type === 'stop')
}

/** A participating function's accounting may begin with a user whom the controlling function invites. */
function opensAccounting({ kind, leg, conference }: Trigger): boolean {
  return kind === 'start' || (kind === 'arrival' && conference.creator === leg)
}
