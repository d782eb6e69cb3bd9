// Whether a request is one that a matcher is for. `nth` and `enabler` are for the rule book to know.
import type { AvpCondition, Ch1Request, Match } from './rules'

/** What a matcher may ask beyond the request itself. */
export interface MatchContext {
  /** Whether an INTERIM or STOP is of a session that is not open here. */
  readonly isUnknownSession: (request: Ch1Request) => boolean
}

/** Where a record names users: the 3GPP fields (TS 32.299 §7.2), and those shared with PoC. */
const PARTICIPANT_PATHS = [
  'User-Name',
  '**/Calling-Party-Address',
  '**/Called-Party-Address',
  '**/Called-Asserted-Identity',
  '**/Requested-Party-Address',
  '**/Application-Provided-Called-Party-Address',
  '**/Participants-Involved',
  '**/Subscription-Id-Data',
  '**/From-Address',
]

/** Whether all that the matcher asks of the request is so. */
export function matches(match: Match, request: Ch1Request, context: MatchContext): boolean {
  return (
    (match.on === undefined || match.on === 'acr') &&
    (match.type === undefined || match.type === request.kind) &&
    (match.session === undefined || textMatches(match.session, request.session)) &&
    (match.number === undefined || match.number === request.number) &&
    (match.resent === undefined || match.resent === request.resent) &&
    (match.origin === undefined || textMatches(match.origin, request.origin)) &&
    (match.unknownSession === undefined || match.unknownSession === context.isUnknownSession(request)) &&
    (match.avp === undefined || match.avp.every((condition) => holds(condition, request))) &&
    (match.participant === undefined || namesParticipant(request, match.participant))
  )
}

/** A whole text, or a pattern found in it. */
export function textMatches(wanted: string | RegExp, text: string | undefined): boolean {
  if (text === undefined) return false
  return typeof wanted === 'string' ? wanted === text : text.search(wanted) >= 0
}

/** Whether an AVP test holds for the request. */
export function holds(condition: AvpCondition, request: Ch1Request): boolean {
  const { path, equals, matches: pattern } = condition
  if (condition.present !== undefined) return request.has(path)
  if (condition.absent !== undefined) return !request.has(path)
  const texts = request.values(path).map(textOf)
  if (pattern !== undefined) return texts.some((text) => text.search(pattern) >= 0)
  return texts.includes(String(equals))
}

function textOf(value: ReturnType<Ch1Request['values']>[number]): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return value instanceof Date ? value.toISOString() : String(value)
}

/** Whether the record names this user, by address or by user part. */
export function namesParticipant(request: Ch1Request, participant: string): boolean {
  const isWanted = (address: string): boolean => {
    const bare = /<([^>]*)>/.exec(address)?.[1] ?? address
    const plain = bare.replace(/[;?].*$/s, '')
    return plain === participant || userPart(plain) === participant
  }
  return PARTICIPANT_PATHS.some((path) => request.values(path).some((value) => typeof value === 'string' && isWanted(value)))
}

// `bob` of `sip:bob@home.example`, `tel:+15551234` → `+15551234`.
function userPart(address: string): string {
  const afterScheme = address.replace(/^(sips?|tel|im|pres|mailto):/i, '')
  return afterScheme.split('@', 1)[0] ?? afterScheme
}
