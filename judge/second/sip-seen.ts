// The SIP side of a history as flat facts: what crossed the SUT's boundary, when, in which call.
import {
  aorOf,
  assertedIdentities,
  parseChargingVector,
  parseMessage,
  parseNameAddr,
  SipRequest,
  type SipMessage,
} from '@ch1/sip'
import type { Direction, HistoryEvent } from '../history/events'

export interface SipSeen {
  readonly n: number
  readonly atUs: number
  readonly dir: Direction
  readonly callId: string
  readonly fromTag: string
  readonly toTag: string
  /** CSeq number and method. */
  readonly seq: number
  readonly method: string
  /** Undefined of a request. */
  readonly status: number | undefined
  readonly fromUri: string
  readonly toUri: string
  readonly requestUri: string
  /** The Contact, with `isfocus` (RFC 4579) or without. */
  readonly contact: string
  readonly isFocus: boolean
  readonly asserted: string
  readonly icid: string
  readonly branch: string
  readonly hasBody: boolean
}

/** Every message the SUT got or sent, in order; what was lost on its way to it, or is no SIP, is left out. */
export function sipSeen(events: readonly HistoryEvent[]): readonly SipSeen[] {
  const lost = new Set(events.flatMap((event) => (event.kind === 'impaired' && event.what === 'lost' ? [event.of] : [])))
  const seen: SipSeen[] = []
  for (const event of events) {
    if (event.kind !== 'sip' || event.lost === true || (event.dir === 'toSut' && lost.has(event.n))) continue
    const one = read(event.bytes)
    if (one !== undefined) seen.push({ n: event.n, atUs: event.atUs, dir: event.dir, ...one })
  }
  return seen
}

/** The octets of base64. */
export function octets(base64: string): Uint8Array {
  const text = atob(base64)
  const all = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i += 1) all[i] = text.charCodeAt(i)
  return all
}

type Read = Omit<SipSeen, 'n' | 'atUs' | 'dir'>

function read(bytes: string): Read | undefined {
  let message: SipMessage
  try {
    message = parseMessage(octets(bytes))
  } catch {
    return undefined
  }
  const { callId, cseq } = message
  if (callId === undefined || cseq === undefined) return undefined
  const request = message instanceof SipRequest ? message : undefined
  const [contact] = quiet(() => message.contacts) ?? []
  return {
    callId,
    fromTag: message.fromTag ?? '',
    toTag: message.toTag ?? '',
    seq: cseq.number,
    method: cseq.method,
    status: message.kind === 'response' ? (message as SipMessage & { readonly status: number }).status : undefined,
    fromUri: addressOf(message.header('From')),
    toUri: addressOf(message.header('To')),
    requestUri: request?.requestUri ?? '',
    contact: contact?.uri ?? '',
    isFocus: contact?.params.has('isfocus') ?? false,
    asserted: quiet(() => assertedIdentities(message)[0]?.uri) ?? '',
    icid: quiet(() => parseChargingVector(message.header('P-Charging-Vector') ?? '').icid) ?? '',
    branch: message.topVia?.params.get('branch') ?? '',
    hasBody: message.body.length > 0,
  }
}

function addressOf(text: string | undefined): string {
  return quiet(() => bare(parseNameAddr(text ?? '').uri)) ?? ''
}

/** A URI without parameters and case of the scheme: what a user or a focus is known by. */
export function bare(uri: string): string {
  return quiet(() => aorOf(uri)) ?? uri
}

function quiet<T>(what: () => T): T | undefined {
  try {
    return what()
  } catch {
    return undefined
  }
}
