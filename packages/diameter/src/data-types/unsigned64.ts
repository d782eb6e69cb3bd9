// Unsigned64: a number of eight bytes, a bigint here.
import { wholeBigint, type DataType } from './data-type'

/**
 * ```
 * | network byte order (8) |
 * ```
 */
export const unsigned64: DataType<bigint> = {
  name: 'Unsigned64',
  clause: 'RFC 6733 §4.2',
  read(from) {
    from.expectLength(8, this.name, this.clause)
    return from.view.getBigUint64(from.start)
  },
  write(to, value) {
    to.u64(wholeBigint(to, this, value, 0n, (1n << 64n) - 1n))
  },
}
