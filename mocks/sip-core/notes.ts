// Short notes on what went nowhere: bounded in number and length, the newest are kept.

const LONGEST = 500

/** A list of sentences that never grows beyond its limit. */
export class Notes {
  readonly #limit: number
  readonly #lines: string[] = []
  #total = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** How many there were, those that are not kept any more included. */
  get total(): number {
    return this.#total
  }

  add(line: string): void {
    this.#total += 1
    this.#lines.push(line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line)
    if (this.#lines.length > this.#limit) this.#lines.shift()
  }

  /** What came after the first `total`, as far as it is kept. */
  since(total: number): readonly string[] {
    return total >= this.#total ? [] : this.#lines.slice(-(this.#total - total))
  }

  /** A copy, oldest first. */
  get lines(): readonly string[] {
    return [...this.#lines]
  }
}
