// Writes a message in network byte order into a buffer that grows; a value that does not fit its type becomes a CodecError.
import { CodecError } from './codec-error'

const FIRST_CAPACITY = 2048
const LARGEST_SPARE = 65_536

/** Memory of a message that is finished, for the next one: `finish` gives a copy, so nothing else refers to it. */
let spare: { readonly bytes: Uint8Array; readonly view: DataView } | undefined

/** The message being written. `path` tells which AVP is under way, for errors. */
export class ByteWriter {
  /** What is being written, outermost first: names, or codes of AVPs without one. */
  readonly path: (string | number)[] = []
  #bytes: Uint8Array
  #view: DataView
  #length = 0

  constructor() {
    const memory = spare ?? memoryOf(FIRST_CAPACITY)
    spare = undefined
    this.#bytes = memory.bytes
    this.#view = memory.view
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length
  }

  u8(value: number): void {
    const at = this.#reserve(1)
    this.#bytes[at] = value
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
    this.#view.setInt32(at, value)
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

  /** Writes text that is ASCII; false, and nothing written, when it is not. */
  ascii(value: string): boolean {
    const at = this.#reserve(value.length)
    const bytes = this.#bytes
    for (let i = 0; i < value.length; i++) {
      const character = value.charCodeAt(i)
      if (character > 0x7f) {
        this.#length = at
        return false
      }
      bytes[at + i] = character
    }
    return true
  }

  /** Fills in a length that was not known when its place was reserved. */
  u24At(at: number, value: number): void {
    const bytes = this.#bytes
    bytes[at] = value >>> 16
    bytes[at + 1] = value >>> 8
    bytes[at + 2] = value
  }

  /** RFC 6733 §4.1 — zero bytes up to the next multiple of four. */
  pad(): void {
    while (this.#length % 4 !== 0) this.u8(0)
  }

  /** The bytes written, in an array of exactly their length. The writer must not be used after that. */
  finish(): Uint8Array {
    const finished = this.#bytes.slice(0, this.#length)
    if (this.#bytes.length <= LARGEST_SPARE) spare = { bytes: this.#bytes, view: this.#view }
    return finished
  }

  /** An error at the place where the value would have stood. */
  error(problem: string, clause: string): CodecError {
    const path = this.path.map((step) => (typeof step === 'number' ? `AVP ${step}` : step)).join('.')
    return new CodecError({ problem, clause, offset: this.#length, path })
  }

  #reserve(size: number): number {
    const at = this.#length
    this.#length += size
    if (this.#length > this.#bytes.length) this.#grow(at)
    return at
  }

  #grow(used: number): void {
    const { bytes, view } = memoryOf(Math.max(this.#length, this.#bytes.length * 2))
    bytes.set(this.#bytes.subarray(0, used))
    this.#bytes = bytes
    this.#view = view
  }
}

function memoryOf(size: number): { readonly bytes: Uint8Array; readonly view: DataView } {
  const bytes = new Uint8Array(size)
  return { bytes, view: new DataView(bytes.buffer) }
}
