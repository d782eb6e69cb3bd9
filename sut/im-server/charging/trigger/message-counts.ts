// Counting messages: those of one MESSAGE for its EVENT, those of a conference for its INTERIMs and STOP. OMA-DDS §8.5.6
import type { ConferenceEvent } from '../../conference/conference-event'
import type { MessageCounts } from '../record'

/** OMA-DDS §6.2.31, §6.2.32, §6.2.62, §6.2.63 — exploded are the messages to a session: one to each of the others in it. */
export function countsOf({ status = 0, session, message }: ConferenceEvent): MessageCounts {
  if (session === undefined || !message) return { sent: 1, delivered: status < 300 ? 1 : 0 }
  const { recipients, delivered = 0 } = message
  return { sent: 1, delivered: delivered > 0 ? 1 : 0, exploded: { total: recipients, successful: delivered } }
}

const NONE = { sent: 0, delivered: 0, exploded: { total: 0, successful: 0 } }

/** The counts of a session after this event: sent as the MESSAGE is accepted, delivered as all its copies are answered. */
export function countedWith(counts: MessageCounts | undefined, event: ConferenceEvent): MessageCounts | undefined {
  const { kind, session, message } = event
  if (session === undefined || !message || (kind !== 'messageAnswered' && kind !== 'messageSpread')) return counts
  const { sent, delivered, exploded: { total, successful } = NONE.exploded } = counts ?? NONE
  const { recipients, delivered: accepted = 0 } = message
  return kind === 'messageAnswered'
    ? { sent: sent + 1, delivered, exploded: { total: total + recipients, successful } }
    : { sent, delivered: delivered + (accepted > 0 ? 1 : 0), exploded: { total, successful: successful + accepted } }
}
