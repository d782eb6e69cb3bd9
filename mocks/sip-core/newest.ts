// The newest of something by name, bounded: what the core remembers of INVITEs and dialogs while thousands of them come and go.

/** At most `most` entries: one too many makes the oldest go. */
export class Newest<V> {
  readonly #most: number
  readonly #entries = new Map<string, V>()
  // One walk for ever: a new one would begin at the holes that the dropped ones left, hundreds of them for each message.
  readonly #oldestFirst = this.#entries.keys()

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: string): V | undefined {
    return this.#entries.get(key)
  }

  /** Sets it; what replaces an entry takes its place. */
  set(key: string, value: V): void {
    this.#entries.set(key, value)
    if (this.#entries.size <= this.#most) return
    const oldest = this.#oldestFirst.next()
    if (oldest.done !== true) this.#entries.delete(oldest.value)
  }
}
