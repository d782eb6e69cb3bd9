// Offers under way in one dialog, and which UPDATE they forbid (RFC 3311 §5.1, §5.2; RFC 3264 §4).
import { randomInt } from 'node:crypto'
import type { SipMessage, SipRequest } from '../message/message'
import type { HeaderList } from '../message/header-fields'

// RFC 3261 §13.2.1, RFC 3311 §5.1, RFC 3262 §5 — requests whose session description is an offer.
const CARRIERS = ['INVITE', 'UPDATE', 'PRACK']

/** How an UPDATE is refused. */
export interface UpdateRefusal {
  readonly status: 491 | 500
  readonly headers: HeaderList
}

/** The offers of one dialog that wait for their answer, and the peer's UPDATE that waits for its response. */
export class Offers {
  #ours: string | undefined
  #theirs: string | undefined
  #served: string | undefined

  /** Whether an offer of ours waits for its answer: no other may be sent (RFC 3311 §5.1). */
  get areOurs(): boolean {
    return this.#ours !== undefined
  }

  /** A request with or without offer goes out or came in. */
  opened(by: 'us' | 'peer', request: SipRequest): void {
    if (by === 'peer' && request.method === 'UPDATE') this.#served = keyOf(request)
    if (!CARRIERS.includes(request.method) || !hasDescription(request)) return
    if (by === 'us') this.#ours = keyOf(request)
    else this.#theirs = keyOf(request)
  }

  /** The answer to that request's offer, or its final response. */
  closed(request: SipRequest): void {
    const key = keyOf(request)
    if (this.#ours === key) this.#ours = undefined
    if (this.#theirs === key) this.#theirs = undefined
    if (this.#served === key) this.#served = undefined
  }

  /** RFC 3311 §5.2 — the refusal of the peer's UPDATE, if it must be refused. */
  refusalOf(update: SipRequest): UpdateRefusal | undefined {
    const soon = { status: 500, headers: [['Retry-After', String(randomInt(0, 10))]] } as const
    // One UPDATE after the other, whether or not it carries an offer.
    if (this.#served !== undefined) return soon
    if (!hasDescription(update)) return undefined
    // Ours waits: both offered at once. Theirs waits: they must wait for our answer first.
    if (this.#ours !== undefined) return { status: 491, headers: [] }
    return this.#theirs === undefined ? undefined : soon
  }
}

/** Whether a message carries a session description: any body, unless it names another kind (RFC 3261 §13.2.1). */
export function hasDescription(message: SipMessage): boolean {
  const type = message.header('Content-Type') ?? ''
  return message.body.length > 0 && /^(application\/sdp|multipart\/)/i.test(type)
}

function keyOf(request: SipRequest): string {
  return `${request.cseq?.number ?? 0} ${request.method}`
}
