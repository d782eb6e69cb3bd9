// Reads the data of one AVP in network byte order; what does not fit becomes a CodecError that knows its place in the message.
import { CodecError } from './codec-error'

/** The data of one AVP, as a data type sees it. `start` and `end` are bytes of `bytes`, which is the whole message. */
export class ByteReader {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
  readonly view: DataView
  readonly #path: () => string

  constructor(bytes: Uint8Array, start: number, end: number, path: () => string) {
    this.bytes = bytes
    this.start = start
    this.end = end
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#path = path
  }

  /** Bytes of data. */
  get length(): number {
    return this.end - this.start
  }

  /** The data itself, not a copy. */
  data(): Uint8Array {
    return this.bytes.subarray(this.start, this.end)
  }

  /** Demands an exact number of bytes: a number of another length is an error, never a silent 0. */
  expectLength(length: number, type: string, clause: string): void {
    if (this.length !== length) throw this.error(`${type} needs ${length} bytes of data, has ${this.length}`, clause)
  }

  /** An error at a byte of the data (default: its first). */
  error(problem: string, clause: string, at = 0): CodecError {
    return new CodecError({ problem, clause, offset: this.start + at, path: this.#path(), bytes: this.bytes })
  }
}
