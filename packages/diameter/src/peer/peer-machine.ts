// The peer state machine of RFC 6733 §5.6 for one connection, without sockets: messages and timers in, messages and states out.
import { COMMAND } from '../commands'
import { scalarAt } from '../avp-path'
import type { EndToEndIds } from '../end-to-end-ids'
import type { DiameterMessage } from '../message'
import { encodeCea, encodeCer, judgeCer, remoteIdentityOf } from './capabilities-exchange'
import type { Clock } from './clock'
import { encodeDwa, encodeDwr } from './device-watchdog'
import { disconnectCauseOf, encodeDpa, encodeDpr } from './disconnect-peer'
import { PeerClosed, type Identity, type PeerLink, type PeerState } from './peer-types'
import { Watchdog } from './watchdog'

/** What the machine does to the world around it. */
export interface PeerPort {
  send(bytes: Uint8Array): void
  /** Close the transport once all is sent. */
  end(): void
  /** Close the transport at once. */
  reset(): void
  state(state: PeerState, why?: string): void
  /** The other side told who it is. */
  identified(remote: PeerLink['remoteIdentity']): void
  /** A request beyond the base protocol. */
  request(message: DiameterMessage): void
  /** An answer to a request of ours, other than of the base protocol. */
  answer(message: DiameterMessage): void
}

/** What a machine is made of. */
export interface PeerMachineOptions {
  /** The initiator connected and sends the CER. */
  readonly role: 'initiator' | 'responder'
  readonly identity: Identity
  /** For Host-IP-Address. */
  readonly localAddress: string
  readonly twMs: number
  readonly cerTimeoutMs: number
  readonly port: PeerPort
  readonly clock: Clock
  readonly endToEndIds: EndToEndIds
}

const MAX_PENDING = 1_048_576
const DPA_TIMEOUT_MS = 1000

/** One per connection; `start` when the transport is up, `receive` for every message, `transportClosed` at its end. */
export class PeerMachine {
  readonly #o: PeerMachineOptions
  readonly #watchdog: Watchdog
  readonly #pending = new Set<number>()
  readonly #watchdogs = new Map<number, (answered: boolean) => void>()
  #state: PeerState = 'closed'
  #nextHopByHop: number
  #cerHopByHop: number | undefined
  #remoteCause: number | undefined
  #why: string | undefined
  #cancelTimeout = (): void => undefined

  constructor(o: PeerMachineOptions) {
    this.#o = o
    this.#nextHopByHop = Math.floor(o.clock.random() * 0x1_0000_0000)
    this.#watchdog = new Watchdog(o.twMs, o.clock, {
      ask: () => this.#ask(() => undefined),
      doubt: () => this.#become('suspect', 'no answer to the watchdog within Tw'),
      trust: () => this.#become('open', 'a sign of life'),
      giveUp: () => this.#fail('no sign of life within Tw after the watchdog went unanswered'),
    })
  }

  get state(): PeerState {
    return this.#state
  }

  /** The Disconnect-Cause the other side gave in its DPR. */
  get remoteCause(): number | undefined {
    return this.#remoteCause
  }

  /** The transport is up: the initiator sends its CER, both wait for the other's part. */
  start(): void {
    const { role, identity, localAddress, cerTimeoutMs, port } = this.#o
    this.#become('connected')
    this.#timeout(cerTimeoutMs, () => this.#fail(`no ${role === 'initiator' ? 'CEA' : 'CER'} within ${cerTimeoutMs} ms`))
    if (role === 'responder') return
    const ids = this.#newIds()
    this.#cerHopByHop = ids.hopByHop
    port.send(encodeCer(identity, localAddress, ids))
  }

  /** A message came. */
  receive(message: DiameterMessage): void {
    switch (this.#state) {
      case 'connected':
        return this.#o.role === 'responder' ? this.#expectCer(message) : this.#expectCea(message)
      case 'open':
      case 'suspect':
        this.#watchdog.heard(this.#isExpectedDwa(message))
        return message.request ? this.#openRequest(message) : this.#openAnswer(message)
      case 'closing':
        return this.#closingMessage(message)
      case 'refused':
      case 'closed':
        return
    }
  }

  /** Sends a request of the application: `build` gets its Hop-by-Hop Identifier. Throws `PeerClosed` unless open. */
  request(build: (ids: { readonly hopByHop: number }) => Uint8Array): { readonly hopByHop: number } {
    if (this.#state !== 'open') throw new PeerClosed(`the peer is ${this.#state}, requests need it open`)
    const { hopByHop } = this.#newIds()
    const bytes = build({ hopByHop })
    this.#pending.add(hopByHop)
    // A peer that never answers costs no memory without end: its oldest request is forgotten.
    const [oldest] = this.#pending.size > MAX_PENDING ? this.#pending : []
    if (oldest !== undefined) this.#pending.delete(oldest)
    this.#o.port.send(bytes)
    return { hopByHop }
  }

  /** Sends an answer of the application; nothing happens when the peer has gone meanwhile. */
  answer(bytes: Uint8Array): void {
    if (this.#state === 'open' || this.#state === 'suspect' || this.#state === 'closing') this.#o.port.send(bytes)
  }

  /** Sends a DWR now; true when its DWA comes within `timeoutMs`, false when it does not, or the peer is not open. */
  watchdog(timeoutMs: number): Promise<boolean> {
    if (this.#state !== 'open' && this.#state !== 'suspect') return Promise.resolve(false)
    return new Promise((resolve) => {
      const hopByHop = this.#ask((answered) => {
        cancel()
        resolve(answered)
      })
      const cancel = this.#o.clock.after(timeoutMs, () => {
        this.#watchdogs.set(hopByHop, () => undefined)
        resolve(false)
      })
    })
  }

  /** RFC 6733 §5.4 — says goodbye with a cause and closes when it is answered, at the latest after a second. */
  disconnect(cause: number): void {
    const { identity, port } = this.#o
    if (this.#state === 'closing') return
    if (this.#state !== 'open' && this.#state !== 'suspect') return port.end()
    this.#closing(`DPR sent, cause ${cause}`)
    port.send(encodeDpr(identity, cause, this.#newIds()))
  }

  /** The transport ended; `why` is used unless the machine knows better. */
  transportClosed(why: string): void {
    if (this.#state === 'closed') return
    this.#cancelTimeout()
    this.#watchdog.stop()
    this.#pending.clear()
    this.#become('closed', this.#why ?? why)
    for (const settle of [...this.#watchdogs.values()]) settle(false)
    this.#watchdogs.clear()
  }

  #expectCer(message: DiameterMessage): void {
    // RFC 6733 §5.6 — anything but a CER on a fresh connection ends it.
    if (!isRequest(message, COMMAND.capabilitiesExchange)) return this.#fail('the first message was not a CER')
    const { identity, port } = this.#o
    const verdict = judgeCer(message, identity)
    port.identified(remoteIdentityOf(message))
    port.send(encodeCea(message, identity, this.#o.localAddress, verdict))
    if (verdict.why === '') this.#open()
    else this.#refuse(`${verdict.resultCode}: ${verdict.why}`)
  }

  #expectCea(message: DiameterMessage): void {
    if (message.request) return this.#fail('the first message was not a CEA')
    // RFC 6733 §3 — an answer with an unknown Hop-by-Hop Identifier is discarded.
    if (message.commandCode !== COMMAND.capabilitiesExchange || message.hopByHop !== this.#cerHopByHop) return
    this.#o.port.identified(remoteIdentityOf(message))
    const result = scalarAt(message, 'Result-Code')
    if (typeof result === 'number' && result >= 2000 && result < 3000) return this.#open()
    const said = scalarAt(message, 'Error-Message')
    this.#refuse(`the CEA says ${String(result ?? 'no Result-Code')}${typeof said === 'string' ? `: ${said}` : ''}`)
  }

  #openRequest(message: DiameterMessage): void {
    const { identity, port } = this.#o
    switch (message.commandCode) {
      case COMMAND.deviceWatchdog:
        return port.send(encodeDwa(message, identity))
      case COMMAND.disconnectPeer:
        return this.#receiveDpr(message)
      case COMMAND.capabilitiesExchange:
        return port.send(encodeCea(message, identity, this.#o.localAddress, judgeCer(message, identity)))
      default:
        return port.request(message)
    }
  }

  #openAnswer(message: DiameterMessage): void {
    const settle = message.commandCode === COMMAND.deviceWatchdog ? this.#watchdogs.get(message.hopByHop) : undefined
    if (settle !== undefined) {
      this.#watchdogs.delete(message.hopByHop)
      settle(true)
    } else if (this.#pending.delete(message.hopByHop)) {
      this.#o.port.answer(message)
    }
  }

  #closingMessage(message: DiameterMessage): void {
    if (!message.request && message.commandCode === COMMAND.disconnectPeer) return this.#o.port.end()
    if (!message.request) return this.#openAnswer(message)
    if (message.commandCode === COMMAND.disconnectPeer) return this.#o.port.send(encodeDpa(message, this.#o.identity))
    if (message.commandCode === COMMAND.deviceWatchdog) return this.#o.port.send(encodeDwa(message, this.#o.identity))
  }

  // RFC 6733 §5.4 — the one who asked for the disconnection closes the transport after our DPA; if it does not, we do.
  #receiveDpr(message: DiameterMessage): void {
    this.#remoteCause = disconnectCauseOf(message)
    this.#closing(`DPR received, cause ${this.#remoteCause ?? 'not given'}`)
    this.#o.port.send(encodeDpa(message, this.#o.identity))
  }

  #open(): void {
    this.#cancelTimeout()
    this.#become('open')
    this.#watchdog.start()
  }

  #refuse(why: string): void {
    this.#why = why
    this.#cancelTimeout()
    this.#become('refused', why)
    this.#o.port.end()
  }

  #closing(why: string): void {
    this.#why = why
    this.#watchdog.stop()
    this.#become('closing', why)
    this.#timeout(DPA_TIMEOUT_MS, () => this.#o.port.end())
  }

  #fail(why: string): void {
    this.#why = why
    this.#cancelTimeout()
    this.#o.port.reset()
  }

  #ask(settle: (answered: boolean) => void): number {
    const ids = this.#newIds()
    this.#watchdogs.set(ids.hopByHop, settle)
    this.#o.port.send(encodeDwr(this.#o.identity, ids))
    return ids.hopByHop
  }

  #isExpectedDwa({ request, commandCode, hopByHop }: DiameterMessage): boolean {
    return !request && commandCode === COMMAND.deviceWatchdog && this.#watchdogs.has(hopByHop)
  }

  #newIds(): { readonly hopByHop: number; readonly endToEnd: number } {
    const hopByHop = this.#nextHopByHop
    this.#nextHopByHop = (hopByHop + 1) % 0x1_0000_0000
    return { hopByHop, endToEnd: this.#o.endToEndIds.next() }
  }

  #timeout(ms: number, run: () => void): void {
    this.#cancelTimeout()
    this.#cancelTimeout = this.#o.clock.after(ms, run)
  }

  #become(state: PeerState, why?: string): void {
    this.#state = state
    this.#o.port.state(state, why)
  }
}

function isRequest(message: DiameterMessage, commandCode: number): boolean {
  return message.request && message.commandCode === commandCode
}
