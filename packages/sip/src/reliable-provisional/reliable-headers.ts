// RSeq, RAck and the option tag of reliable provisional responses (RFC 3262 §7).
import type { HeaderList } from '../message/header-fields'
import type { Cseq, SipMessage, SipRequest, SipResponse } from '../message/message'

/** What a PRACK acknowledges. */
export interface RAck {
  readonly rseq: number
  readonly cseq: Cseq
}

/** Whether a message names 100rel in Supported or Require: its sender understands reliable provisional responses. */
export function knowsReliable(message: SipMessage): boolean {
  return [...message.list('Supported'), ...message.list('Require')].some(is100rel)
}

/** The RSeq of a reliable provisional response (101–199 with Require: 100rel); undefined for every other response. */
export function rseqOf(response: SipResponse): number | undefined {
  if (response.status <= 100 || response.status >= 200 || !response.list('Require').some(is100rel)) return undefined
  return numberOf(response.header('RSeq') ?? '')
}

/** The RAck of a PRACK; undefined when absent or unreadable. */
export function rackOf(request: SipRequest): RAck | undefined {
  const [, first, second, method] = /^(\d{1,10})[ \t]+(\d{1,10})[ \t]+(\S+)$/.exec(request.header('RAck') ?? '') ?? []
  const rseq = numberOf(first ?? '')
  if (rseq === undefined || second === undefined || method === undefined) return undefined
  return { rseq, cseq: { number: Number(second), method } }
}

/** The headers that make a provisional response reliable. */
export function reliableHeaders(rseq: number): HeaderList {
  return [
    ['Require', '100rel'],
    ['RSeq', String(rseq)],
  ]
}

// RFC 3262 §7.1 — 1 to 2³² − 1.
function numberOf(text: string): number | undefined {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= 0xffffffff ? number : undefined
}

function is100rel(tag: string): boolean {
  return tag.toLowerCase() === '100rel'
}
