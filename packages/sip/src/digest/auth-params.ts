// Challenges and credentials as text: a scheme and its comma-separated parameters (RFC 3261 §25.1, RFC 7616 §3.3, §3.4).
import { quote, splitList, trimmed, unquote } from '../message/lists'

/** A scheme with parameters, names in lower case, values without quotes. */
export interface AuthParams {
  readonly scheme: string
  readonly params: ReadonlyMap<string, string>
}

// More than this comes from a fault or an attack; what follows is not read.
const MAX_CHALLENGES = 16
const MAX_PARAMS = 32

/**
 * Reads the values of one header line; several challenges on a line, which SIP does not allow (RFC 3261 §7.3.1), are told apart
 * by their schemes. Never throws: what is no parameter is left out, and the first of two equal names counts.
 */
export function readAuthParams(text: string): readonly AuthParams[] {
  const found: { scheme: string; params: Map<string, string> }[] = []
  for (const part of splitList(text)) {
    const [, scheme, first] = /^([A-Za-z][A-Za-z0-9-]*)[ \t]+([^ \t=][\s\S]*)$/.exec(part) ?? []
    if (scheme !== undefined && first !== undefined && !first.startsWith('=')) {
      if (found.length >= MAX_CHALLENGES) break
      found.push({ scheme, params: new Map() })
    }
    const current = found.at(-1)
    const text = first !== undefined && !first.startsWith('=') ? first : part
    const equals = text.indexOf('=')
    if (current === undefined || equals < 1 || current.params.size >= MAX_PARAMS) continue
    const name = trimmed(text.slice(0, equals)).toLowerCase()
    if (!current.params.has(name)) current.params.set(name, unquote(trimmed(text.slice(equals + 1))))
  }
  return found
}

// RFC 7616 §3.3, §3.4 — which parameters are written without quotes; qop is quoted in a challenge only.
const BARE = new Set(['algorithm', 'nc', 'stale'])

/** Writes a Digest challenge or Digest credentials, in the order given; undefined ones are left out. */
export function writeDigest(
  kind: 'challenge' | 'credentials',
  params: readonly (readonly [name: string, value: string | undefined])[],
): string {
  const bare = (name: string): boolean => BARE.has(name) || (name === 'qop' && kind === 'credentials')
  const written = params.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${bare(name) ? value : quote(value)}`]))
  return `Digest ${written.join(', ')}`
}
