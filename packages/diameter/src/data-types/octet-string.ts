// OctetString: any bytes, of any length.
import { show, type DataType } from './data-type'

/**
 * ```
 * | octet 0 | octet 1 | …        (no length of its own: the AVP's)
 * ```
 */
export const octetString: DataType<Uint8Array> = {
  name: 'OctetString',
  clause: 'RFC 6733 §4.2',
  read: (from) => from.data(),
  write(to, value) {
    if (!(value instanceof Uint8Array)) throw to.error(`OctetString takes a Uint8Array, not ${show(value)}`, this.clause)
    to.octets(value)
  },
}
