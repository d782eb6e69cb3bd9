// The words of a participant, as data: what it can be told to do, and which of them need a wire that can more than carry SIP.
import type { WireAbility } from './wire'

/**
 * What a participant can be told. One verb is one `command` event of the history.
 *
 * Calling: creates [AOR…]: INVITE to the factory, with the list · joins [focus URI] · both wait for the final response ·
 * calls [URI]: the same INVITE as joins, without waiting · cancels: the INVITE it waits for; waits for its final response ·
 * leaves [REASON]: BYE, with that Reason header · reinvites [AOR…]: a new offer in its leg, with a list of users · drops: no BYE, no answer,
 * no word any more · sends [METHOD]: OPTIONS, INFO or MESSAGE in its leg · strays [call | tags]: a BYE that names no dialog, by its Call-ID or
 * only by its tags; these wait for the final response.
 *
 * Conference: adds [AOR…]: REFER in its leg, of several a multiple REFER with the list (RFC 5368) · removes [AOR]: REFER with
 * method=BYE (RFC 4579 §5.11) · subscribes [focus URI]: to the roster (RFC 4575); without one, of the conference it is in · unsubscribes.
 *
 * Being called: will [accept | ring | refuse CODE | silent | late [MS] | twice | fork | challenge | other 2xx]: for the next INVITEs (see
 * `policy.ts`) ·
 * accepts, refuses [CODE]: the invitation it holds.
 *
 * Pager mode: messages URI [TEXT]: a MESSAGE outside any dialog (RFC 3428), to a user or a focus; waits for its final response.
 *
 * Habits, from then on: withholds [ACK [MS]]: no ACK of its own leaves, or none for so long · crosses [BYE]: the server's next BYE meets one
 * of its own on the way · agrees [sessions]: to the session timer that an invitation offers, which the server is to refresh (RFC 4028) ·
 * answersBye [late MS | 481 | never]: instead of 200 at once · answersMessage CODE: a MESSAGE outside any dialog, instead of 200 · forgets [refreshes]: 481 to a re-INVITE or UPDATE of
 * the server · requires [TAG]: its INVITEs demand that extension (RFC 3261 §20.32).
 *
 * Account: registers, unregisters: REGISTER for its address of record (RFC 3261 §10) ·
 * resends [INVITE | BYE | 200]: its last such message again, byte for byte (200: of an INVITE or a BYE).
 */
export const PARTICIPANT_VERBS = [
  ...(['creates', 'joins', 'calls', 'cancels', 'leaves', 'reinvites', 'drops', 'sends', 'strays'] as const),
  ...(['adds', 'removes', 'subscribes', 'unsubscribes'] as const),
  ...(['will', 'accepts', 'refuses', 'messages'] as const),
  ...(['withholds', 'crosses', 'answersBye', 'answersMessage', 'agrees', 'forgets', 'requires'] as const),
  ...(['registers', 'unregisters', 'resends'] as const),
] as const

export type ParticipantVerb = (typeof PARTICIPANT_VERBS)[number]

/** Verbs, with their first word where it counts, that not every wire can carry; all others go over any wire. */
export const NEEDS_OF_VERBS: Readonly<Record<string, WireAbility>> = {
  'will fork': 'sameCallIdTwice',
  'strays tags': 'sameCallIdTwice',
}

/** What this command needs of its wire beyond carrying SIP; undefined for most. */
export function needOf(verb: ParticipantVerb, args: readonly string[]): WireAbility | undefined {
  return NEEDS_OF_VERBS[[verb, ...args.slice(0, 1)].join(' ')]
}
