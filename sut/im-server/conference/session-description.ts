// The SDP of the focus: it takes one MSRP stream per user and moves no media.
import { bodyParts, uriHost, type SipMessage, type SipRequest } from '@ch1/sip'
import { mediaType } from './recipient-list'

const ACCEPT_TYPES = 'text/plain message/cpim'

/** The focus's own offer, for its invitations and for an INVITE that brought none. */
export function sdpOffer(host: string, token: string): string {
  return description(host, [stream('message 9 TCP/MSRP *', host, token, 'active')])
}

/**
 * What answers the request's SDP offer: the first MSRP stream is taken, all others are refused with port 0 (RFC 3264 §6).
 * An offer of the focus where the request brought none; undefined where nothing offered can be used (488).
 */
export function sdpFor(request: SipRequest, host: string, token: string): string | undefined {
  const sdp = offerOf(request)
  if (sdp === undefined) return sdpOffer(host, token)
  const offered = mediaSections(sdp)
  const taken = offered.findIndex((section) => /^m=message [1-9]\d* TCP\/(?:TLS\/)?MSRP /.test(section))
  if (taken < 0) return undefined
  return description(
    host,
    offered.map((section, index) => {
      const [media = '', , protocol = '', ...formats] = /^m=(.*)$/m.exec(section)?.[1]?.trim().split(' ') ?? []
      if (index !== taken) return `m=${media} 0 ${protocol} ${formats.join(' ')}\r\n`
      // RFC 4145 §4.1 — active is answered by passive and the reverse; actpass leaves the choice to the answerer.
      const setup = /^a=setup:passive\s*$/m.test(section) ? 'active' : 'passive'
      return stream(`message 9 ${protocol} *`, host, token, setup)
    }),
  )
}

/** So many streams, and so much of each, are told to charging: SDP is the user's to write. */
const MOST_MEDIA = 8
const LONGEST_MEDIA = 200

/**
 * What a message's SDP says of the streams in it that are in use, without `m=` (RFC 8866 §5.14).
 * @param answer the SDP that answers it: a stream it refuses, by port 0, is not in use (RFC 3264 §6)
 */
export function mediaOf(message: SipMessage, answer?: string): readonly string[] {
  const answered = answer === undefined ? undefined : mediaSections(answer)
  return mediaSections(offerOf(message) ?? '')
    .filter((section, i) => isInUse(section) && (answered === undefined || isInUse(answered[i] ?? '')))
    .slice(0, MOST_MEDIA)
    .map((section) => (/^m=(.*)$/m.exec(section)?.[1] ?? '').trim().slice(0, LONGEST_MEDIA))
}

function isInUse(section: string): boolean {
  return /^m=\S+ [1-9]/.test(section)
}

/** True when every body of the request is one the focus reads; else it is to be refused with 415. RFC 3261 §8.2.3 */
export function readsBodiesOf(request: SipRequest): boolean {
  if (request.body.length === 0) return true
  return ['application/sdp', 'multipart/mixed'].includes(mediaType(request.header('Content-Type') ?? ''))
}

// A multipart body that cannot be taken apart is an offer that cannot be used.
function offerOf(request: SipMessage): string | undefined {
  try {
    const part = bodyParts(request).find((candidate) => mediaType(candidate.contentType) === 'application/sdp')
    return part && Buffer.from(part.body).toString('latin1')
  } catch {
    return ''
  }
}

function mediaSections(sdp: string): readonly string[] {
  return sdp.split(/^(?=m=)/m).filter((section) => section.startsWith('m='))
}

function description(host: string, media: readonly string[]): string {
  const family = host.includes(':') ? 'IP6' : 'IP4'
  return ['v=0', `o=focus 1 1 IN ${family} ${host}`, 's=-', `c=IN ${family} ${host}`, 't=0 0', ''].join('\r\n') + media.join('')
}

// RFC 4975 §8 — the attributes an MSRP stream needs.
function stream(media: string, host: string, token: string, setup: 'active' | 'passive'): string {
  const authority = uriHost(host)
  return [
    `m=${media}`,
    `a=accept-types:${ACCEPT_TYPES}`,
    `a=path:msrp://${authority}:9/${token};tcp`,
    `a=setup:${setup}`,
    '',
  ].join('\r\n')
}
