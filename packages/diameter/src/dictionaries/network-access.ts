// RFC 7155 and RFC 5777: the few AVPs of network access that charging groups contain.
import type { AvpDefinition } from '../dictionary'
import { rowsOf } from './row'

const row = rowsOf(0)

/** Network access, IETF AVPs. */
export const networkAccess: readonly AvpDefinition[] = [
  row('Filter-Id', 11, 'UTF8String', 'RFC 7155 §4.4.7'),
  row('Called-Station-Id', 30, 'UTF8String', 'RFC 7155 §4.2.5'),
  row('Accounting-Input-Octets', 363, 'Unsigned64', 'RFC 7155 §4.6.1'),
  row('Accounting-Output-Octets', 364, 'Unsigned64', 'RFC 7155 §4.6.2'),
  row('Filter-Rule', 509, 'Grouped', 'dictionary (freeDiameter dict_rfc5777)'),
]
