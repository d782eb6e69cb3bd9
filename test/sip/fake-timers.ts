// A clock moved by hand: alarms fire in order of their time when the test advances it.
import type { Timers } from '@ch1/sip'

interface Alarm {
  readonly dueMs: number
  readonly fire: () => void
}

/** Timers whose time the test moves. */
export class FakeTimers implements Timers {
  nowMs = 0
  readonly #alarms = new Map<number, Alarm>()
  #next = 0

  /** How many alarms are set. */
  get pending(): number {
    return this.#alarms.size
  }

  set(ms: number, fire: () => void): unknown {
    this.#next += 1
    this.#alarms.set(this.#next, { dueMs: this.nowMs + ms, fire })
    return this.#next
  }

  clear(handle: unknown): void {
    this.#alarms.delete(handle as number)
  }

  /** Moves the clock; what an alarm sets within the span fires too. `between` runs after each alarm. */
  advance(ms: number, between: () => void = () => undefined): void {
    const until = this.nowMs + ms
    for (let next = this.#earliest(until); next !== undefined; next = this.#earliest(until)) {
      const [handle, alarm] = next
      this.#alarms.delete(handle)
      this.nowMs = alarm.dueMs
      alarm.fire()
      between()
    }
    this.nowMs = until
  }

  #earliest(until: number): [number, Alarm] | undefined {
    let found: [number, Alarm] | undefined
    for (const entry of this.#alarms) {
      if (entry[1].dueMs <= until && (found === undefined || entry[1].dueMs < found[1].dueMs)) found = entry
    }
    return found
  }
}
