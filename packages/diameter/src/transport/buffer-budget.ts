// Memory that several connections share: each says how many bytes it holds, and is told when all together hold too many.

/** A bound over many connections. */
export class BufferBudget {
  readonly #max: number
  #held = 0

  /** @param max bytes all together may hold */
  constructor(max: number) {
    this.#max = max
  }

  /** Bytes held now, by all. */
  get held(): number {
    return this.#held
  }

  /** One connection holds `change` bytes more (or fewer); false when that is too many, and then it must let go of all of them. */
  change(change: number): boolean {
    this.#held += change
    return this.#held <= this.#max || change <= 0
  }
}
