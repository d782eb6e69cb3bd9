// Gives each record the Session-Id of its conference and the next number within it.
import type { RecordDraft, StampedRecord } from './record'

const MOST_REMEMBERED = 20_000

interface Session {
  readonly sessionId: string
  next: number
  over: boolean
}

/** One accounting session per conference, or per entity that a draft names. RFC 6733 §8.8: a Session-Id is eternally unique, so the boot time is in it. */
export class AccountingSessions {
  private readonly originHost: string
  private readonly high: number
  private low = 0
  private readonly sessions = new Map<string, Session>()

  /** @param bootSeconds time of the server's start in seconds; the high 32 bits of RFC 6733 §8.8 */
  constructor(originHost: string, bootSeconds: number) {
    this.originHost = originHost
    this.high = bootSeconds >>> 0
  }

  /** Numbers run from 0 by 1 (RFC 6733 §9.8.3 suggests so). */
  readonly stamp = (draft: RecordDraft): StampedRecord => {
    const session = this.sessionOf(draft)
    session.over ||= draft.type === 'stop'
    return { ...draft, sessionId: session.sessionId, number: session.next++ }
  }

  // The sessions of ended conferences are forgotten when there are too many, the oldest first.
  private sessionOf({ type, entity, cause }: RecordDraft): Session {
    const of = entity ?? cause.conference
    const known = this.sessions.get(of)
    // A START after the STOP begins a session anew: a served user may come back.
    if (known && !(known.over && type === 'start')) return known
    const session = {
      sessionId: `${this.originHost};${this.high};${this.low++};${nameOf(cause.conference)}`,
      next: 0,
      over: false,
    }
    this.sessions.delete(of)
    this.sessions.set(of, session)
    const [oldest] = this.sessions.keys()
    if (this.sessions.size > MOST_REMEMBERED && oldest !== undefined) this.sessions.delete(oldest)
    return session
  }
}

function nameOf(conference: string): string {
  return conference.replace(/^sips?:/, '').replace(/@.*$/, '')
}
