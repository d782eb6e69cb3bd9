// The header fields an S-CSCF writes towards an application server: who is asserted, which charging identifier, which charging functions.
import { hash, randomBytes } from 'node:crypto'
import { parseChargingVector, SipParseError } from '@ch1/sip'
import type { HeaderChange, SipMessage, SipRequest, SipResponse } from '@ch1/sip'
import type { User } from './location-service'
import { Newest } from './newest'

/** What the profile says of them. */
export interface NetworkHeadersPlan {
  /** Host of icid-generated-at (RFC 7315 §4.6.1); absent: not written. */
  readonly icidGeneratedAt?: string | undefined
  /** The network a dialog of a participant starts from; absent: the domain of the participant. */
  readonly origIoi?: string | undefined
  /** The network in which a dialog of the SUT ends, written into the answers of participants; absent: not written. */
  readonly termIoi?: string | undefined
  /** Charging data functions, the primary one first (LV-29). */
  readonly ccf?: readonly string[]
  /** Event charging functions. */
  readonly ecf?: readonly string[]
}

interface Charged {
  /** The parameters of P-Charging-Vector as they stand in every message of the dialog. */
  readonly vector: string
  readonly cseq: number | undefined
  readonly branch: string
}

/** RFC 3325 §9.1, §9.2 and RFC 7315 §4.5, §4.6 — what only the network may say. */
const OF_THE_NETWORK = [
  'P-Asserted-Identity',
  'P-Preferred-Identity',
  'P-Charging-Vector',
  'P-Charging-Function-Addresses',
] as const

// RFC 3325 §9.1 — neither of them carries an asserted identity.
const BARE = new Set(['ACK', 'CANCEL'])

/** Inserts them into what participants send, and remembers a bounded number of dialogs so that the charging identifier of each stays the same. */
export class NetworkHeaders {
  readonly #plan: NetworkHeadersPlan
  readonly #functions: readonly HeaderChange[]
  readonly #secret = randomBytes(16).toString('hex')
  /** By the side that opened the dialog, its Call-ID and the tag of that side. */
  readonly #dialogs: Newest<Charged>

  constructor(plan: NetworkHeadersPlan, kept: number) {
    this.#plan = plan
    this.#dialogs = new Newest(kept)
    this.#functions = functionAddresses(plan)
  }

  /** How many dialogs are remembered. */
  get size(): number {
    return this.#dialogs.size
  }

  /** A request of a participant on its way to the SUT; `branch` is the same for every copy of it. */
  request(request: SipRequest, user: User, branch: string): SipRequest {
    const bare = withoutNetworkHeaders(request)
    if (BARE.has(request.method)) return bare
    const opens = request.toTag === undefined
    const charged = opens ? this.#opened(request, user, branch) : this.#dialogOf(request)
    // RFC 3261 §10 — who registers is not known yet: nothing is asserted of it.
    const said: HeaderChange[] = request.method === 'REGISTER' ? [] : [asserted(user)]
    if (charged !== undefined) said.push(['append', 'P-Charging-Vector', charged.vector])
    return bare.changed(opens ? [...said, ...this.#functions] : said)
  }

  /** A response of a participant on its way to the SUT. */
  response(response: SipResponse, user: User): SipResponse {
    const bare = withoutNetworkHeaders(response)
    const { cseq, status } = response
    // A refusal asserts nobody, 100 belongs to one hop only.
    if (status <= 100 || status >= 300 || cseq === undefined || BARE.has(cseq.method)) return bare
    const charged = this.#dialogs.get(keyOf('sut', response.callId, response.fromTag))
    if (charged === undefined) return bare.changed([asserted(user)])
    const term = this.#plan.termIoi === undefined ? '' : `;term-ioi=${textOf(this.#plan.termIoi)}`
    const said: readonly HeaderChange[] = [asserted(user), ['append', 'P-Charging-Vector', charged.vector + term]]
    return bare.changed(charged.cseq === cseq.number ? [...said, ...this.#functions] : said)
  }

  /** A request of the SUT: the charging identifier of a dialog it opens is the one of the whole dialog. */
  ofSut(request: SipRequest, branch: string): void {
    if (request.toTag !== undefined || BARE.has(request.method)) return
    const text = request.header('P-Charging-Vector')
    if (text === undefined || !isReadable(text)) return
    this.#dialogs.set(keyOf('sut', request.callId, request.fromTag), { vector: text.trim(), cseq: request.cseq?.number, branch })
  }

  /** RFC 7315 §4.6 — a new identifier for each request that opens a dialog or stands alone; every copy of one request has the same. */
  #opened(request: SipRequest, user: User, branch: string): Charged {
    const key = keyOf('user', request.callId, request.fromTag)
    const known = this.#dialogs.get(key)
    if (known?.branch === branch) return known
    // Made from the request, so that a copy that comes after its dialog was forgotten is still the same.
    const icid = hash('sha256', `${this.#secret} ${key} ${branch}`, 'hex').slice(0, 32)
    const { icidGeneratedAt, origIoi = domainOf(user.aor) } = this.#plan
    const generated = icidGeneratedAt === undefined ? '' : `;icid-generated-at=${textOf(icidGeneratedAt)}`
    const vector = `icid-value=${icid}${generated};orig-ioi=${textOf(origIoi)}`
    const charged = { vector, cseq: request.cseq?.number, branch }
    this.#dialogs.set(key, charged)
    return charged
  }

  #dialogOf(request: SipRequest): Charged | undefined {
    return (
      this.#dialogs.get(keyOf('user', request.callId, request.fromTag)) ??
      this.#dialogs.get(keyOf('sut', request.callId, request.toTag))
    )
  }
}

function asserted({ aor }: User): HeaderChange {
  return ['append', 'P-Asserted-Identity', `<${aor}>`]
}

/** RFC 3325 §5 — what a participant, who is not trusted, says in the network's name is taken out. */
function withoutNetworkHeaders<M extends SipMessage>(message: M): M {
  let rest = message
  for (const name of OF_THE_NETWORK) if (rest.header(name) !== undefined) rest = rest.without(name)
  return rest
}

/** RFC 7315 §5.5 — `ccf=…;ccf=…;ecf=…`. */
function functionAddresses({ ccf = [], ecf = [] }: NetworkHeadersPlan): readonly HeaderChange[] {
  const parts = [...ccf.map((one) => `ccf=${textOf(one)}`), ...ecf.map((one) => `ecf=${textOf(one)}`)]
  return parts.length === 0 ? [] : [['append', 'P-Charging-Function-Addresses', parts.join(';')]]
}

/** RFC 3261 §25.1 — a token or a host stands as it is, anything else in quotes. */
function textOf(value: string): string {
  return /^([A-Za-z0-9\-.!%*_+`'~]+|\[[0-9A-Fa-f:.]+\])$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`
}

function domainOf(aor: string): string {
  return aor.slice(aor.lastIndexOf('@') + 1).replace(/^sips?:/, '')
}

// No value of a header field holds a line break: it was unfolded.
function keyOf(opener: 'user' | 'sut', callId: string | undefined, tag: string | undefined): string {
  return `${opener}\n${callId ?? ''}\n${tag ?? ''}`
}

function isReadable(vector: string): boolean {
  try {
    return parseChargingVector(vector).icid !== undefined
  } catch (error) {
    if (error instanceof SipParseError) return false
    throw error
  }
}
