// A clock that moves only when told to.
import type { Clock } from '../../packages/diameter/src/peer/clock'

/** Timers run in the order of their time while `advance` moves it on; `random` is one half, so that nothing is spread. */
export class ManualClock implements Clock {
  readonly #timers = new Map<number, { readonly at: number; readonly run: () => void }>()
  readonly #random: number
  #now = 0
  #id = 0

  constructor(random = 0.5) {
    this.#random = random
  }

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const id = ++this.#id
    this.#timers.set(id, { at: this.#now + ms, run })
    return () => this.#timers.delete(id)
  }

  random(): number {
    return this.#random
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size
  }

  /** Lets time pass. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (let next = this.#earliest(end); next !== undefined; next = this.#earliest(end)) {
      const [id, { at, run }] = next
      this.#timers.delete(id)
      this.#now = at
      run()
    }
    this.#now = end
  }

  #earliest(end: number): readonly [number, { readonly at: number; readonly run: () => void }] | undefined {
    return [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0]
  }
}
