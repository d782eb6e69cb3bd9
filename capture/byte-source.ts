// A file as chunks → as many bytes as are asked for. Holds one chunk and what is asked for, never the file.

export class ByteSource {
  readonly #chunks: Iterator<Uint8Array>
  #chunk: Uint8Array = new Uint8Array(0)
  #at = 0
  #offset = 0

  constructor(chunks: Iterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.iterator]()
  }

  /** How many bytes were taken or skipped. */
  get offset(): number {
    return this.#offset
  }

  /** The next `length` bytes, fewer where the file ends before. They may share the chunk's memory: copy what is kept. */
  take(length: number): Uint8Array {
    if (this.#chunk.length - this.#at >= length) return this.#next(length)
    const parts: Uint8Array[] = []
    let missing = length
    while (missing > 0 && this.#fill()) {
      const part = this.#next(Math.min(missing, this.#chunk.length - this.#at))
      parts.push(part)
      missing -= part.length
    }
    return joined(parts)
  }

  /** Passes over `length` bytes; false where the file ends before. */
  skip(length: number): boolean {
    let missing = length
    while (missing > 0 && this.#fill()) missing -= this.#next(Math.min(missing, this.#chunk.length - this.#at)).length
    return missing === 0
  }

  #next(length: number): Uint8Array {
    const part = this.#chunk.subarray(this.#at, this.#at + length)
    this.#at += length
    this.#offset += length
    return part
  }

  #fill(): boolean {
    while (this.#at >= this.#chunk.length) {
      const next = this.#chunks.next()
      if (next.done === true) return false
      this.#chunk = next.value
      this.#at = 0
    }
    return true
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
