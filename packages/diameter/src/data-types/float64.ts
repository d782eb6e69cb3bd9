// Float64: a floating-point number of double precision.
import { show, type DataType } from './data-type'

/**
 * ```
 * | sign (1 bit) | exponent (11 bits) | fraction (52 bits) |
 * ```
 */
export const float64: DataType<number> = {
  name: 'Float64',
  clause: 'RFC 6733 §4.2',
  read(from) {
    from.expectLength(8, this.name, this.clause)
    return from.view.getFloat64(from.start)
  },
  write(to, value) {
    if (typeof value !== 'number') throw to.error(`Float64 takes a number, not ${show(value)}`, this.clause)
    to.f64(value)
  },
}
