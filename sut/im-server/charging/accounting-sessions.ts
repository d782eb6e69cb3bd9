// Gives each record the Session-Id of its conference and the next number within it.
import type { RecordDraft, StampedRecord } from './record'

const MOST_REMEMBERED = 20_000

/** One accounting session per conference. RFC 6733 §8.8: a Session-Id is eternally unique, so the boot time is in it. */
export class AccountingSessions {
  private readonly originHost: string
  private readonly high: number
  private low = 0
  private readonly sessions = new Map<string, { readonly sessionId: string; next: number }>()

  /** @param bootSeconds time of the server's start in seconds; the high 32 bits of RFC 6733 §8.8 */
  constructor(originHost: string, bootSeconds: number) {
    this.originHost = originHost
    this.high = bootSeconds >>> 0
  }

  /** Numbers run from 0 by 1 (RFC 6733 §9.8.3 suggests so). */
  readonly stamp = (draft: RecordDraft): StampedRecord => {
    const session = this.sessionOf(draft.cause.conference)
    return { ...draft, sessionId: session.sessionId, number: session.next++ }
  }

  // The sessions of ended conferences are forgotten when there are too many, the oldest first.
  private sessionOf(conference: string): { readonly sessionId: string; next: number } {
    const known = this.sessions.get(conference)
    if (known) return known
    const session = { sessionId: `${this.originHost};${this.high};${this.low++};${nameOf(conference)}`, next: 0 }
    this.sessions.set(conference, session)
    const [oldest] = this.sessions.keys()
    if (this.sessions.size > MOST_REMEMBERED && oldest !== undefined) this.sessions.delete(oldest)
    return session
  }
}

function nameOf(conference: string): string {
  return conference.replace(/^sips?:/, '').replace(/@.*$/, '')
}
