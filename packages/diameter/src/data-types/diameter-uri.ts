// DiameterURI: where and how a node can be reached.
import { asciiText } from './ascii-text'

/**
 * ```
 * aaa://host.example.com:6666;transport=tcp;protocol=diameter        (aaas: with transport security)
 * ```
 */
export const diameterUri = asciiText(
  'DiameterURI',
  'RFC 6733 §4.3.1',
  /^aaas?:\/\/[A-Za-z0-9_.-]+(?::\d{1,5})?(?:;transport=(?:tcp|sctp|udp))?(?:;protocol=(?:diameter|radius|tacacs\+))?$/,
  'of the form aaa://host[:port][;transport=…][;protocol=…]',
)
