// The question that nearly every text is answered by: nothing but ASCII.

const HIGH_BITS = 0x8080_8080 | 0

/** True when all bytes are ASCII without NUL, four at a time; `view` is of the memory, `start` and `end` places in it. */
export function isPlainAscii(view: DataView, start: number, end: number): boolean {
  // Adding 0x7f lifts every byte but NUL into its high bit, with no carry from bytes that have none themselves.
  let fine = HIGH_BITS
  let at = start
  for (; at + 4 <= end; at += 4) {
    const word = view.getInt32(at, true)
    fine &= ~word & (word + 0x7f7f_7f7f)
  }
  for (; at < end; at++) if (view.getInt8(at) < 1) return false
  return fine === HIGH_BITS
}
