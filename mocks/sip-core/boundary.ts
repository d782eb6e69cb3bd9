// What crosses the SUT's SIP boundary, written to the history with exact bytes.
import type { Address } from '@ch1/sip'
import type { Direction, Flow, HistoryFact, Recorder } from '../../judge/history/events'
import { base64 } from '../recorder'
import { hostPort } from './address'
import { transportOf } from './doors'

const FLOW_NAME = { UDP: 'udp', TCP: 'tcp', TLS: 'tls' } as const

/** Writes SIP facts for one address of the core. Towards the SUT it is called before the bytes are sent, from the SUT after they were read. */
export class Boundary {
  readonly #record: Recorder
  readonly #own: Address

  constructor(record: Recorder, own: Address) {
    this.#record = record
    this.#own = own
  }

  /**
   * A message that is SIP, and the number of its event. `party` is the participant whose traffic it is, where known;
   * `lost` when it was meant for the SUT and is not sent.
   */
  sip(dir: Direction, bytes: Uint8Array, remote: Address, party: string | undefined, lost = false): number {
    return this.#record({
      kind: 'sip',
      dir,
      flow: this.#flow(remote),
      bytes: base64(bytes),
      ...(party === undefined ? {} : { party }),
      ...(lost ? { lost } : {}),
    })
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
    return { transport: FLOW_NAME[transportOf(remote)], local: hostPort(this.#own), remote: hostPort(remote) }
  }
}
