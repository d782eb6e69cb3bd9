// A record of a session that was closed: its conference ended long ago, and what the session had is not known any more.
import { recordAfterStop } from '../../rules/record-after-stop'
import { recordName, type SeenRecord } from '../record'
import type { ClosedSession } from '../sessions'
import type { Books, Planes } from './books'

export class AfterClosing {
  private readonly planes: Planes
  private readonly books: Books

  constructor(planes: Planes, books: Books) {
    this.planes = planes
    this.books = books
  }

  /** RFC 6733 §5.5.4, §9.5 — it is sent again, as it may be whenever the server likes, or it is new, and behind the STOP. */
  seen(record: SeenRecord, { stop, lastNumber }: ClosedSession): void {
    const name = recordName(record)
    if (record.resent || (record.number ?? Infinity) <= lastNumber)
      return this.explain(record, 'duplicate', `${name}, is sent again, of a session that ended long before`)
    if (!stop) return this.explain(record, 'foreign', `${name}, comes long after the end of its conference`)
    this.explain(record, 'forbidden', `${name}, comes after the STOP of its session (event ${stop.n})`)
    // LV-20: order is only judged on one connection
    if (stop.enabler !== record.enabler || stop.conn !== record.conn) return
    const { id: rule, expected } = recordAfterStop
    const signature = `${(record.type ?? 'a record').toUpperCase()} after the STOP`
    const where = { atUs: record.atUs, events: [record.n] }
    this.planes.findings.add({ rule, signature, expected, actual: `${signature}: ${name}`, ...where })
  }

  private explain(record: SeenRecord, kind: 'duplicate' | 'foreign' | 'forbidden', text: string): void {
    this.books.explain({ record: record.n, kind, text })
  }
}
