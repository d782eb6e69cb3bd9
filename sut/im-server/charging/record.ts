// A charging record on its way: what the trigger decided, then with its session and number, not yet Diameter.
import type { ConferenceEvent } from '../conference/conference-event'

/** Kind of SessionRequest or EventRequest; on Rf the Accounting-Record-Type. */
export type RecordType = 'start' | 'interim' | 'stop' | 'event'

/** Accounting-Record-Type values. RFC 6733 §9.8.1 */
export const RECORD_TYPE = { event: 1, start: 2, interim: 3, stop: 4 } as const satisfies Record<RecordType, number>

/** Application-Service-Type (2102) values the reference uses. OMA-DDS §6.2.4 */
export const APPLICATION_SERVICE_TYPE = { sending: 100, inviting: 103, leaving: 104, joining: 105 } as const

/** IM-Information (2110) of a MESSAGE, or of all in a conference so far. OMA-DDS §8.5.6 */
export interface MessageCounts {
  /** Messages of the sender, or of all senders, and those of them that somebody got. */
  readonly sent: number
  readonly delivered: number
  /** Of a message to many: the copies that were sent, and those of them that were accepted. */
  readonly exploded?: { readonly total: number; readonly successful: number }
}

/** What a record will say. Made by the trigger from one event; `cause` keeps the event for whoever needs more. */
export interface RecordDraft {
  readonly type: RecordType
  readonly cause: ConferenceEvent
  /** Number-Of-Participants (885); absent in a STOP. */
  readonly participants?: number
  /** Application-Service-Type (2102). */
  readonly serviceType?: number
  /** Made by the passing of time, then, and by no SIP message. TS 32.260 Table 6.3.2.1 note 3 */
  readonly byTime?: Date
  /** Accounting entity it belongs to; the conference where absent. LV-15, LV-16 */
  readonly entity?: string
  /** It is made so long after the others of its event. */
  readonly afterMs?: number
  /** It reports for the participating function in the same box. LV-16 */
  readonly participating?: true
  readonly messages?: MessageCounts
  /** Cause-Code (861); only in STOP and EVENT. TS 32.260 Table 6.3.2.1 */
  readonly causeCode?: number
}

/** A draft with its place in the accounting session. */
export interface StampedRecord extends RecordDraft {
  readonly sessionId: string
  /** Origin-Host of the node that accounts for it; Session-Ids begin with it. RFC 6733 §8.8 */
  readonly originHost: string
  readonly number: number
}
