// A deadline that is moved often and reached seldom: moving it costs no timer.
import type { Clock } from './clock'

/** Calls `elapsed` once when so much time has passed since it was last moved. */
export class Deadline {
  readonly #clock: Clock
  readonly #elapsed: () => void
  #ms = 0
  #since = 0
  #cancel: (() => void) | undefined

  constructor(clock: Clock, elapsed: () => void) {
    this.#clock = clock
    this.#elapsed = elapsed
  }

  /** Begins, or begins anew, `ms` from now. */
  begin(ms: number): void {
    this.stop()
    this.#ms = ms
    this.#since = this.#clock.now()
    this.#arm(ms)
  }

  /** As long again from now; begun before. */
  move(): void {
    this.#since = this.#clock.now()
  }

  /** Is not reached any more. */
  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #arm(ms: number): void {
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancel = undefined
      const left = this.#since + this.#ms - this.#clock.now()
      // Timers may come a fraction of a millisecond early.
      if (left >= 1) this.#arm(left)
      else this.#elapsed()
    })
  }
}
