// Short notes on what went nowhere: bounded in number and length, the newest are kept.

const LONGEST = 500

/** A list of sentences that never grows beyond its limit. */
export class Notes {
  readonly #limit: number
  readonly #lines: string[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  add(line: string): void {
    this.#lines.push(line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line)
    if (this.#lines.length > this.#limit) this.#lines.shift()
  }

  /** A copy, oldest first. */
  get lines(): readonly string[] {
    return [...this.#lines]
  }
}
