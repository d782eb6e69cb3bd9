// The Rf client with a timer and peers that the test moves.
import type { SendingIds } from '../../sut/im-server/charging/accounting-request'
import { RfClient, type RfClientOptions } from '../../sut/im-server/charging/rf/rf-client'
import type { RfAnswer } from '../../sut/im-server/charging/rf/rf-route'
import type { RecordType, StampedRecord } from '../../sut/im-server/charging/record'
import { event } from './conference-events'

/** A record of the session, as the charging hands it to its client. */
export function recordOf(session: string, number: number, type: RecordType): StampedRecord {
  const cause = event('created', 'alice', ['alice'], { conference: session })
  return { type, cause, sessionId: session, originHost: 'im1.im.example', number }
}

/** A client between a clock, peers and an eye that the test holds. */
export class Bench {
  readonly client: RfClient
  readonly sent: string[] = []
  readonly peers: number[] = []
  readonly lines: string[] = []
  readonly demands: string[] = []
  readonly up: Set<number>
  readonly timers = new Map<number, { readonly at: number; readonly fire: () => void }>()
  unwritable = ''
  private now = 0
  private ids = 0
  private endToEnd = 0

  constructor(peers: readonly number[] = [0], maxBuffered = 100, o: Partial<RfClientOptions> = {}) {
    this.up = new Set(peers)
    this.client = new RfClient({
      route: {
        send: (encode, usable) => {
          const peer = [...this.up].find(usable)
          if (peer === undefined) return undefined
          encode(this.sent.length + 1)
          this.peers.push(peer)
          return { peer, hopByHop: this.sent.length }
        },
      },
      encode: (record, ids) => this.encode(record, ids),
      nextEndToEnd: () => ++this.endToEnd,
      timers: {
        set: (ms, fire) => {
          this.timers.set(++this.ids, { at: this.now + ms, fire })
          return this.ids
        },
        clear: (handle) => void this.timers.delete(handle as number),
      },
      ...{ acrResendMs: 1000, acrResends: 2, storedRetryMs: 20_000, maxBuffered },
      ...{ realtime: 'GRANT_AND_STORE', onFailedAnswer: 'ignore', buffering: 'all-in-order' },
      demands: {
        disconnect: (record, why) => this.demands.push(`disconnect ${record.sessionId} ${why}`),
        interimInterval: (session, seconds) => this.demands.push(`interval ${session} ${seconds}`),
      },
      ...o,
      log: (line) => this.lines.push(line),
    })
  }

  submit(session: string, number: number, type: RecordType = 'start'): void {
    this.client.submit(recordOf(session, number, type))
  }

  /** Answers the sending of that index. */
  answer(index: number, resultCode: RfAnswer['resultCode'], more: Partial<RfAnswer> = {}): void {
    this.client.answered({ peer: this.peers[index] ?? 0, hopByHop: index + 1, resultCode, ...more })
  }

  /** This peer is lost, or open. */
  loses(peer: number): void {
    this.up.delete(peer)
    this.client.peerLost(peer)
  }
  opens(peer: number): void {
    this.up.add(peer)
    this.client.peerOpened(peer)
  }

  advance(ms: number): void {
    this.now += ms
    for (const [id, { at, fire }] of [...this.timers]) {
      if (at > this.now || !this.timers.has(id)) continue
      this.timers.delete(id)
      fire()
    }
  }

  private encode(record: StampedRecord, ids: SendingIds): Uint8Array {
    const name = `${record.sessionId}${record.number}`
    if (name === this.unwritable) throw new Error('no such AVP')
    this.sent.push(`${name} e${ids.endToEnd}${ids.retransmitted ? ' T' : ''}`)
    return new Uint8Array()
  }
}
