// A view of a history: the accounting sessions as the CDF sees them, whichever of its enablers their records came to.
import type { HistoryEvent } from '../../../judge/history/events'
import { SessionBook } from '../session-book'
import type { AccountingSession } from '../session-book'
import { seenRequests } from './records'

/** How the sessions are looked at. */
export interface SessionViewOptions {
  /** The CDF's supervision timer (TS 32.299 §6.1.0); without it no session expires. */
  readonly supervisionMs?: number
  /** Only records that came to this enabler; without it all of them are one CDF. */
  readonly enabler?: string
}

/**
 * Sessions in order of their first record: open, closed, without START, one-time, or expired by the end of the history; interims, duplicates
 * by T flag, repeats without it, sequence gaps, and the enablers they came to.
 */
export function accountingSessions(events: readonly HistoryEvent[], o: SessionViewOptions = {}): readonly AccountingSession[] {
  const book = new SessionBook({ supervisionMs: o.supervisionMs })
  for (const { session, kind, number, resent, event, atUs, enabler } of seenRequests(events)) {
    if (o.enabler === undefined || o.enabler === enabler) book.take(session, kind, number, resent, event, atUs, enabler)
  }
  return book.sessions(events.at(-1)?.atUs ?? 0)
}
