// The INVITE server transaction (RFC 3261 §17.2.1 figure 7, with the Accepted state of RFC 6026 §7.1).
import type { SipResponse } from '../message/message'
import type { ServerInput, ServerPorts } from './machine'
import { TimerSet } from './timers'

/** States of the machine; `accepted` is RFC 6026's. */
export type InviteServerState = 'proceeding' | 'completed' | 'confirmed' | 'accepted' | 'terminated'

type Timer = 'trying' | 'G' | 'H' | 'I' | 'L'
type Input = ServerInput<Timer>

/** What the INVITE server machine needs beyond the common ports. */
export interface InviteServerPorts extends ServerPorts {
  /** The 100 to send when the user agent is not quick enough. */
  trying(): SipResponse
}

/** One INVITE as the server sees it: absorbs retransmissions, repeats a refusal until its ACK. */
export class InviteServerMachine {
  state: InviteServerState = 'proceeding'
  readonly #ports: InviteServerPorts
  readonly #timers: TimerSet<Timer>
  #last: SipResponse | undefined
  #intervalMs: number

  constructor(ports: InviteServerPorts) {
    this.#ports = ports
    this.#intervalMs = ports.values.t1Ms
    this.#timers = new TimerSet(ports.timers, (name) => this.input({ kind: 'timer', name }))
    // RFC 3261 §17.2.1 — 100 unless the user agent answers within 200 ms; we wait 0.4·T1, which is that for the usual T1.
    this.#timers.set('trying', 0.4 * ports.values.t1Ms)
  }

  input(input: Input): void {
    switch (this.state) {
      case 'proceeding':
        return this.#proceeding(input)
      case 'completed':
        return this.#completed(input)
      case 'confirmed':
        return this.#confirmed(input)
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

  #proceeding(input: Input): void {
    if (input.kind === 'retransmission') return this.#last === undefined ? undefined : this.#ports.send(this.#last)
    if (input.kind === 'timer') return this.#send(this.#ports.trying())
    if (input.kind === 'transportError') return this.#terminate()
    if (input.kind !== 'respond') return
    this.#timers.clear('trying')
    if (input.response.status >= 300) this.#toCompleted()
    else if (input.response.status >= 200) this.#toAccepted()
    this.#send(input.response)
  }

  #completed(input: Input): void {
    if (input.kind === 'retransmission') this.#repeat()
    else if (input.kind === 'timer' && input.name === 'G') {
      this.#intervalMs = Math.min(2 * this.#intervalMs, this.#ports.values.t2Ms)
      this.#timers.set('G', this.#intervalMs)
      this.#repeat()
    } else if (input.kind === 'ack') this.#toConfirmed()
    // RFC 3261 §17.2.1 — timer H: the ACK never came.
    else if (input.kind === 'timer' || input.kind === 'transportError') this.#terminate()
  }

  #confirmed(input: Input): void {
    if (input.kind === 'timer') this.#terminate()
  }

  #accepted(input: Input): void {
    // RFC 6026 §7.1 — retransmitted INVITEs are absorbed; the user agent repeats its 2xx, and other responses are dropped.
    if (input.kind === 'respond' && input.response.status >= 200 && input.response.status < 300) this.#send(input.response)
    else if (input.kind === 'timer' || input.kind === 'transportError') this.#terminate()
  }

  #toCompleted(): void {
    this.state = 'completed'
    if (!this.#ports.reliable) this.#timers.set('G', this.#intervalMs)
    this.#timers.set('H', 64 * this.#ports.values.t1Ms)
  }

  #toConfirmed(): void {
    this.#timers.clearAll()
    this.state = 'confirmed'
    this.#timers.set('I', this.#ports.reliable ? 0 : this.#ports.values.t4Ms)
  }

  #toAccepted(): void {
    this.state = 'accepted'
    this.#timers.set('L', 64 * this.#ports.values.t1Ms)
  }

  #send(response: SipResponse): void {
    this.#last = response
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
