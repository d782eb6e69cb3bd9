// The SIP side of a cut.
import { parseMessage, type SipMessage } from '@ch1/sip'
import { bytesOf } from '../base64'
import type { HistoryEvent } from '../history/events'

const known = new WeakMap<HistoryEvent, SipMessage | 'unreadable'>()

/** The message of a SIP event, read once; undefined for everything else. */
export function sipOf(event: HistoryEvent | undefined): SipMessage | undefined {
  if (event?.kind !== 'sip') return undefined
  let message = known.get(event)
  if (message === undefined) {
    try {
      message = parseMessage(bytesOf(event.bytes))
    } catch {
      message = 'unreadable'
    }
    known.set(event, message)
  }
  return message === 'unreadable' ? undefined : message
}
