// One `ch1` event as the judge uses it. The only place that knows that CH-1 has several bindings.
import type { DiameterMessage } from '@ch1/diameter/codec'
import type { HistoryEvent } from '../history/events'
import { readDiameterMessage } from './ch1-message-diameter'
import { readHttpMessage } from './ch1-message-http'
import type { SeenRecord } from './record'

/** An event of the Charging Enabler's doors. */
export type Ch1Event = HistoryEvent & { readonly kind: 'ch1' }

/** What a CH-1 message is to the judge. */
export type Ch1Message = Ch1Content & {
  /** The message as Diameter has it, where it is one. */
  readonly diameter?: DiameterMessage
}

type Ch1Content =
  /** A SessionRequest or EventRequest of the SUT. */
  | { readonly kind: 'request'; readonly record: SeenRecord }
  /** A message of the SUT with the form of an answer. Where we asked nothing it is a request that calls itself an answer. */
  | { readonly kind: 'answerOfSut'; readonly record: SeenRecord }
  /** A request of ours to the SUT that an `answerOfSut` may answer. */
  | { readonly kind: 'requestOfOurs' }
  /** Our Response. `exchange` names the request as {@link SeenRecord.exchange} does; `session` where the answer names the session. */
  | {
      readonly kind: 'answer'
      readonly exchange: string
      readonly resultCode: number | undefined
      readonly session?: string
      /** Accounting-Record-Number, where it says which record it answers. */
      readonly number?: number
      /** Acct-Interim-Interval, where it asks for interims so many seconds apart; 0: for none by time. */
      readonly intervalS?: number
    }
  /** Shows that the SUT's end of the connection lives, though it charges nothing: a watchdog's answer. */
  | { readonly kind: 'alive'; readonly exchange?: string }
  /** A watchdog of ours. */
  | { readonly kind: 'watchdogOfOurs'; readonly exchange: string }
  | { readonly kind: 'other' }
  | { readonly kind: 'unreadable'; readonly why: string }

/** Reads a `ch1` event by its door. Never throws: what cannot be read says why. */
export function readCh1Message(event: Ch1Event): Ch1Message {
  return event.door === 'diameter' ? readDiameterMessage(event) : readHttpMessage(event)
}
