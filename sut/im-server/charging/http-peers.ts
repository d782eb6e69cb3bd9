// The HTTP counterpart of RfPeers: one link per Charging Enabler, the first open one is used; sessions are resources the enablers name.
import { readChargingAnswer, writeChargingRequest, type OutgoingRequest } from '@ch1/charging-http'
import type { HttpAnswer, HttpLink, HttpLinkEvents, HttpLinkOptions } from './http-link'
import { Http1Link } from './http1-link'
import { Http2Link } from './http2-link'
import type { HttpRecord } from './http-record'
import type { RfPeersEvents } from './rf/rf-peers'
import type { RfRoute, Sent } from './rf/rf-route'

const MOST_SESSIONS = 100_000

/** What it is made with: base URLs in order of preference, and times in ms. */
export interface HttpPeersOptions extends Omit<HttpLinkOptions, 'url' | 'on'> {
  readonly urls: readonly string[]
  readonly version: 1 | 2
  readonly on: RfPeersEvents
}

/** All links; `start` connects, `close` ends them. */
export class HttpPeers implements RfRoute<HttpRecord> {
  private readonly links: readonly HttpLink[]
  private readonly on: RfPeersEvents
  /** Session-Id → the resource that an enabler made of it. */
  private readonly refs = new Map<string, string>()
  private hops = 0

  constructor(o: HttpPeersOptions) {
    this.on = o.on
    this.links = o.urls.map((url, peer) => {
      const on: HttpLinkEvents = {
        opened: () => {
          o.on.log(`CH-1 ${url} open`)
          o.on.opened(peer)
        },
        lost: (why) => {
          o.on.log(`CH-1 ${url} closed: ${why}`)
          o.on.lost(peer)
        },
      }
      const { tcMs, twMs, answerMs } = o
      return new (o.version === 1 ? Http1Link : Http2Link)({ url, tcMs, twMs, answerMs, on })
    })
  }

  start(): void {
    for (const link of this.links) link.start()
  }

  send(encode: (hopByHop: number) => HttpRecord, usable: (peer: number) => boolean): Sent | undefined {
    for (const [peer, link] of this.links.entries()) {
      if (!link.isOpen || !usable(peer)) continue
      const hopByHop = (this.hops += 1)
      const record = encode(hopByHop)
      const message = this.messageOf(record)
      try {
        link.request(message, (answer) => this.answered({ peer, hopByHop }, record, answer))
        return { peer, hopByHop }
      } catch {
        // it has just been lost, and will say so
      }
    }
    return undefined
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.links.map((link) => link.close()))
  }

  // A session without a resource (its START was refused) goes under its own name: the enabler decides what it thinks of that.
  private messageOf({ type, sessionId, key, resent, data }: HttpRecord): OutgoingRequest {
    return writeChargingRequest({ type, ref: this.refs.get(sessionId) ?? sessionId, key, resent, data })
  }

  private answered(sent: Sent, record: HttpRecord, answer: HttpAnswer): void {
    const { resultCode, ref, retryAfterS, interimIntervalS } = readChargingAnswer(answer)
    if (record.type === 'start' && ref !== undefined) this.remember(record.sessionId, ref)
    const isOver = record.type === 'stop' && resultCode === 2001
    this.on.answered({
      ...{ ...sent, resultCode },
      ...(retryAfterS === undefined ? {} : { retryAfterMs: retryAfterS * 1000 }),
      ...(interimIntervalS === undefined ? {} : { interimIntervalS }),
    })
    if (isOver) this.refs.delete(record.sessionId)
  }

  private remember(sessionId: string, ref: string): void {
    this.refs.set(sessionId, ref)
    const [oldest] = this.refs.keys()
    if (this.refs.size > MOST_SESSIONS && oldest !== undefined) this.refs.delete(oldest)
  }
}
