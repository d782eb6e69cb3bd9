// The question that nearly every text is answered by: nothing but ASCII.

/** True when all bytes are ASCII without NUL, four at a time; `view` is of the memory, `start` and `end` places in it. */
export function isPlainAscii(view: DataView, start: number, end: number): boolean {
  let at = start
  for (; at + 4 <= end; at += 4) {
    const word = view.getInt32(at)
    // A high bit, or a zero byte: the borrow of 1 from 0 reaches the high bit of a byte that has none itself.
    if (((word | ((word - 0x0101_0101) & ~word)) & 0x8080_8080) !== 0) return false
  }
  for (; at < end; at++) if (((view.getUint8(at) - 1) & 0xff) >= 0x7f) return false
  return true
}
