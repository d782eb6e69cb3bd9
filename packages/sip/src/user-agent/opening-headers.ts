// Headers of a request that opens something: an invitation, or a request outside any dialog (RFC 3261 §8.1.1).
import { overriding } from '../message/build'
import type { HeaderList } from '../message/header-fields'
import type { AgentContext } from './agent-context'

/** What an opening request is made of. */
export interface Opening {
  readonly method: string
  readonly from: string
  readonly to: string
  readonly callId: string
  readonly route?: readonly string[] | undefined
  readonly contact?: string | undefined
  readonly contentType?: string | undefined
  readonly headers?: HeaderList | undefined
}

// RFC 3261 §20 table 2, RFC 3515 §2.2, RFC 6665 §8.1.1, RFC 3311 §5.1 — requests whose Contact is mandatory or useful.
const WITH_CONTACT = ['INVITE', 'SUBSCRIBE', 'NOTIFY', 'REFER', 'OPTIONS', 'REGISTER', 'UPDATE']

/** The headers in the order we write them; a given one replaces ours of its name. */
export function openingHeaders(context: AgentContext, o: Opening): HeaderList {
  const headers: HeaderList = [
    ['Max-Forwards', '70'],
    ...(o.route ?? []).map((route) => ['Route', route] as const),
    ['From', `${bracketed(o.from)};tag=${context.newTag()}`],
    ['To', bracketed(o.to)],
    ['Call-ID', o.callId],
    ['CSeq', `1 ${o.method}`],
    ...(WITH_CONTACT.includes(o.method) ? [['Contact', o.contact ?? context.contact] as const] : []),
    ...(o.method === 'INVITE' ? [['Allow', context.allow] as const] : []),
    ...(o.contentType === undefined ? [] : [['Content-Type', o.contentType] as const]),
  ]
  return overriding(headers, o.headers)
}

// RFC 3261 §20.10 — without angle brackets, the tag would be read together with the URI's own parameters.
function bracketed(address: string): string {
  return address.includes('<') ? address : `<${address}>`
}
