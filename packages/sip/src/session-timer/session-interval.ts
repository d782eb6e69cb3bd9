// Session-Expires and Min-SE, and what two sides agree on by them (RFC 4028 §4, §5, §7, §9).
import { SipParseError } from '../errors'
import type { HeaderList } from '../message/header-fields'
import { parseParams } from '../message/lists'
import type { SipMessage, SipRequest, SipResponse } from '../message/message'

/** Who refreshes, as the transaction that agrees on it sees its sides (RFC 4028 §4). */
export type Refresher = 'uac' | 'uas'

/** What a Session-Expires header says. */
export interface SessionExpires {
  readonly intervalS: number
  readonly refresher: Refresher | undefined
}

/** What one side wants of the timer of its sessions. */
export interface SessionPolicy {
  /** Interval to ask for. 1800 unless given (RFC 4028 §4 recommends it). */
  readonly intervalS?: number | undefined
  /** Shortest interval accepted; 90 unless given, which is the least that RFC 4028 §5 allows. */
  readonly minS?: number | undefined
  /** Who is to refresh where the choice is ours. The caller leaves it open, the callee chooses `uac`, unless given. */
  readonly refresher?: Refresher | undefined
}

/** What both sides agreed on. */
export interface SessionTerms {
  readonly intervalS: number
  readonly refresher: 'us' | 'peer'
}

/** What the callee of a refresh or invitation answers: refused with 422, or the headers of its 2xx and the terms, if any. */
export type SessionAnswer =
  | { readonly kind: 'refused'; readonly status: 422; readonly headers: HeaderList }
  | { readonly kind: 'accepted'; readonly headers: HeaderList; readonly terms: SessionTerms | undefined }

/** RFC 4028 §5 — no shorter interval may be asked for, and this one counts where Min-SE is missing. */
export const SMALLEST_INTERVAL_S = 90

/** The Session-Expires of a message; undefined when absent or unreadable. */
export function sessionExpiresOf(message: SipMessage): SessionExpires | undefined {
  const [, digits, params = ''] = /^(\d{1,10})[ \t]*(;[\s\S]*)?$/.exec(message.header('Session-Expires') ?? '') ?? []
  if (digits === undefined) return undefined
  const refresher = paramsOf(params).get('refresher')?.toLowerCase()
  return { intervalS: Number(digits), refresher: refresher === 'uac' || refresher === 'uas' ? refresher : undefined }
}

/** The Min-SE of a message in seconds; undefined when absent or unreadable. */
export function minSeOf(message: SipMessage): number | undefined {
  const [, digits] = /^(\d{1,10})[ \t]*(;[\s\S]*)?$/.exec(message.header('Min-SE') ?? '') ?? []
  return digits === undefined ? undefined : Number(digits)
}

/** RFC 4028 §7.1 — the headers of an INVITE or UPDATE that asks for a session timer. */
export function sessionOffer(policy: SessionPolicy = {}): HeaderList {
  const minS = policy.minS ?? SMALLEST_INTERVAL_S
  const intervalS = Math.max(policy.intervalS ?? 1800, minS)
  const refresher = policy.refresher === undefined ? '' : `;refresher=${policy.refresher}`
  return [
    ['Supported', 'timer'],
    ['Session-Expires', `${intervalS}${refresher}`],
    // RFC 4028 §7.1 — Min-SE is left out while it has its default.
    ...(minS > SMALLEST_INTERVAL_S ? [['Min-SE', String(minS)] as const] : []),
  ]
}

/** RFC 4028 §9 — the callee's answer to what an INVITE or UPDATE asks. */
export function sessionAnswer(request: SipRequest, policy: SessionPolicy = {}): SessionAnswer {
  const minS = policy.minS ?? SMALLEST_INTERVAL_S
  const asked = sessionExpiresOf(request)
  const callerKnows = [...request.list('Supported'), ...request.list('Require')].some((tag) => tag.toLowerCase() === 'timer')
  // RFC 4028 §9 — 422 only to callers that understand it.
  if (asked !== undefined && asked.intervalS < minS && callerKnows)
    return { kind: 'refused', status: 422, headers: [['Min-SE', String(minS)]] }
  if (asked === undefined && !callerKnows) return { kind: 'accepted', headers: [], terms: undefined }
  // RFC 4028 §9 — the callee may shorten the interval, not below the caller's Min-SE, and never lengthen it.
  const floor = Math.max(minSeOf(request) ?? 0, minS)
  const wanted = Math.max(policy.intervalS ?? asked?.intervalS ?? 1800, floor)
  const intervalS = asked === undefined ? wanted : Math.min(asked.intervalS, wanted)
  // RFC 4028 §9 table 2 — a caller without support cannot refresh; what a caller chose stands; an open choice is ours.
  const refresher = callerKnows ? (asked?.refresher ?? policy.refresher ?? 'uac') : 'uas'
  return {
    kind: 'accepted',
    headers: [
      ...(callerKnows ? [['Require', 'timer'] as const] : []),
      ['Session-Expires', `${intervalS};refresher=${refresher}`],
    ],
    terms: { intervalS, refresher: refresher === 'uas' ? 'us' : 'peer' },
  }
}

/** RFC 4028 §7.2 — what a 2xx agrees on, as its caller sees it; undefined: the session does not expire. */
export function agreedSession(response: SipResponse): SessionTerms | undefined {
  const agreed = sessionExpiresOf(response)
  if (agreed === undefined) return undefined
  return { intervalS: agreed.intervalS, refresher: agreed.refresher === 'uas' ? 'peer' : 'us' }
}

/**
 * RFC 4028 §7.3 — what to ask for after a 422. Undefined when it names no Min-SE, or none above what was asked: asking again
 * would only be refused again.
 */
export function policyAfter422(response: SipResponse, asked: SessionPolicy): SessionPolicy | undefined {
  const minS = minSeOf(response)
  const before = Math.max(asked.intervalS ?? 1800, asked.minS ?? SMALLEST_INTERVAL_S)
  if (response.status !== 422 || minS === undefined || minS <= before) return undefined
  return { ...asked, intervalS: minS, minS }
}

/** RFC 4028 §7.3 — the INVITE or UPDATE to send after a 422: the same Call-ID, one number higher, the interval raised. */
export function requestAfter422(request: SipRequest, response: SipResponse): SipRequest | undefined {
  const asked = sessionExpiresOf(request)
  if (asked === undefined || request.cseq === undefined) return undefined
  const raised = policyAfter422(response, { ...asked, minS: minSeOf(request) })
  if (raised === undefined) return undefined
  const again = request.withoutFirstOf('Via').with('CSeq', `${request.cseq.number + 1} ${request.method}`)
  const refresher = asked.refresher === undefined ? '' : `;refresher=${asked.refresher}`
  return again.with('Session-Expires', `${raised.intervalS}${refresher}`).with('Min-SE', String(raised.minS))
}

function paramsOf(text: string): ReadonlyMap<string, string | undefined> {
  try {
    return parseParams(text, 'RFC 4028 §4')
  } catch (error) {
    if (error instanceof SipParseError) return new Map()
    throw error
  }
}
