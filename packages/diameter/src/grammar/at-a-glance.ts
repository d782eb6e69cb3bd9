// What nearly every message passes, asked in the fewest steps; what is not sure is asked again at length.
import type { FlatMessage } from '../flat/flat-message'
import { TYPE } from '../flat/known-rows'
import { isPlainAscii } from '../flat/plain-ascii'
import { isLegal } from './data-faults'

/** Whether data is legal for its row's format, where its length alone does not decide (`KnownRows.dataBytes`). */
export function hasLegalData(message: FlatMessage, row: number, type: number, start: number, end: number): boolean {
  const { known, view, base } = message
  if (type === TYPE.UTF8String) {
    if (isPlainAscii(view, base + start, base + end)) return true
  } else if (type === TYPE.Grouped) {
    return ((end - start) & 3) === 0
  } else if (type === TYPE.Enumerated && end - start === 4) {
    const value = view.getUint32(base + start)
    if (value < 32 && (((known.lowValues[row] as number) >>> value) & 1) !== 0) return true
  }
  return isLegal(message.bytes, start, end, type, known.values[row])
}

/** Up to three bytes behind data, the last of a word: the end of a message is a multiple of four. */
export function hasPaddingOtherThanZero({ view, base }: FlatMessage, end: number): boolean {
  return (view.getInt32(base + (end & ~3)) & (-1 >>> ((end & 3) << 3))) !== 0
}
