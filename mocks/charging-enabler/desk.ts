// Where rules are carried out: action after action, waiting where a rule says so, the same way for every door.
import type { Timers } from '@ch1/sip'
import type { RecordType } from '../../judge/history/events'
import type { AnswerPort, Desk, PeerOccasion, TakeOptions } from './doors/door'
import { RuleBook } from './rule-book'
import type { Action, Answer, Ch1Request } from './rules'
import { SessionBook } from './session-book'

/** What waits for its time: so many requests, so many bytes of them; what comes beyond is never answered. */
const MOST_WAITING = 100_000
const MOST_WAITING_BYTES = 64 * 1_048_576
/** What waits for its resend, which may never come: the oldest is forgotten for a new one. */
const MOST_HELD = 1_000
const MOST_HELD_BYTES = 8 * 1_048_576
const LONGEST_SESSION_ID = 256
const MOST_OPEN_SESSIONS = 100_000
const MOST_CLOSED_SESSIONS = 1_000

/** What rules can do to all connections at once. */
export interface Network {
  partition(forMs: number): void
  stopListening(forMs: number): void
}

/** What a desk needs. */
export interface DeskOptions {
  readonly enabler: string
  readonly clock: Timers
  readonly network: Network
  /** Time in µs, for the sessions' supervision. */
  readonly nowUs: () => number
  readonly supervisionMs?: number | undefined
}

interface Held {
  readonly size: number
  readonly port: AnswerPort
  readonly answer: Answer
  readonly rule: string
}

/** The desk of one enabler: rules, sessions, and what is waiting. */
export class EnablerDesk implements Desk {
  readonly book: RuleBook
  readonly sessions: SessionBook
  readonly #o: DeskOptions
  readonly #waiting = new Set<unknown>()
  /** Requests whose answer waits for their resend. */
  readonly #held = new Map<string, Held>()
  #duplicates = 0
  #dropped = 0
  #waitingBytes = 0
  #heldBytes = 0

  constructor(o: DeskOptions) {
    this.#o = o
    this.sessions = new SessionBook({
      supervisionMs: o.supervisionMs,
      mostOpen: MOST_OPEN_SESSIONS,
      mostClosed: MOST_CLOSED_SESSIONS,
      longestId: LONGEST_SESSION_ID,
    })
    this.book = new RuleBook(o.enabler, {
      isUnknownSession: ({ kind, session }) => (kind === 'interim' || kind === 'stop') && !this.sessions.isOpen(session),
    })
  }

  /** How many resent requests were given the answer they had been given before. */
  get duplicates(): number {
    return this.#duplicates
  }

  /** How many requests were left unanswered because too many others waited. */
  get dropped(): number {
    return this.#dropped
  }

  /** Whether the default takes every request, whatever is in it: then {@link takePlain} is all there is to do. */
  get isPlain(): boolean {
    return this.book.isPlain && this.#held.size === 0
  }

  /** A request that the door answers 2001 itself, because the desk is plain. */
  takePlain(kind: RecordType, session: string, number: number, resent: boolean, event: number): void {
    this.book.defaulted(kind, session, number, resent)
    this.sessions.take(session, kind, number, resent, event, this.#o.nowUs(), this.#o.enabler)
  }

  take(request: Ch1Request, port: AnswerPort, o: TakeOptions = {}): void {
    if (this.#held.size > 0 && this.#release(request, port)) return this.#seen(request)
    if (o.before !== undefined) {
      const resent = this.book.takeResent(request)
      this.#seen(request)
      if (resent !== undefined) return this.carryOut(resent.rule.actions, resent.name, port, request)
      this.#duplicates += 1
      return port.answer(o.before, 'duplicate')
    }
    const { name, rule, isDefault } = this.book.take(request)
    this.#seen(request)
    if (!isDefault) return this.carryOut(rule.actions, name, port, request)
    if (o.instead !== undefined) return o.instead()
    this.book.defaulted(request.kind, request.session, request.number, request.resent, request)
    this.carryOut(rule.actions, name, port, request)
  }

  occasion(what: PeerOccasion): { readonly name: string; readonly actions: readonly Action[] } | undefined {
    const handle = this.book.occasion(what)
    return handle === undefined ? undefined : { name: handle.name, actions: handle.rule.actions }
  }

  carryOut(actions: readonly Action[], rule: string, port: AnswerPort, request?: Ch1Request): void {
    for (const [at, action] of actions.entries()) {
      if (action.kind === 'ignore') return
      if (action.kind === 'delay') {
        return this.#wait(action.ms, request?.size ?? 0, () => this.carryOut(actions.slice(at + 1), rule, port, request))
      }
      this.#do(action, rule, port, request)
    }
  }

  /** Nothing that waits is done any more. */
  close(): void {
    for (const handle of this.#waiting) this.#o.clock.clear(handle)
    this.#waiting.clear()
    this.#held.clear()
  }

  #do(action: Action, rule: string, port: AnswerPort, request: Ch1Request | undefined): void {
    if (action.kind === 'partition') return this.#o.network.partition(action.forMs)
    if (action.kind === 'stopListening') return this.#o.network.stopListening(action.forMs)
    if (!port.can.has(action.kind)) return
    switch (action.kind) {
      case 'answer':
        return port.answer(action, rule)
      case 'answerTwice':
        port.answer(action, rule)
        return port.answer(action, rule)
      case 'answerAfterResend':
        return request === undefined ? undefined : this.#hold(request, { port, answer: action, rule, size: request.size ?? 0 })
      case 'malformed':
        return port.malformed(action, rule)
      case 'close':
        return port.close()
      case 'reset':
        return port.reset()
      case 'disconnect':
        return port.disconnect(action.cause)
      // those of CER and watchdog are the door's, who asks for them by `occasion`
      default:
        return
    }
  }

  #hold(request: Ch1Request, held: Held): void {
    this.#held.set(recordKey(request), held)
    this.#heldBytes += held.size
    while (this.#held.size > MOST_HELD || (this.#heldBytes > MOST_HELD_BYTES && this.#held.size > 1)) {
      const [oldest] = this.#held
      if (oldest === undefined) return
      this.#held.delete(oldest[0])
      this.#heldBytes -= oldest[1].size
    }
  }

  #isFull(size: number): boolean {
    const isFull = this.#waiting.size >= MOST_WAITING || this.#waitingBytes + size > MOST_WAITING_BYTES
    if (isFull) this.#dropped += 1
    return isFull
  }

  // The late answer to the first copy overtakes nothing: the resend's own comes right behind it.
  #release(request: Ch1Request, port: AnswerPort): boolean {
    const key = recordKey(request)
    const held = this.#held.get(key)
    if (held === undefined) return false
    this.#held.delete(key)
    this.#heldBytes -= held.size
    held.port.answer(held.answer, held.rule)
    port.answer(held.answer, held.rule)
    return true
  }

  #seen({ session, kind, number, resent, event }: Ch1Request): void {
    this.sessions.take(session, kind, number, resent, event, this.#o.nowUs(), this.#o.enabler)
  }

  #wait(ms: number, size: number, then: () => void): void {
    if (this.#isFull(size)) return
    this.#waitingBytes += size
    const handle = this.#o.clock.set(ms, () => {
      this.#waiting.delete(handle)
      this.#waitingBytes -= size
      then()
    })
    this.#waiting.add(handle)
  }
}

function recordKey({ kind, session, number }: Ch1Request): string {
  return `${kind} ${number} ${session}`
}
