// Mutant: a BYE with the Call-ID of a leg is charged as the departure of its user, whatever the tags.
import type { Mutant } from './mutant'

/** A BYE with the Call-ID of a leg is charged as the departure of its user, whatever the tags. */
export const tagsOfAByeUnread: Mutant = {
  id: 'tags-of-a-bye-unread',
  family: 'trigger',
  description: 'A BYE with the Call-ID of a leg is charged as the departure of its user, whatever the tags.',
  names: [{ purpose: 'TP_NEG_020', rule: 'interim-for-wrong-tags' }],
  touches: [],
  seams: {
    trigger: (event, next) => next(event.kind === 'byeWithWrongTags' ? { ...event, kind: 'leaveReceived' } : event),
  },
}
