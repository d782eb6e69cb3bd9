// The charging of the participating function: its own trigger before the server's sessions, records and Rf client.
import type { ConferenceEvent } from '../conference/conference-event'
import { ChargingRoom } from '../charging/charging-room'
import type { Seams } from '../charging/seams'
import type { ImServerOptions } from '../options'
import { behaviourIn } from '../switches'
import { ParticipatingTrigger } from './participating-trigger'

/** Charging as the server knows it. SIP never waits for it. */
export interface ParticipatingCharging {
  onEvent(event: ConferenceEvent): void
  start(): void
  close(): Promise<void>
}

/** @param seams of a mutant, where it is one. @throws SutError for a switch that this role does not have */
export function participatingCharging(o: {
  readonly options: ImServerOptions
  readonly seams: Seams
  readonly log: (line: string) => void
}): ParticipatingCharging {
  const { options, seams, log } = o
  const behaviour = behaviourIn(options)
  return new ChargingRoom({
    ...{ options, seams, behaviour, log },
    trigger: new ParticipatingTrigger(options.participating.accounting, behaviour),
    // the served users' sessions are the controlling function's: a charging failure ends none of them here
    disconnect: (conference, users) => log(`not disconnected, as charging would have it: ${users.join(', ')} of ${conference}`),
  })
}
