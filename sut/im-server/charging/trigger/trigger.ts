// The port of a charging trigger: what a role of the server fills it with decides which records are made.
import type { ConferenceEvent } from '../../conference/conference-event'
import type { RecordDraft } from '../record'

/** Makes records of what happens; decides nothing about their delivery. */
export interface Trigger {
  /** The records of an event, in order; called detached from its object. */
  readonly recordsOf: (event: ConferenceEvent) => readonly RecordDraft[]
  /** The record of the time that has passed, for the accounting session that began with `cause`. TS 32.299 §6.1.2 */
  byTime(cause: ConferenceEvent, at: Date): RecordDraft
}
