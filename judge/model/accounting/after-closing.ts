// A record of a session that was closed: its conference ended long ago, and what the session had is not known any more.
import { recordAfterStop } from '../../rules/record-after-stop'
import { recordName, type SeenRecord } from '../record'
import type { ClosedSession } from '../sessions'
import type { Books, Planes } from './books'
import type { RecordChecks } from './record-checks'

export class AfterClosing {
  private readonly planes: Planes
  private readonly books: Books
  private readonly checks: RecordChecks
  /** Numbers of the records that were explained here, and belong to no session that is held. */
  private explained: number[] = []

  constructor(planes: Planes, books: Books, checks: RecordChecks) {
    this.planes = planes
    this.books = books
    this.checks = checks
  }

  /**
   * RFC 6733 §5.5.4, §9.5 — under an End-to-End identifier that the session had, or with the T flag and a number that it had, it may be sent again,
   * whenever the server likes; else it is new, and behind the STOP. LV-20 — order is judged on one connection alone. False where the session goes on,
   * as a new one would.
   */
  takes(record: SeenRecord, { stop, identities, lastNumber }: ClosedSession): boolean {
    const { identity, resent, number = Infinity } = record
    const isKnown = identity !== undefined && identities.split('\n').includes(identity)
    if (isKnown || (resent && number <= lastNumber)) {
      this.checks.alone(record)
      this.explain(record, 'duplicate', 'may be sent again, of a session that ended long before')
      return true
    }
    if (!stop || !this.books.sessions.isNew(record) || stop.enabler !== record.enabler || stop.conn !== record.conn) return false
    this.checks.alone(record)
    this.afterStop(record, stop.n)
    return true
  }

  /** The numbers of the records explained here since this was asked last. */
  takeExplained(): readonly number[] {
    return this.explained.splice(0)
  }

  private afterStop(record: SeenRecord, stop: number): void {
    this.explain(record, 'forbidden', `comes after the STOP of its session (event ${stop})`)
    if (this.planes.unseen.of(undefined) !== undefined) return
    const { id: rule, expected } = recordAfterStop
    const signature = `${(record.type ?? 'a record').toUpperCase()} after the STOP`
    const where = { atUs: record.atUs, events: [record.n] }
    this.planes.findings.add({ rule, signature, expected, actual: `${signature}: ${recordName(record)}`, ...where })
  }

  private explain(record: SeenRecord, kind: 'duplicate' | 'forbidden', text: string): void {
    this.explained.push(record.n)
    this.books.explain({ record: record.n, kind, text: `${recordName(record)}, ${text}` })
  }
}
