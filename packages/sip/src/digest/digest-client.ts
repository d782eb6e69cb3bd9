// The client's side of digest: answers challenges, remembers nonces for the Call-ID, and never asks twice (RFC 3261 §22.1–§22.3).
import { asBytesText } from '../message/text'
import type { SipRequest, SipResponse } from '../message/message'
import { randomToken } from '../tokens'
import { readAuthParams, writeDigest } from './auth-params'
import { challengesOf, type Challenge } from './challenge'
import { digestValue } from './digest-value'

/** A user name and its password, ordinary text. */
export interface DigestCredentials {
  readonly username: string
  readonly password: string
}

/** What a digest client is made of. */
export interface DigestClientOptions {
  /** The credentials for a realm; undefined when there are none, and the challenge stays unanswered. */
  readonly credentials: (realm: string) => DigestCredentials | undefined
  readonly newCnonce?: (() => string) | undefined
  /** Call-IDs whose nonces are remembered; the oldest is forgotten first. 1000 unless given. */
  readonly maxCalls?: number | undefined
}

/** A nonce in use: its challenge and how often it was used. */
interface Usage {
  readonly challenge: Challenge
  readonly credentials: DigestCredentials
  count: number
}

const MAX_REALMS = 8

/** Answers for one user agent. */
export class DigestClient {
  readonly #options: DigestClientOptions
  readonly #calls = new Map<string, Map<string, Usage>>()

  constructor(o: DigestClientOptions) {
    this.#options = o
  }

  /** For how many Call-IDs nonces are remembered. */
  get callCount(): number {
    return this.#calls.size
  }

  /** One request on its way, from its first sending to its final response. */
  exchange(): DigestExchange {
    return new DigestExchange(this)
  }

  /** RFC 3261 §22.3 — later requests of the Call-ID carry the credentials ahead, each use with the next nonce count. */
  dress(request: SipRequest): SipRequest {
    let dressed = request
    for (const usage of this.#calls.get(request.callId ?? '')?.values() ?? []) dressed = this.#with(dressed, usage)
    return dressed
  }

  /** Takes a challenge into use for the Call-ID. False when there are no credentials for its realm, or too many realms. */
  accept(callId: string, challenge: Challenge): boolean {
    const credentials = this.#options.credentials(challenge.realm)
    const usages = this.#calls.get(callId) ?? new Map<string, Usage>()
    const key = keyOf(challenge)
    if (credentials === undefined || (!usages.has(key) && usages.size >= MAX_REALMS)) return false
    usages.set(key, { challenge, credentials, count: 0 })
    this.#calls.delete(callId)
    this.#calls.set(callId, usages)
    const oldest = this.#calls.keys().next()
    if (this.#calls.size > (this.#options.maxCalls ?? 1000) && oldest.done !== true) this.#calls.delete(oldest.value)
    return true
  }

  /** The credentials for this realm were refused: they are not sent ahead again. */
  forget(callId: string, challenge: Challenge): void {
    const usages = this.#calls.get(callId)
    usages?.delete(keyOf(challenge))
    if (usages?.size === 0) this.#calls.delete(callId)
  }

  #with(request: SipRequest, usage: Usage): SipRequest {
    usage.count += 1
    const value = this.#value(request, usage)
    const { answerIn, realm } = usage.challenge
    const others = request.all(answerIn).filter((line) => !isFor(line, realm))
    return [...others, value].reduce((made, line) => made.append(answerIn, line), request.without(answerIn))
  }

  #value(request: SipRequest, { challenge, credentials, count }: Usage): string {
    const { realm, nonce, algorithm, qop, opaque } = challenge
    const cnonce = this.#options.newCnonce?.() ?? randomToken()
    const nc = count.toString(16).padStart(8, '0')
    const sends = qop !== undefined || algorithm.endsWith('-sess')
    const response = digestValue({
      ...{ algorithm, realm, nonce, cnonce, ...credentials },
      method: request.method,
      uri: request.requestUri,
      protection: qop === undefined ? undefined : { qop, cnonce, nc },
      body: request.body,
    })
    return writeDigest('credentials', [
      ['username', asBytesText(credentials.username)],
      ['realm', realm],
      ['nonce', nonce],
      ['uri', request.requestUri],
      ['response', response],
      ['algorithm', challenge.namesAlgorithm ? algorithm : undefined],
      ['cnonce', sends ? cnonce : undefined],
      ['opaque', opaque],
      ['qop', qop],
      ['nc', qop === undefined ? undefined : nc],
    ])
  }
}

/** The challenges to one request. It answers each realm once, and once more when its nonce was merely stale. */
export class DigestExchange {
  readonly #client: DigestClient
  readonly #answered = new Map<string, { readonly renewed: boolean; readonly nonce: string }>()

  constructor(client: DigestClient) {
    this.#client = client
  }

  /**
   * The request to send after a 401 or 407: the same, Call-ID, From tag and To included, numbered by `cseq` or one higher, with
   * credentials (RFC 3261 §8.1.3.5). Undefined when the response is final: no challenge that we can answer, no credentials,
   * or a realm that refused those it was given (§22.1: not tried again with the same).
   */
  answer(request: SipRequest, response: SipResponse, cseq?: () => number): SipRequest | undefined {
    if (response.status !== 401 && response.status !== 407) return undefined
    const callId = request.callId ?? ''
    const sent = response.cseq ?? request.cseq
    const challenges = challengesOf(response)
    if (sent === undefined || challenges.length === 0) return undefined
    const wanted = challenges.filter((challenge) => this.#mayAnswer(challenge))
    for (const refused of challenges) if (!wanted.includes(refused)) this.#client.forget(callId, refused)
    // A realm that refused its credentials ends the exchange, whatever else is challenged beside it.
    if (wanted.length < challenges.length) return undefined
    const taken = wanted.filter((challenge) => this.#client.accept(callId, challenge))
    if (taken.length === 0) return undefined
    for (const { nonce, ...challenge } of taken) {
      const key = keyOf(challenge)
      this.#answered.set(key, { renewed: this.#answered.has(key), nonce })
    }
    const number = cseq?.() ?? (request.cseq?.number ?? sent.number) + 1
    return this.#client.dress(request.withoutFirstOf('Via').with('CSeq', `${number} ${request.method}`))
  }

  // RFC 7616 §3.3 — stale=true: the secret was right, the nonce too old; a new nonce is taken, once.
  #mayAnswer(challenge: Challenge): boolean {
    const before = this.#answered.get(keyOf(challenge))
    if (before === undefined) return this.#answered.size < MAX_REALMS
    return challenge.stale && !before.renewed && challenge.nonce !== before.nonce
  }
}

function keyOf({ answerIn, realm }: Pick<Challenge, 'answerIn' | 'realm'>): string {
  return `${answerIn}\n${realm}`
}

function isFor(line: string, realm: string): boolean {
  return readAuthParams(line).some(({ params }) => params.get('realm') === realm)
}
