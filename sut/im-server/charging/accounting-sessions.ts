// Gives each record the Session-Id of its accounting entity and the next number within it.
import type { RecordDraft, StampedRecord } from './record'

/** Default of {@link AccountingSessionsOptions.mostRemembered}. */
const MOST_REMEMBERED = 20_000

/** How sessions are named and records numbered. */
export interface AccountingSessionsOptions {
  /** Origin-Host of each node, by turns a conference; one in a server that is no cluster (LV-22). */
  readonly originHosts: readonly string[]
  /** Grows from start to start: the high 32 bits of RFC 6733 §8.8, by which a Session-Id is eternally unique. */
  readonly high: number
  /** P-NUM: RFC 6733 §9.8.3 suggests from 0 by 1. */
  readonly numbers: { readonly first: number; readonly step: number }
  /** How many sessions are remembered, ended ones among them; 20 000 where absent. */
  readonly mostRemembered?: number
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
  /** Entities whose session has its STOP, in the order of their STOPs. */
  private readonly ended = new Set<string>()

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
    if (draft.type === 'stop') session.over = true
    // an EVENT outside a session is its own beginning and end
    if (draft.type === 'stop' || (draft.type === 'event' && known === undefined)) this.noteEnd(entity)
    return { ...draft, sessionId: session.sessionId, originHost: session.originHost, number }
  }

  private begin(entity: string, conference: string): Session {
    const originHost = this.nodeOf(conference)
    const sessionId = `${originHost};${this.o.high};${this.low++};${nameOf(conference)}`
    const session = { sessionId, originHost, next: this.o.numbers.first, over: false }
    this.sessions.delete(entity)
    this.ended.delete(entity)
    this.sessions.set(entity, session)
    this.forgetOne()
    return session
  }

  private noteEnd(entity: string): void {
    this.ended.delete(entity)
    this.ended.add(entity)
  }

  // Of too many the one that ended first is forgotten; one that lives only where all do: its next record would begin another session.
  private forgetOne(): void {
    if (this.sessions.size <= (this.o.mostRemembered ?? MOST_REMEMBERED)) return
    const [first] = this.ended
    const [oldest] = this.sessions.keys()
    const one = first ?? oldest
    if (one === undefined) return
    this.ended.delete(one)
    this.sessions.delete(one)
  }

  private nodeOf(conference: string): string {
    const known = this.nodes.get(conference)
    if (known !== undefined) return known
    const node = this.o.originHosts[this.nodes.size % this.o.originHosts.length] ?? ''
    this.nodes.set(conference, node)
    const [oldest] = this.nodes.keys()
    if (this.nodes.size > MOST_REMEMBERED && oldest !== undefined) this.nodes.delete(oldest)
    return node
  }
}

function nameOf(conference: string): string {
  return conference.replace(/^sips?:/, '').replace(/@.*$/, '')
}
