// When a conference is over for its demands, and what is not known of it then.
import type { Conference } from '../model/conference'

/** Vacuity (design): what is not there says something only of a server that charges at all. */
export const CHARGES_NOTHING = 'the conference has no record: a server that charges nothing proves nothing'

/** Its STOP is decided, and every owed record before it. */
export function isOver(conference: Conference): boolean {
  const stop = conference.triggers.findLast((one) => one.kind === 'stop')
  if (!conference.end || !stop) return false
  const decided = (one: { record?: unknown; missing?: unknown; undecidable?: unknown }): boolean =>
    one.record !== undefined || one.missing !== undefined || one.undecidable !== undefined
  return decided(stop) && conference.triggers.every((one) => one.level !== 'owed' || decided(one))
}

/** Why an owed record of it cannot be decided; undefined when all can. */
export function unknownOf(conference: Conference): string | undefined {
  return conference.triggers.find((one) => one.level === 'owed' && one.undecidable !== undefined)?.undecidable
}
