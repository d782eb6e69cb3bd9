// The server's side of digest: challenges requests and checks credentials (RFC 3261 §22.1–§22.4, RFC 7616 §3.3–§3.5, RFC 8760 §2).
import type { HeaderList } from '../message/header-fields'
import type { SipRequest } from '../message/message'
import { utf8 } from '../message/text'
import { randomToken } from '../tokens'
import { algorithmOf, type DigestAlgorithm } from './algorithms'
import { readAuthParams, writeDigest } from './auth-params'
import { digestValue, sameValue, type Qop } from './digest-value'

/** What a digest server is made of. */
export interface DigestServerOptions {
  readonly realm: string
  /** The password of a user; undefined when there is no such user. */
  readonly password: (username: string) => string | undefined
  /** A registrar or user agent asks with 401, a proxy with 407. 401 unless given. */
  readonly status?: 401 | 407 | undefined
  /** One challenge for each, in this order; MD5 unless given. */
  readonly algorithms?: readonly DigestAlgorithm[] | undefined
  /** `['auth']` unless given; an empty list leaves qop out. */
  readonly qop?: readonly Qop[] | undefined
  readonly domain?: string | undefined
  readonly opaque?: string | undefined
  readonly newNonce?: (() => string) | undefined
  /** How often one nonce may be used before it is stale; without bound unless given. */
  readonly maxUses?: number | undefined
  /** Nonces remembered; the oldest is forgotten first and then stale. 1000 unless given. */
  readonly maxNonces?: number | undefined
}

/** What the check of a request says. */
export type DigestVerdict =
  | { readonly kind: 'accepted'; readonly username: string; readonly algorithm: DigestAlgorithm }
  /** No credentials for our realm. */
  | { readonly kind: 'missing' }
  /** The secret is right and the nonce is no longer good. */
  | { readonly kind: 'stale' }
  /** Credentials that do not hold. `why` names the part. */
  | { readonly kind: 'refused'; readonly why: string }

/** Asks for credentials and checks them. */
export class DigestServer {
  readonly #options: DigestServerOptions
  readonly #uses = new Map<string, { last: number; count: number }>()

  constructor(o: DigestServerOptions) {
    this.#options = o
  }

  /** The status that asks: 401 or 407. */
  get status(): 401 | 407 {
    return this.#options.status ?? 401
  }

  /** How many nonces are remembered. */
  get nonceCount(): number {
    return this.#uses.size
  }

  /** The headers of the 401 or 407: one challenge for each algorithm (RFC 8760 §2.3), with a new nonce. */
  challenge(o: { readonly stale?: boolean | undefined } = {}): HeaderList {
    const { realm, domain, opaque, qop = ['auth'], algorithms = ['MD5'], newNonce = randomToken } = this.#options
    const nonce = newNonce()
    this.#uses.set(nonce, { last: 0, count: 0 })
    const oldest = this.#uses.keys().next()
    if (this.#uses.size > (this.#options.maxNonces ?? 1000) && oldest.done !== true) this.#uses.delete(oldest.value)
    const name = this.status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate'
    return algorithms.map((algorithm) => [
      name,
      writeDigest('challenge', [
        ['realm', realm],
        ['domain', domain],
        ['nonce', nonce],
        ['opaque', opaque],
        ['stale', o.stale === true ? 'true' : undefined],
        ['algorithm', algorithm],
        ['qop', qop.length === 0 ? undefined : qop.join(',')],
      ]),
    ])
  }

  /** Judges a request's credentials for our realm. Whatever stands in them, it does not throw. */
  verify(request: SipRequest): DigestVerdict {
    const header = this.status === 401 ? 'Authorization' : 'Proxy-Authorization'
    const given = request
      .all(header)
      .flatMap(readAuthParams)
      .find(({ scheme, params }) => scheme.toLowerCase() === 'digest' && params.get('realm') === this.#options.realm)?.params
    if (given === undefined) return { kind: 'missing' }
    const algorithm = algorithmOf(given.get('algorithm'))
    if (algorithm === undefined || !(this.#options.algorithms ?? ['MD5']).includes(algorithm)) return refused('algorithm')
    const offered = this.#options.qop ?? ['auth']
    const qop = offered.find((value) => value === given.get('qop')?.toLowerCase())
    // RFC 7616 §3.4 — where qop was offered it is answered with one of ours, a cnonce and a count of eight digits.
    if (qop === undefined && (offered.length > 0 || given.has('qop'))) return refused('qop')
    const nc = given.get('nc') ?? ''
    const cnonce = given.get('cnonce') ?? ''
    if (qop !== undefined && (!/^[0-9a-f]{8}$/i.test(nc) || cnonce === '')) return refused('nc or cnonce')
    // RFC 3261 §22.4 — the uri is the Request-URI as the client sent it; a proxy may have changed that, we are no such path.
    if (given.get('uri') !== request.requestUri) return refused('uri')
    if (given.get('opaque') !== this.#options.opaque) return refused('opaque')
    const username = utf8(given.get('username') ?? '')
    const password = this.#options.password(username)
    const nonce = given.get('nonce') ?? ''
    const expected = digestValue({
      ...{ algorithm, username, nonce, cnonce },
      realm: this.#options.realm,
      password: password ?? '',
      method: request.method,
      uri: request.requestUri,
      protection: qop === undefined ? undefined : { qop, cnonce, nc },
      body: request.body,
    })
    if (!sameValue(given.get('response') ?? '', expected) || password === undefined) return refused('username or response')
    return this.#isFresh(nonce, qop === undefined ? undefined : Number.parseInt(nc, 16))
      ? { kind: 'accepted', username, algorithm }
      : { kind: 'stale' }
  }

  /** The headers to refuse a request with; undefined when its credentials hold. */
  refusalOf(request: SipRequest): HeaderList | undefined {
    const verdict = this.verify(request)
    return verdict.kind === 'accepted' ? undefined : this.challenge({ stale: verdict.kind === 'stale' })
  }

  // RFC 7616 §3.4 — a count that does not grow is a replay; the nonce is then as good as used up.
  #isFresh(nonce: string, count: number | undefined): boolean {
    const use = this.#uses.get(nonce)
    if (use === undefined || (count !== undefined && count <= use.last)) return false
    if (use.count >= (this.#options.maxUses ?? Number.POSITIVE_INFINITY)) return false
    use.last = count ?? use.last
    use.count += 1
    return true
  }
}

function refused(why: string): DigestVerdict {
  return { kind: 'refused', why }
}
