// Integer64: a signed number of eight bytes, a bigint here.
import { wholeBigint, type DataType } from './data-type'

/**
 * ```
 * | two's complement, network byte order (8) |
 * ```
 */
export const integer64: DataType<bigint> = {
  name: 'Integer64',
  clause: 'RFC 6733 §4.2',
  read(from) {
    from.expectLength(8, this.name, this.clause)
    return from.view.getBigInt64(from.start)
  },
  write(to, value) {
    to.u64(BigInt.asUintN(64, wholeBigint(to, this, value, -(1n << 63n), (1n << 63n) - 1n)))
  },
}
