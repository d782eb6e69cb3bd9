// IPFilterRule: a packet filter, written like a firewall's rule.
import { asciiText } from './ascii-text'

/**
 * ```
 * permit in ip from 192.0.2.0/24 to any        (action direction protocol from source to destination [options])
 * ```
 */
export const ipFilterRule = asciiText(
  'IPFilterRule',
  'RFC 6733 §4.3.1',
  /^(?:permit|deny) (?:in|out) [\x21-\x7e]+ from (?:[\x21-\x7e]+ ){1,3}to [\x20-\x7e]+$/,
  'of the form "permit|deny in|out protocol from source to destination"',
)
