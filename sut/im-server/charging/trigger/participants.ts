// Number-Of-Participants of a record. TS 32.299 §7.2.117
import type { ConferenceEvent } from '../../conference/conference-event'
import type { Behaviour } from './behaviour'

/** The parties attached after the event, less `leaving` who is as good as gone; nothing where the server does not count. */
export function participantsAfter(
  { attached }: ConferenceEvent,
  { choices, variants }: Behaviour,
  leaving = 0,
): number | undefined {
  if (variants.withoutCount === true) return undefined // LV-04
  const counted = choices['P-COUNT'] === 'users' ? new Set(attached).size : attached.length
  return Math.max(0, counted - leaving) + (choices['P-FOCUS'] === 'included' ? 1 : 0)
}
