// The timer of one session: refreshes at half the interval, ends a session that nobody refreshed (RFC 4028 §10, §7.4, §8).
import type { InDialogOptions } from '../dialogs/dialog'
import { SipStateError } from '../errors'
import type { SipRequest, SipResponse } from '../message/message'
import { TimerSet, type Timers } from '../transactions/timers'
import {
  agreedSession,
  policyAfter422,
  sessionAnswer,
  sessionOffer,
  type SessionAnswer,
  type SessionPolicy,
  type SessionTerms,
} from './session-interval'

/** The session as its timer sees it; an InviteDialog is one. */
export interface TimedSession {
  readonly ended: boolean
  send(method: string, o?: InDialogOptions): Promise<SipResponse>
  bye(): Promise<SipResponse>
}

/** What a session timer is made of. */
export interface SessionTimerOptions {
  readonly session: TimedSession
  readonly timers: Timers
  readonly policy?: SessionPolicy | undefined
  /** UPDATE unless given; INVITE for peers that do not know UPDATE. */
  readonly method?: 'UPDATE' | 'INVITE' | undefined
  /** What a refresh carries, the session description of a re-INVITE say. */
  readonly refresh?: (() => InDialogOptions) | undefined
  /** The session expired, or the peer does not know it any more; its BYE is on its way. */
  readonly onExpired?: (() => void) | undefined
}

// A timer of the process holds at most 2³¹ − 1 ms; longer intervals, of weeks, are cut to it.
const LONGEST_S = 2_147_483
// Refusals that may pass, a glare say, are tried again after this, unless Retry-After says another time.
const AGAIN_S = 4
const MAX_RAISES = 3

/** One session's timer. Stop it when the session ends in another way. */
export class SessionTimer {
  readonly #options: SessionTimerOptions
  readonly #timers: TimerSet<'refresh' | 'expiry'>
  #policy: SessionPolicy
  #terms: SessionTerms | undefined

  constructor(o: SessionTimerOptions) {
    this.#options = o
    this.#policy = o.policy ?? {}
    this.#timers = new TimerSet(o.timers, (name) => (name === 'expiry' ? this.#expire() : void this.#refresh(0)))
  }

  /** What holds at present. */
  get terms(): SessionTerms | undefined {
    return this.#terms
  }

  /** Starts, or starts anew, by what a 2xx agreed on; without terms the session does not expire. */
  start(terms: SessionTerms | undefined): void {
    this.stop()
    this.#terms = terms
    if (terms === undefined) return
    const intervalS = Math.min(Math.max(terms.intervalS, 1), LONGEST_S)
    // RFC 4028 §10 — the refresher at half the interval; a BYE the lesser of 32 s and a third before its end.
    if (terms.refresher === 'us') this.#timers.set('refresh', intervalS * 500)
    this.#timers.set('expiry', (intervalS - Math.min(32, intervalS / 3)) * 1000)
  }

  /** No refresh and no expiry any more. */
  stop(): void {
    this.#timers.clearAll()
    this.#terms = undefined
  }

  /** Answers the peer's INVITE or UPDATE: its 2xx must carry these headers. An accepted one starts the timer anew. */
  serve(request: SipRequest): SessionAnswer {
    const answer = sessionAnswer(request, this.#policy)
    if (answer.kind === 'accepted') this.start(answer.terms)
    return answer
  }

  async #refresh(raises: number): Promise<void> {
    const { session, method = 'UPDATE', refresh } = this.#options
    const before = this.#terms
    if (before === undefined || session.ended) return this.stop()
    const extra = refresh?.() ?? {}
    // RFC 4028 §7.4 — the refresher stays who it is: we are the caller of this transaction, so it is `uac`.
    const asked: SessionPolicy = {
      ...this.#policy,
      intervalS: raises === 0 ? before.intervalS : this.#policy.intervalS,
      refresher: 'uac',
    }
    const response = await session
      .send(method, { ...extra, headers: [...sessionOffer(asked), ...(extra.headers ?? [])] })
      .catch((error: unknown) => (error instanceof SipStateError ? ('notNow' as const) : ('unreachable' as const)))
    if (this.#terms !== before || hasEnded(session)) return
    // RFC 4028 §10 — no answer, 408 or 481: the peer has lost the session.
    if (response === 'unreachable') return this.#expire()
    if (response === 'notNow') return this.#timers.set('refresh', AGAIN_S * 1000)
    if (response.status === 408 || response.status === 481) return this.#expire()
    if (response.status < 300) return this.start(agreedSession(response))
    const raised = policyAfter422(response, asked)
    if (raised !== undefined && raises < MAX_RAISES) {
      this.#policy = { ...this.#policy, intervalS: raised.intervalS, minS: raised.minS }
      return this.#refresh(raises + 1)
    }
    // Anything else leaves the session as it was; its end stays where it is (RFC 4028 §7.4).
    const [, after] = /^(\d{1,5})/.exec(response.header('Retry-After') ?? '') ?? []
    this.#timers.set('refresh', Math.max(1, Number(after ?? AGAIN_S)) * 1000)
  }

  #expire(): void {
    this.stop()
    if (this.#options.session.ended) return
    this.#options.session.bye().catch(() => undefined)
    this.#options.onExpired?.()
  }
}

// Asked anew: it may have ended while a refresh was under way.
function hasEnded(session: TimedSession): boolean {
  return session.ended
}
