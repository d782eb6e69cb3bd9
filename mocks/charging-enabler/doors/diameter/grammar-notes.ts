// What the grammar check found, counted by what it is: a CTF with one fault makes one line, however many records it sends.
import type { GrammarFinding } from '@ch1/diameter'

const MOST_KINDS = 200

interface Noted {
  readonly finding: GrammarFinding
  readonly first: number
  last: number
  count: number
}

/** Bounded: two hundred kinds of findings; what comes beyond is counted in one number. */
export class GrammarNotes {
  readonly #noted = new Map<string, Noted>()
  #beyond = 0

  /** Findings of one message, with its number in the history. */
  take(findings: readonly GrammarFinding[], event: number): void {
    for (const finding of findings) {
      const key = `${finding.rule} ${finding.path} ${finding.clause}`
      const noted = this.#noted.get(key)
      if (noted !== undefined) {
        noted.count += 1
        noted.last = event
      } else if (this.#noted.size < MOST_KINDS) this.#noted.set(key, { finding, first: event, last: event, count: 1 })
      else this.#beyond += 1
    }
  }

  /** `MUST RFC 6733 §9.7.1  Destination-Realm: … (12 times, events 4 to 90)`. */
  get lines(): readonly string[] {
    const lines = [...this.#noted.values()].map(({ finding: { level, clause, path, problem }, first, last, count }) => {
      const often = count === 1 ? `event ${first}` : `${count} times, events ${first} to ${last}`
      return `${level} ${clause}  ${path}: ${problem} (${often})`
    })
    return this.#beyond === 0 ? lines : [...lines, `and ${this.#beyond} of other kinds`]
  }
}
