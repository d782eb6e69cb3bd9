// The accounting sessions of a run, by what tells whether anything of them may still change.
import type { Accounting } from '../model/accounting/accounting'
import { resolved, type Conference } from '../model/conference'
import type { SeenRecord } from '../model/record'
import type { Session } from '../model/sessions'
import { crossedUs } from './ended'

/** A session: every crossing of its records, and whether all have our answer and crossed long enough ago. */
interface Looked {
  readonly session: Session
  readonly crossings: readonly SeenRecord[]
  readonly isQuiet: boolean
}

export class QuietSessions {
  private readonly all: readonly Looked[]
  private readonly byConference = new Map<Conference, Looked[]>()
  private readonly byRecord = new Map<SeenRecord, Looked>()
  private readonly accounting: Accounting

  /** `limitUs`: what crossed CH-1 behind that is too young. */
  constructor(accounting: Accounting, limitUs: number) {
    this.accounting = accounting
    const { sessions, sendings } = accounting.books
    const waiting = new Set(sessions.waitingForUs())
    this.all = [...sessions.all()].map((session) => {
      const crossed = session.records.flatMap((record) => sendings.of(record))
      const crossings = crossed.map(({ record }) => record)
      return { session, crossings, isQuiet: crossedUs(crossed) <= limitUs && !crossings.some((one) => waiting.has(one)) }
    })
    for (const one of this.all) {
      for (const record of one.session.records) this.byRecord.set(record, one)
      const { conference } = one.session
      if (!conference) continue
      const root = resolved(conference)
      this.byConference.set(root, [...(this.byConference.get(root) ?? []), one])
    }
  }

  /** Those of a conference, or undefined where one of them may still change. */
  of(conference: Conference): readonly Session[] | undefined {
    const all = this.byConference.get(conference) ?? []
    return all.every(({ isQuiet }) => isQuiet) ? all.map(({ session }) => session) : undefined
  }

  /** Does nothing of this conference hang on one that stays? A record may be of an occasion here, and of a session there. */
  standsAlone(conference: Conference, closed: ReadonlySet<Conference>): boolean {
    const records = (this.byConference.get(conference) ?? []).flatMap(({ session }) => session.records)
    if (!records.every((record) => this.isExplainedIn(closed, record))) return false
    return conference.triggers.every((trigger) => {
      const record = trigger.record ?? trigger.late
      const looked = record && this.byRecord.get(record)
      if (!looked) return true // none, or closed before
      const owner = looked.session.conference
      return owner === undefined ? looked.isQuiet : closed.has(resolved(owner))
    })
  }

  /** The sessions of closed conferences, and those of nobody: traffic of others, EVENTs, what nothing explains. */
  ofClosed(closed: ReadonlySet<Conference>): { readonly sessions: ReadonlySet<Session>; readonly crossings: ReadonlySet<SeenRecord> } {
    const gone = this.all.filter(({ session: { conference, records }, isQuiet }) =>
      conference === undefined
        ? isQuiet && records.every((record) => this.isExplainedIn(closed, record))
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
