// The transport failure detection of RFC 3539 §3.4.1: when to ask a silent peer, when to doubt it, when to give it up, when to believe it.
import type { Clock } from './clock'
import { Deadline } from './deadline'

/** What the watchdog asks of the peer it watches. */
export interface WatchdogPort {
  /** Send a DWR. */
  ask(): void
  /** One Tw without the answer: suspect, fail over. */
  doubt(): void
  /** A suspect peer gave a sign of life, or one that came back answered often enough: open, fail back. */
  trust(why: string): void
  /** Silence for so long that the transport must be dead. */
  giveUp(): void
}

/** RFC 3539 §3.4.1 — so many DWAs in a row end REOPEN. */
export const ANSWERS_TO_REOPEN = 3

/** RFC 3539 §3.4.1 — Tw is spread by ±2 s of its 30 s: in proportion, so that Tw can be short in tests. */
const SPREAD = 1 / 15

/** Its states OKAY, SUSPECT and REOPEN; INITIAL and DOWN are those of a peer without a connection. */
type Watching = 'okay' | 'suspect' | 'reopen'

/**
 * DEVIATES RFC 3539 §3.4.1: what other messages a peer in REOPEN sends are not thrown away, because it cannot know that it is on
 * probation, and a record thrown away is a record lost. They count for nothing, as there.
 */
export class Watchdog {
  readonly #twMs: number
  readonly #clock: Clock
  readonly #port: WatchdogPort
  #state: Watching = 'okay'
  /** Pending: a DWR of ours is without an answer. */
  #isPending = false
  /** NumDWA: answers in REOPEN; -1 after a Tw without one. */
  #answers = 0
  readonly #tw: Deadline

  constructor(twMs: number, clock: Clock, port: WatchdogPort) {
    this.#twMs = twMs
    this.#clock = clock
    this.#port = port
    this.#tw = new Deadline(clock, () => this.#elapsed())
  }

  /** Begins to watch: with a quiet Tw ahead, or, where a connection that was lost is back, with a question at once. */
  start(isReopening: boolean): void {
    this.#state = isReopening ? 'reopen' : 'okay'
    if (isReopening) this.#askNow()
    this.#setTw()
  }

  /** A message came; a DWA settles the question that was asked. */
  heard(isDwa: boolean): void {
    if (isDwa) this.#isPending = false
    if (this.#state === 'reopen') return isDwa ? this.#countAnswer() : undefined
    if (this.#state === 'okay') return this.#tw.move()
    this.#state = 'okay'
    this.#setTw()
    this.#port.trust('a sign of life')
  }

  /** Stops for good. */
  stop(): void {
    this.#tw.stop()
  }

  #countAnswer(): void {
    this.#answers++
    if (this.#answers < ANSWERS_TO_REOPEN) return
    this.#state = 'okay'
    this.#port.trust(`reopen: ${ANSWERS_TO_REOPEN} watchdogs were answered`)
  }

  #askNow(): void {
    this.#isPending = true
    this.#port.ask()
  }

  #setTw(): void {
    this.#tw.begin(this.#twMs * (1 + (2 * this.#clock.random() - 1) * SPREAD))
  }

  #elapsed(): void {
    if (this.#state === 'suspect') return this.#port.giveUp()
    if (this.#state === 'reopen' && this.#isPending && this.#answers < 0) return this.#port.giveUp()
    this.#setTw()
    if (!this.#isPending) return this.#askNow()
    if (this.#state === 'reopen') {
      this.#answers = -1
    } else {
      this.#state = 'suspect'
      this.#port.doubt()
    }
  }
}
