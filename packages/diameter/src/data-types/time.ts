// Time: whole seconds since 1900, in four bytes that roll over in 2036; a Date here.
import { show, type DataType } from './data-type'

const SECONDS_1900_TO_1970 = 2_208_988_800
const ROLLOVER_SECONDS = 0x1_0000_0000
const FIRST_OF_ERA_0 = 0x8000_0000

/**
 * ```
 * | seconds, network byte order (4) |   high bit 1: counted from 1900 (1968–2036); high bit 0: from 2036-02-07T06:28:16Z
 * ```
 * Fractions of a second have no place in it and are cut off when written.
 */
export const time: DataType<Date> = {
  name: 'Time',
  clause: 'RFC 6733 §4.3.1',
  read(from) {
    from.expectLength(4, this.name, this.clause)
    const seconds = from.view.getUint32(from.start)
    const since1900 = seconds >= FIRST_OF_ERA_0 ? seconds : seconds + ROLLOVER_SECONDS
    return new Date((since1900 - SECONDS_1900_TO_1970) * 1000)
  },
  write(to, value) {
    const since1900 = value instanceof Date ? Math.floor(value.getTime() / 1000) + SECONDS_1900_TO_1970 : NaN
    if (!(since1900 >= FIRST_OF_ERA_0 && since1900 < FIRST_OF_ERA_0 + ROLLOVER_SECONDS)) {
      const came = value instanceof Date ? (Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString()) : show(value)
      throw to.error(`Time takes a Date from 1968-01-20T03:14:08Z to 2104-02-26T09:42:23Z, not ${came}`, this.clause)
    }
    to.u32(since1900 % ROLLOVER_SECONDS)
  },
}
