// Starts the reference server in the role it is told.
import type { Address } from '@ch1/sip'
import { ImServer } from './im-server'
import { resolveOptions, type ImServerSettings } from './options'
import { ParticipatingServer } from './participating/participating-server'

/** A server in either role. */
export interface RunningImServer {
  /** Where SIP is taken; the first of `listeners`. */
  readonly sip: Address
  readonly listeners: readonly Address[]
  /** Where the control door listens, if there is one. */
  readonly control: Address | undefined
  /** Where its Diameter node listens, if it does. */
  readonly diameter: Address | undefined
  /** One human line for each thing that happens. */
  onEvent: (line: string) => void
  close(): Promise<void>
}

/** Binds, connects and serves. @throws SutError when the settings are wrong or an address cannot be bound */
export function startImServer(settings: ImServerSettings): Promise<RunningImServer> {
  return resolveOptions(settings).role === 'participating' ? ParticipatingServer.start(settings) : ImServer.start(settings)
}
