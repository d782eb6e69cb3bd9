// The caller's view of reliable provisional responses in one dialog: in order, each acknowledged once (RFC 3262 §4).
import type { HeaderList } from '../message/header-fields'
import type { SipResponse } from '../message/message'
import { rseqOf } from './reliable-headers'

/** What a provisional response is: not reliable, new, seen before, or ahead of one that is missing. */
export type Reception = 'unreliable' | 'fresh' | 'repeat' | 'gap'

/** The reliable responses of one early dialog. */
export class ReliableReception {
  #last: number | undefined

  /** RFC 3262 §4 — repeats are dropped, and one that skips a number is dropped without PRACK, so that it is repeated in time. */
  receive(response: SipResponse): Reception {
    const rseq = rseqOf(response)
    if (rseq === undefined) return 'unreliable'
    if (this.#last !== undefined && rseq <= this.#last) return 'repeat'
    if (this.#last !== undefined && rseq > this.#last + 1) return 'gap'
    this.#last = rseq
    return 'fresh'
  }
}

/** The headers of the PRACK to a reliable response (RFC 3262 §7.2). */
export function prackHeaders(response: SipResponse): HeaderList {
  return [['RAck', `${rseqOf(response) ?? 0} ${response.cseq?.number ?? 0} ${response.cseq?.method ?? 'INVITE'}`]]
}
