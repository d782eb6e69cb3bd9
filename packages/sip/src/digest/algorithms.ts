// The hash algorithms of SIP digest, weakest first (RFC 3261 §22.4, RFC 7616 §3.2, RFC 8760 §2.1).
import { createHash } from 'node:crypto'

/** The algorithm names we answer and ask with, as they are written on the wire. */
export const DIGEST_ALGORITHMS = ['MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess', 'SHA-512-256', 'SHA-512-256-sess'] as const

/** One of {@link DIGEST_ALGORITHMS}. */
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number]

const HASHES: Readonly<Record<string, string>> = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' }

/** The algorithm of a challenge: without the parameter it is MD5 (RFC 7616 §3.3); undefined when we do not know it. */
export function algorithmOf(name: string | undefined): DigestAlgorithm | undefined {
  if (name === undefined) return 'MD5'
  return DIGEST_ALGORITHMS.find((known) => known.toLowerCase() === name.toLowerCase())
}

/** Higher is stronger. */
export function strengthOf(algorithm: DigestAlgorithm): number {
  return DIGEST_ALGORITHMS.indexOf(algorithm)
}

/** Whether the secret is bound to nonce and cnonce (RFC 7616 §3.4.2). */
export function isSession(algorithm: DigestAlgorithm): boolean {
  return algorithm.endsWith('-sess')
}

/** Lower-case hexadecimal hash; text counts as its bytes, one for each character. */
export function hashed(algorithm: DigestAlgorithm, data: string | Uint8Array): string {
  const hash = createHash(HASHES[algorithm.replace(/-sess$/, '')] ?? 'md5')
  return (typeof data === 'string' ? hash.update(data, 'latin1') : hash.update(data)).digest('hex')
}
