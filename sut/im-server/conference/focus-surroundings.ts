// What a focus needs from the server around it.
import type { Address, Timers, UserAgent } from '@ch1/sip'
import type { ConferenceEvent } from './conference-event'
import type { ConferencePolicy } from './conference-policy'

/** The server as seen by one conference. */
export interface FocusSurroundings {
  readonly agent: UserAgent
  /** The SIP/IP core, put into the Route of every invitation. */
  readonly nextHop: Address
  /** Address of the SDP. */
  readonly mediaHost: string
  readonly timers: Timers
  readonly noAnswerMs: number
  readonly policy: ConferencePolicy
  now(): Date
  /** A token no other call of it gave. */
  newToken(): string
  /** Takes every event; must not throw. SIP never waits for it. */
  emit(event: ConferenceEvent): void
  /** One human line. */
  log(line: string): void
}
