// The client's side of one accounting session: what waits behind the outstanding record, and whether the service goes on. RFC 6733 §8.2
import type { StampedRecord } from '../record'
import type { Delivery } from './delivery'
import type { Realtime } from './realtime'

/**
 * One accounting session. `open`: also while records are stored. `idle`: a failed answer ended it, nothing more is sent.
 * Its first delivery is the outstanding one.
 */
export interface RfSession {
  readonly id: string
  readonly queue: Delivery[]
  realtime: Realtime
  state: 'open' | 'idle'
  /** The last one that was delivered. */
  lastRecord: StampedRecord | undefined
  /** The users it serves were disconnected already. */
  disconnected: boolean
}

const MOST_SESSIONS = 20_000

/** All sessions that have records on their way, or whose STOP is not delivered. */
export class RfSessions {
  private readonly byId = new Map<string, RfSession>()
  private readonly realtime: Realtime

  constructor(realtime: Realtime) {
    this.realtime = realtime
  }

  /** The session of this id, made when first asked for. */
  of(id: string): RfSession {
    const known = this.byId.get(id)
    if (known) return known
    const session: RfSession = {
      id,
      queue: [],
      realtime: this.realtime,
      state: 'open',
      lastRecord: undefined,
      disconnected: false,
    }
    this.byId.set(id, session)
    if (this.byId.size > MOST_SESSIONS) this.forgetOldest()
    return session
  }

  /** The session of this id, if it is known. */
  known(id: string): RfSession | undefined {
    return this.byId.get(id)
  }

  all(): Iterable<RfSession> {
    return this.byId.values()
  }

  /** Its STOP, or its one EVENT, is delivered. */
  forget(session: RfSession): void {
    this.byId.delete(session.id)
  }

  /** The outstanding delivery of each session, in the order they were stored. */
  heads(): readonly Delivery[] {
    return [...this.byId.values()].flatMap(({ queue }) => queue.slice(0, 1)).sort((a, b) => a.stored - b.stored)
  }

  // What an enabler said of a session that never ends is forgotten before a record is.
  private forgetOldest(): void {
    for (const session of this.byId.values()) {
      if (session.queue.length > 0) continue
      this.byId.delete(session.id)
      return
    }
  }
}
