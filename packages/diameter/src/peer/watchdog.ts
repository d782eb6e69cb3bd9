// The transport failure detection of RFC 3539 §3.4.1: when to ask a silent peer, when to doubt it, when to give it up.
import type { Clock } from './clock'

/** What the watchdog asks of the peer it watches. */
export interface WatchdogPort {
  /** Send a DWR. */
  ask(): void
  /** One Tw without the answer: suspect. */
  doubt(): void
  /** A suspect peer gave a sign of life: open again. */
  trust(): void
  /** Another Tw without any sign of life: the transport is dead. */
  giveUp(): void
}

/**
 * DEVIATES RFC 3539 §3.4.1: no REOPEN state, because a connection here carries no traffic that failed over before; and the spread
 * of Tw is ±1/15 of it (±2 s of 30 s), so that Tw can be short in tests.
 */
export class Watchdog {
  readonly #twMs: number
  readonly #clock: Clock
  readonly #port: WatchdogPort
  #isPending = false
  #isSuspect = false
  #cancel = (): void => undefined

  constructor(twMs: number, clock: Clock, port: WatchdogPort) {
    this.#twMs = twMs
    this.#clock = clock
    this.#port = port
  }

  /** Begins to watch, with a quiet Tw ahead. */
  start(): void {
    this.#setTw()
  }

  /** A message came; a DWA settles the question that was asked. */
  heard(isDwa: boolean): void {
    if (isDwa) this.#isPending = false
    if (this.#isSuspect) this.#port.trust()
    this.#isSuspect = false
    this.#setTw()
  }

  /** Stops for good. */
  stop(): void {
    this.#cancel()
  }

  #setTw(): void {
    this.#cancel()
    this.#cancel = this.#clock.after(this.#twMs * (1 + (2 * this.#clock.random() - 1) / 15), () => this.#elapsed())
  }

  #elapsed(): void {
    if (this.#isSuspect) return this.#port.giveUp()
    this.#setTw()
    if (this.#isPending) {
      this.#isSuspect = true
      this.#port.doubt()
    } else {
      this.#isPending = true
      this.#port.ask()
    }
  }
}
