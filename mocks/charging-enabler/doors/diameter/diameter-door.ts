// The Diameter door of the Charging Enabler: peers over TCP or TLS, every frame of them in the history, ACRs handed in as CH-1 requests.
import { DiameterServer } from '@ch1/diameter'
import type {
  CodecError,
  CommandGrammar,
  Dictionary,
  DiameterMessage,
  Limits,
  PeerLink,
  PeerState,
  PeerTimers,
  ServerTls,
} from '@ch1/diameter'
import { systemTimers } from '@ch1/sip'
import type { Timers } from '@ch1/sip'
import type { Flow } from '../../../../judge/history/events'
import { base64, Ch1Stamp, recordCh1 } from '../../../recorder'
import type { Ch1Recorder } from '../../../recorder'
import { TestbedError } from '../../../testbed-error'
import type { Action } from '../../rules'
import type { EnablerDesk } from '../../desk'
import type { AnswerPort, Door, DoorSite, HangUp } from '../door'
import { AccountingDesk } from './accounting-desk'
import type { Connection } from './accounting-desk'
import { bytesOfHex } from './malformed-answer'
import { OpenPeers } from './open-peers'

/** How the door is opened; `timers` are Diameter's Tc, Tw and the wait for a CER. */
export interface DiameterDoorOptions {
  readonly host: string
  readonly port: number
  readonly timers?: Partial<PeerTimers> | undefined
  readonly clock?: Timers | undefined
  /** RFC 6733 §8.16 — grows with every start; without it, the seconds since 1970. */
  readonly originStateId?: number | undefined
  /** What is done about an ACR that breaks its grammar, when no rule takes it. */
  readonly grammar?: 'answer' | 'note' | undefined
  /** The grammars to check by; default RFC 6733's. `chargingGrammars` asks for what 3GPP makes mandatory besides. */
  readonly grammars?: readonly CommandGrammar[] | undefined
  readonly tls?: ServerTls | undefined
  readonly dictionary?: Dictionary | undefined
  readonly limits?: Partial<Limits> | undefined
}

const CAN: ReadonlySet<Action['kind']> = new Set<Action['kind']>([
  'answer',
  'answerTwice',
  'answerAfterResend',
  'delay',
  'ignore',
  'malformed',
  'close',
  'reset',
  'disconnect',
  'refuse',
  'ignoreWatchdog',
  'partition',
  'stopListening',
])

/** A listening Diameter peer that is the CDF of its realm. */
export class DiameterDoor implements Door {
  /** Listens. Throws TestbedError when the address cannot be had. */
  static async open(o: DiameterDoorOptions, site: DoorSite & { readonly desk: EnablerDesk }): Promise<DiameterDoor> {
    const door = new DiameterDoor(o, site)
    door.#server = await door.#listening(o)
    return door
  }

  readonly binding = 'diameter'
  readonly can = CAN
  readonly #site: DoorSite & { readonly desk: EnablerDesk }
  readonly #record: Ch1Recorder
  readonly #accounting: AccountingDesk
  readonly #transport: Flow['transport']
  readonly #peers: OpenPeers
  readonly #connections = new Map<number, DoorConnection>()
  /** Those that it made itself. */
  readonly #ownConns = new Set<number>()
  #newest: DoorConnection | undefined
  #server: DiameterServer | undefined

  private constructor(o: DiameterDoorOptions, site: DoorSite & { readonly desk: EnablerDesk }) {
    this.#site = site
    this.#record = site.record
    this.#transport = o.tls === undefined ? 'tcp' : 'tls'
    this.#peers = new OpenPeers(o.clock ?? systemTimers)
    this.#accounting = new AccountingDesk({
      desk: site.desk,
      answerer: { ...site.identity, originStateId: o.originStateId ?? Math.floor(Date.now() / 1_000) },
      grammar: o.grammar ?? 'note',
      grammars: o.grammars,
      dictionary: o.dictionary,
    })
  }

  get port(): number {
    return this.#server?.port ?? 0
  }

  get openPeers(): number {
    return this.#peers.count
  }

  /** What the grammar check found, for {@link ChargingEnabler.explain}. */
  get findings(): readonly string[] {
    return this.#accounting.findings
  }

  waitOpen(withinMs: number): Promise<boolean> {
    return this.#peers.wait(withinMs)
  }

  async watchdogs(timeoutMs: number): Promise<void> {
    await Promise.all(this.#peers.conns.map(async (conn) => this.#server?.watchdog(conn, timeoutMs)))
  }

  partition(): void {
    this.#server?.pause()
  }

  heal(): void {
    this.#server?.resume()
  }

  async stopListening(): Promise<void> {
    await this.#server?.stopListening()
  }

  async listenAgain(): Promise<void> {
    await this.#server?.listenAgain()
  }

  hangUp(how: HangUp): void {
    for (const connection of [...this.#connections.values()]) {
      if (how === 'close') connection.end()
      else if (how === 'reset') connection.reset()
      else connection.disconnect(how.disconnect)
    }
  }

  /** One more connection, which the enabler makes itself, with a CER of its own. Rejects with the system's error. */
  async connect(to: { readonly host: string; readonly port: number }): Promise<void> {
    const conn = await this.#server?.connect(to)
    if (conn !== undefined) this.#ownConns.add(conn)
  }

  /** Ends the connections it made itself; one that is all there is stays. */
  endOwn(): void {
    for (const conn of this.#ownConns) if (this.#peers.conns.some((one) => one !== conn)) this.#server?.end(conn)
  }

  async close(): Promise<void> {
    await this.#server?.close({ dpr: true })
    // the ends of the last connections are told in the same turn, and belong into the history
    if (this.#connections.size > 0) await new Promise((resolve) => setImmediate(resolve))
  }

  async #listening(o: DiameterDoorOptions): Promise<DiameterServer> {
    const { name, identity } = this.#site
    try {
      return await DiameterServer.listen({
        host: o.host,
        port: o.port,
        identity: {
          ...identity,
          originStateId: this.#accounting.answerer.originStateId,
          productName: 'ch1-conformance Charging Enabler',
          vendorId: 0,
          // TS 32.299 §7.2 uses 3GPP's vendor id; RFC 6733 §9.3 has accounting nodes offer application 3.
          supportedVendorIds: [10415],
          acctApplicationIds: [3],
        },
        ...(o.timers === undefined ? {} : { timers: o.timers }),
        ...(o.tls === undefined ? {} : { tls: o.tls }),
        ...(o.limits === undefined ? {} : { limits: o.limits }),
        events: {
          wire: (dir, bytes, link) => this.#wire(dir, bytes, link),
          state: (state, link, why) => this.#state(state, link, why),
          garbage: (bytes, why, link) => this.#garbage(bytes, why, link),
          rawSent: (bytes, link) => this.#rawSent(bytes, link),
          turnedAway: (remote, why) => this.#turnedAway(remote, why),
        },
        onRequest: (request, link, answer) => this.#accounting.request(request, this.#connection(link), answer),
        onFrame: (bytes, link, answer) => this.#accounting.frame(bytes, this.#connection(link), answer),
        onCer: (cer, link) => this.#cer(cer, link),
        onDwr: (link) => this.#dwr(link),
      })
    } catch (error) {
      throw new TestbedError({
        what: `the Charging Enabler ${name} cannot listen`,
        where: `${this.#transport === 'tls' ? 'TLS' : 'TCP'} ${o.host}:${o.port}`,
        instead: error instanceof Error ? error.message : String(error),
        mend: 'free that address, or choose another one (port 0: any free one)',
      })
    }
  }

  // RFC 6733 §5.3 — a rule may refuse a peer, or say nothing to it at all; otherwise the capabilities decide.
  // What else is wrong with a CER that can be our peer's (an application in its header other than 0, RFC 6733 §2.5) is noted, not refused.
  #cer(cer: DiameterMessage, link: PeerLink): ReturnType<NonNullable<Parameters<typeof DiameterServer.listen>[0]['onCer']>> {
    this.#accounting.note(cer.bytes, this.#connection(link).lastRead)
    const taken = this.#site.desk.occasion({ on: 'cer', origin: originOf(cer) ?? link.remoteIdentity.originHost })
    if (taken === undefined) return undefined
    const refusal = taken.actions.find((action) => action.kind === 'refuse')
    if (refusal?.kind === 'refuse') return { resultCode: refusal.resultCode, errorMessage: `rule ${taken.name}` }
    // the connection ends when this CER is done with
    this.#soon(taken, link)
    return 'ignore'
  }

  #dwr(link: PeerLink): 'answer' | 'ignore' {
    const taken = this.#site.desk.occasion({ on: 'dwr', origin: link.remoteIdentity.originHost })
    if (taken === undefined) return 'answer'
    this.#soon(taken, link)
    return taken.actions.some(({ kind }) => kind === 'ignoreWatchdog' || kind === 'ignore') ? 'ignore' : 'answer'
  }

  #opened(link: PeerLink): void {
    const taken = this.#site.desk.occasion({ on: 'open', origin: link.remoteIdentity.originHost })
    // the CEA is still to be written
    if (taken !== undefined) this.#soon(taken, link)
  }

  // Not in the midst of the peer machine's work.
  #soon({ actions, name }: { readonly actions: readonly Action[]; readonly name: string }, link: PeerLink): void {
    const port = this.#peerPort(link)
    setImmediate(() => this.#site.desk.carryOut(actions, name, port))
  }

  #peerPort(link: PeerLink): AnswerPort {
    const connection = this.#connection(link)
    return {
      can: CAN,
      answer: () => undefined,
      malformed: (action, rule) => {
        const bytes = 'bytes' in action ? bytesOfHex(action.bytes) : undefined
        if (bytes !== undefined) connection.send(bytes, rule)
      },
      close: () => connection.end(),
      reset: () => connection.reset(),
      disconnect: (cause) => connection.disconnect(cause),
    }
  }

  // Most messages come over the connection the last one came over.
  #connection(link: PeerLink): DoorConnection {
    if (this.#newest?.link === link) return this.#newest
    const known = this.#connections.get(link.conn)
    const connection = known ?? new DoorConnection(this.#site.name, this.#transport, link, () => this.#server)
    if (known === undefined) this.#connections.set(link.conn, connection)
    this.#newest = connection
    return connection
  }

  #forget(link: PeerLink): void {
    this.#connections.delete(link.conn)
    this.#ownConns.delete(link.conn)
    if (this.#newest?.link === link) this.#newest = undefined
  }

  #wire(dir: 'in' | 'out', bytes: Uint8Array, link: PeerLink): void {
    const connection = this.#connection(link)
    if (dir === 'in') connection.lastRead = recordCh1(this.#record, connection.stampIn, bytes)
    else recordCh1(this.#record, connection.stampOut, bytes, connection.ruleOf(bytes))
  }

  #rawSent(bytes: Uint8Array, link: PeerLink): void {
    const connection = this.#connection(link)
    const why = `sent on purpose, by ${connection.ruleOf(bytes) ?? 'nobody'}`
    this.#record({ kind: 'garbage', plane: 'ch1', flow: connection.flow, bytes: base64(bytes), why })
  }

  #state(state: PeerState, link: PeerLink, why: string | undefined): void {
    // Suspicion (RFC 3539 §3.4.1) is no state of a history: the watchdogs that raise and settle it are there themselves.
    if (state === 'suspect' || (state === 'open' && !this.#peers.opened(link.conn))) return
    if (state !== 'open') this.#peers.ended(link.conn)
    const { flow } = this.#connection(link)
    if (state === 'closed') this.#forget(link)
    this.#record({
      kind: 'peer',
      enabler: this.#site.name,
      conn: link.conn,
      state,
      flow,
      ...(why === undefined ? {} : { why }),
    })
    if (state === 'open') this.#opened(link)
  }

  #garbage(bytes: Uint8Array, why: CodecError, link: PeerLink): void {
    const { flow } = this.#connection(link)
    this.#record({ kind: 'garbage', plane: 'ch1', flow, bytes: base64(bytes), why: why.message })
  }

  #turnedAway(remote: string, why: string): void {
    const flow: Flow = { transport: this.#transport, local: `:${this.port}`, remote }
    this.#record({ kind: 'peer', enabler: this.#site.name, conn: 0, state: 'refused', flow, why })
  }
}

/** One connection with what its messages have in common. */
class DoorConnection implements Connection {
  readonly can = CAN
  readonly link: PeerLink
  readonly flow: Flow
  readonly stampIn: Ch1Stamp
  readonly stampOut: Ch1Stamp
  lastRead = 0
  #announced: Uint8Array | undefined
  #rule: string | undefined
  /** What was announced and has not left yet. */
  #later: WeakMap<Uint8Array, string> | undefined
  readonly #server: () => DiameterServer | undefined

  constructor(enabler: string, transport: Flow['transport'], link: PeerLink, server: () => DiameterServer | undefined) {
    this.link = link
    this.#server = server
    this.flow = { transport, local: link.local, remote: link.remote }
    const common = { door: 'diameter', enabler, conn: link.conn, flow: this.flow } as const
    this.stampIn = new Ch1Stamp({ dir: 'fromSut', ...common })
    this.stampOut = new Ch1Stamp({ dir: 'toSut', ...common })
  }

  announce(bytes: Uint8Array, rule: string): void {
    if (this.#announced !== undefined && this.#rule !== undefined)
      (this.#later ??= new WeakMap()).set(this.#announced, this.#rule)
    this.#announced = bytes
    this.#rule = rule
  }

  /** The rule that bytes which leave now are by; undefined for those of the peer machine, a DWA for one. */
  ruleOf(bytes: Uint8Array): string | undefined {
    if (this.#announced !== bytes) return this.#later?.get(bytes)
    this.#announced = undefined
    return this.#rule
  }

  send(bytes: Uint8Array, rule: string): void {
    this.announce(bytes, rule)
    this.#server()?.send(this.link.conn, bytes)
  }

  end(): void {
    this.#server()?.end(this.link.conn)
  }

  reset(): void {
    this.#server()?.reset(this.link.conn)
  }

  disconnect(cause: 0 | 1 | 2): void {
    void this.#server()?.disconnect(this.link.conn, cause)
  }
}

function originOf(cer: DiameterMessage): string | undefined {
  const avp = cer.avps.find(({ code, vendorId }) => code === 264 && vendorId === 0)
  return avp?.value.ok === true && typeof avp.value.value === 'string' ? avp.value.value : undefined
}
