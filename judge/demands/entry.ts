// One demand and where it stands, with the few words all kinds of demands share.
import type { Findings } from '../findings'
import type { Demand } from '../history/events'
import type { Accounting } from '../model/accounting/accounting'
import type { Boundary } from '../model/boundary'
import type { ConferencePlane } from '../model/conference-plane'
import type { Occurrence } from '../model/occurrence'
import type { PeerLog } from '../model/peer-log'
import type { Profile } from '../profile/schema'
import type { Decision } from '../verdict'

/** A span of time, µs, both ends included. */
export interface Span {
  readonly fromUs: number
  readonly toUs: number
}

export interface Entry {
  /** Its place among all demands. */
  readonly nth: number
  readonly demand: Demand
  readonly madeUs: number
  decision: Decision
  occurrence?: Occurrence
  /** It looks broken, and what would mend it may still come until then. */
  untilUs?: number
  /** Of a quiet demand: its window, once closed. */
  window?: Span
}

/** What demands are decided by. */
export interface Evidence {
  readonly profile: Profile
  readonly plane: ConferencePlane
  readonly accounting: Accounting
  readonly boundary: Boundary
  readonly peers: PeerLog
  readonly findings: Findings
}

/** Decided for good, but for what turns up later. */
export function final(decision: Decision): boolean {
  return decision.state !== 'open' && decision.state !== 'held'
}

/** The deciding observation is missing: which. */
export function undecidable(demand: Demand, missing: string): Decision {
  return { demand: demand.id, state: 'undecidable', missing }
}

/** `the arrival of sip:bob@home.example` */
export function causeText({ cause }: Demand): string {
  return `the ${cause.of} of ${cause.who}`
}
