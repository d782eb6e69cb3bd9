// Owed against seen: gives every record its trigger, every due trigger its record, and a reason to each leftover of both.
import type { Closed } from '../../closing/closed'
import type { Finding } from '../../verdict'
import type { Leftover } from '../../rules/rule'
import { resolved, type Conference, type Trigger } from '../conference'
import type { Mark } from '../leg'
import { partyIn } from '../matching'
import { recordName, type SeenRecord } from '../record'
import { conferenceByTime, namedLeg } from '../record-owner'
import { isRefusedForGood, isTaken } from '../sendings'
import type { Session, SessionAnswer } from '../sessions'
import { decided } from '../trigger-state'
import { triggerText } from '../trigger-text'
import { AfterClosing } from './after-closing'
import { Books, type Planes } from './books'
import { isByTime, mayBeByTime } from './by-time'
import { choicesByAbsence, isClosed as isClosedByStop, numbering } from './choice-marks'
import { Closer } from './closer'
import { Excuses } from './excuses'
import { Leftovers } from './leftovers'
import { legNamed } from './leg-marks'
import { Matcher } from './matcher'
import { RecordQueue } from './queue'
import { RecordChecks, type Ownership } from './record-checks'
import { WaitingRecords } from './waiting-records'

/** So many of the newest records are kept decoded: more than are asked about again in a window. */
const MOST_YOUNG = 512

export class Accounting {
  readonly books: Books
  private readonly planes: Planes
  private readonly waiting: WaitingRecords
  private readonly matcher: Matcher
  private readonly queue: RecordQueue
  private readonly closer: Closer
  private readonly leftovers: Leftovers
  private readonly checks: RecordChecks
  private readonly afterClosing: AfterClosing
  private readonly young: SeenRecord[] = []
  /** Triggers not decided yet, oldest first. */
  private open: Trigger[] = []
  /** Records that name a leg of a conference whose focus no answer has told yet. */
  private doubtful: { readonly record: SeenRecord; readonly owner: Conference; readonly named: Conference }[] = []
  /** Triggers that stayed without a record, and may tell a choice once their conference is closed. */
  private silent: Trigger[] = []

  constructor(planes: Planes) {
    this.planes = planes
    this.books = new Books(planes)
    this.waiting = new WaitingRecords(planes, this.books)
    const excuses = new Excuses(planes)
    this.queue = new RecordQueue(planes, this.books, excuses)
    this.matcher = new Matcher(planes, this.books, this.waiting, this.queue, excuses)
    this.closer = new Closer(planes, this.books, this.waiting, this.matcher, this.queue, excuses)
    this.leftovers = new Leftovers(planes, this.books, this.waiting)
    this.checks = new RecordChecks(planes, this.books)
    this.afterClosing = new AfterClosing(planes, this.books, this.checks)
  }

  /** An ACR came. */
  seen(record: SeenRecord): void {
    const { sessions } = this.books
    this.books.recordCount += 1
    if (this.young.push(record) > MOST_YOUNG) this.young.shift()?.letGo?.()
    const original = sessions.original(record)
    const closed = original ? undefined : sessions.closedOf(record)
    if (closed && this.afterClosing.takes(record, closed)) {
      this.books.inUse = record.enabler
      this.planes.boundary.carried(record.enabler, record.conn, record.atUs)
      return
    }
    const session = sessions.of(record)
    const owner = this.ownerOf(record, session, original)
    this.checks.check(record, owner, original ? this.books.sendings.of(original) : [])
    this.books.sendings.sent(record, original)
    this.books.inUse = record.enabler
    this.planes.boundary.carried(record.enabler, record.conn, record.atUs)
    sessions.asked(record, original)
    if (original) {
      const flag = record.resent ? ', T flag set' : ''
      this.books.explain({
        record: record.n,
        kind: 'duplicate',
        text: `${recordName(record)}, is event ${original.n} sent again${flag}`,
      })
      return
    }
    if (this.isOfOtherRole(record)) {
      session.records.push(record)
      const text = `${recordName(record)}, reports for the participating function in the same box, permitted (LV-16)`
      this.books.explain({ record: record.n, kind: 'permitted', text })
      return
    }
    this.enter(record, session, owner)
  }

  /** We answered a record of the SUT. */
  answered(enabler: string, conn: number, answer: SessionAnswer, { n, atUs }: Mark): void {
    const { sessions, sendings } = this.books
    const record = sessions.answered(enabler, conn, answer, { n, atUs })
    if (!record) return
    const first = sendings.firstOf(record)
    const wasSettled = sendings.of(first).some((one) => isTaken(one) || isRefusedForGood(one))
    sendings.answered(record, { n, atUs, resultCode: answer.resultCode })
    // RFC 6733 §5.5.4 — whichever copy we answer: who stood behind the record waited since it was sent first, and until one was
    // taken, or refused for good (§7.1.5)
    if (!wasSettled) this.queue.moved(first, this.open, atUs)
  }

  /** Nothing of these changes any more. Gives what was written of them, and forgets it. `crossings`: of the records of these sessions. */
  close(
    conferences: ReadonlySet<Conference>,
    sessions: ReadonlySet<Session>,
    crossings: ReadonlySet<SeenRecord>,
  ): Pick<Closed, 'explanations' | 'missing'> {
    const isOfClosed = (one: Trigger): boolean => conferences.has(resolved(one.conference))
    this.open = this.open.filter((one) => !isOfClosed(one))
    this.silent = this.silent.filter((one) => !isOfClosed(one))
    this.doubtful = this.doubtful.filter(({ record }) => !crossings.has(record))
    this.waiting.forget(crossings)
    this.books.sessions.forget(sessions, crossings)
    const causes = new Set([...conferences].flatMap(({ triggers }) => triggers.map(({ cause }) => cause.n)))
    return this.books.takeOut(new Set([...[...crossings].map(({ n }) => n), ...this.afterClosing.takeExplained()]), causes)
  }

  /** SIP went on: new triggers may explain what waits; triggers that came to nothing, or came later, give their records back. */
  sipChanged(): void {
    this.open.push(...this.planes.plane.takeFresh())
    for (const trigger of this.open) {
      const { record, level, earliestUs } = trigger
      if (record && (level === 'void' || record.atUs < earliestUs)) this.matcher.giveBack(trigger, record)
    }
    this.matcher.settled()
    this.settleDoubts()
    this.matcher.matchWaiting()
    this.reopen()
  }

  private reopen(): void {
    for (const trigger of this.books.reopened.splice(0)) if (!this.open.includes(trigger)) this.open.push(trigger)
  }

  /** LV-05 — two conferences turned out to be one, or not: only then a record can be in the wrong one. */
  private settleDoubts(): void {
    this.doubtful = this.doubtful.filter(({ record, owner, named }) => {
      const [one, other] = [resolved(owner), resolved(named)]
      if (one === other) return false
      if (!isFocusKnown(one) || !isFocusKnown(other)) return true
      this.checks.mixed(record, one)
      return false
    })
  }

  /** Time went on to `nowUs`: closes what is due. */
  timePassed(nowUs: number): void {
    for (const trigger of this.open) {
      const dueUs = this.closer.dueUs(trigger)
      if (dueUs === undefined || dueUs > nowUs) continue
      this.closer.close(trigger, nowUs)
      if (trigger.quiet && !trigger.record) this.fellSilent(trigger)
    }
    this.open = this.open.filter((trigger) => !decided(trigger))
    this.leftovers.settle(nowUs)
    this.tellSilence()
  }

  /** The next instant at which {@link timePassed} would decide something. */
  nextUs(): number | undefined {
    let next = this.waiting.nextUs()
    for (const trigger of this.open) {
      const dueUs = this.closer.dueUs(trigger)
      if (dueUs !== undefined && (next === undefined || dueUs < next)) next = dueUs
    }
    return next
  }

  /** Records of this conference in a span that nothing explains so far, and those that were found forbidden. */
  leftoversIn(
    conference: Conference,
    fromUs: number,
    toUs: number,
  ): { readonly waiting: boolean; readonly findings: readonly { readonly finding: Finding; readonly leftover: Leftover }[] } {
    return this.waiting.leftoversIn(conference, fromUs, toUs)
  }

  /** Everything the conference accounts under: its sessions, in order of appearance. */
  sessionsOf(conference: Conference): readonly Session[] {
    return this.books.sessions.ofConference(resolved(conference))
  }

  recordsOf(conference: Conference): readonly SeenRecord[] {
    return this.sessionsOf(conference).flatMap((session) => session.records.filter((record) => record.type !== 'event'))
  }

  private ownerOf(record: SeenRecord, session: Session, original: SeenRecord | undefined): Ownership {
    const { sip, plane } = this.planes
    const repeats = original !== undefined
    if (this.isOfOtherRole(record)) return { conference: undefined, mixed: undefined, repeats } // an entity of its own
    const leg = namedLeg(record, sip, plane)
    // what is sent again says what it said when there was no such leg yet
    const named = leg && leg.invite.atUs > (original?.atUs ?? Infinity) ? undefined : leg
    const namedConference = named && plane.conferenceOf(named)
    const owner = session.conference && resolved(session.conference)
    if (namedConference?.isOfMessages) return { conference: namedConference, mixed: undefined, repeats }
    if (owner && namedConference && namedConference !== owner) {
      if (!isFocusKnown(owner) || !isFocusKnown(namedConference)) {
        this.doubtful.push({ record, owner, named: namedConference })
        return { conference: namedConference, mixed: undefined, repeats }
      }
      return { conference: namedConference, mixed: owner, repeats }
    }
    const conference = owner ?? namedConference ?? this.byWhatIsAwaited(record, session)
    return { conference, mixed: undefined, repeats }
  }

  /** A session is of the conference that its START may open, once no other may; else of where somebody is awaited whom this record names. */
  private byWhatIsAwaited(record: SeenRecord, { records }: Session): Conference | undefined {
    const start = records.find(({ type }) => type === 'start')
    if (!start) return this.byTime(record)
    if (this.isOfOthers(record)) return undefined
    const namesOurs = record.parties.length > 0 && !this.namesStrangers(record)
    return this.byTime(start) ?? (namesOurs ? this.byTime(record) : undefined)
  }

  /** LV-08 — an INTERIM by the interval waits for nobody's coming or going: what is awaited where does not tell whose session it opens. */
  private byTime(record: SeenRecord): Conference | undefined {
    if (record.type === 'interim' && !record.bySip && this.planes.profile.choices['P-PERIODIC'] !== 'not-sent') return undefined
    if (this.isOfOthers(record)) return undefined
    // RFC 6733 §9.5 — nor does an INTERIM or a STOP which names a call that is none, or none yet, open the session that a START does
    const isOfSession = record.type === 'interim' || record.type === 'stop'
    if (isOfSession && this.planes.profile.topology.sip === 'direct' && record.callIds.length > 0 && !this.namesLeg(record))
      return undefined
    return conferenceByTime(record, this.open, this.planes.plane.triggers)
  }

  /** LV-25 — on a shared server a record that names somebody, and nobody of ours, is of other traffic. */
  private isOfOthers(record: SeenRecord): boolean {
    return this.planes.profile.topology.use === 'shared' && this.namesStrangers(record)
  }

  private namesStrangers(record: SeenRecord): boolean {
    if (record.callIds.length + record.icids.length > 0) return true
    const { conferences } = this.planes.plane
    return record.parties.length > 0 && !conferences.some(({ legs }) => legs.some(({ user }) => partyIn(record, user)))
  }

  /** LV-16 — both roles in one box make two record streams; only the role that the profile names is judged. */
  private isOfOtherRole(record: SeenRecord): boolean {
    return record.participating && this.planes.profile.sut.role === 'controlling'
  }

  private enter(record: SeenRecord, session: Session, { conference, mixed }: Ownership): void {
    session.records.push(record)
    const isOfNone = session.conference === undefined
    if (conference && !mixed && record.type !== 'event') this.books.sessions.give(session, conference) // LV-09: an EVENT is no part of the session
    const stopped = session.records.find(
      (one) => one.type === 'stop' && one !== record && one.conn === record.conn && one.enabler === record.enabler,
    )
    if (stopped) {
      const text = `${recordName(record)}, comes after the STOP of its session (event ${stopped.n})`
      this.books.explain({ record: record.n, kind: 'forbidden', text })
      return // rule record-after-stop has said it
    }
    const { unseen } = this.planes
    // what names no leg was put to a conference by its time alone
    if (session.records[0] === record && session.conference && unseen.mayBeOlder(record) && !this.namesLeg(record))
      session.conference.isDoubtful = true
    if (record.type === 'stop' && unseen.of(session.conference) === undefined) this.tellSession(record, session)
    if (isByTime(record, session, this.planes.profile)) this.leftovers.permitByTime(record)
    else if (this.looksByTime(record, session)) this.waiting.addLast(record)
    else if (!this.matcher.match(record, conference, 'strict')) this.waiting.add(record)
    // what waits in it, and told of nobody, is of that conference
    if (isOfNone && session.conference && session.records.length > 1) this.matcher.matchWaiting()
    this.reopen()
  }

  /** What the records of a session tell together, when its STOP is there. */
  private tellSession(stop: SeenRecord, { records }: Session): void {
    const { choices, explainedBy } = this.books
    choices.saw(numbering(records), { n: stop.n, atUs: stop.atUs, text: `the session that ends with ${recordName(stop)}` })
    const named = legNamed(records, explainedBy, this.planes.profile)
    if (!named) return
    const { record, mark } = named
    choices.saw([mark], {
      n: record.n,
      atUs: record.atUs,
      text: `User-Session-Id ${record.callIds.join(', ')} in ${recordName(record)}`,
    })
  }

  /** The SUT charged something since the time of this one was up. */
  private isChargedBehind({ provedUs = Infinity, windowMs }: Trigger): boolean {
    return this.books.lastOwedUs > provedUs + windowMs * 1000
  }

  private namesLeg(record: SeenRecord): boolean {
    return namedLeg(record, this.planes.sip, this.planes.plane) !== undefined
  }

  /** LV-08 — no mark of SIP in a session whose other records have one: no arrival's or departure's before its window closes without another. */
  private looksByTime(record: SeenRecord, session: Session): boolean {
    return mayBeByTime(record, session, this.planes.profile) && session.records.some((one) => one.bySip)
  }

  /** Of messages the oldest is enough to tell. */
  private fellSilent(trigger: Trigger): void {
    const { kind, leg } = trigger
    const isLike = (one: Trigger): boolean =>
      one.kind === 'message' && (one.leg.answer === undefined) === (leg.answer === undefined)
    if (kind !== 'message' || !this.silent.some(isLike)) this.silent.push(trigger)
  }

  /** What did not come will not come any more, once the end of its conference was charged; of a message, once something else was. */
  private tellSilence(): void {
    const isClosed = (one: Trigger): boolean => (one.kind === 'message' ? this.isChargedBehind(one) : isClosedByStop(one))
    for (const trigger of this.silent) {
      if (!isClosed(trigger) || this.planes.unseen.of(trigger.conference) !== undefined) continue
      const { n, atUs } = trigger.cause
      this.books.choices.saw(choicesByAbsence(trigger, this.planes.profile), {
        n,
        atUs,
        text: `nothing for ${triggerText(trigger)}`,
      })
    }
    this.silent = this.silent.filter((trigger) => !isClosed(trigger))
  }
}

/** A conference that a factory makes has no URI until the SUT's 2xx, or its INVITE, tells the focus. */
function isFocusKnown({ uris }: Conference): boolean {
  return uris.size > 0
}
