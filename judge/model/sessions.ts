// Accounting sessions on the CH-1 side: which records bear which Session-Id, what was answered, what is a resend.
import type { DiameterMessage } from '@ch1/diameter'
import { scalarAt } from '@ch1/diameter'
import type { Conference } from './conference'
import type { Leg } from './leg'
import type { SeenRecord } from './record'

export interface Session {
  readonly id: string
  conference?: Conference
  leg?: Leg
  readonly records: SeenRecord[]
}

export class Sessions {
  private readonly byId = new Map<string, Session>()
  /** End-to-end id and origin of an ACR → Result-Code of its last answer. */
  private readonly results = new Map<string, number>()
  /** `enabler#conn|hop-by-hop` of an unanswered ACR → its identity. */
  private readonly unanswered = new Map<string, string>()

  of(record: SeenRecord): Session {
    const known = this.byId.get(record.session)
    if (known) return known
    const session: Session = { id: record.session, records: [] }
    this.byId.set(record.session, session)
    return session
  }

  asked(record: SeenRecord): void {
    this.unanswered.set(
      `${record.enabler}#${record.conn}|${record.message.hopByHop}`,
      identity(record.originHost, record.message.endToEnd),
    )
  }

  answeredBy(enabler: string, conn: number, answer: DiameterMessage): void {
    const key = `${enabler}#${conn}|${answer.hopByHop}`
    const who = this.unanswered.get(key)
    if (who === undefined) return
    this.unanswered.delete(key)
    const result = scalarAt(answer, 'Result-Code')
    if (typeof result === 'number') this.results.set(who, result)
  }

  get nothingUnanswered(): boolean {
    return this.unanswered.size === 0
  }

  /**
   * The record this one sends again, or undefined. RFC 6733 §3, §5.5.4, §9.4 — same End-to-End and origin, or same Session-Id and
   * number with the T flag; without it only after an error answer.
   */
  original(record: SeenRecord): SeenRecord | undefined {
    const earlier = this.byId.get(record.session)?.records ?? []
    return earlier.find((one) => {
      if (one.message.endToEnd === record.message.endToEnd && one.originHost === record.originHost) return true
      if (one.number !== record.number || one.type !== record.type || record.number === undefined) return false
      const result = this.results.get(identity(one.originHost, one.message.endToEnd))
      return record.resent || (result !== undefined && Math.floor(result / 1000) !== 2)
    })
  }

  all(): IterableIterator<Session> {
    return this.byId.values()
  }
}

function identity(originHost: string, endToEnd: number): string {
  return `${originHost}|${endToEnd}`
}
