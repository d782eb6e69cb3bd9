// Writes a message in network byte order into a buffer that grows; a value that does not fit its type becomes a CodecError.
import { CodecError } from './codec-error'

const FIRST_CAPACITY = 1024

/** The message being written. `path` tells which AVP is under way, for errors. */
export class ByteWriter {
  /** Names of the AVPs that are being written, outermost first. */
  readonly path: string[] = []
  #bytes = new Uint8Array(FIRST_CAPACITY)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  /** Bytes written so far. */
  get length(): number {
    return this.#length
  }

  u8(value: number): void {
    const at = this.#reserve(1)
    this.#view.setUint8(at, value)
  }

  u16(value: number): void {
    const at = this.#reserve(2)
    this.#view.setUint16(at, value)
  }

  u24(value: number): void {
    this.u24At(this.#reserve(3), value)
  }

  u32(value: number): void {
    const at = this.#reserve(4)
    this.#view.setUint32(at, value)
  }

  u64(value: bigint): void {
    const at = this.#reserve(8)
    this.#view.setBigUint64(at, value)
  }

  f32(value: number): void {
    const at = this.#reserve(4)
    this.#view.setFloat32(at, value)
  }

  f64(value: number): void {
    const at = this.#reserve(8)
    this.#view.setFloat64(at, value)
  }

  /** Copies bytes. */
  octets(value: Uint8Array): void {
    const at = this.#reserve(value.length)
    this.#bytes.set(value, at)
  }

  /** Fills in a length that was not known when its place was reserved. */
  u24At(at: number, value: number): void {
    this.#view.setUint8(at, value >>> 16)
    this.#view.setUint16(at + 1, value & 0xffff)
  }

  /** RFC 6733 §4.1 — zero bytes up to the next multiple of four. */
  pad(): void {
    while (this.#length % 4 !== 0) this.u8(0)
  }

  /** The bytes written, in an array of exactly their length. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  /** An error at the place where the value would have stood. */
  error(problem: string, clause: string): CodecError {
    return new CodecError({ problem, clause, offset: this.#length, path: this.path.join('.') })
  }

  #reserve(size: number): number {
    const at = this.#length
    this.#length += size
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2))
      grown.set(this.#bytes.subarray(0, at))
      this.#bytes = grown
      this.#view = new DataView(grown.buffer)
    }
    return at
  }
}
