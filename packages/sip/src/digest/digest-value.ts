// The digest itself: the value that proves the secret for one request (RFC 7616 §3.4.1, RFC 3261 §22.4).
import { timingSafeEqual } from 'node:crypto'
import { asBytesText } from '../message/text'
import { hashed, isSession, type DigestAlgorithm } from './algorithms'

/** Quality of protection: the request line alone, or its body as well (RFC 7616 §3.3). */
export type Qop = 'auth' | 'auth-int'

/** What the value is computed of. User name and password are ordinary text; realm, nonce and URI are as on the wire. */
export interface DigestInput {
  readonly algorithm: DigestAlgorithm
  readonly username: string
  readonly realm: string
  readonly password: string
  readonly method: string
  readonly uri: string
  readonly nonce: string
  /** With qop only. */
  readonly protection?: { readonly qop: Qop; readonly cnonce: string; readonly nc: string } | undefined
  /** What `-sess` binds the secret to where no qop tells it. */
  readonly cnonce?: string | undefined
  /** The request's body, for auth-int. */
  readonly body: Uint8Array
}

/** The `response` parameter of credentials. */
export function digestValue(o: DigestInput): string {
  const h = (data: string): string => hashed(o.algorithm, data)
  const secret = h(`${asBytesText(o.username)}:${o.realm}:${asBytesText(o.password)}`)
  // RFC 7616 §3.4.2 — the session variants hash the secret once more, with both nonces.
  const a1 = isSession(o.algorithm) ? h(`${secret}:${o.nonce}:${o.protection?.cnonce ?? o.cnonce ?? ''}`) : secret
  // RFC 7616 §3.4.3 — auth-int covers the body; an empty one counts too.
  const covered = o.protection?.qop === 'auth-int' ? `:${hashed(o.algorithm, o.body)}` : ''
  const a2 = h(`${o.method}:${o.uri}${covered}`)
  // RFC 7616 §3.4.1, RFC 3261 §22.4 — without qop the older form of RFC 2069 holds.
  if (o.protection === undefined) return h(`${a1}:${o.nonce}:${a2}`)
  const { nc, cnonce, qop } = o.protection
  return h(`${a1}:${o.nonce}:${nc}:${cnonce}:${qop}:${a2}`)
}

/** Whether two values are the same, in a time that does not tell where they differ. */
export function sameValue(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a.toLowerCase(), 'latin1'), Buffer.from(b, 'latin1')]
  return left.length === right.length && timingSafeEqual(left, right)
}
