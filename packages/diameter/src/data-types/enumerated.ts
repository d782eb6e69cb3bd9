// Enumerated: an Integer32 whose values have names; the names live in the dictionary, and unknown values are read as they are.
import { wholeNumber, type DataType } from './data-type'

/**
 * ```
 * | two's complement, network byte order (4) |
 * ```
 */
export const enumerated: DataType<number> = {
  name: 'Enumerated',
  clause: 'RFC 6733 §4.3.1',
  read(from) {
    from.expectLength(4, this.name, this.clause)
    return from.view.getInt32(from.start)
  },
  write(to, value) {
    to.u32(wholeNumber(to, this, value, -0x8000_0000, 0x7fff_ffff))
  },
}
