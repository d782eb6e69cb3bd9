// What the four transaction machines share: their inputs, and the ports through which they act.
import type { SipRequest, SipResponse } from '../message/message'
import type { Timers, TimerValues } from './timers'

/** What any machine is given. */
export interface MachinePorts {
  readonly reliable: boolean
  readonly timers: Timers
  readonly values: TimerValues
  /** The machine reached `terminated`; called once. */
  ended(): void
}

/** What a client machine is given: the request (with its Via) and whom to tell. */
export interface ClientPorts extends MachinePorts {
  readonly request: SipRequest
  send(request: SipRequest): void
  response(response: SipResponse): void
  timeout(): void
  transportError(error: Error): void
}

/** What a server machine is given. */
export interface ServerPorts extends MachinePorts {
  send(response: SipResponse): void
}

/** What happens to a client machine. */
export type ClientInput<Timer extends string> =
  | { readonly kind: 'response'; readonly response: SipResponse }
  | { readonly kind: 'timer'; readonly name: Timer }
  | { readonly kind: 'transportError'; readonly error: Error }
  | { readonly kind: 'cancelSent' }

/** What happens to a server machine. */
export type ServerInput<Timer extends string> =
  | { readonly kind: 'retransmission' }
  | { readonly kind: 'ack' }
  | { readonly kind: 'respond'; readonly response: SipResponse }
  | { readonly kind: 'timer'; readonly name: Timer }
  | { readonly kind: 'transportError' }
