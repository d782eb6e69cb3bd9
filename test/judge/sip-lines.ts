// The SIP messages of a made-up history: real bytes, built by the package, of one leg between a user and the server.
import { buildRequest, respond, type HeaderList, type SipRequest, type SipResponse } from '@ch1/sip'

/** One INVITE between a user and the server, as the story knows it. */
export interface LegLine {
  readonly callId: string
  /** Address of record. */
  readonly user: string
  readonly by: 'user' | 'server'
  readonly userTag: string
  readonly serverTag: string
  readonly focus: string
  readonly requestUri: string
  /** A 1-1 session: the user at the other end, in whose name the server speaks, as no focus. */
  readonly peer?: string
  /** Last CSeq of either side. */
  cseq: number
}

const VIA = 'SIP/2.0/UDP 127.0.0.1:5060'

/** The network that users call from. */
export const OPERATOR = 'home.example'

/** The charging identifier of a leg. */
export function icidOf({ callId }: Pick<LegLine, 'callId'>): string {
  return `icid-of-${callId}`
}

/** The INVITE of a leg; the side that sends it has the From. */
export function inviteOf(leg: LegLine): SipRequest {
  const charging = `icid-value="${icidOf(leg)}"${leg.by === 'user' ? `;orig-ioi=${OPERATOR}` : ''}`
  const headers: HeaderList = [
    ['P-Charging-Vector', charging],
    ...(leg.by === 'user' ? [['P-Asserted-Identity', `<${leg.user}>`] as const] : []),
  ]
  return requestOf(leg, 'INVITE', { from: leg.by, cseq: 1, toTag: false, headers })
}

/** The MESSAGE of what is no leg: a text outside any dialog, to whom the request URI, or the user, names. */
export function pagerOf(leg: LegLine): SipRequest {
  const headers: HeaderList = [
    ['P-Charging-Vector', `icid-value="${icidOf(leg)}"`],
    ['P-Asserted-Identity', `<${leg.by === 'user' ? leg.user : leg.focus}>`],
    ['Content-Type', 'text/plain'],
  ]
  return requestOf(leg, 'MESSAGE', { from: leg.by, cseq: 1, toTag: false, headers, body: Buffer.from('hello') })
}

/** A request inside or outside a leg's dialog. */
export function requestOf(
  leg: LegLine,
  method: string,
  o: { from: 'user' | 'server'; cseq: number; toTag?: boolean; farTag?: string; headers?: HeaderList; body?: Uint8Array },
): SipRequest {
  const userSide = `<${leg.user}>`
  const serverSide = leg.by === 'user' ? `<${leg.requestUri}>` : `<${leg.peer ?? leg.focus}>`
  const [from, to] = o.from === 'user' ? [userSide, serverSide] : [serverSide, userSide]
  const [fromTag, toTag] = o.from === 'user' ? [leg.userTag, leg.serverTag] : [leg.serverTag, leg.userTag]
  const contact = o.from === 'user' ? `<${leg.user}>` : focusContact(leg)
  return buildRequest({
    method,
    uri: method === 'INVITE' && o.toTag === false ? leg.requestUri : o.from === 'user' ? leg.focus : leg.user,
    headers: [
      ['Via', `${VIA};branch=z9hG4bK-${leg.callId}-${o.cseq}-${method}`],
      ['Max-Forwards', '70'],
      ['From', `${from};tag=${fromTag}`],
      ['To', o.toTag === false ? to : `${to};tag=${o.farTag ?? toTag}`],
      ['Call-ID', leg.callId],
      ['CSeq', `${o.cseq} ${method}`],
      ['Contact', contact],
      ...(o.headers ?? []),
    ],
    ...(o.body && { body: o.body }),
  })
}

/** A response to a request of this leg; a 2xx of the server to an INVITE names the focus. */
export function answerOf(leg: LegLine, request: SipRequest, status: number, from: 'user' | 'server', tag?: string): SipResponse {
  const contact = from === 'user' ? `<${leg.user}>` : focusContact(leg)
  return respond(request, status, undefined, {
    toTag: tag ?? (from === 'user' ? leg.userTag : leg.serverTag),
    headers: [['Contact', contact]],
  })
}

/** The server's own Contact. */
function focusContact({ focus, peer }: LegLine): string {
  return peer === undefined ? `<${focus}>;isfocus` : `<${focus}>`
}
