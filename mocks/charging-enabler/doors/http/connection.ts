// One connection of the HTTP door: its number, its ends, its state in the history, and how it is ended.
import type { ServerHttp2Session } from 'node:http2'
import type { Flow } from '../../../../judge/history/events'
import { base64 } from '../../../recorder'
import type { DoorSite } from '../door'
import type { GatedSocket } from './gated-socket'

const MOST_GARBAGE = 65_536

/** Told when a connection opens and ends. */
export interface ConnectionEvents {
  opened(conn: number): void
  ended(conn: number): void
}

export class Connection {
  readonly conn: number
  readonly flow: Flow
  readonly gate: GatedSocket
  readonly scheme: 'http' | 'https'
  /** Once it speaks HTTP/2. */
  session: ServerHttp2Session | undefined
  readonly #site: DoorSite
  readonly #on: ConnectionEvents
  #why: string | undefined
  #isOpen = false

  constructor(o: {
    readonly conn: number
    readonly flow: Flow
    readonly gate: GatedSocket
    readonly scheme: 'http' | 'https'
    readonly site: DoorSite
    readonly on: ConnectionEvents
  }) {
    this.conn = o.conn
    this.flow = o.flow
    this.gate = o.gate
    this.scheme = o.scheme
    this.#site = o.site
    this.#on = o.on
    this.#state('connected')
    o.gate.once('error', (error) => (this.#why ??= error.message))
    o.gate.once('close', () => {
      this.#on.ended(this.conn)
      this.#state('closed', this.#why)
    })
  }

  /** It speaks HTTP: settings were exchanged (HTTP/2), or the first request came. */
  opened(): void {
    if (this.#isOpen || this.gate.destroyed) return
    this.#isOpen = true
    this.#state('open')
    this.#on.opened(this.conn)
  }

  /** Bytes that are no HTTP: kept in the history. */
  garbage(bytes: Uint8Array, why: string): void {
    this.#why ??= why
    const kept = bytes.subarray(0, MOST_GARBAGE)
    this.#site.record({ kind: 'garbage', plane: 'ch1', flow: this.flow, bytes: base64(kept), why })
  }

  /** Ends it in order: GOAWAY where there is one to send, then FIN. */
  close(why?: string): void {
    this.#why ??= why
    if (this.session !== undefined && !this.session.destroyed) this.session.destroy()
    this.gate.destroy()
  }

  reset(why?: string): void {
    this.#why ??= why
    this.gate.reset()
    this.session?.destroy()
  }

  #state(state: 'connected' | 'open' | 'closed', why?: string): void {
    const told = why === undefined ? {} : { why }
    this.#site.record({ kind: 'peer', enabler: this.#site.name, conn: this.conn, state, flow: this.flow, ...told })
  }
}
