// Challenges in a 401 or 407: which we can answer, and which is the best for each realm (RFC 3261 §22.2, §22.3; RFC 8760 §2.4).
import type { SipResponse } from '../message/message'
import { algorithmOf, strengthOf, type DigestAlgorithm } from './algorithms'
import { readAuthParams, type AuthParams } from './auth-params'
import type { Qop } from './digest-value'

/** One Digest challenge. */
export interface Challenge {
  /** The header that answers it. */
  readonly answerIn: 'Authorization' | 'Proxy-Authorization'
  readonly realm: string
  readonly nonce: string
  readonly algorithm: DigestAlgorithm
  /** Whether the algorithm was written; only then it is written back. */
  readonly namesAlgorithm: boolean
  /** Undefined when the challenge has no qop. */
  readonly qop: Qop | undefined
  readonly opaque: string | undefined
  readonly stale: boolean
}

/** For each realm the strongest challenge that we know how to answer; none of other schemes, algorithms or qop values. */
export function challengesOf(response: SipResponse): readonly Challenge[] {
  const read = (header: string, answerIn: Challenge['answerIn']): readonly Challenge[] =>
    response
      .all(header)
      .flatMap(readAuthParams)
      .flatMap((given) => challengeOf(given, answerIn) ?? [])
  // RFC 3261 §22.2, §22.3 — a 401 is answered for WWW-Authenticate, a 407 for Proxy-Authenticate; forking may mix them.
  const all = [...read('WWW-Authenticate', 'Authorization'), ...read('Proxy-Authenticate', 'Proxy-Authorization')]
  const best = new Map<string, Challenge>()
  for (const challenge of all) {
    const key = `${challenge.answerIn}\n${challenge.realm}`
    const other = best.get(key)
    // RFC 8760 §2.4 — the topmost known one unless local policy decides; our policy is the strongest, the upper of equals.
    if (other === undefined || strengthOf(challenge.algorithm) > strengthOf(other.algorithm)) best.set(key, challenge)
  }
  return [...best.values()]
}

function challengeOf({ scheme, params }: AuthParams, answerIn: Challenge['answerIn']): Challenge | undefined {
  const realm = params.get('realm')
  const nonce = params.get('nonce')
  const algorithm = algorithmOf(params.get('algorithm'))
  const offered = params.get('qop')
  const qop = offered === undefined ? undefined : preferred(offered)
  if (scheme.toLowerCase() !== 'digest' || realm === undefined || nonce === undefined || algorithm === undefined) return undefined
  // RFC 7616 §3.3 — qop values that we do not know are ignored; when none is left the challenge cannot be answered.
  if (offered !== undefined && qop === undefined) return undefined
  return {
    ...{ answerIn, realm, nonce, algorithm, qop },
    namesAlgorithm: params.has('algorithm'),
    opaque: params.get('opaque'),
    stale: params.get('stale')?.toLowerCase() === 'true',
  }
}

// Proxies may change bodies on the way, so auth comes before auth-int where both are offered.
function preferred(offered: string): Qop | undefined {
  const values = offered.split(',').map((value) => value.trim().toLowerCase())
  return values.includes('auth') ? 'auth' : values.includes('auth-int') ? 'auth-int' : undefined
}
