// One participant's SIP in a slice, in order and once each, or why it cannot be played again alone.
import { isUtf8 } from 'node:buffer'
import { parseMessage, SipParseError, type SipRequest, type SipResponse } from '@ch1/sip'
import type { HistoryEvent } from '../../judge/history/events'
import { bytesOf } from '../message-caption'

/** One message of a side; repetitions are left out, for SIPp repeats and answers repetitions by itself. */
export interface SideMessage {
  readonly dir: 'toSut' | 'fromSut'
  readonly message: SipRequest | SipResponse
  readonly atUs: number
}

/** A whole dialog of a participant: it called, or the SUT invited it. */
export interface Side {
  readonly role: 'caller' | 'invited'
  readonly messages: readonly SideMessage[]
}

/** Those who speak SIP in a slice, in order of their first message. */
export function partiesOf(events: readonly HistoryEvent[]): readonly string[] {
  return [...new Set(events.flatMap((event) => (event.kind === 'sip' && event.party !== undefined ? [event.party] : [])))]
}

/** The side of `party`, or a sentence that says why SIPp could not play it by its own dialog logic. Never throws. */
export function sideOf(events: readonly HistoryEvent[], party: string): Side | string {
  const told = events.find((event) => event.kind === 'command' && event.participant === 'sut')
  if (told?.kind === 'command') return `the SUT itself was told something, which SIP cannot repeat: ${told.verb}`
  const own = events.filter((event) => event.kind === 'sip' && event.party === party)
  const ownNumbers = new Set(own.map(({ n }) => n))
  const impaired = events.find((event) => event.kind === 'impaired' && ownNumbers.has(event.of))
  if (impaired) return `the core impaired its traffic on purpose (event #${impaired.n})`
  const messages: SideMessage[] = []
  const seen = new Set<string>()
  for (const event of own) {
    if (event.kind !== 'sip') continue
    try {
      const message = parseMessage(bytesOf(event))
      const key = [event.dir, message.startLine, ...['Call-ID', 'CSeq', 'Via', 'To'].map((name) => message.header(name))].join(
        '\n',
      )
      if (!seen.has(key)) messages.push({ dir: event.dir, message, atUs: event.atUs })
      seen.add(key)
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error
      return `its message #${event.n} is none that SIPp would send or take`
    }
  }
  const why = whyNot(messages)
  if (why !== undefined) return why
  return { role: messages[0]?.dir === 'toSut' ? 'caller' : 'invited', messages }
}

function whyNot(messages: readonly SideMessage[]): string | undefined {
  const dialogs = new Set(messages.map(({ message }) => message.callId)).size
  if (dialogs !== 1) return `it has ${dialogs} dialogs, and a call of SIPp is one`
  const first = messages[0]?.message
  if (first?.kind !== 'request' || first.method !== 'INVITE') return 'its dialog does not begin in this scenario'
  let asked: SipRequest | undefined
  for (const { dir, message } of messages) {
    if (message.header('CSeq') === undefined) return 'a message without CSeq'
    // A scenario is text, and SIPp reads it as UTF-8: other bytes cannot be said again.
    if (dir === 'toSut' && !isUtf8(message.bytes)) return 'it says bytes that are no UTF-8'
    if (message.kind === 'request' && dir === 'fromSut') asked = message
    if (message.kind === 'request' && dir === 'toSut' && message.method === 'CANCEL')
      return 'it cancels, and when is not its own matter: the SUT answers or not'
    // [last_CSeq:] and the like speak of the last message received, so an answer to an earlier one cannot be written.
    if (message.kind === 'response' && dir === 'toSut' && message.header('CSeq') !== asked?.header('CSeq'))
      return 'it answers an earlier request after a later one'
    // RFC 3261 §17.1.1.3 — the ACK of a refusal has the branch of its INVITE, which a scenario's next message has not.
    if (message.kind === 'response' && dir === 'fromSut' && message.cseq?.method === 'INVITE' && message.status >= 300)
      return `its INVITE was refused (${message.status})`
  }
  return undefined
}
