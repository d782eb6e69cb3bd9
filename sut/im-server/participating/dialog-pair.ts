// The two dialogs of a B2BUA that belong together, and how a message of one is written for the other.
import {
  buildRequest,
  formatNameAddr,
  parseNameAddr,
  parseUri,
  type HeaderField,
  type SipMessage,
  type SipRequest,
} from '@ch1/sip'
import type { Place } from '../hops'

/** One dialog as this element has it (RFC 3261 §12); addresses are name-addrs without tag. */
export interface Side {
  readonly callId: string
  readonly local: string
  readonly localTag: string
  readonly remote: string
  readonly remoteTag: string
  /** Where its requests go; follows re-INVITE and UPDATE. */
  target: string
  routes: readonly string[]
}

/** The dialog of whoever sent the INVITE, and that of whoever answered it. */
export interface Pair {
  readonly opener: Side
  readonly answerer: Side
}

/** What a dialog writes itself; all other header fields pass. */
const OF_THE_DIALOG = new Set([
  'via',
  'route',
  'record-route',
  'from',
  'to',
  'call-id',
  'cseq',
  'contact',
  'max-forwards',
  'content-length',
])

/** The header fields that pass unchanged from one dialog to the other, in their order. */
export function passedHeaders(message: SipMessage): readonly (readonly [string, string])[] {
  return message.headers
    .filter(({ key }: HeaderField) => !OF_THE_DIALOG.has(key))
    .map(({ name, value }) => [name, value] as const)
}

/** The message's Contact as this element's own: user part and parameters (isfocus, feature tags) stay, the place is ours. */
export function ownContact(message: SipMessage, { host, port }: Place): readonly (readonly [string, string])[] {
  const [contact] = message.contacts
  if (contact === undefined) return []
  const { user } = parseUri(contact.uri)
  const uri = `sip:${user === undefined ? '' : `${user}@`}${host}:${port}`
  return [['Contact', formatNameAddr({ ...contact, uri })]]
}

/** An address header's value with this tag, or without one. */
export function tagged(value: string, tag: string | undefined): string {
  const address = parseNameAddr(value)
  const params = new Map(address.params)
  params.delete('tag')
  if (tag !== undefined) params.set('tag', tag)
  return formatNameAddr({ ...address, params })
}

/** A request of one dialog as it goes into the other; the number of its CSeq stays, as nothing is sent into either but what passes. */
export function written(request: SipRequest, into: Side, o: { readonly own: Place; readonly hops: number }): SipRequest {
  return buildRequest({
    method: request.method,
    uri: into.target,
    headers: [
      ['Max-Forwards', String(o.hops)],
      ...into.routes.map((route) => ['Route', route] as const),
      ['From', tagged(into.local, into.localTag)],
      ['To', tagged(into.remote, into.remoteTag)],
      ['Call-ID', into.callId],
      ['CSeq', `${request.cseq?.number ?? 0} ${request.method}`],
      ...ownContact(request, o.own),
      ...passedHeaders(request),
    ],
    body: request.body,
  })
}
