// What a row of the torture table is: one message for each section of RFC 4475, of our own making, and what becomes of it.
import type { SipMessage } from '@ch1/sip'
import { wire } from '../wire-text'

/** Host and port of one side. */
export interface Side {
  readonly host: string
  readonly port: number
}

/** Where a message is sent: the agent it reaches, and the peer that sends it and waits for the answer. */
export interface Place {
  readonly agent: Side
  readonly peer: Side
}

/**
 * What RFC 4475 asks of whoever receives such a message. `free`: it names more than one way and demands none. `400 or mend`:
 * it is malformed, and a receiver may all the same take it for what its sender probably meant.
 */
export type Demand = 'accept' | 'free' | 'discard' | '400 or mend' | 400 | 401 | 406 | 415 | 416 | 420 | 501 | 505

/** What becomes of a message here. */
export type Outcome =
  /** Read and served. */
  | { readonly kind: 'served'; readonly status: 200 }
  /** Read, then refused by the transaction layer or the user agent, with this phrase. */
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string }
  /** Not read: SipParseError with this text and clause; a request is answered 400 all the same. */
  | { readonly kind: 'unreadable'; readonly what: string; readonly clause: string; readonly answer: 400 | undefined }
  /** A response that was read and came to the owner, as one of no transaction. */
  | { readonly kind: 'taken' }
  /** A response that was read and is none of ours. */
  | { readonly kind: 'dropped'; readonly what: string }

/** One thing that must be read out of a message, or of the answer to it. */
export type Look<M extends SipMessage = SipMessage> = readonly [what: string, of: (message: M) => unknown, expected: unknown]

/** One section of RFC 4475. */
export interface TortureRow {
  /** The short name that the RFC gives its message. */
  readonly id: string
  readonly section: string
  /** What is odd about the message, in our words. */
  readonly odd: string
  readonly demand: Demand
  /** Why this outcome, where the RFC leaves a choice. */
  readonly because?: string
  readonly outcome: Outcome
  readonly message: (at: Place) => Uint8Array
  readonly reads?: readonly Look[]
  readonly answers?: readonly Look[]
}

/** The ordinary lines of a request, by name; a row replaces those it is about, `undefined` leaves one out. */
export type Lines = Partial<
  Record<'start' | 'Via' | 'Max-Forwards' | 'From' | 'To' | 'Call-ID' | 'CSeq' | 'Contact' | 'Content-Length', string | undefined>
>

/** A request that is ordinary but for the lines given; `more` lines and the body follow. */
export function request(
  at: Place,
  id: string,
  method: string,
  lines: Lines = {},
  more: readonly string[] = [],
  body = '',
): Uint8Array {
  const { start = `${method} sip:bob@example.test SIP/2.0`, ...given } = lines
  const all: Omit<Lines, 'start'> = {
    Via: `SIP/2.0/UDP ${at.peer.host}:${at.peer.port};branch=z9hG4bK-${id}`,
    'Max-Forwards': '70',
    From: '"Alice" <sip:alice@example.test>;tag=a1',
    To: '<sip:bob@example.test>',
    'Call-ID': `${id}@client.example.test`,
    CSeq: `7 ${method}`,
    Contact: `<sip:alice@${at.peer.host}:${at.peer.port}>`,
    'Content-Length': String(body.length),
    ...given,
  }
  const fields = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]))
  return wire([start, ...fields, ...more], body)
}

/** A response that the agent could have been waiting for: its top Via is the agent's own. */
export function response(at: Place, start: string, id: string, lines: Lines = {}, more: readonly string[] = []): Uint8Array {
  const Via = `SIP/2.0/UDP ${at.agent.host}:${at.agent.port};branch=z9hG4bK-${id}`
  return request(at, id, 'INVITE', { start, Via, 'Max-Forwards': undefined, To: '<sip:bob@example.test>;tag=b1', ...lines }, more)
}

/** A session description, for requests that carry one. */
export const SDP = 'v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=message 9 TCP/MSRP *\r\n'
