// Random tokens for tags, branches and Call-IDs (RFC 3261 §19.3: globally unique, at least 32 bits of randomness).
import { randomBytes } from 'node:crypto'

/** A token of 16 hexadecimal digits. */
export function randomToken(): string {
  return randomBytes(8).toString('hex')
}
