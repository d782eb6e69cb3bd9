// Mutant: Event-Timestamp is the time at which the record is sent, not that of what it reports.
import { UNSEEN, type Mutant } from './mutant'
import { edited } from './avp-edit'

/** Event-Timestamp is the time at which the record is sent, not that of what it reports. */
export const eventTimestampOfTheSending: Mutant = {
  id: 'event-timestamp-of-the-sending',
  family: 'time',
  description: 'Event-Timestamp is the time at which the record is sent, not that of what it reports.',
  names: [{ purpose: 'TP_CNT_013', rule: 'event-timestamp-of-trigger' }],
  touches: [],
  money: UNSEEN.stamp,
  seams: {
    acr: (input) => ({ ...input, avps: edited(input.avps, 'Event-Timestamp', ([name]) => [[name, new Date()]]) }),
  },
}
