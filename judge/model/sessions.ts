// Accounting sessions on the CH-1 side: which records bear which Session-Id, what was answered, what is a resend.
import type { Conference } from './conference'
import type { Leg, Mark } from './leg'
import type { SeenRecord } from './record'

export interface Session {
  /** The Session-Id; provisional until the answer names it, where the binding has the enabler name it. */
  id: string
  /** Given by {@link Sessions.give} alone. */
  conference?: Conference
  leg?: Leg
  readonly records: SeenRecord[]
  /** What our Responses asked for by Acct-Interim-Interval, oldest first. */
  readonly asked: AskedInterval[]
  /** Its place in order of appearance. */
  nth: number
}

/** RFC 6733 §9.8.2 — a Response that asks for an interim every so many seconds; 0: for none by time. */
export interface AskedInterval extends Mark {
  readonly seconds: number
  /** The Response took the record it answers: one that refused it makes nothing due, and a server that heeds it all the same does no wrong. */
  readonly isBinding: boolean
}

/** An answer, as sessions need it. */
export interface SessionAnswer {
  readonly exchange: string
  readonly resultCode: number | undefined
  readonly session?: string
  readonly number?: number
  readonly intervalS?: number
}

/** What is left of a session that was closed: enough to know what belongs to it and comes long after. */
export interface ClosedSession {
  readonly stop?: Pick<SeenRecord, 'n' | 'enabler' | 'conn'>
  /** Of its newest records, those that have one, a line each. */
  readonly identities: string
  /** The largest number it had; -1 where none had any. */
  readonly lastNumber: number
}

/** RFC 6733 §3 — an End-to-End identifier need not be another one for longer than four minutes, so of many the newest tell enough. */
const MOST_IDENTITIES = 64

export class Sessions {
  private readonly byId = new Map<string, Session>()
  /** By the conference as it was when the session was given to it: it may be merged into another since. */
  private readonly byConference = new WeakMap<Conference, Session[]>()
  private count = 0
  /** {@link sendingOf} a record → Result-Code of its last answer. */
  private readonly results = new Map<string, number>()
  /** `enabler#conn|exchange` → the record that waits for its answer there. */
  private readonly unanswered = new Map<string, SeenRecord>()
  /** What is sent again → the first sending of it; and the first sendings of which any copy has its answer. */
  private readonly copies = new WeakMap<SeenRecord, SeenRecord>()
  private readonly settled = new WeakSet<SeenRecord>()
  /** The first sendings of which the SUT surely heard that a copy was taken. */
  private readonly taken = new WeakSet<SeenRecord>()
  /** LV-21 — what an agent between made of our answers nobody knows. */
  private readonly isDirect: boolean
  /** Records whose exchange we answered with the number of another record. */
  private readonly misanswered = new WeakSet<SeenRecord>()
  private readonly closed = new Map<string, ClosedSession>()

  constructor(isDirect = true) {
    this.isDirect = isDirect
  }

  of(record: SeenRecord): Session {
    const known = this.byId.get(record.session)
    if (known) return known
    const session: Session = { id: record.session, records: [], asked: [], nth: this.count }
    this.count += 1
    this.byId.set(record.session, session)
    return session
  }

  /** What is left of the session of this record, where that was closed; it may go on since. */
  closedOf(record: SeenRecord): ClosedSession | undefined {
    return this.closed.get(record.session)
  }

  /** Is this record the first of its session, as far as that is known? */
  isNew({ session }: SeenRecord): boolean {
    return !this.byId.has(session)
  }

  /** `sendings`: every crossing of their records. */
  forget(sessions: ReadonlySet<Session>, sendings: ReadonlySet<SeenRecord>): void {
    for (const [id, session] of this.byId) {
      if (!sessions.has(session)) continue
      this.byId.delete(id)
      this.closed.set(id, closedSession(session, this.closed.get(id)))
    }
    for (const record of sendings) this.results.delete(sendingOf(record))
    for (const [exchange, record] of this.unanswered) if (sendings.has(record)) this.unanswered.delete(exchange)
  }

  /** `original`: what it sends again, if it does; its End-to-End identifier may be another. */
  asked(record: SeenRecord, original?: SeenRecord): void {
    if (original) this.copies.set(record, original)
    this.unanswered.set(exchangeOf(record.enabler, record.conn, record.exchange), record)
  }

  /** Gives the record that this answers; undefined where none waits for it. */
  answered(enabler: string, conn: number, answer: SessionAnswer, mark: Mark): SeenRecord | undefined {
    const key = exchangeOf(enabler, conn, answer.exchange)
    const record = this.unanswered.get(key)
    if (!record) return undefined
    // RFC 6733 §9.8.3 — the number tells which record is confirmed: the answer to another one confirms nothing
    if (answer.number !== undefined && record.number !== undefined && answer.number !== record.number) {
      this.misanswered.add(record)
      return undefined
    }
    this.unanswered.delete(key)
    if (answer.resultCode !== undefined) {
      this.results.set(sendingOf(record), answer.resultCode)
      const first = this.copies.get(record) ?? record
      this.settled.add(first)
      if (this.isDirect && Math.floor(answer.resultCode / 1000) === 2) this.taken.add(first)
    }
    if (record.sessionInAnswer && answer.session !== undefined) this.name(this.of(record), answer.session)
    this.ask(this.of(record), answer, mark)
    return record
  }

  /** The records that wait for our answer: no copy of them has one. */
  waitingForUs(): readonly SeenRecord[] {
    return [...this.unanswered.values()].filter(
      (one) => !this.results.has(sendingOf(one)) && !this.settled.has(this.copies.get(one) ?? one),
    )
  }

  /** Did an answer come that names another record? Whoever takes it for this one's sends the next. */
  isMisanswered(record: SeenRecord): boolean {
    return this.misanswered.has(record)
  }

  get nothingUnanswered(): boolean {
    return this.unanswered.size === 0 || this.waitingForUs().length === 0
  }

  /**
   * The record this one sends again, or undefined. RFC 6733 §3, §5.5.4, §9.4 — same End-to-End and origin, or same Session-Id and
   * number with the T flag; without it only after an error answer, and until it was taken.
   */
  original(record: SeenRecord): SeenRecord | undefined {
    if (record.sessionInAnswer) return this.unnamedOriginal(record)
    const earlier = this.byId.get(record.session)?.records ?? []
    return earlier.find((one) => {
      if (one.identity !== undefined && one.identity === record.identity) return true
      if (one.number !== record.number || one.type !== record.type || record.number === undefined) return false
      if (this.taken.has(one)) return record.resent
      const kind = Math.floor((this.results.get(sendingOf(one)) ?? 2000) / 1000)
      // §7.1.5 — what was refused for good is not attempted again: under its number another leg's record is another
      return record.resent || (kind !== 2 && !(kind === 5 && namesAnother(record, one)))
    })
  }

  all(): Iterable<Session> {
    return new Set(this.byId.values())
  }

  /** The session is this conference's, if it was nobody's so far. */
  give(session: Session, conference: Conference): void {
    if (session.conference) return
    session.conference = conference
    const all = this.byConference.get(conference)
    if (all) all.push(session)
    else this.byConference.set(conference, [session])
  }

  /** The sessions of this conference and of those that turned out to be it, in order of appearance. */
  ofConference(conference: Conference): readonly Session[] {
    const own = this.byConference.get(conference) ?? []
    const merged = conference.merged ?? []
    const all = merged.length === 0 ? own : [own, ...merged.map((one) => this.byConference.get(one) ?? [])].flat()
    return all.filter((one) => this.byId.get(one.id) === one).sort((a, b) => a.nth - b.nth)
  }

  /** A record that opens a session and is sent again before the session had a name: only its identity tells. */
  private unnamedOriginal(record: SeenRecord): SeenRecord | undefined {
    if (record.identity === undefined) return undefined
    for (const session of this.all()) {
      const original = session.records.find((one) => one.identity === record.identity)
      if (!original) continue
      this.byId.set(record.session, session)
      return original
    }
    return undefined
  }

  /** RFC 6733 §9.8.2 — what a Response asks for in its session. */
  private ask(session: Session, { resultCode = 0, intervalS }: SessionAnswer, { n, atUs }: Mark): void {
    if (intervalS === undefined) return
    session.asked.push({ n, atUs, seconds: intervalS, isBinding: Math.floor(resultCode / 1000) === 2 })
  }

  /** The session has this name from now on; where the name is known already, the two were one all along. */
  private name(session: Session, id: string): void {
    const known = this.byId.get(id)
    if (known === session) return
    if (!known) {
      session.id = id
      this.byId.set(id, session)
      return
    }
    known.records.push(...session.records)
    known.records.sort((a, b) => a.n - b.n)
    known.asked.push(...session.asked)
    known.asked.sort((a, b) => a.n - b.n)
    if (session.conference) this.give(known, session.conference)
    known.nth = Math.min(known.nth, session.nth)
    for (const [key, one] of this.byId) if (one === session) this.byId.set(key, known)
  }
}

/** `before`: it had been closed without a STOP, and went on. */
function closedSession({ records }: Session, before: ClosedSession | undefined): ClosedSession {
  const stop = records.find(({ type }) => type === 'stop')
  const own = records.flatMap(({ identity }) => identity ?? [])
  const identities = [...(before?.identities.split('\n') ?? []), ...own].slice(-MOST_IDENTITIES).join('\n')
  const lastNumber = records.reduce((last, { number = -1 }) => Math.max(last, number), before?.lastNumber ?? -1)
  return { identities, lastNumber, ...(stop ? { stop: { n: stop.n, enabler: stop.enabler, conn: stop.conn } } : {}) }
}

function exchangeOf(enabler: string, conn: number, exchange: string): string {
  return `${enabler}#${conn}|${exchange}`
}

/** Equal for all sendings of one record. */
function sendingOf(record: SeenRecord): string {
  return record.identity ?? `${record.session}|${record.type}|${record.number}`
}

/** Do both name legs, and none of them the same? */
function namesAnother({ callIds }: SeenRecord, { callIds: others }: SeenRecord): boolean {
  return callIds.length > 0 && others.length > 0 && !callIds.some((callId) => others.includes(callId))
}
