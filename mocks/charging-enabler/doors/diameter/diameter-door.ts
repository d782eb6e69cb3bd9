// The Diameter door of the Charging Enabler: peers over TCP, every frame of them in the history, ACRs handed in as CH-1 requests.
import { DiameterServer } from '@ch1/diameter'
import type { CodecError, DiameterMessage, PeerLink, PeerState, PeerTimers } from '@ch1/diameter'
import { systemTimers } from '@ch1/sip'
import type { Timers } from '@ch1/sip'
import type { Direction, Flow, Recorder } from '../../../../judge/history/events'
import { base64 } from '../../../recorder'
import { TestbedError } from '../../../testbed-error'
import type { Door, RequestDesk } from '../door'
import { answerTo } from './accounting-answer'
import type { Answerer } from './accounting-answer'
import { readRequest } from './accounting-request'
import { OpenPeers } from './open-peers'

/** How the door is opened; `timers` are Diameter's Tc, Tw and the wait for a CER. */
export interface DiameterDoorOptions {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly identity: { readonly originHost: string; readonly originRealm: string }
  readonly record: Recorder
  readonly timers?: Partial<PeerTimers> | undefined
  readonly clock?: Timers | undefined
  /** RFC 6733 §8.16 — grows with every start; without it, the seconds since 1970. */
  readonly originStateId?: number | undefined
}

/** A listening Diameter peer that is the CDF of its realm. */
export class DiameterDoor implements Door {
  /** Listens. Throws TestbedError when the address cannot be had. */
  static async open(o: DiameterDoorOptions, desk: RequestDesk): Promise<DiameterDoor> {
    const door = new DiameterDoor(o, desk)
    door.#server = await door.#listening(o)
    return door
  }

  readonly #enabler: string
  readonly #record: Recorder
  readonly #answerer: Answerer
  readonly #desk: RequestDesk
  readonly #peers: OpenPeers
  readonly #lastRead = new Map<number, number>()
  #server: DiameterServer | undefined
  /** The rule whose answer is being written just now. */
  #rule: string | undefined

  private constructor(o: DiameterDoorOptions, desk: RequestDesk) {
    this.#enabler = o.name
    this.#record = o.record
    this.#answerer = { ...o.identity, originStateId: o.originStateId ?? Math.floor(Date.now() / 1_000) }
    this.#desk = desk
    this.#peers = new OpenPeers(o.clock ?? systemTimers)
  }

  get port(): number {
    return this.#server?.port ?? 0
  }

  get openPeers(): number {
    return this.#peers.count
  }

  waitOpen(withinMs: number): Promise<boolean> {
    return this.#peers.wait(withinMs)
  }

  async watchdogs(timeoutMs: number): Promise<void> {
    await Promise.all(this.#peers.conns.map(async (conn) => this.#server?.watchdog(conn, timeoutMs)))
  }

  async close(): Promise<void> {
    await this.#server?.close({ dpr: true })
  }

  async #listening(o: DiameterDoorOptions): Promise<DiameterServer> {
    try {
      return await DiameterServer.listen({
        host: o.host,
        port: o.port,
        identity: {
          ...this.#answerer,
          productName: 'ch1-conformance Charging Enabler',
          vendorId: 0,
          // TS 32.299 §7.2 uses 3GPP's vendor id; RFC 6733 §9.3 has accounting nodes offer application 3.
          supportedVendorIds: [10415],
          acctApplicationIds: [3],
        },
        ...(o.timers === undefined ? {} : { timers: o.timers }),
        events: {
          wire: (dir, bytes, link) => this.#wire(dir === 'in' ? 'fromSut' : 'toSut', bytes, link),
          state: (state, link, why) => this.#state(state, link, why),
          garbage: (bytes, why, link) => this.#garbage(bytes, why, link),
        },
        onRequest: (request, link, answer) => this.#request(request, link, answer),
      })
    } catch (error) {
      throw new TestbedError({
        what: `the Charging Enabler ${o.name} cannot listen`,
        where: `TCP ${o.host}:${o.port}`,
        instead: error instanceof Error ? error.message : String(error),
        mend: 'free that address, or choose another one (port 0: any free one)',
      })
    }
  }

  #request(message: DiameterMessage, link: PeerLink, write: (bytes: Uint8Array) => void): void {
    const event = this.#lastRead.get(link.conn) ?? 0
    const read = readRequest(message)
    if (!read.ok) {
      write(answerTo(message, this.#answerer, { resultCode: read.resultCode, failed: read.failed, errorMessage: read.why }))
      return
    }
    const { kind, session, number } = read
    this.#desk({ kind, session, number, resent: message.retransmitted, event, message }, (resultCode, rule) => {
      this.#rule = rule
      try {
        write(answerTo(message, this.#answerer, { resultCode }))
      } finally {
        this.#rule = undefined
      }
    })
  }

  #wire(dir: Direction, bytes: Uint8Array, link: PeerLink): void {
    const rule = dir === 'toSut' && this.#rule !== undefined ? { rule: this.#rule } : {}
    const n = this.#record({
      kind: 'ch1',
      dir,
      door: 'diameter',
      enabler: this.#enabler,
      conn: link.conn,
      flow: flowOf(link),
      bytes: base64(bytes),
      ...rule,
    })
    if (dir === 'fromSut') this.#lastRead.set(link.conn, n)
  }

  #state(state: PeerState, link: PeerLink, why: string | undefined): void {
    // Suspicion (RFC 3539 §3.4.1) is no state of a history: the watchdogs that raise and settle it are there themselves.
    if (state === 'suspect' || (state === 'open' && !this.#peers.opened(link.conn))) return
    if (state !== 'open') this.#peers.ended(link.conn)
    if (state === 'closed' || state === 'refused') this.#lastRead.delete(link.conn)
    this.#record({
      kind: 'peer',
      enabler: this.#enabler,
      conn: link.conn,
      state,
      flow: flowOf(link),
      ...(why === undefined ? {} : { why }),
    })
  }

  #garbage(bytes: Uint8Array, why: CodecError, link: PeerLink): void {
    this.#record({ kind: 'garbage', plane: 'ch1', flow: flowOf(link), bytes: base64(bytes), why: why.message })
  }
}

function flowOf(link: PeerLink): Flow {
  return { transport: 'tcp', local: link.local, remote: link.remote }
}
