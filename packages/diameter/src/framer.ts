// Cuts a TCP stream into Diameter messages, whatever the chunks it comes in.
import { CodecError } from './codec-error'
import { claimedLength, MAX_MESSAGE_BYTES } from './header'

const DEFAULT_MAX_BYTES = 1_048_576
const FIRST_CAPACITY = 256

/**
 * One per connection. Messages come out whole and in order; bytes that cannot begin a message end the stream:
 * the messages before them are still given, then `fault` is set and every further `push` throws it.
 */
export class MessageFramer {
  readonly #maxBytes: number
  #partial = new Uint8Array(FIRST_CAPACITY)
  #have = 0
  #fault: CodecError | undefined

  constructor({ maxBytes = DEFAULT_MAX_BYTES }: { readonly maxBytes?: number } = {}) {
    this.#maxBytes = Math.min(maxBytes, MAX_MESSAGE_BYTES)
  }

  /** Why the stream cannot be cut any further; undefined while all is well. */
  get fault(): CodecError | undefined {
    return this.#fault
  }

  /** The bytes that have come and belong to no whole message yet, at most `maxBytes` (after a fault: those that cannot be framed). */
  get buffered(): Uint8Array {
    return this.#partial.slice(0, this.#have)
  }

  /** How many bytes have come that belong to no whole message yet. */
  get pending(): number {
    return this.#have
  }

  /**
   * Takes a chunk, gives the messages it completes. They may share the chunk's memory, which must not be written again.
   * Throws `CodecError` when there is a fault and no message to give: version not 1, a length under 20, not a multiple of 4, or over `maxBytes`.
   */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    const messages: Uint8Array[] = []
    if (this.#fault === undefined) this.#cut(chunk, messages)
    if (this.#fault !== undefined && messages.length === 0) throw this.#fault
    return messages
  }

  #cut(chunk: Uint8Array, messages: Uint8Array[]): void {
    let rest = chunk
    try {
      while (rest.length > 0) {
        const taken = this.#have === 0 ? this.#takeWhole(rest, messages) : this.#takePart(rest, messages)
        rest = rest.subarray(taken)
      }
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
      this.#fault = error
      if (this.#have === 0) this.#keep(rest.subarray(0, this.#maxBytes))
    }
  }

  // A message that lies whole in the chunk is not copied.
  #takeWhole(rest: Uint8Array, messages: Uint8Array[]): number {
    const length = claimedLength(rest, this.#maxBytes)
    if (length === undefined || length > rest.length) {
      this.#keep(rest)
      return rest.length
    }
    messages.push(rest.subarray(0, length))
    return length
  }

  #takePart(rest: Uint8Array, messages: Uint8Array[]): number {
    const length = claimedLength(this.#partial.subarray(0, this.#have), this.#maxBytes)
    const wanted = Math.min((length ?? 4) - this.#have, rest.length)
    this.#keep(rest.subarray(0, wanted))
    const now = length ?? claimedLength(this.#partial.subarray(0, this.#have), this.#maxBytes)
    if (now === this.#have) {
      messages.push(this.#partial.slice(0, now))
      this.#have = 0
      this.#partial = new Uint8Array(FIRST_CAPACITY)
    }
    return wanted
  }

  // Memory grows with the bytes that came, never with the length that was claimed.
  #keep(bytes: Uint8Array): void {
    const size = this.#have + bytes.length
    if (size > this.#partial.length) {
      const grown = new Uint8Array(Math.max(size, this.#partial.length * 2))
      grown.set(this.#partial.subarray(0, this.#have))
      this.#partial = grown
    }
    this.#partial.set(bytes, this.#have)
    this.#have = size
  }
}
