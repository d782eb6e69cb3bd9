// Accounting sessions as a CDF sees them: one fold for the running enabler and for a stored history.
import type { RecordType } from '../../judge/history/events'

/**
 * `open`: START seen, no STOP. `closed`: STOP seen. `unopened`: records came, but no START among them. `event`: one-time records only.
 * `expired`: nothing came for as long as the supervision timer runs (TS 32.299 §6.1.0); a later record opens it again.
 */
export type SessionState = 'open' | 'closed' | 'unopened' | 'event' | 'expired'

/** Numbers that were left out: those between `after` and `next`. A record that comes late takes its number out of `missing` again. */
export interface SequenceGap {
  readonly after: number
  readonly next: number
  /** The event that showed it. */
  readonly event: number
}

/** One accounting session. Events are numbers of history events; times are µs of the history. */
export interface AccountingSession {
  readonly session: string
  readonly state: SessionState
  /** The enablers its records came to, in order of first use: more than one after a failover. */
  readonly enablers: readonly string[]
  readonly first: number
  readonly last: number
  readonly firstUs: number
  readonly lastUs: number
  /** Records taken into account: duplicates and repeats are not. */
  readonly records: number
  readonly interims: number
  /** Resent ones (T flag) whose number was known: dropped, TS 32.299 §6.1.3.3. */
  readonly duplicates: number
  /** Resent ones whose number was not known: the first copy got lost. */
  readonly recovered: number
  /** A known number that came again without being marked as resent: RFC 6733 §9.8.3 is broken, or the T flag forgotten. */
  readonly repeats: number
  /** Records behind the STOP, duplicates apart. */
  readonly afterStop: number
  /** Sequence gaps, the first twenty. */
  readonly gaps: readonly SequenceGap[]
  /** Numbers still missing, the first thousand. */
  readonly missing: readonly number[]
  /** When the supervision timer ran out, µs of the history; each time it did. */
  readonly expiredAtUs: readonly number[]
}

/** Limits of a book; without them it keeps everything, which a view of a finite history may. */
export interface SessionBookOptions {
  /** The CDF's supervision timer (TS 32.299 §6.1.0), restarted by every record; without it nothing expires. */
  readonly supervisionMs?: number | undefined
  /** Sessions kept that are not closed; the oldest is forgotten for a new one. */
  readonly mostOpen?: number
  /** Closed sessions kept, the newest. */
  readonly mostClosed?: number
  /** Characters of a Session-Id that are kept; of a longer one the beginning, the length and a checksum. */
  readonly longestId?: number
}

const KEPT_GAPS = 20
const KEPT_MISSING = 1_000
const KEPT_EXPIRIES = 20

/**
 * An identifier as it may be kept: of more than `longest` characters the beginning, the length and a checksum. A copy of its own, where a
 * slice would keep the whole of a hostile identifier alive.
 */
export function shortened(identifier: string, longest = Infinity): string {
  if (identifier.length <= longest) return identifier
  let checksum = 0x811c9dc5
  for (let i = 0; i < identifier.length; i += 1) checksum = Math.imul(checksum ^ identifier.charCodeAt(i), 0x01000193)
  const head = Buffer.from(identifier.slice(0, longest)).toString()
  return `${head}… (${identifier.length} characters, ${(checksum >>> 0).toString(16)})`
}

/** Takes records in the order they came. */
export class SessionBook {
  readonly #o: SessionBookOptions
  readonly #running = new Map<string, Entry>()
  readonly #closed = new Map<string, Entry>()

  constructor(o: SessionBookOptions = {}) {
    this.#o = o
  }

  /** A record of a session. */
  take(session: string, kind: RecordType, number: number, resent: boolean, event: number, atUs: number, enabler: string): void {
    session = shortened(session, this.#o.longestId)
    const known = this.#running.get(session)
    if (known !== undefined) {
      known.take(kind, number, resent, event, atUs, enabler, this.#o.supervisionMs)
      if (known.closed) this.#close(session, known)
      return
    }
    const closed = this.#closed.get(session)
    if (closed !== undefined) return closed.take(kind, number, resent, event, atUs, enabler, undefined)
    const entry = new Entry(session, kind, number, resent, event, atUs, enabler)
    if (entry.closed) this.#close(session, entry)
    else this.#keep(this.#running, session, entry, this.#o.mostOpen)
  }

  /** Whether a START was seen and no STOP since. */
  isOpen(session: string): boolean {
    return this.#running.get(shortened(session, this.#o.longestId))?.started === true
  }

  /** All sessions kept, in order of their first record; `nowUs` decides which of them have expired. */
  sessions(nowUs: number): readonly AccountingSession[] {
    return [...this.#running.values(), ...this.#closed.values()]
      .map((entry) => entry.told(nowUs, this.#o.supervisionMs))
      .sort((a, b) => a.first - b.first)
  }

  #close(session: string, entry: Entry): void {
    this.#running.delete(session)
    this.#keep(this.#closed, session, entry, this.#o.mostClosed)
  }

  #keep(map: Map<string, Entry>, session: string, entry: Entry, most = Infinity): void {
    map.set(session, entry)
    if (map.size <= most) return
    const oldest = map.keys().next().value
    if (oldest !== undefined) map.delete(oldest)
  }
}

class Entry {
  readonly session: string
  started = false
  closed = false
  #oneTime = false
  readonly #enablers: string[]
  readonly #first: number
  readonly #firstUs: number
  #last: number
  #lastUs: number
  #records = 0
  #interims = 0
  #duplicates = 0
  #recovered = 0
  #repeats = 0
  #afterStop = 0
  #lowest: number
  #highest: number
  #gaps: SequenceGap[] | undefined
  #missing: Set<number> | undefined
  #expiries: number[] | undefined

  constructor(session: string, kind: RecordType, number: number, resent: boolean, event: number, atUs: number, enabler: string) {
    this.session = session
    this.#enablers = [enabler]
    this.#first = this.#last = event
    this.#firstUs = this.#lastUs = atUs
    this.#lowest = this.#highest = number
    if (resent) this.#recovered += 1
    this.#count(kind)
  }

  take(
    kind: RecordType,
    number: number,
    resent: boolean,
    event: number,
    atUs: number,
    enabler: string,
    supervisionMs: number | undefined,
  ): void {
    const expiry = this.#expiryUs(supervisionMs)
    if (expiry !== undefined && expiry < atUs) this.#expired(expiry)
    if (!this.#enablers.includes(enabler)) this.#enablers.push(enabler)
    this.#last = event
    this.#lastUs = atUs
    // TS 32.299 §6.1.3.3 — what is known already is dropped; RFC 6733 §9.8.3 — session and number name a record.
    if (this.#isKnown(number)) {
      if (resent) this.#duplicates += 1
      else this.#repeats += 1
      return
    }
    if (resent) this.#recovered += 1
    if (this.closed) this.#afterStop += 1
    this.#sequence(number, event)
    this.#count(kind)
  }

  told(nowUs: number, supervisionMs: number | undefined): AccountingSession {
    const expiry = this.#expiryUs(supervisionMs)
    const isExpired = expiry !== undefined && expiry < nowUs
    return {
      session: this.session,
      state: isExpired ? 'expired' : this.#state(),
      enablers: [...this.#enablers],
      first: this.#first,
      last: this.#last,
      firstUs: this.#firstUs,
      lastUs: this.#lastUs,
      records: this.#records,
      interims: this.#interims,
      duplicates: this.#duplicates,
      recovered: this.#recovered,
      repeats: this.#repeats,
      afterStop: this.#afterStop,
      gaps: [...(this.#gaps ?? [])],
      missing: [...(this.#missing ?? [])],
      expiredAtUs: [...(this.#expiries ?? []), ...(isExpired ? [expiry] : [])],
    }
  }

  #state(): SessionState {
    if (this.closed) return 'closed'
    if (this.started) return 'open'
    return this.#oneTime && this.#records === this.#eventRecords ? 'event' : 'unopened'
  }

  #eventRecords = 0

  #count(kind: RecordType): void {
    this.#records += 1
    if (kind === 'start') this.started = true
    else if (kind === 'interim') this.#interims += 1
    else if (kind === 'stop') this.closed = true
    else {
      this.#oneTime = true
      this.#eventRecords += 1
    }
  }

  #isKnown(number: number): boolean {
    return number >= this.#lowest && number <= this.#highest && this.#missing?.has(number) !== true
  }

  #sequence(number: number, event: number): void {
    if (number < this.#lowest) {
      this.#leftOut(number, this.#lowest)
      this.#lowest = number
    } else if (number > this.#highest) {
      if (number > this.#highest + 1) {
        this.#gaps ??= []
        if (this.#gaps.length < KEPT_GAPS) this.#gaps.push({ after: this.#highest, next: number, event })
        this.#leftOut(this.#highest, number)
      }
      this.#highest = number
    } else this.#missing?.delete(number)
  }

  #leftOut(after: number, next: number): void {
    this.#missing ??= new Set()
    for (let number = after + 1; number < next && this.#missing.size < KEPT_MISSING; number += 1) this.#missing.add(number)
  }

  #expiryUs(supervisionMs: number | undefined): number | undefined {
    if (supervisionMs === undefined || this.closed || this.#state() === 'event') return undefined
    return this.#lastUs + supervisionMs * 1_000
  }

  #expired(atUs: number): void {
    this.#expiries ??= []
    if (this.#expiries.length < KEPT_EXPIRIES) this.#expiries.push(atUs)
  }
}
