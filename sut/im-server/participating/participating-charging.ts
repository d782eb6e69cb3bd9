// The charging of the participating function: its own trigger before the server's sessions, records and Rf client.
import type { ConferenceEvent } from '../conference/conference-event'
import { ChargingRoom } from '../charging/charging-room'
import type { Seams } from '../charging/seams'
import type { ImServerOptions } from '../options'
import { recordsOf } from './participating-trigger'

/** Charging as the server knows it. SIP never waits for it. */
export interface ParticipatingCharging {
  onEvent(event: ConferenceEvent): void
  start(): void
  close(): Promise<void>
}

/** @param seams of a mutant, where it is one */
export function participatingCharging(o: {
  readonly options: ImServerOptions
  readonly seams: Seams
  readonly log: (line: string) => void
}): ParticipatingCharging {
  const { options, seams, log } = o
  return new ChargingRoom({
    options,
    seams: withTrigger(seams, (event) => recordsOf(event, options.participating.accounting)),
    // the served users' sessions are the controlling function's: a charging failure ends none of them here
    disconnect: (conference, users) => log(`not disconnected, as charging would have it: ${users.join(', ')} of ${conference}`),
    log,
  })
}

// The trigger is a seam already: this function's takes the place of the controlling one's, a mutant's stands before it.
function withTrigger(seams: Seams, trigger: Parameters<NonNullable<Seams['trigger']>>[1]): Seams {
  return { ...seams, trigger: (event) => (seams.trigger ? seams.trigger(event, trigger) : trigger(event)) }
}
