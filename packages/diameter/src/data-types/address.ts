// Address: an address family and an address of it; text here.
import { text, type DataType } from './data-type'
import { ipOctets, ipv4Text, ipv6Text } from './ip-address'

const IPV4 = 1
const IPV6 = 2

/**
 * ```
 * | address family (2) | address (4 of IPv4, 16 of IPv6) |
 * ```
 * Other families are written as `<family>:0x<octets in hex>`: `8:0x3439` is the E.164 number 49.
 */
export const address: DataType<string> = {
  name: 'Address',
  clause: 'RFC 6733 §4.3.1',
  read(from) {
    if (from.length < 2) throw from.error(`Address needs 2 bytes for its family, has ${from.length} bytes of data`, this.clause)
    const family = from.view.getUint16(from.start)
    const octets = from.data().subarray(2)
    if (family === IPV4 && octets.length === 4) return ipv4Text(octets)
    if (family === IPV6 && octets.length === 16) return ipv6Text(octets)
    if (family === IPV4 || family === IPV6) {
      throw from.error(
        `Address of family ${family} needs ${family === IPV4 ? 4 : 16} octets, has ${octets.length}`,
        this.clause,
        2,
      )
    }
    return `${family}:0x${Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('')}`
  },
  write(to, value) {
    const characters = text(to, this, value)
    const [, family, hex] = /^(\d{1,5}):0x((?:[0-9a-f]{2})*)$/i.exec(characters) ?? []
    const octets =
      hex === undefined ? ipOctets(characters) : Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
    const number = family === undefined ? (octets?.length === 4 ? IPV4 : IPV6) : Number(family)
    const named = family !== undefined && (number === IPV4 || number === IPV6)
    if (octets === undefined || number > 0xffff || named) {
      throw to.error(`Address takes an IPv4 or IPv6 address or <family>:0x<hex>, not ${JSON.stringify(characters)}`, this.clause)
    }
    to.u16(number)
    to.octets(octets)
  },
}
