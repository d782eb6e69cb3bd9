// A registration: bindings made, kept alive and removed at a registrar (RFC 3261 §10.2).
import { SipParseError, SipStateError } from '../errors'
import type { HeaderList } from '../message/header-fields'
import type { SipResponse } from '../message/message'
import { randomToken } from '../tokens'
import { TimerSet, type Timers } from '../transactions/timers'
import { sameUri } from '../uri/compare'
import { parseNameAddr } from '../uri/name-addr'
import type { RequestOptions } from '../user-agent/user-agent'

/** The user agent as a registration sees it. */
export interface RegisteringAgent {
  readonly contact: string
  request(o: RequestOptions): Promise<SipResponse>
}

/** What a registration is made of. */
export interface RegistrationOptions {
  readonly agent: RegisteringAgent
  readonly timers: Timers
  /** The registrar's URI, without user part (RFC 3261 §10.2). */
  readonly registrar: string
  /** The address of record, a name-addr. */
  readonly aor: string
  /** The Contact value; the agent's unless given. */
  readonly contact?: string | undefined
  /** Seconds asked for; 3600 unless given. */
  readonly expiresS?: number | undefined
  readonly route?: readonly string[] | undefined
  readonly headers?: HeaderList | undefined
  readonly callId?: string | undefined
  /** A refresh was refused or not answered: the binding ends when its time is over. */
  readonly onLost?: ((cause: SipResponse | Error) => void) | undefined
}

// RFC 3261 §10.2.8 — 423 raises the interval; a registrar that raises without end is not followed.
const MAX_RAISES = 3
const LONGEST_S = 2_000_000

/** One binding of one address of record. All its REGISTERs share Call-ID and growing numbers (RFC 3261 §10.2). */
export class Registration {
  readonly callId: string
  readonly #options: RegistrationOptions
  readonly #fromTag = randomToken()
  readonly #timers: TimerSet<'refresh'>
  #cseq = 0
  #wantedS: number
  #grantedS: number | undefined
  #busy = false

  constructor(o: RegistrationOptions) {
    this.#options = o
    this.callId = o.callId ?? randomToken()
    this.#wantedS = o.expiresS ?? 3600
    this.#timers = new TimerSet(o.timers, () => void this.#keepAlive())
  }

  /** The seconds that the registrar granted last; undefined while there is no binding. */
  get grantedS(): number | undefined {
    return this.#grantedS
  }

  /**
   * Registers, or refreshes at once; refreshes follow by themselves at half the granted time. Resolves with the final response.
   * Rejects SipStateError while a REGISTER is under way (RFC 3261 §10.2), SipTimeout, SipTransportError, SipClosed.
   */
  async register(): Promise<SipResponse> {
    return this.#alone(async () => {
      for (let raises = 0; ; raises++) {
        const response = await this.#send(this.#wantedS)
        const least = secondsOf(response.header('Min-Expires'))
        if (response.status !== 423 || least === undefined || least <= this.#wantedS || raises >= MAX_RAISES)
          return this.#took(response)
        this.#wantedS = least
      }
    })
  }

  /** Removes the binding (RFC 3261 §10.2.2); no refresh follows, whatever the answer. */
  async unregister(): Promise<SipResponse> {
    this.stop()
    return this.#alone(() => this.#send(0))
  }

  /** Lets the binding run out. */
  stop(): void {
    this.#timers.clearAll()
    this.#grantedS = undefined
  }

  async #alone(run: () => Promise<SipResponse>): Promise<SipResponse> {
    if (this.#busy) throw new SipStateError(`a REGISTER of ${this.#options.aor} is under way (RFC 3261 §10.2)`)
    this.#busy = true
    try {
      return await run()
    } finally {
      this.#busy = false
    }
  }

  #send(expiresS: number): Promise<SipResponse> {
    const { agent, registrar, aor, contact, route, headers = [] } = this.#options
    const party = aor.includes('<') ? aor : `<${aor}>`
    return agent.request({
      ...{ method: 'REGISTER', uri: registrar, from: aor, to: aor, route, callId: this.callId },
      nextCseq: () => (this.#cseq += 1),
      headers: [
        ['From', `${party};tag=${this.#fromTag}`],
        ['Contact', contact ?? agent.contact],
        ['Expires', String(expiresS)],
        ...headers,
      ],
    })
  }

  #took(response: SipResponse): SipResponse {
    this.stop()
    if (response.status >= 300) return response
    const granted = this.#granted(response)
    this.#grantedS = granted
    if (granted > 0) this.#timers.set('refresh', Math.min(granted, LONGEST_S) * 500)
    return response
  }

  // RFC 3261 §10.2.4 — our binding is found in the answer by its URI; its own expires counts before the Expires header.
  #granted(response: SipResponse): number {
    const own = parseNameAddr(this.#options.contact ?? this.#options.agent.contact).uri
    const binding = response.contacts.find(({ uri }) => isSame(uri, own))
    return secondsOf(binding?.params.get('expires')) ?? secondsOf(response.header('Expires')) ?? this.#wantedS
  }

  async #keepAlive(): Promise<void> {
    try {
      const response = await this.register()
      if (response.status >= 300) this.#options.onLost?.(response)
    } catch (error) {
      this.stop()
      this.#options.onLost?.(error instanceof Error ? error : new Error(String(error)))
    }
  }
}

function isSame(a: string, b: string): boolean {
  try {
    return sameUri(a, b)
  } catch (error) {
    if (error instanceof SipParseError) return a === b
    throw error
  }
}

function secondsOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined
}
