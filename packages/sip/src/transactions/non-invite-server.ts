// The non-INVITE server transaction (RFC 3261 §17.2.2 figure 8).
import type { SipResponse } from '../message/message'
import type { ServerInput, ServerPorts } from './machine'
import { TimerSet } from './timers'

/** States of the machine. */
export type NonInviteServerState = 'trying' | 'proceeding' | 'completed' | 'terminated'

type Input = ServerInput<'J'>

/** One request other than INVITE and ACK as the server sees it. */
export class NonInviteServerMachine {
  state: NonInviteServerState = 'trying'
  readonly #ports: ServerPorts
  readonly #timers: TimerSet<'J'>
  #last: SipResponse | undefined

  constructor(ports: ServerPorts) {
    this.#ports = ports
    this.#timers = new TimerSet(ports.timers, (name) => this.input({ kind: 'timer', name }))
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
    // RFC 3261 §17.2.2 — a retransmission before any response is dropped.
    if (input.kind === 'respond') this.#respond(input.response)
    else if (input.kind === 'transportError') this.#terminate()
  }

  #proceeding(input: Input): void {
    if (input.kind === 'retransmission') this.#repeat()
    else if (input.kind === 'respond') this.#respond(input.response)
    else if (input.kind === 'transportError') this.#terminate()
  }

  #completed(input: Input): void {
    if (input.kind === 'retransmission') this.#repeat()
    else if (input.kind === 'timer' || input.kind === 'transportError') this.#terminate()
  }

  #respond(response: SipResponse): void {
    this.#last = response
    this.state = response.status < 200 ? 'proceeding' : 'completed'
    if (this.state === 'completed') this.#timers.set('J', this.#ports.reliable ? 0 : 64 * this.#ports.values.t1Ms)
    this.#ports.send(response)
  }

  #repeat(): void {
    if (this.#last !== undefined) this.#ports.send(this.#last)
  }

  #terminate(): void {
    this.#timers.clearAll()
    this.state = 'terminated'
    this.#ports.ended()
  }
}
