// DiameterIdentity: the name of a node or of a realm.
import { asciiText } from './ascii-text'

/**
 * ```
 * im1.im.example        (ASCII; letters, digits, hyphens, underscores seen in the field, and dots)
 * ```
 */
export const diameterIdentity = asciiText(
  'DiameterIdentity',
  'RFC 6733 §4.3.1',
  /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?$/,
  'a host or realm name in ASCII',
)
