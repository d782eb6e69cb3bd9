// What a user agent server looks at before it serves a request (RFC 3261 §8.2.2, §8.2.3), as pure functions.
import type { HeaderList } from '../message/header-fields'
import { splitList, trimmed } from '../message/lists'
import type { SipRequest } from '../message/message'
import { COOKIE } from '../transactions/matching'
import { parseUri } from '../uri/sip-uri'

/** What a server is able to do. What is left out, it does not look at. */
export interface ServerAbilities {
  /** Option tags understood in Require. */
  readonly supports?: readonly string[] | undefined
  /** Content types understood in a body, `application/sdp`, lower case. */
  readonly bodies?: readonly string[] | undefined
}

/** How a request is refused. */
export interface Unservable {
  readonly status: number
  readonly headers: HeaderList
}

const SCHEMES = ['sip', 'sips', 'tel']

/** Why a server of these abilities cannot serve a request, in the order the clauses ask; undefined when it can. Throws SipParseError when the Request-URI is none. */
export function unservable(request: SipRequest, { supports, bodies }: ServerAbilities): Unservable | undefined {
  // RFC 3261 §8.2.2.1 — a Request-URI of a scheme that means nothing here; the To field is not asked.
  if (!SCHEMES.includes(parseUri(request.requestUri).scheme)) return { status: 416, headers: [] }
  const badExtension = unsupportedIn(request, supports)
  if (badExtension !== undefined) return badExtension
  if (bodies === undefined) return undefined
  // RFC 3261 §8.2.3 — a body that is not understood and not optional; Accept names those that are.
  if (!isUnderstood(request, bodies)) return { status: 415, headers: [['Accept', bodies.join(', ')]] }
  // RFC 3261 §21.4.7 — an INVITE is answered with a session description, or with nothing the caller takes.
  if (request.method === 'INVITE' && !takesSdp(request)) return { status: 406, headers: [] }
  return undefined
}

/** The 420 to a request, within a dialog or not, that requires what is not understood; undefined when there is nothing of the kind. */
export function unsupportedIn(request: SipRequest, supports: readonly string[] | undefined): Unservable | undefined {
  // RFC 3261 §8.2.2.3 — neither of them is refused for what it requires.
  if (supports === undefined || request.method === 'ACK' || request.method === 'CANCEL') return undefined
  const known = new Set(supports.map((tag) => tag.toLowerCase()))
  const unsupported = request.list('Require').filter((tag) => !known.has(tag.toLowerCase()))
  // RFC 3261 §8.2.2.3 — extensions that are not understood are named in Unsupported.
  return unsupported.length === 0 ? undefined : { status: 420, headers: [['Unsupported', unsupported.join(', ')]] }
}

/**
 * Whether an INVITE says where its dialog's requests go: in one Contact (RFC 3261 §8.1.1.8); of an RFC 2543 client, who need
 * not give one, its From says it.
 */
export function namesTarget(invite: SipRequest): boolean {
  return invite.contacts.length === 1 || (invite.header('Contact') === undefined && isOfOlderClient(invite))
}

// RFC 3261 §8.1.1.3, §8.1.1.7 — whoever knows RFC 3261 writes a From tag, and a branch that begins with the magic cookie.
function isOfOlderClient(request: SipRequest): boolean {
  return request.fromTag === undefined && request.topVia?.params.get('branch')?.startsWith(COOKIE) !== true
}

function isUnderstood(request: SipRequest, bodies: readonly string[]): boolean {
  const isOptional = /;[ \t]*handling[ \t]*=[ \t]*optional\b/i.test(request.header('Content-Disposition') ?? '')
  const type = request.header('Content-Type')
  return request.body.length === 0 || isOptional || type === undefined || bodies.includes(mediaType(type))
}

// RFC 3261 §20.1 — without Accept, application/sdp is taken.
function takesSdp(request: SipRequest): boolean {
  if (request.header('Accept') === undefined) return true
  return request.list('Accept').some((range) => ['application/sdp', 'application/*', '*/*'].includes(mediaType(range)))
}

function mediaType(value: string): string {
  return trimmed(splitList(value, ';')[0] ?? '').toLowerCase()
}
