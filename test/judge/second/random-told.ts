// What the teller of a random plan keeps in mind: who is in which conference, and since when a connection is gone.
import type { LegLine } from '../sip-lines'
import type { Conf } from '../story-calls'

/** A conference as it is told: who is in by which leg, and at whom it rings. */
export interface Told {
  readonly conf: Conf
  readonly letter: string
  readonly within: Map<string, LegLine>
  readonly ringing: Map<string, LegLine>
  readonly gone: LegLine[]
}

/** From when on the first connection is gone, and the second one takes records. */
export interface Outage {
  fromMs: number
  toMs: number
}

export const NAMES = ['bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy', 'mallory'] as const
