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

  /**
   * RFC 6733 §5.5.4, §9.5 — it is sent again, as it may be whenever the server likes, or it is new, and behind the STOP. False where there was no STOP:
   * then the session goes on.
   */
  takes(record: SeenRecord, { stop, identities }: ClosedSession): boolean {
    const name = recordName(record)
    const isKnown = record.identity !== undefined && `${identities}\n`.includes(`\n${record.identity}\n`)
    if (isKnown || record.resent) this.explain(record, 'duplicate', `${name}, is sent again, of a session that ended long before`)
    else if (stop) this.afterStop(record, stop)
    return isKnown || record.resent || stop !== undefined
  }

  private afterStop(record: SeenRecord, stop: NonNullable<ClosedSession['stop']>): void {
    const name = recordName(record)
    this.explain(record, 'forbidden', `${name}, comes after the STOP of its session (event ${stop.n})`)
    // LV-20: order is only judged on one connection
    if (stop.enabler !== record.enabler || stop.conn !== record.conn) return
    const { id: rule, expected } = recordAfterStop
    const signature = `${(record.type ?? 'a record').toUpperCase()} after the STOP`
    const where = { atUs: record.atUs, events: [record.n] }
    this.planes.findings.add({ rule, signature, expected, actual: `${signature}: ${name}`, ...where })
  }

  private explain(record: SeenRecord, kind: 'duplicate' | 'forbidden', text: string): void {
    this.books.explain({ record: record.n, kind, text })
  }
}
