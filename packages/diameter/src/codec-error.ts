// The one error of this codec: which bytes could not be read or written, where they stand, and which clause says so.

/** What a `CodecError` is made of. `offset` counts bytes from the start of the message (or of the stream, for the framer). */
export interface CodecProblem {
  /** What is wrong and what came instead, in one sentence without a full stop. */
  readonly problem: string
  readonly offset: number
  /** Where in the message: `Service-Information.IMS-Information`; an AVP that repeats carries its place: `Subscription-Id[2]`. */
  readonly path: string
  /** `RFC 6733 §4.1`; `limit` for a bound of our own, `dictionary` for a name no dictionary has. */
  readonly clause: string
  /** The bytes to show around `offset`; none when a value could not be written. */
  readonly bytes?: Uint8Array
}

/** Bytes that break a rule of the wire format, or a value that cannot be written. The message ends in a hex window with a caret. */
export class CodecError extends Error {
  override readonly name = 'CodecError'
  /** Byte where the trouble starts, counted from the start of the message. */
  readonly offset: number
  /** Where in the message: header field or AVP names joined by dots. */
  readonly path: string
  /** The clause that is broken, `RFC 6733 §4.1`; `limit` for a bound of our own, `dictionary` for a name no dictionary has. */
  readonly clause: string
  /** The sentence alone, without place, clause and hex window. */
  readonly problem: string

  constructor({ problem, offset, path, clause, bytes }: CodecProblem) {
    const window = bytes === undefined ? '' : '\n' + hexWindow(bytes, offset)
    super(`${path === '' ? '' : path + ': '}${problem} (byte ${offset}, ${clause})${window}`)
    this.problem = problem
    this.offset = offset
    this.path = path
    this.clause = clause
  }
}

const BYTES_PER_LINE = 16

//   0010  00 00 01 0c 40 00 00 0b 00 00 07 d1
//                                 ^
function hexWindow(bytes: Uint8Array, offset: number): string {
  const line = Math.floor(Math.min(offset, Math.max(bytes.length - 1, 0)) / BYTES_PER_LINE) * BYTES_PER_LINE
  const lines: string[] = []
  for (let at = Math.max(0, line - BYTES_PER_LINE); at <= line; at += BYTES_PER_LINE) {
    const hex = Array.from(bytes.subarray(at, at + BYTES_PER_LINE), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    lines.push(`  ${at.toString(16).padStart(4, '0')}  ${hex}`)
  }
  return `${lines.join('\n')}\n${' '.repeat(8 + 3 * (offset - line))}^`
}
