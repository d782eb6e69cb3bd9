// A user agent that is given odd and damaged messages: what it answers, and what it drops and why.
import { parseMessage, TransactionLayer, type SipParseError, type SipResponse, type SipTransport } from '@ch1/sip'
import { FakeTimers } from './fake-timers'
import { oddMessageAgent } from './odd-message-agent'

/** An agent with everything around it, and what came of what it was given. */
export class AdmissionBench {
  /** Its responses. */
  readonly answers: SipResponse[] = []
  /** What it told as garbage. */
  readonly garbage: SipParseError[] = []
  /** Responses that it took and that belong to no transaction of its own. */
  readonly strays: SipResponse[] = []
  /** What its own code threw: never anything. */
  readonly faults: unknown[] = []
  /** Bytes it sent that are no SIP message: never any. */
  readonly broken: Uint8Array[] = []
  readonly layer: TransactionLayer
  readonly #transport: SipTransport

  /** `host` is its sent-by: the one that a response must name as its own. */
  constructor(host = '192.0.2.1') {
    this.#transport = {
      reliable: false,
      sentBy: { transport: 'UDP', host, port: 5060 },
      onMessage: () => undefined,
      send: (bytes) => this.#take(bytes),
      close: () => Promise.resolve(),
    }
    this.layer = new TransactionLayer({
      transport: this.#transport,
      timers: new FakeTimers(),
      onGarbage: (_bytes, why) => this.garbage.push(why),
      onFault: (fault) => this.faults.push(fault),
    })
    oddMessageAgent(this.layer, host)
    this.layer.onStrayResponse = (response) => this.strays.push(response)
  }

  /** One datagram comes in. */
  receive(bytes: Uint8Array): void {
    this.#transport.onMessage(bytes, { host: '192.0.2.99', port: 5099 })
  }

  #take(bytes: Uint8Array): void {
    try {
      const message = parseMessage(bytes)
      if (message.kind === 'response') this.answers.push(message)
    } catch {
      this.broken.push(bytes)
    }
  }
}
