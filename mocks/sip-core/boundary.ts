// What crosses the SUT's SIP boundary, written to the history with exact bytes.
import type { Address } from '@ch1/sip'
import type { Direction, Flow, HistoryFact } from '../../judge/history/events'
import { base64, recordSip, SipStamp, type SipRecorder } from '../recorder'
import { hostPort } from './address'
import { transportOf } from './doors'
import type { Sides } from './sides'

/** Of so many addresses the text of their flow is kept; then all are forgotten, and made again when they are met. */
const MOST_STAMPS = 1_000

const FLOW_NAME = { UDP: 'udp', TCP: 'tcp', TLS: 'tls' } as const

/** Writes SIP facts for all addresses of the core. Towards the SUT it is called before the bytes are sent, from the SUT after they were read. */
export class Boundary {
  readonly #record: SipRecorder
  readonly #sides: Sides
  readonly #stamps: Readonly<Record<Direction, Map<string, SipStamp>>> = { toSut: new Map(), fromSut: new Map() }

  constructor(record: SipRecorder, sides: Sides) {
    this.#record = record
    this.#sides = sides
  }

  /**
   * A message that is SIP, and the number of its event. `party` is the participant whose traffic it is, where known;
   * `lost` when it was meant for the SUT and is not sent.
   */
  sip(dir: Direction, bytes: Uint8Array, remote: Address, party: string | undefined, lost = false): number {
    return recordSip(this.#record, this.#stamp(dir, remote), bytes, party, lost)
  }

  #stamp(dir: Direction, remote: Address): SipStamp {
    const stamps = this.#stamps[dir]
    const key = `${remote.host} ${remote.port} ${transportOf(remote)}`
    const known = stamps.get(key)
    if (known !== undefined) return known
    if (stamps.size >= MOST_STAMPS) stamps.clear()
    const stamp = new SipStamp(dir, this.#flow(remote))
    stamps.set(key, stamp)
    return stamp
  }

  /** What the core did to a message on purpose. */
  impaired(of: number, what: Extract<HistoryFact, { kind: 'impaired' }>['what']): void {
    this.#record({ kind: 'impaired', of, what })
  }

  /** Bytes that are no SIP message, and why. */
  garbage(bytes: Uint8Array, remote: Address, why: string): void {
    this.#record({ kind: 'garbage', plane: 'sip', flow: this.#flow(remote), bytes: base64(bytes), why })
  }

  #flow(remote: Address): Flow {
    return { transport: FLOW_NAME[transportOf(remote)], local: hostPort(this.#sides.towards(remote)), remote: hostPort(remote) }
  }
}
