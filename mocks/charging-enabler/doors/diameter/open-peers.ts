// Which connections are open, for those who wait for one.
import type { Timers } from '@ch1/sip'

/** The open connections of a door, by number. */
export class OpenPeers {
  readonly #timers: Timers
  readonly #open = new Set<number>()
  readonly #waiting = new Set<() => void>()

  constructor(timers: Timers) {
    this.#timers = timers
  }

  get count(): number {
    return this.#open.size
  }

  get conns(): readonly number[] {
    return [...this.#open]
  }

  /** Tells whether this changed anything. */
  opened(conn: number): boolean {
    if (this.#open.has(conn)) return false
    this.#open.add(conn)
    for (const settle of [...this.#waiting]) settle()
    return true
  }

  ended(conn: number): void {
    this.#open.delete(conn)
  }

  /** True as soon as one is open; false after `withinMs`. */
  wait(withinMs: number): Promise<boolean> {
    if (this.#open.size > 0) return Promise.resolve(true)
    return new Promise((resolve) => {
      const settle = (): void => {
        this.#waiting.delete(settle)
        this.#timers.clear(timer)
        resolve(this.#open.size > 0)
      }
      const timer = this.#timers.set(withinMs, settle)
      this.#waiting.add(settle)
    })
  }
}
