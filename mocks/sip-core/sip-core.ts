// The SIP/IP core: one Record-Routing stateless proxy (RFC 3261 §16.11) between the participants and the SUT, and the place where SIP history is written.
import { parseMessage, respond, serialize, SipBuildError, SipParseError } from '@ch1/sip'
import type { Address, SipRequest, SipResponse, SipTransport, TlsOptions } from '@ch1/sip'
import type { Direction } from '../../judge/history/events'
import type { SipRecorder } from '../recorder'
import { addressOfUri, hostPort } from './address'
import { Boundary } from './boundary'
import { isStream, openDoors, type Doors } from './doors'
import { hostMap } from './host-map'
import type { HostMap } from './host-map'
import { Impairment } from './impairment'
import type { After, ImpairmentPlan, Passage } from './impairment'
import { LocationService } from './location-service'
import type { User } from './location-service'
import { NetworkHeaders } from './network-headers'
import type { NetworkHeadersPlan } from './network-headers'
import { Newest } from './newest'
import { Notes } from './notes'
import { inPlainWords } from './plain-words'
import { routeRequest } from './request-routing'
import type { Way } from './request-routing'
import { Sides } from './sides'
import { byConnection, isOwnVia, markReceived, tagFor, wayBack, withoutOwnVia } from './via'

/** Bounds on what the core keeps and sends. */
export interface SipCoreLimits {
  /** The largest datagram it sends; UDP over IPv4 carries 65,507 bytes. */
  readonly datagramBytes: number
  /** How many notes on unroutable messages it keeps, the newest. */
  readonly unrouted: number
  /** How many INVITEs it remembers the way of, so that CANCEL and ACK follow. */
  readonly invites: number
  /** Of how many dialogs it remembers the charging identifier. */
  readonly dialogs: number
  /** How many messages of one direction wait at most, where they are delayed or reordered. */
  readonly held: number
}

/** How a core is started. */
export interface SipCoreOptions {
  /** Where the SUT finds it; participants too, but where this is an IPv6 address: then they find it on a port of 127.0.0.1. */
  readonly host: string
  /** 0: given by the system. */
  readonly port: number
  /** The SUT speaks TCP: listen for it by TCP too, on the same port. */
  readonly tcp?: boolean | undefined
  /** The SUT speaks TLS: listen for it by TLS, on the same port, with this key and certificate; calls to it show the same one. */
  readonly tls?: TlsOptions | undefined
  /** The next hop towards the SUT, and its transport; may be told later with `setSut`. */
  readonly sut?: Address | undefined
  /** Where the domain names in the SUT's URIs are: an IP address, or one with a port. */
  readonly hosts?: Readonly<Record<string, string>> | undefined
  /** The header fields of the network; absent: messages keep what their senders wrote. */
  readonly networkHeaders?: NetworkHeadersPlan | undefined
  /** Trouble on the way to and from the SUT; absent: none. */
  readonly impairment?: ImpairmentPlan | undefined
  readonly record: SipRecorder
  readonly limits?: Partial<SipCoreLimits> | undefined
  /** The timers of delayed messages; absent: the system's. */
  readonly after?: After | undefined
  /** Our own trouble inside a socket callback (a recorder that throws, say); without it such trouble is noted in `unrouted`. */
  readonly onFault?: ((error: unknown) => void) | undefined
}

const DEFAULT_LIMITS: SipCoreLimits = { datagramBytes: 65_507, unrouted: 100, invites: 1_000, dialogs: 10_000, held: 1_000 }

/** Whence a message came: a participant, or else the SUT; then with the number of its event. */
interface Source {
  readonly from: Address
  readonly sender: User | undefined
  readonly event: number | undefined
  /** Of a response: without the core's own Via; undefined where that is not the topmost. */
  readonly popped: SipResponse | undefined
}

/** A running core. Everything of the SUT's SIP crosses it; participants send to nobody else. */
export class SipCore {
  /** Binds the socket. Throws TestbedError when the address cannot be had. */
  static async start(o: SipCoreOptions): Promise<SipCore> {
    return new SipCore(o, await openDoors(o))
  }

  /** Where the SUT's messages go. */
  readonly port: number
  /** Where participants' messages go. */
  readonly forParticipants: Address
  readonly #transport: SipTransport
  readonly #sides: Sides
  readonly #boundary: Boundary
  readonly #limits: SipCoreLimits
  readonly #onFault: ((error: unknown) => void) | undefined
  readonly #users = new LocationService()
  readonly #notes: Notes
  readonly #ways: Newest<Way>
  readonly #hosts: HostMap
  readonly #networkHeaders: NetworkHeaders | undefined
  readonly #impairment: Impairment | undefined
  #sut: Address | undefined

  private constructor(o: SipCoreOptions, doors: Doors) {
    const {
      transport,
      addresses: [inner, ...others],
    } = doors
    doors.onError = (error) => this.#notes.add(error.message)
    this.#transport = transport
    this.forParticipants = { host: inner.host, port: inner.port }
    this.port = others.at(-1)?.port ?? inner.port
    this.#sides = new Sides(inner, ...others)
    this.#boundary = new Boundary(o.record, this.#sides)
    this.#limits = { ...DEFAULT_LIMITS, ...o.limits }
    this.#notes = new Notes(this.#limits.unrouted)
    this.#ways = new Newest(this.#limits.invites)
    this.#onFault = o.onFault
    this.#hosts = hostMap(o.hosts ?? {})
    this.#networkHeaders = o.networkHeaders && new NetworkHeaders(o.networkHeaders, this.#limits.dialogs)
    this.#impairment =
      o.impairment &&
      new Impairment(o.impairment, {
        most: this.#limits.held,
        tell: (of, what) => this.#boundary.impaired(of, what),
        after: (ms, run) => (o.after ?? systemTimer)(ms, () => this.#guarded(run)),
      })
    if (o.sut) this.setSut(o.sut)
    transport.onMessage = (bytes, from) => this.#guarded(() => this.#read(bytes, from))
    transport.onGarbage = (bytes, why, from) =>
      this.#guarded(() => this.#boundary.garbage(bytes, from, `not SIP: ${why.message}`))
    transport.onLost = (to, why) => this.#notes.add(`the connection with ${hostPort(to)} broke: ${why.message}`)
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

  /** How many such notes there were so far, for {@link notesSince}. */
  get noted(): number {
    return this.#notes.total
  }

  /** What could not be routed since there were so many notes. */
  notesSince(noted: number): readonly string[] {
    return this.#notes.since(noted)
  }

  async close(): Promise<void> {
    this.#impairment?.close()
    await this.#transport.close()
  }

  #read(bytes: Uint8Array, from: Address): void {
    // participants speak UDP; the port of a connection may be the number of somebody's UDP port
    const somebody = isStream(from) ? undefined : this.#users.byEndpoint(from)
    const former = somebody === undefined && !isStream(from) ? this.#users.formerAt(from) : undefined
    if (former !== undefined)
      return this.#notes.add(`a datagram of ${former} (${hostPort(from)}), who is not registered any more, was dropped`)
    const message = this.#parsed(bytes, from, somebody)
    if (message === undefined) return
    const sender = somebody && this.#users.senderBeside(somebody, message)
    const popped = message.kind === 'response' && isOwnVia(message, this.#sides) ? withoutOwnVia(message) : undefined
    const party = sender ? undefined : this.#partyOf(message.kind === 'request' ? message : popped)
    const event = sender ? undefined : this.#boundary.sip('fromSut', bytes, from, party)
    const source: Source = { from, sender, event, popped }
    try {
      if (message.kind === 'request') this.#request(message, source)
      else this.#response(message, source)
    } catch (error) {
      if (!isSipFault(error)) throw error
      this.#notes.add(`${message.startLine} from ${hostPort(from)}: ${error.message}`)
      // RFC 3261 §16.3 — a request the proxy cannot understand is refused with 400.
      if (message.kind === 'request') this.#answer(message, source, 400, 'Bad Request')
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

  #request(request: SipRequest, source: Source): void {
    const { from, sender } = source
    const routing = routeRequest(request, from, sender, {
      sides: this.#sides,
      sut: this.#sut,
      users: this.#users,
      hosts: this.#hosts,
      followed: (branch) => this.#ways.get(branch),
    })
    if (!routing.forward) {
      this.#notes.add(`${request.startLine} from ${hostPort(from)}: ${routing.why}`)
      return this.#answer(request, source, routing.status, routing.reason)
    }
    const bytes = serialize(forReader(this.#inNetworkWords(routing.request, sender, routing.branch), routing.way))
    if (bytes.length > this.#limits.datagramBytes && !isStream(routing.way.to)) {
      this.#notes.add(`${request.startLine} from ${hostPort(from)}: ${bytes.length} bytes do not fit a datagram`)
      return this.#answer(request, source, 513, 'Message Too Large')
    }
    if (request.method === 'INVITE') this.#ways.set(routing.branch, routing.way)
    this.#send(bytes, routing.way, source)
  }

  /** RFC 3261 §16.7, §16.11 — by Via alone: nothing of the request is remembered. */
  #response(response: SipResponse, source: Source): void {
    const { from, sender, popped } = source
    if (popped === undefined)
      return this.#notes.add(`${response.startLine} from ${hostPort(from)}: its top Via is not the core's`)
    const to = wayBack(popped)
    if (to === undefined) return this.#notes.add(`${response.startLine} from ${hostPort(from)}: no Via is left to send it by`)
    const worded = sender && this.#networkHeaders ? this.#networkHeaders.response(popped, sender) : popped
    const way: Way = isStream(to) ? { to: byConnection(to, response), user: undefined } : { to, user: this.#users.byEndpoint(to) }
    const bytes = serialize(forReader(worded, way))
    if (way.user !== undefined && bytes.length > this.#limits.datagramBytes)
      return this.#notes.add(
        `${response.startLine} from ${hostPort(from)}: a message of ${bytes.length} bytes does not fit a datagram to ${way.user.participant}`,
      )
    this.#send(bytes, way, source)
  }

  /** The core's own answer. RFC 3261 §17 — an ACK is never answered. */
  #answer(request: SipRequest, { from, sender }: Source, status: number, reason: string): void {
    if (request.method === 'ACK') return
    const to = wayBackOrSource(request, from)
    this.#send(serialize(respond(request, status, reason, { toTag: tagFor(request) })), { to, user: sender })
  }

  /** As an S-CSCF between the participant and the SUT: what it adds to a participant's request, what it learns from the SUT's. */
  #inNetworkWords(request: SipRequest, sender: User | undefined, branch: string): SipRequest {
    if (sender && this.#networkHeaders) return this.#networkHeaders.request(request, sender, branch)
    this.#networkHeaders?.ofSut(request, branch)
    return request
  }

  /** Without a source the message is the core's own. What crosses the boundary of the SUT may be impaired, nothing else. */
  #send(bytes: Uint8Array, way: Way, source?: Source): void {
    if (!this.#isDeliverable(way)) return
    const { to, user } = way
    const event = source?.event
    const send = (): void => this.#transmit(bytes, way)
    if (user === undefined) {
      const party = source?.sender?.participant
      return this.#cross('toSut', isStream(to), { record: (lost) => this.#boundary.sip('toSut', bytes, to, party, lost), send })
    }
    if (event === undefined) return send()
    this.#cross('fromSut', source !== undefined && isStream(source.from), { record: () => event, send })
  }

  // What travels by a connection arrives once and in order: there is no such trouble to be made.
  #cross(dir: Direction, byStream: boolean, passage: Passage): void {
    if (this.#impairment && !byStream) return this.#impairment.pass(dir, passage)
    passage.record(false)
    passage.send()
  }

  #isDeliverable({ to, user }: Way): boolean {
    const former = user === undefined && !isStream(to) ? this.#users.formerAt(to) : undefined
    if (former !== undefined) {
      this.#notes.add(`a message for ${former} (${hostPort(to)}), who is not registered any more, was dropped`)
      return false
    }
    if (to.port >= 1) return true
    this.#notes.add(`a message cannot be sent to ${hostPort(to)}: there is no such port`)
    return false
  }

  #transmit(bytes: Uint8Array, { to, user }: Way): void {
    if (user !== undefined && !this.#users.isAt(to, user))
      return this.#notes.add(
        `a late message for ${user.participant} (${hostPort(to)}), who is not registered any more, was dropped`,
      )
    this.#transport.send(bytes, to, (error) => this.#notes.add(`could not send to ${hostPort(to)}: ${error.message}`))
  }

  /** Whose traffic a message of the SUT is: the callee of a request, whom a response (its Via popped) goes to. A note, so broken URIs are no matter. */
  #partyOf(message: SipRequest | SipResponse | undefined): string | undefined {
    if (message === undefined) return undefined
    try {
      if (message.kind === 'request') {
        const { requestUri } = message
        return (this.#users.byUri(requestUri) ?? this.#users.byEndpoint(addressOfUri(requestUri)))?.participant
      }
      return this.#users.byEndpoint(wayBack(message))?.participant
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

function forReader<M extends SipRequest | SipResponse>(message: M, { user }: Way): M {
  return user?.readsPlainly ? inPlainWords(message) : message
}

function systemTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

function wayBackOrSource(request: SipRequest, from: Address): Address {
  if (isStream(from)) return from
  try {
    return wayBack(markReceived(request, from)) ?? from
  } catch {
    return from
  }
}

function isSipFault(error: unknown): error is SipParseError | SipBuildError {
  return error instanceof SipParseError || error instanceof SipBuildError
}
