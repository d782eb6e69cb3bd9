// Small pieces of memory cut from larger ones: an allocation a message would cost more than the message's writing.

const SLAB_BYTES = 65_536
const LARGEST_PIECE = 4096

/** Pieces are given once and never taken back: a slab lives as long as one of its pieces. */
export class Slab {
  #slab = new Uint8Array(0)
  #used = 0

  /** Memory nobody else has; its content is zeros. */
  take(bytes: number): Uint8Array {
    if (bytes > LARGEST_PIECE) return new Uint8Array(bytes)
    if (this.#used + bytes > this.#slab.length) {
      this.#slab = new Uint8Array(SLAB_BYTES)
      this.#used = 0
    }
    const piece = this.#slab.subarray(this.#used, this.#used + bytes)
    this.#used += bytes
    return piece
  }
}
