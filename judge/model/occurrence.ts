// Something that happened on the SUT's wire and that a demand can name as its cause.
import type { CauseKind } from '../history/events'
import type { Conference, Trigger } from './conference'
import type { Leg, Mark } from './leg'

export interface Occurrence {
  readonly of: CauseKind
  /** Address of record. */
  readonly who: string
  readonly mark: Mark
  conference: Conference
  readonly leg: Leg
  /** What it made due, if anything. */
  readonly trigger?: Trigger
  /** Only ringing: when the SUT got the final response. */
  untilUs?: number
  /** For a resend: which message. */
  readonly message?: 'INVITE' | 'BYE' | '200'
  /** For another request: its method. */
  readonly method?: string
  /** For a stray BYE: what of it names no dialog. */
  readonly stray?: 'call' | 'tags'
}
