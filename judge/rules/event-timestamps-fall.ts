// Within a session time goes forward.
import type { RecordRule } from './rule'

const PATH = 'Event-Timestamp'

export const eventTimestampsFall: RecordRule = {
  id: 'event-timestamps-fall',
  owner: 'TP_SEQ_009',
  requirement: 'TS32299_7.1.8_1',
  sees: 'record',
  onlyWarns: true, // LV-26: clocks are set, and events that overlap are charged in any order
  expected: 'an Event-Timestamp not before that of the record before it in its session',
  about: { what: 'an Event-Timestamp', isIn: ({ content }) => content.has(PATH) },
  // 3GPP TS 32.299 §7.1.8
  breach: ({ content, type, number }, { before, repeats }) => {
    const [now] = content.scalars(PATH)
    // RFC 6733 §9.8.3 — a number that comes again is a fault of its own; the copy's time is that of the record it repeats, and says nothing of order
    if (before.some((one) => one.number === number && one.content.scalars(PATH)[0] === now)) return undefined
    const [earlier] = before.findLast((one) => one.type !== 'event' && one.content.has(PATH))?.content.scalars(PATH) ?? []
    if (repeats || type === 'event' || typeof now !== 'string' || typeof earlier !== 'string') return undefined
    return now < earlier ? `${now} after ${earlier}` : undefined
  },
}
