// The charging of the participating function: its own trigger before the server's sessions, records and Rf client.
import type { ConferenceEvent } from '../conference/conference-event'
import { AccountingSessions } from '../charging/accounting-sessions'
import { Charging } from '../charging/charging'
import { chargingClient } from '../charging/charging-client'
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
  const originStateId = Math.floor(Date.now() / 1000)
  const { originHost, originRealm, destinationRealm } = options
  const rf = chargingClient({ options, origin: { originHost, originRealm, destinationRealm, originStateId }, seams, log })
  const charging = new Charging({
    seams: withTrigger(seams, (event) => recordsOf(event, options.participating.accounting)),
    sessions: new AccountingSessions(originHost, originStateId),
    submit: (record) => {
      log(`ACR[${record.type.toUpperCase()}] ${record.number} ${record.sessionId}`)
      rf.submit(record)
    },
  })
  return { onEvent: (event) => charging.onEvent(event), start: () => rf.start(), close: () => rf.close() }
}

// The trigger is a seam already: this function's takes the place of the controlling one's, a mutant's stands before it.
function withTrigger(seams: Seams, trigger: Parameters<NonNullable<Seams['trigger']>>[1]): Seams {
  return { ...seams, trigger: (event) => (seams.trigger ? seams.trigger(event, trigger) : trigger(event)) }
}
