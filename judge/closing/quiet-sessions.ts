// The accounting sessions of a run, by what tells whether anything of them may still change.
import type { AccountSources } from '../accounts/accounts'
import type { Accounting } from '../model/accounting/accounting'
import { resolved, type Conference } from '../model/conference'
import type { SeenRecord } from '../model/record'
import type { Session } from '../model/sessions'
import { crossedUs, isSettled } from './ended'

/** A session: every crossing of its records, and whether all are settled, and crossed long enough ago. */
interface Looked {
  readonly session: Session
  readonly crossings: readonly SeenRecord[]
  readonly isQuiet: boolean
}

export class QuietSessions {
  private readonly all: readonly Looked[]
  private readonly byConference = new Map<Conference, Looked[]>()
  private readonly byRecord = new Map<SeenRecord, Looked>()
  /** Those with a record that names one of its legs. */
  private readonly naming = new Map<Conference, Set<Looked>>()
  private readonly accounting: Accounting

  /** `limitUs`: what crossed CH-1 behind that is too young. */
  constructor({ accounting, sip, plane }: Pick<AccountSources, 'accounting' | 'sip' | 'plane'>, limitUs: number) {
    this.accounting = accounting
    const { sessions, sendings } = accounting.books
    this.all = [...sessions.all()].map((session) => {
      const crossed = session.records.map((record) => sendings.of(record))
      const crossings = crossed.flatMap((all) => all.map(({ record }) => record))
      return { session, crossings, isQuiet: crossed.every((all) => isSettled(all) && crossedUs(all) <= limitUs) }
    })
    for (const one of this.all) {
      for (const record of one.session.records) {
        this.byRecord.set(record, one)
        for (const leg of record.callIds.flatMap((callId) => sip.legsOf(callId))) this.names(one, plane.conferenceOf(leg))
      }
      const { conference } = one.session
      if (!conference) continue
      const root = resolved(conference)
      const others = this.byConference.get(root)
      if (others) others.push(one)
      else this.byConference.set(root, [one])
    }
  }

  /** Those of a conference, or undefined where one of them may still change. */
  of(conference: Conference): readonly Session[] | undefined {
    const all = this.byConference.get(conference) ?? []
    return all.every(({ isQuiet }) => isQuiet) ? all.map(({ session }) => session) : undefined
  }

  /** Does nothing that stays hang on this conference, nor it on that? A record may be of an occasion here, or name a leg here, and be of a session there. */
  standsAlone(conference: Conference, closed: ReadonlySet<Conference>): boolean {
    const records = (this.byConference.get(conference) ?? []).flatMap(({ session }) => session.records)
    if (!records.every((record) => this.isExplainedIn(closed, record))) return false
    const taken = conference.triggers.flatMap(({ record, late }) => record ?? late ?? [])
    const others = new Set([
      ...taken.flatMap((record) => this.byRecord.get(record) ?? []),
      ...(this.naming.get(conference) ?? []),
    ])
    return [...others].every(({ session: { conference: owner }, isQuiet }) =>
      owner === undefined ? isQuiet : closed.has(resolved(owner)),
    )
  }

  private names(one: Looked, conference: Conference | undefined): void {
    if (conference) this.naming.set(conference, (this.naming.get(conference) ?? new Set()).add(one))
  }

  /** The sessions of closed conferences, and those of nobody: traffic of others, EVENTs, what nothing explains. */
  ofClosed(closed: ReadonlySet<Conference>): {
    readonly sessions: ReadonlySet<Session>
    readonly crossings: ReadonlySet<SeenRecord>
  } {
    const gone = this.all.filter(({ session: { conference, records }, isQuiet }) =>
      conference === undefined
        ? isQuiet && isClosedOrNever(records) && records.every((record) => this.isExplainedIn(closed, record))
        : closed.has(resolved(conference)),
    )
    return {
      sessions: new Set(gone.map(({ session }) => session)),
      crossings: new Set(gone.flatMap(({ crossings }) => crossings)),
    }
  }

  private isExplainedIn(closed: ReadonlySet<Conference>, record: SeenRecord): boolean {
    const trigger = this.accounting.books.explainedBy.get(record)
    if (!trigger) return true
    const root = resolved(trigger.conference)
    return root.isClosed === true || closed.has(root)
  }
}

/** RFC 6733 §9.5 — one that a START opened, and no STOP closed, goes on, whosever it is. */
function isClosedOrNever(records: readonly SeenRecord[]): boolean {
  return records.some(({ type }) => type === 'stop') || !records.some(({ type }) => type === 'start')
}
