// Gives each record the Session-Id of its accounting entity and the next number within it.
import type { RecordDraft, StampedRecord } from './record'

const MOST_REMEMBERED = 20_000

/** How sessions are named and records numbered. */
export interface AccountingSessionsOptions {
  /** Origin-Host of each node, by turns a conference; one in a server that is no cluster (LV-22). */
  readonly originHosts: readonly string[]
  /** Grows from start to start: the high 32 bits of RFC 6733 §8.8, by which a Session-Id is eternally unique. */
  readonly high: number
  /** P-NUM: RFC 6733 §9.8.3 suggests from 0 by 1. */
  readonly numbers: { readonly first: number; readonly step: number }
}

interface Session {
  readonly sessionId: string
  readonly originHost: string
  next: number
  over: boolean
}

/** One accounting session per entity: a conference, unless the draft names another. */
export class AccountingSessions {
  private readonly o: AccountingSessionsOptions
  private low = 0
  private readonly nodes = new Map<string, string>()
  private readonly sessions = new Map<string, Session>()

  constructor(o: AccountingSessionsOptions) {
    this.o = o
  }

  /** A START after the STOP begins a session anew; whatever else comes after it stays in the old one. */
  readonly stamp = (draft: RecordDraft): StampedRecord => {
    const { conference } = draft.cause
    const entity = draft.entity ?? conference
    const known = this.sessions.get(entity)
    const session = known && !(known.over && draft.type === 'start') ? known : this.begin(entity, conference)
    const number = draft.type === 'event' ? 0 : session.next
    session.next = number + this.o.numbers.step
    session.over ||= draft.type === 'stop'
    return { ...draft, sessionId: session.sessionId, originHost: session.originHost, number }
  }

  private begin(entity: string, conference: string): Session {
    const originHost = this.nodeOf(conference)
    const sessionId = `${originHost};${this.o.high};${this.low++};${nameOf(conference)}`
    const session = { sessionId, originHost, next: this.o.numbers.first, over: false }
    this.sessions.delete(entity)
    this.sessions.set(entity, session)
    forgetOldest(this.sessions)
    return session
  }

  private nodeOf(conference: string): string {
    const known = this.nodes.get(conference)
    if (known !== undefined) return known
    const node = this.o.originHosts[this.nodes.size % this.o.originHosts.length] ?? ''
    this.nodes.set(conference, node)
    forgetOldest(this.nodes)
    return node
  }
}

// The sessions of ended conferences are forgotten when there are too many, the oldest first.
function forgetOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys()
  if (map.size > MOST_REMEMBERED && oldest !== undefined) map.delete(oldest)
}

function nameOf(conference: string): string {
  return conference.replace(/^sips?:/, '').replace(/@.*$/, '')
}
