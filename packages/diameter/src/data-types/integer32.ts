// Integer32: a signed number of four bytes.
import { wholeNumber, type DataType } from './data-type'

/**
 * ```
 * | two's complement, network byte order (4) |
 * ```
 */
export const integer32: DataType<number> = {
  name: 'Integer32',
  clause: 'RFC 6733 §4.2',
  read(from) {
    from.expectLength(4, this.name, this.clause)
    return from.view.getInt32(from.start)
  },
  write(to, value) {
    to.u32(wholeNumber(to, this, value, -0x8000_0000, 0x7fff_ffff))
  },
}
