// Unsigned32: a number of four bytes.
import { wholeNumber, type DataType } from './data-type'

/**
 * ```
 * | network byte order (4) |
 * ```
 */
export const unsigned32: DataType<number> = {
  name: 'Unsigned32',
  clause: 'RFC 6733 §4.2',
  read(from) {
    from.expectLength(4, this.name, this.clause)
    return from.view.getUint32(from.start)
  },
  write(to, value) {
    to.u32(wholeNumber(to, this, value, 0, 0xffff_ffff))
  },
}
