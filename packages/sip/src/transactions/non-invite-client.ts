// The non-INVITE client transaction (RFC 3261 §17.1.2 figure 6).
import type { SipResponse } from '../message/message'
import type { ClientInput, ClientPorts } from './machine'
import { TimerSet } from './timers'

/** States of the machine. */
export type NonInviteClientState = 'trying' | 'proceeding' | 'completed' | 'terminated'

type Timer = 'E' | 'F' | 'K'
type Input = ClientInput<Timer>

/** One request other than INVITE and ACK as the client sees it. */
export class NonInviteClientMachine {
  state: NonInviteClientState = 'trying'
  readonly #ports: ClientPorts
  readonly #timers: TimerSet<Timer>
  #intervalMs: number

  constructor(ports: ClientPorts) {
    this.#ports = ports
    this.#intervalMs = ports.values.t1Ms
    this.#timers = new TimerSet(ports.timers, (name) => this.input({ kind: 'timer', name }))
  }

  /** Sends the request. Timer E retransmits it at T1, 2·T1 … up to every T2; timer F ends the wait after 64·T1. */
  start(): void {
    if (!this.#ports.reliable) this.#timers.set('E', this.#intervalMs)
    this.#timers.set('F', 64 * this.#ports.values.t1Ms)
    this.#ports.send(this.#ports.request)
  }

  input(input: Input): void {
    switch (this.state) {
      case 'trying':
        return this.#trying(input)
      case 'proceeding':
        return this.#proceeding(input)
      case 'completed':
        return this.#completed(input)
      case 'terminated':
        return
    }
  }

  /** Ends the machine without a word to anybody. */
  stop(): void {
    if (this.state !== 'terminated') this.#terminate()
  }

  #trying(input: Input): void {
    if (input.kind === 'timer' && input.name === 'E') {
      this.#intervalMs = Math.min(2 * this.#intervalMs, this.#ports.values.t2Ms)
      return this.#retransmit()
    }
    if (input.kind === 'response' && input.response.status < 200) {
      this.state = 'proceeding'
      return this.#ports.response(input.response)
    }
    this.#untilFinal(input)
  }

  #proceeding(input: Input): void {
    if (input.kind === 'timer' && input.name === 'E') {
      // RFC 3261 §17.1.2.2 — once a provisional response has come, timer E runs at T2.
      this.#intervalMs = this.#ports.values.t2Ms
      return this.#retransmit()
    }
    if (input.kind === 'response' && input.response.status < 200) return this.#ports.response(input.response)
    this.#untilFinal(input)
  }

  #completed(input: Input): void {
    if (input.kind === 'timer') this.#terminate()
  }

  #untilFinal(input: Input): void {
    if (input.kind === 'response') return this.#toCompleted(input.response)
    if (input.kind === 'transportError') {
      this.#terminate()
      return this.#ports.transportError(input.error)
    }
    if (input.kind === 'timer' && input.name === 'F') {
      this.#terminate()
      this.#ports.timeout()
    }
  }

  #toCompleted(response: SipResponse): void {
    this.#timers.clearAll()
    this.state = 'completed'
    this.#timers.set('K', this.#ports.reliable ? 0 : this.#ports.values.t4Ms)
    this.#ports.response(response)
  }

  #retransmit(): void {
    this.#timers.set('E', this.#intervalMs)
    this.#ports.send(this.#ports.request)
  }

  #terminate(): void {
    this.#timers.clearAll()
    this.state = 'terminated'
    this.#ports.ended()
  }
}
