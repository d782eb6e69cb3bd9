// Float32: a floating-point number of single precision.
import { show, type DataType } from './data-type'

/**
 * ```
 * | sign (1 bit) | exponent (8 bits) | fraction (23 bits) |
 * ```
 */
export const float32: DataType<number> = {
  name: 'Float32',
  clause: 'RFC 6733 §4.2',
  read(from) {
    from.expectLength(4, this.name, this.clause)
    return from.view.getFloat32(from.start)
  },
  write(to, value) {
    const fits = typeof value === 'number' && Number.isFinite(value) === Number.isFinite(Math.fround(value))
    if (!fits) throw to.error(`Float32 takes a number of single precision, not ${show(value)}`, this.clause)
    to.f32(value)
  },
}
