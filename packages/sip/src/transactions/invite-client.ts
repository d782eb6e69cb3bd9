// The INVITE client transaction (RFC 3261 §17.1.1 figure 5, with the Accepted state of RFC 6026 §7.2).
import type { SipResponse } from '../message/message'
import type { ClientInput, ClientPorts } from './machine'
import { ackFor } from './derived-requests'
import { TimerSet } from './timers'

/** States of the machine; `accepted` is RFC 6026's. */
export type InviteClientState = 'calling' | 'proceeding' | 'completed' | 'accepted' | 'terminated'

type Timer = 'A' | 'B' | 'D' | 'M' | 'cancel'
type Input = ClientInput<Timer>

// RFC 3261 §17.1.1.2 — timer D is at least 32 s over unreliable transports; it follows 64·T1 when T1 is chosen shorter.
const D_IN_T1 = 64

/** One INVITE as the client sees it: retransmits it, acknowledges refusals, passes every 2xx up. */
export class InviteClientMachine {
  state: InviteClientState = 'calling'
  readonly #ports: ClientPorts
  readonly #timers: TimerSet<Timer>
  #intervalMs: number

  constructor(ports: ClientPorts) {
    this.#ports = ports
    this.#intervalMs = ports.values.t1Ms
    this.#timers = new TimerSet(ports.timers, (name) => this.input({ kind: 'timer', name }))
  }

  /** Sends the INVITE. Timer A retransmits it at T1, 2·T1, 4·T1 …; timer B ends the wait after 64·T1. */
  start(): void {
    if (!this.#ports.reliable) this.#timers.set('A', this.#intervalMs)
    this.#timers.set('B', 64 * this.#ports.values.t1Ms)
    this.#ports.send(this.#ports.request)
  }

  input(input: Input): void {
    switch (this.state) {
      case 'calling':
        return this.#calling(input)
      case 'proceeding':
        return this.#proceeding(input)
      case 'completed':
        return this.#completed(input)
      case 'accepted':
        return this.#accepted(input)
      case 'terminated':
        return
    }
  }

  /** Ends the machine without a word to anybody. */
  stop(): void {
    if (this.state !== 'terminated') this.#terminate()
  }

  #calling(input: Input): void {
    if (input.kind === 'timer' && input.name === 'A') {
      this.#intervalMs *= 2
      this.#timers.set('A', this.#intervalMs)
      return this.#ports.send(this.#ports.request)
    }
    if (input.kind === 'response' && input.response.status < 200) {
      this.#timers.clear('A')
      this.#timers.clear('B')
      this.state = 'proceeding'
      return this.#ports.response(input.response)
    }
    this.#untilFinal(input)
  }

  #proceeding(input: Input): void {
    if (input.kind === 'response' && input.response.status < 200) return this.#ports.response(input.response)
    // RFC 3261 §9.1 — without a final response 64·T1 after the CANCEL, the transaction counts as cancelled.
    if (input.kind === 'cancelSent') return this.#timers.set('cancel', 64 * this.#ports.values.t1Ms)
    this.#untilFinal(input)
  }

  #completed(input: Input): void {
    // RFC 3261 §17.1.1.2 — each retransmission of the refusal is acknowledged again and not passed up.
    if (input.kind === 'response' && input.response.status >= 300) this.#ports.send(ackFor(this.#ports.request, input.response))
    else if (input.kind === 'timer') this.#terminate()
    else if (input.kind === 'transportError') this.#failed(input.error)
  }

  #accepted(input: Input): void {
    // RFC 6026 §7.2 — every 2xx goes up, from this fork or another; the user agent acknowledges it.
    if (input.kind === 'response' && input.response.status >= 200 && input.response.status < 300) {
      this.#ports.response(input.response)
    } else if (input.kind === 'timer') this.#terminate()
  }

  #untilFinal(input: Input): void {
    if (input.kind === 'response')
      return input.response.status < 300 ? this.#toAccepted(input.response) : this.#toCompleted(input.response)
    if (input.kind === 'transportError') return this.#failed(input.error)
    if (input.kind === 'timer' && (input.name === 'B' || input.name === 'cancel')) {
      this.#terminate()
      this.#ports.timeout()
    }
  }

  #toAccepted(response: SipResponse): void {
    this.#timers.clearAll()
    this.state = 'accepted'
    this.#timers.set('M', 64 * this.#ports.values.t1Ms)
    this.#ports.response(response)
  }

  #toCompleted(response: SipResponse): void {
    this.#timers.clearAll()
    this.state = 'completed'
    this.#timers.set('D', this.#ports.reliable ? 0 : D_IN_T1 * this.#ports.values.t1Ms)
    this.#ports.send(ackFor(this.#ports.request, response))
    this.#ports.response(response)
  }

  #failed(error: Error): void {
    this.#terminate()
    this.#ports.transportError(error)
  }

  #terminate(): void {
    this.#timers.clearAll()
    this.state = 'terminated'
    this.#ports.ended()
  }
}
