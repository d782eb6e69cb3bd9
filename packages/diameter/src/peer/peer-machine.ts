// The peer state machine of RFC 6733 §5.6 for one connection, without sockets: messages and timers in, messages and states out.
import { COMMAND, RESULT } from '../commands'
import { scalarAt } from '../avp-path'
import type { EndToEndIds } from '../end-to-end-ids'
import type { DiameterMessage } from '../message'
import { encodeCea, encodeCer, judgeCer, type CapabilitiesVerdict } from './capabilities-exchange'
import type { Clock } from './clock'
import { encodeDwa, encodeDwr } from './device-watchdog'
import { encodeDpa, encodeDpr } from './disconnect-peer'
import {
  PeerClosed,
  type CerDecision,
  type CerVerdict,
  type Identity,
  type PeerState,
  type RemoteIdentity,
  type ReopenAfter,
} from './peer-types'
import { RemotePeer } from './remote-peer'
import { ANSWERS_TO_REOPEN, Watchdog } from './watchdog'

/** What the machine does to the world around it. */
export interface PeerPort {
  send(bytes: Uint8Array): void
  /** Close the transport once all is sent. */
  end(): void
  /** Close the transport at once. */
  reset(): void
  state(state: PeerState, why?: string): void
  /** The other side told who it is. */
  identified(remote: RemoteIdentity): void
  /** A request beyond the base protocol. */
  request(message: DiameterMessage): void
  /** An answer to a request of ours, other than of the base protocol. */
  answer(message: DiameterMessage): void
  /** RFC 3539 §3.4.1 — send requests elsewhere; the Hop-by-Hop Identifiers of those that have no answer yet. Once for each time of use. */
  failover?(unanswered: readonly number[], why: string): void
  /** RFC 3539 §3.4.1 — use the peer again. */
  failback?(why: string): void
  /** RFC 6733 §8.16 — its Origin-State-Id grew from `before` to `now`: the peer lost the state it had. */
  restarted?(now: number, before: number): void
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
  /** Requests of ours without an answer that are remembered; beyond them the oldest is forgotten. */
  readonly maxPendingRequests: number
  /** Another verdict on a CER than RFC 6733's, now or later. */
  readonly onCer?: (cer: DiameterMessage) => CerDecision | Promise<CerDecision>
  readonly onDwr?: () => 'answer' | 'ignore'
  /** The connection follows one that failed: three DWAs before it is used (RFC 3539 §3.4.1, REOPEN). */
  readonly isReopening?: boolean
  /** The Origin-State-Id a peer told on an earlier connection, to notice that it restarted between. */
  readonly originStateIdBefore?: (remote: RemoteIdentity) => number | undefined
}

const DPA_TIMEOUT_MS = 1000

/** One per connection; `start` when the transport is up, `receive` for every message, `transportClosed` at its end. */
export class PeerMachine {
  readonly #o: PeerMachineOptions
  readonly #watchdog: Watchdog
  readonly #remote: RemotePeer
  readonly #pending = new Map<number, ((answer: DiameterMessage) => void) | undefined>()
  readonly #watchdogs = new Map<number, (answered: boolean) => void>()
  #state: PeerState = 'closed'
  #nextHopByHop: number
  #cerHopByHop: number | undefined
  #why: string | undefined
  /** Open, and not failed over since. */
  #isInUse = false
  #wasOpen = false
  #isOnProbation: boolean
  #isGivenUp = false
  #isLeaving = false
  #isGoodbye = false
  #isJudgingCer = false
  #cancelTimeout = (): void => undefined

  constructor(o: PeerMachineOptions) {
    this.#o = o
    this.#isOnProbation = o.isReopening === true
    this.#remote = new RemotePeer(o.port, o.originStateIdBefore)
    this.#nextHopByHop = Math.floor(o.clock.random() * 0x1_0000_0000)
    this.#watchdog = new Watchdog(o.twMs, o.clock, {
      ask: () => this.#ask(() => undefined),
      doubt: () => this.#doubt('no answer to the watchdog within Tw'),
      trust: (why) => this.#trust(why),
      giveUp: () => {
        this.#isGivenUp = true
        this.#fail('no sign of life within Tw after the watchdog went unanswered')
      },
    })
  }

  get state(): PeerState {
    return this.#state
  }

  /** The Disconnect-Cause the other side gave in its DPR. */
  get remoteCause(): number | undefined {
    return this.#remote.identity.disconnectCause
  }

  /** RFC 3539 §3.4.1 — whether the connection after this one begins in REOPEN; for use when this one is closed. */
  mustReopen(after: ReopenAfter): boolean {
    if (after === 'never' || this.#isLeaving || this.#isGoodbye) return false
    return this.#isGivenUp || this.#isOnProbation || (after === 'loss' && this.#wasOpen)
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

  /** A request of the application came and is dealt with elsewhere: only the watchdog is told. False: the state does not allow it. */
  heardRequest(): boolean {
    if (this.#state !== 'open' && this.#state !== 'suspect') return false
    this.#watchdog.heard(false)
    return true
  }

  /** Sends a request of the application: `build` gets its Hop-by-Hop Identifier. Throws `PeerClosed` unless open. */
  request(
    build: (ids: { readonly hopByHop: number }) => Uint8Array,
    answered?: (answer: DiameterMessage) => void,
  ): { readonly hopByHop: number } {
    if (this.#state !== 'open') throw new PeerClosed(`the peer is ${this.#state}, requests need it open`)
    const { hopByHop } = this.#newIds()
    const bytes = build({ hopByHop })
    this.#pending.set(hopByHop, answered)
    // A peer that never answers costs no memory without end: its oldest request is forgotten.
    const [oldest] = this.#pending.size > this.#o.maxPendingRequests ? this.#pending.keys() : []
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
    this.#isLeaving = true
    this.#closing(`DPR sent, cause ${cause}`)
    port.send(encodeDpr(identity, cause, this.#newIds()))
  }

  /** The transport ended; `why` is used unless the machine knows better. */
  transportClosed(why: string): void {
    if (this.#state === 'closed') return
    this.#cancelTimeout()
    this.#watchdog.stop()
    this.#cancelTimeout = () => undefined
    const unanswered = [...this.#pending.keys()]
    this.#pending.clear()
    const reason = this.#why ?? why
    this.#become('closed', reason)
    // A goodbye of our own is no failure, unless it left requests without an answer.
    if (!this.#isLeaving || unanswered.length > 0) this.#failover(unanswered, reason)
    for (const settle of [...this.#watchdogs.values()]) settle(false)
    this.#watchdogs.clear()
  }

  #expectCer(message: DiameterMessage): void {
    // RFC 6733 §5.6 — anything but a CER on a fresh connection ends it.
    if (!isRequest(message, COMMAND.capabilitiesExchange)) return this.#fail('the first message was not a CER')
    // RFC 6733 §5.3 — nor does anything follow it before its answer.
    if (this.#isJudgingCer) return this.#fail('another message came before the CER was answered')
    this.#remote.introduced(message)
    this.#isJudgingCer = true
    this.#judge(message, 'connected', (verdict, decision) => {
      this.#isJudgingCer = false
      if (verdict === 'ignore') return
      this.#sendCea(message, verdict)
      if (!isSuccess(verdict.resultCode)) return this.#refuse(`${verdict.resultCode}: ${verdict.why}`)
      this.#open(decision?.reopen ?? this.#isOnProbation)
      decision?.opened?.(this)
    })
  }

  // The verdict counts only while the state it was asked for lasts.
  #judge(
    cer: DiameterMessage,
    state: PeerState,
    then: (verdict: CapabilitiesVerdict | 'ignore', decision?: CerVerdict) => void,
  ): void {
    const decided = (decision: CerDecision): void => {
      if (this.#state !== state || this.#why !== undefined) return
      if (decision === 'ignore') return then(decision)
      const { resultCode = 0, errorMessage = '' } = decision ?? {}
      then(decision === undefined ? judgeCer(cer, this.#o.identity) : { resultCode, why: errorMessage, failed: [] }, decision)
    }
    const decision = this.#o.onCer?.(cer)
    if (!(decision instanceof Promise)) return decided(decision)
    const undecided = { resultCode: RESULT.UNABLE_TO_COMPLY, errorMessage: 'the CER could not be judged' }
    decision.then(decided, () => decided(undecided))
  }

  #sendCea(cer: DiameterMessage, verdict: CapabilitiesVerdict): void {
    this.#o.port.send(encodeCea(cer, this.#o.identity, this.#o.localAddress, verdict))
  }

  #expectCea(message: DiameterMessage): void {
    if (message.request) return this.#fail('the first message was not a CEA')
    // RFC 6733 §3 — an answer with an unknown Hop-by-Hop Identifier is discarded.
    if (message.commandCode !== COMMAND.capabilitiesExchange || message.hopByHop !== this.#cerHopByHop) return
    this.#remote.introduced(message)
    const result = scalarAt(message, 'Result-Code')
    if (typeof result === 'number' && isSuccess(result)) return this.#open(this.#isOnProbation)
    const said = scalarAt(message, 'Error-Message')
    this.#refuse(`the CEA says ${String(result ?? 'no Result-Code')}${typeof said === 'string' ? `: ${said}` : ''}`)
  }

  #openRequest(message: DiameterMessage): void {
    const { identity, port } = this.#o
    switch (message.commandCode) {
      case COMMAND.deviceWatchdog:
        this.#remote.told(message)
        return this.#o.onDwr?.() === 'ignore' ? undefined : port.send(encodeDwa(message, identity))
      case COMMAND.disconnectPeer:
        return this.#receiveDpr(message)
      case COMMAND.capabilitiesExchange:
        return this.#judge(message, this.#state, (verdict) =>
          verdict === 'ignore' ? undefined : this.#sendCea(message, verdict),
        )
      default:
        return port.request(message)
    }
  }

  #openAnswer(message: DiameterMessage): void {
    const settle = message.commandCode === COMMAND.deviceWatchdog ? this.#watchdogs.get(message.hopByHop) : undefined
    if (settle !== undefined) {
      this.#watchdogs.delete(message.hopByHop)
      this.#remote.told(message)
      settle(true)
      return
    }
    const answered = this.#pending.get(message.hopByHop)
    if (!this.#pending.delete(message.hopByHop)) return
    if (answered === undefined) this.#o.port.answer(message)
    else answered(message)
  }

  #closingMessage(message: DiameterMessage): void {
    if (!message.request && message.commandCode === COMMAND.disconnectPeer) return this.#o.port.end()
    if (!message.request) return this.#openAnswer(message)
    if (message.commandCode === COMMAND.disconnectPeer) return this.#o.port.send(encodeDpa(message, this.#o.identity))
    if (message.commandCode === COMMAND.deviceWatchdog) return this.#o.port.send(encodeDwa(message, this.#o.identity))
  }

  // RFC 6733 §5.4 — the one who asked for the disconnection closes the transport after our DPA; if it does not, we do.
  #receiveDpr(message: DiameterMessage): void {
    const cause = this.#remote.saidGoodbye(message)
    this.#isGoodbye = true
    this.#closing(`DPR received, cause ${cause ?? 'not given'}`)
    this.#o.port.send(encodeDpa(message, this.#o.identity))
  }

  #open(isReopening: boolean): void {
    this.#cancelTimeout()
    this.#isInUse = !isReopening
    this.#isOnProbation = isReopening
    this.#wasOpen = true
    if (isReopening) this.#become('suspect', `reopen: back after a failure, ${ANSWERS_TO_REOPEN} watchdogs are to be answered`)
    else this.#become('open')
    this.#watchdog.start(isReopening)
  }

  #doubt(why: string): void {
    this.#become('suspect', why)
    this.#failover([...this.#pending.keys()], why)
  }

  #trust(why: string): void {
    this.#isInUse = true
    this.#isOnProbation = false
    this.#become('open', why)
    this.#o.port.failback?.(why)
  }

  #failover(unanswered: readonly number[], why: string): void {
    if (!this.#isInUse) return
    this.#isInUse = false
    this.#o.port.failover?.(unanswered, why)
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

// RFC 6733 §7.1.2
function isSuccess(resultCode: number): boolean {
  return resultCode >= 2000 && resultCode < 3000
}
