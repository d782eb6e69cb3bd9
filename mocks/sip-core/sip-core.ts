// The SIP/IP core: one Record-Routing stateless proxy (RFC 3261 §16.11) between the participants and the SUT, and the place where SIP history is written.
import { parseMessage, respond, serialize, SipBuildError, SipParseError, UdpTransport } from '@ch1/sip'
import type { Address, SipRequest, SipResponse, SipTransport } from '@ch1/sip'
import type { Recorder } from '../../judge/history/events'
import { TestbedError } from '../testbed-error'
import { addressOf, addressOfUri, hostPort } from './address'
import { Boundary } from './boundary'
import { LocationService } from './location-service'
import type { User } from './location-service'
import { Notes } from './notes'
import { routeRequest } from './request-routing'
import type { Way } from './request-routing'
import { isOwnVia, markReceived, tagFor, wayBack, withoutOwnVia } from './via'

/** Bounds on what the core keeps and sends. */
export interface SipCoreLimits {
  /** The largest datagram it sends; UDP over IPv4 carries 65,507 bytes. */
  readonly datagramBytes: number
  /** How many notes on unroutable messages it keeps, the newest. */
  readonly unrouted: number
  /** How many INVITEs it remembers the way of, so that CANCEL and ACK follow. */
  readonly invites: number
}

/** How a core is started. */
export interface SipCoreOptions {
  readonly host: string
  /** 0: given by the system. */
  readonly port: number
  /** The next hop towards the SUT; may be told later with `setSut`. */
  readonly sut?: Address | undefined
  readonly record: Recorder
  readonly limits?: Partial<SipCoreLimits> | undefined
  /** Our own trouble inside a socket callback (a recorder that throws, say); without it such trouble is noted in `unrouted`. */
  readonly onFault?: ((error: unknown) => void) | undefined
}

const DEFAULT_LIMITS: SipCoreLimits = { datagramBytes: 65_507, unrouted: 100, invites: 1_000 }

/** A running core. Everything of the SUT's SIP crosses it; participants send to nobody else. */
export class SipCore {
  /** Binds the socket. Throws TestbedError when the address cannot be had. */
  static async start(o: SipCoreOptions): Promise<SipCore> {
    return new SipCore(o, await bound(o))
  }

  readonly port: number
  readonly #transport: SipTransport
  readonly #own: Address
  readonly #boundary: Boundary
  readonly #limits: SipCoreLimits
  readonly #onFault: ((error: unknown) => void) | undefined
  readonly #users = new LocationService()
  readonly #notes: Notes
  readonly #ways = new Map<string, Way>()
  #sut: Address | undefined

  private constructor(o: SipCoreOptions, transport: SipTransport) {
    this.#transport = transport
    this.port = transport.sentBy.port
    this.#own = addressOf(o.host, this.port)
    this.#boundary = new Boundary(o.record, this.#own)
    this.#limits = { ...DEFAULT_LIMITS, ...o.limits }
    this.#notes = new Notes(this.#limits.unrouted)
    this.#onFault = o.onFault
    if (o.sut) this.setSut(o.sut)
    transport.onMessage = (bytes, from) => this.#guarded(() => this.#read(bytes, from))
  }

  /** The next hop for requests of participants. */
  setSut(address: Address): void {
    this.#sut = address
    this.#users.forgetFormer(address)
  }

  /** Makes a participant reachable; its endpoint is how its messages are known. Replaces an older entry for the same address of record. */
  register(user: User): void {
    this.#users.register(user)
  }

  /** Ends a registration; what still comes from that endpoint, or goes to it, is dropped and noted. */
  unregister(aor: string): void {
    this.#users.unregister(aor)
  }

  /** What could not be routed and why, oldest first; only the newest are kept. */
  get unrouted(): readonly string[] {
    return this.#notes.lines
  }

  async close(): Promise<void> {
    await this.#transport.close()
  }

  #read(bytes: Uint8Array, from: Address): void {
    const sender = this.#users.byEndpoint(from)
    const former = sender === undefined ? this.#users.formerAt(from) : undefined
    if (former !== undefined)
      return this.#notes.add(`a datagram of ${former} (${hostPort(from)}), who is not registered any more, was dropped`)
    const message = this.#parsed(bytes, from, sender)
    if (message === undefined) return
    if (!sender) this.#boundary.sip('fromSut', bytes, from, this.#partyOf(message))
    try {
      if (message.kind === 'request') this.#request(message, from, sender)
      else this.#response(message, from, sender)
    } catch (error) {
      if (!isSipFault(error)) throw error
      this.#notes.add(`${message.startLine} from ${hostPort(from)}: ${error.message}`)
      // RFC 3261 §16.3 — a request the proxy cannot understand is refused with 400.
      if (message.kind === 'request') this.#answer(message, from, 400, 'Bad Request', sender)
    }
  }

  #parsed(bytes: Uint8Array, from: Address, sender: User | undefined): SipRequest | SipResponse | undefined {
    try {
      return parseMessage(bytes)
    } catch (error) {
      if (!isSipFault(error)) throw error
      if (sender === undefined) this.#boundary.garbage(bytes, from, `not SIP: ${error.message}`)
      else this.#passUnread(bytes, sender, error.message)
      return undefined
    }
  }

  /** Malformed on purpose: what a participant's raw wire sends reaches the SUT as it is. */
  #passUnread(bytes: Uint8Array, sender: User, why: string): void {
    if (this.#sut === undefined) return this.#notes.add(`not SIP, from ${sender.participant}, and the SUT is not known yet`)
    this.#boundary.garbage(bytes, this.#sut, `sent to the SUT as ${sender.participant} sent it, unread: ${why}`)
    this.#transport.send(bytes, this.#sut, (error) => this.#notes.add(`could not send to the SUT: ${error.message}`))
  }

  #request(request: SipRequest, from: Address, sender: User | undefined): void {
    const routing = routeRequest(request, from, sender, {
      own: this.#own,
      sut: this.#sut,
      users: this.#users,
      followed: (branch) => this.#ways.get(branch),
    })
    if (!routing.forward) {
      this.#notes.add(`${request.startLine} from ${hostPort(from)}: ${routing.why}`)
      return this.#answer(request, from, routing.status, routing.reason, sender)
    }
    const bytes = serialize(routing.request)
    if (bytes.length > this.#limits.datagramBytes) {
      this.#notes.add(`${request.startLine} from ${hostPort(from)}: ${bytes.length} bytes do not fit a datagram`)
      return this.#answer(request, from, 513, 'Message Too Large', sender)
    }
    if (request.method === 'INVITE') this.#remember(routing.branch, routing.way)
    this.#send(bytes, routing.way, sender)
  }

  /** RFC 3261 §16.7, §16.11 — by Via alone: nothing of the request is remembered. */
  #response(response: SipResponse, from: Address, sender: User | undefined): void {
    const popped = isOwnVia(response, this.#own) ? withoutOwnVia(response) : undefined
    if (popped === undefined)
      return this.#notes.add(`${response.startLine} from ${hostPort(from)}: its top Via is not the core's`)
    const to = wayBack(popped)
    if (to === undefined) return this.#notes.add(`${response.startLine} from ${hostPort(from)}: no Via is left to send it by`)
    this.#send(serialize(popped), { to, user: this.#users.byEndpoint(to) }, sender)
  }

  /** The core's own answer. RFC 3261 §17 — an ACK is never answered. */
  #answer(request: SipRequest, from: Address, status: number, reason: string, sender: User | undefined): void {
    if (request.method === 'ACK') return
    const to = wayBackOrSource(request, from)
    this.#send(serialize(respond(request, status, reason, { toTag: tagFor(request) })), { to, user: sender }, undefined)
  }

  #send(bytes: Uint8Array, way: Way, sender: User | undefined): void {
    const former = way.user === undefined ? this.#users.formerAt(way.to) : undefined
    if (former !== undefined)
      return this.#notes.add(`a message for ${former} (${hostPort(way.to)}), who is not registered any more, was dropped`)
    if (way.to.port < 1) return this.#notes.add(`a message cannot be sent to ${hostPort(way.to)}: there is no such port`)
    if (way.user === undefined) this.#boundary.sip('toSut', bytes, way.to, sender?.participant)
    this.#transport.send(bytes, way.to, (error) => this.#notes.add(`could not send to ${hostPort(way.to)}: ${error.message}`))
  }

  #remember(branch: string, way: Way): void {
    this.#ways.set(branch, way)
    const oldest = this.#ways.keys().next()
    if (this.#ways.size > this.#limits.invites && oldest.done !== true) this.#ways.delete(oldest.value)
  }

  /** Whose traffic a message of the SUT is: the callee of a request, the participant whom a response goes to. A note, so broken URIs are no matter. */
  #partyOf(message: SipRequest | SipResponse): string | undefined {
    try {
      if (message.kind === 'request') {
        const { requestUri } = message
        return (this.#users.byUri(requestUri) ?? this.#users.byEndpoint(addressOfUri(requestUri)))?.participant
      }
      return isOwnVia(message, this.#own) ? this.#users.byEndpoint(wayBack(withoutOwnVia(message)))?.participant : undefined
    } catch {
      return undefined
    }
  }

  #guarded(read: () => void): void {
    try {
      read()
    } catch (error) {
      if (this.#onFault) this.#onFault(error)
      else this.#notes.add(`trouble of our own: ${String(error)}`)
    }
  }
}

function wayBackOrSource(request: SipRequest, from: Address): Address {
  try {
    return wayBack(markReceived(request, from)) ?? from
  } catch {
    return from
  }
}

function isSipFault(error: unknown): error is SipParseError | SipBuildError {
  return error instanceof SipParseError || error instanceof SipBuildError
}

async function bound(o: SipCoreOptions): Promise<SipTransport> {
  try {
    return await UdpTransport.bind({ host: o.host, port: o.port })
  } catch (error) {
    throw new TestbedError({
      what: 'the SIP/IP core cannot listen',
      where: `UDP ${hostPort({ host: o.host, port: o.port })}`,
      instead: error instanceof Error ? error.message : String(error),
      mend: 'free that address, or choose another one (port 0: any free one)',
    })
  }
}
