// Mutant: each record of a conference counts the messages since the one before it.
import type { MessageCounts } from '../im-server/charging/record'
import { UNSEEN, type Mutant } from './mutant'

/** Each record of a conference counts the messages since the one before it. */
export const messagesSinceTheLastRecord: Mutant = {
  id: 'messages-since-the-last-record',
  family: 'count',
  description: 'Each record of a conference counts the messages since the one before it.',
  names: [{ purpose: 'TP_CNT_012', rule: 'message-counters-fall', as: 'warning' }],
  touches: [],
  money: UNSEEN.messages,
  seams: () => {
    const told = new Map<string, MessageCounts>()
    return {
      draft: (draft) => {
        const { messages, cause } = draft
        if (messages === undefined || draft.type === 'event') return [draft]
        const before = told.get(cause.conference)
        told.set(cause.conference, messages)
        return [{ ...draft, messages: before ? since(messages, before) : messages }]
      },
    }
  },
}

function since(now: MessageCounts, before: MessageCounts): MessageCounts {
  const [{ total = 0, successful = 0 }, then] = [now.exploded ?? {}, before.exploded]
  return {
    sent: now.sent - before.sent,
    delivered: now.delivered - before.delivered,
    exploded: { total: total - (then?.total ?? 0), successful: successful - (then?.successful ?? 0) },
  }
}
