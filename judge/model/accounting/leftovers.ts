// A record that nothing explained in time: permitted by a legal variant, foreign, or forbidden.
import { forbiddenRules, speaksOf } from '../../rules'
import { isMessageDoubled, isOfMessage } from '../../rules/message-event-doubled'
import type { Leftover } from '../../rules/rule'
import type { ChoiceMark } from '../choices'
import { occurrenceText } from '../occurrence-text'
import type { Conference, Trigger } from '../conference'
import { partyIn } from '../matching'
import { messageChoice, statusOf } from '../pager'
import { recordName, type SeenRecord } from '../record'
import { decided, isOverdue } from '../trigger-state'
import { triggerText } from '../trigger-text'
import type { Books, Planes } from './books'
import { mayBeByTime, wasAsked } from './by-time'
import { isNameless, type WaitingRecord, type WaitingRecords } from './waiting-records'

/** A legal variant that lets a record be: what it is, in words, and the choice it shows. */
interface Legal {
  readonly kind: 'permitted' | 'foreign'
  readonly text: string
  readonly marks: readonly ChoiceMark[]
}

const ASKED_FOR = 'an interim by time, which our Response asked for (RFC 6733 §9.8.2)'

export class Leftovers {
  private readonly planes: Planes
  private readonly books: Books
  private readonly waiting: WaitingRecords
  /** Joins that were charged although declared not to be. */
  private readonly joinsCharged = new WeakSet<Trigger>()
  /** The same of messages. */
  private readonly messagesCharged = new WeakSet<Trigger>()

  constructor(planes: Planes, books: Books, waiting: WaitingRecords) {
    this.planes = planes
    this.books = books
    this.waiting = waiting
  }

  /** The deadline of these has passed. */
  settle(nowUs: number): void {
    for (const one of this.waiting.open()) if (one.deadlineUs <= nowUs || this.isOver(one)) this.decide(one)
  }

  /** It is one by time, and nobody need wait for anything that explains it. */
  permitByTime(record: SeenRecord): void {
    this.books.explain({ record: record.n, kind: 'permitted', text: `${recordName(record)}, ${ASKED_FOR}` })
  }

  /** An interim that looks like one by time waits for a trigger that has no other: once its conference is over, there will be none. */
  private isOver(waiting: WaitingRecord): boolean {
    const conference = waiting.isLast ? this.waiting.conferenceOf(waiting) : undefined
    return conference?.end !== undefined && conference.triggers.every(decided)
  }

  private decide(waiting: WaitingRecord): void {
    waiting.settled = true
    const { record } = waiting
    const leftover = this.waiting.leftoverOf(waiting)
    const unseen = this.planes.unseen.of(leftover.conference)
    if (unseen !== undefined) {
      const text = `${recordName(record)}, is not explained by anything here, but ${unseen}`
      this.books.explain({ record: record.n, kind: 'foreign', text })
      return
    }
    if (this.isDeclaredUncharged(leftover) || this.isUnchargedMessage(leftover)) return
    const legal = this.legalVariant(leftover)
    if (legal) {
      this.books.choices.saw(legal.marks, { n: record.n, atUs: record.atUs, text: recordName(record) })
      this.books.explain({ record: record.n, kind: legal.kind, text: `${recordName(record)}, ${legal.text}` })
      return
    }
    const rule = forbiddenRules.find((one) => speaksOf(one, this.planes.profile.sut.role) && one.applies(leftover))
    const { nearest } = leftover
    const near = nearest ? `; nearest before it: ${occurrenceText(nearest)} (event ${nearest.mark.n})` : ''
    waiting.finding = this.planes.findings.add({
      rule: rule?.id ?? 'record-unexplained',
      signature: `record ${record.n}`,
      expected: rule?.expected ?? `no ${record.type ?? 'record'} without an arrival or departure that explains it`,
      actual: `${recordName(record)}, not explained by anything${near}`,
      atUs: record.atUs,
      events: [record.n, ...(nearest ? [nearest.mark.n] : [])],
    })
    this.books.explain({
      record: record.n,
      kind: 'forbidden',
      text: `${recordName(record)}, is not explained by anything${near}`,
    })
  }

  /**
   * LV-10 — the record of a user who joined, where the profile declares that no joiner is charged: one finding for all of them, and none of them
   * a record that nothing explains. Each join explains one record, and only one that tells of it.
   */
  private isDeclaredUncharged({ record, conference }: Leftover): boolean {
    const { choices } = this.planes.profile
    if (!conference || choices['P-JOIN'] !== 'not-charged') return false
    const join = conference.triggers.find(
      (one) =>
        one.kind === 'join' &&
        one.level === 'void' &&
        one.leg.answer !== undefined &&
        !this.joinsCharged.has(one) &&
        one.types.some((type) => type === record.type) &&
        (record.sipMethod === undefined || record.sipMethod === 'INVITE' || record.sipMethod === 'ACK') &&
        record.atUs >= one.earliestUs &&
        record.atUs <= one.cause.atUs + one.windowMs * 1000 &&
        (record.callIds.includes(one.leg.callId) || partyIn(record, one.leg.user)),
    )
    if (!join) return false
    this.joinsCharged.add(join)
    const place = { n: record.n, atUs: record.atUs, text: `${recordName(record)} for ${triggerText(join)}` }
    this.books.choices.saw([['P-JOIN', 'charged']], place)
    const text = `${place.text}, which the profile declares not to be charged (LV-10)`
    this.books.explain({ record: record.n, kind: 'forbidden', trigger: join.cause.n, text })
    return true
  }

  /** LV-09 — an EVENT that names a MESSAGE, where the profile declares that none is sent for one: one finding for all of them. */
  private isUnchargedMessage({ record, conference }: Leftover): boolean {
    if (record.type !== 'event') return false
    const message = conference?.triggers.find(
      (one) => one.kind === 'message' && one.level === 'void' && one.earliestUs <= record.atUs && !this.messagesCharged.has(one),
    )
    const status = message && statusOf(message.leg)
    if (!message || status === undefined) return false
    this.messagesCharged.add(message)
    const place = { n: record.n, atUs: record.atUs, text: `${recordName(record)} for ${triggerText(message)}` }
    this.books.choices.saw([[messageChoice(status), 'sent']], place)
    const text = `${place.text}, which the profile declares not to be charged (LV-09)`
    this.books.explain({ record: record.n, kind: 'forbidden', trigger: message.cause.n, text })
    return true
  }

  /** 3GPP TS 32.299 §7.1.12 — all that could name somebody is optional: where a record like it is awaited, it may be that. */
  private isOfAny(record: SeenRecord, conference: Conference | undefined): boolean {
    if (!isNameless(record)) return false
    return (conference ?? this.planes.plane).triggers.some(
      (one) =>
        !one.record &&
        one.level !== 'void' &&
        one.types.some((type) => type === record.type) &&
        record.atUs >= one.earliestUs &&
        record.atUs <= (one.provedUs ?? Infinity) + one.windowMs * 1000 &&
        !isOverdue(one, record.atUs, this.planes.profile),
    )
  }

  /**
   * LV-09 — an EVENT for a MESSAGE within a session: it names MESSAGE as its method, or no method at all (3GPP TS 32.299 §7.2.201), and somebody sent
   * one just before. In which conference does not matter, as an EVENT is no part of the session whose Session-Id it bears.
   */
  private isOfMessageWithin({ record, nearest }: Leftover): boolean {
    if (record.sipMethod === 'MESSAGE' && nearest?.of === 'otherRequest') return true
    if (record.sipMethod !== undefined) return false
    const sinceUs = record.atUs - this.planes.profile.windows['P-DELAY'] * 1000
    const { occurrences } = this.planes.plane
    // they stand in order of events: of a long run the last are looked at
    const first = occurrences.findLastIndex(({ mark }) => mark.atUs < sinceUs) + 1
    return occurrences.slice(first).some(({ method, mark }) => method === 'MESSAGE' && mark.atUs <= record.atUs)
  }

  private legalVariant(leftover: Leftover): Legal | undefined {
    const { record, conference } = leftover
    const { choices, topology } = this.planes.profile
    if (record.type === 'event' && isOfMessage(leftover)) {
      if (isMessageDoubled(leftover)) return undefined
      return { kind: 'permitted', text: 'an EVENT for another part of a MESSAGE, permitted (LV-09)', marks: [] }
    }
    // which MESSAGEs a server charges that charges them at all is its affair: here one within a session
    if (record.type === 'event' && choices['P-EVT-MSG'] !== 'not-sent' && this.isOfMessageWithin(leftover))
      return { kind: 'permitted', text: 'an EVENT for a MESSAGE within a session, permitted (LV-09)', marks: [] }
    if (record.type === 'event' && choices['P-EVT-FAIL'] !== 'not-sent') {
      const text = 'an EVENT for another transaction, permitted (LV-09)'
      return { kind: 'permitted', text, marks: [['P-EVT-FAIL', 'sent']] }
    }
    if (this.isOfAny(record, conference))
      return { kind: 'permitted', text: 'names nobody, and may be of any of several conferences', marks: [] }
    if (!conference && topology.use === 'shared')
      return { kind: 'foreign', text: 'foreign: traffic of others (LV-25)', marks: [] }
    const session = this.books.sessions.of(record)
    if (!mayBeByTime(record, session, this.planes.profile)) return undefined
    // whoever asked for it learns nothing of what the server does unasked
    if (wasAsked(session, record)) return { kind: 'permitted', text: ASKED_FOR, marks: [] }
    return { kind: 'permitted', text: 'an interim by time, permitted (LV-08)', marks: [['P-PERIODIC', 'sent']] }
  }
}
