// Timers of the transaction machines (RFC 3261 table 4): injected, named, and cleared together.

/** A clock's alarm; tests give one whose time they move by hand. */
export interface Timers {
  set(ms: number, fire: () => void): unknown
  clear(handle: unknown): void
}

/** The base times, milliseconds (RFC 3261 §17.1.1.1, §17.1.2.2). */
export interface TimerValues {
  /** Round-trip estimate. */
  readonly t1Ms: number
  /** Longest interval between retransmissions of non-INVITE requests and INVITE responses. */
  readonly t2Ms: number
  /** Longest time a message stays in the network. */
  readonly t4Ms: number
}

/** The values of RFC 3261. */
export const DEFAULT_TIMER_VALUES: TimerValues = { t1Ms: 500, t2Ms: 4000, t4Ms: 5000 }

/** The process's own timers. */
export const systemTimers: Timers = {
  set: (ms, fire) => setTimeout(fire, ms),
  clear: (handle) => clearTimeout(handle as NodeJS.Timeout),
}

/** The named timers of one machine. Setting a name again restarts it. */
export class TimerSet<Name extends string> {
  readonly #timers: Timers
  readonly #fired: (name: Name) => void
  readonly #running = new Map<Name, unknown>()

  constructor(timers: Timers, fired: (name: Name) => void) {
    this.#timers = timers
    this.#fired = fired
  }

  set(name: Name, ms: number): void {
    this.clear(name)
    this.#running.set(
      name,
      this.#timers.set(ms, () => {
        this.#running.delete(name)
        this.#fired(name)
      }),
    )
  }

  has(name: Name): boolean {
    return this.#running.has(name)
  }

  clear(name: Name): void {
    if (!this.#running.has(name)) return
    this.#timers.clear(this.#running.get(name))
    this.#running.delete(name)
  }

  clearAll(): void {
    for (const name of [...this.#running.keys()]) this.clear(name)
  }
}
