// The STOP of an accounting session that a restart of the server cut off.
import type { StampedRecord } from './record'

/** Cause-Code of a failure within the node. TS 32.299 §7.2.35 */
const INTERNAL_ERROR = 3

/**
 * RFC 6733 §9.4 — the session ended with the server, and its last record says why. It was never sent, so it is a first transmission.
 * @param last newest record of the session that is known @param at when the server noticed
 */
export function closingStop(last: StampedRecord, at: Date): StampedRecord {
  const { cause, sessionId, originHost, entity, participating } = last
  return {
    type: 'stop',
    cause,
    byTime: at,
    causeCode: INTERNAL_ERROR,
    sessionId,
    originHost,
    number: last.number + 1,
    ...(entity !== undefined && { entity }),
    ...(participating !== undefined && { participating }),
  }
}
