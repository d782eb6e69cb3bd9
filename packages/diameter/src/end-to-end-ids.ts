// End-to-End Identifiers: unlike any other of this node for some minutes, also across a restart.

const TWENTY_BITS = 0x10_0000

/** RFC 6733 §3 — the twelve high bits begin as the low bits of the time, the twenty low bits at random; then it counts up. */
export class EndToEndIds {
  #next: number

  /** `nowSeconds` is the time of the start in seconds; `random` gives a number from 0 up to but not including 1. */
  constructor(nowSeconds: number, random: () => number = Math.random) {
    this.#next = (Math.floor(nowSeconds) & 0xfff) * TWENTY_BITS + Math.floor(random() * TWENTY_BITS)
  }

  /** The next identifier, 32 bits. */
  next(): number {
    const id = this.#next
    this.#next = (id + 1) % 0x1_0000_0000
    return id
  }
}
