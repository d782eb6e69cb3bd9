// One direction of a TCP connection: its bytes once and in order, whatever was sent again, cut otherwise or came out of order.

/** More bytes than these do not wait behind a hole: then it is one. */
const MAX_WAITING_BYTES = 1024 * 1024
const MAX_WAITING_SEGMENTS = 1_000
/** A hole that nobody filled for so long was not captured: its sender would have sent again (RFC 6298 §2 begins at one second). */
const HOLE_US = 5_000_000

/** What a segment brought: bytes; or a place where bytes are missing, behind which the stream goes on. */
export type Delivered = { readonly bytes: Uint8Array } | { readonly missing: string } | 'end'

export class TcpDirection {
  /** Number of the next byte; undefined before anything was seen. */
  #next: number | undefined
  #first: number | undefined
  readonly #waiting = new Map<number, Uint8Array>()
  #waitingBytes = 0
  #acknowledged: number | undefined
  #holeSinceUs: number | undefined
  #fin: number | undefined
  isEnded = false

  /** It opens: the numbers begin here. */
  syn(sequence: number): void {
    this.#first = sum(sequence, 1)
    this.#next = this.#first
  }

  /** Did this SYN open it? Then it is sent again. */
  isOpenedBy(sequence: number): boolean {
    return this.#first === sum(sequence, 1)
  }

  /** Was anything of it seen? */
  get isKnown(): boolean {
    return this.#next !== undefined
  }

  /** Takes one segment's bytes. */
  take(sequence: number, payload: Uint8Array, fin: boolean, atUs: number): readonly Delivered[] {
    this.#next ??= sequence
    if (fin) this.#fin = sum(sequence, payload.length)
    if (payload.length > 0 && distance(this.#next, sequence) + payload.length > 0) this.#keep(sequence, payload)
    return this.#deliver(atUs)
  }

  /** The other end has everything before this number. */
  acknowledged(number: number, atUs: number): readonly Delivered[] {
    if (this.#next === undefined) return []
    this.#acknowledged = number
    return this.#deliver(atUs)
  }

  /** Nobody filled the hole in the time in which a sender would have sent again. */
  isHopeless(atUs: number): boolean {
    return this.#holeSinceUs !== undefined && atUs - this.#holeSinceUs > HOLE_US
  }

  /** Nothing more of it comes: a hole that is there stays one. */
  over(): readonly Delivered[] {
    return this.hasHole ? this.#jump() : []
  }

  #deliver(atUs: number): readonly Delivered[] {
    const delivered: Delivered[] = this.#inOrder()
    if (!this.hasHole) this.#holeSinceUs = undefined
    else {
      this.#holeSinceUs ??= atUs
      const isFull = this.#waitingBytes > MAX_WAITING_BYTES || this.#waiting.size > MAX_WAITING_SEGMENTS
      if (isFull || atUs - this.#holeSinceUs > HOLE_US) delivered.push(...this.#jump())
    }
    if (this.#fin !== undefined && this.#next === this.#fin && !this.isEnded) {
      this.isEnded = true
      this.#next = sum(this.#fin, 1) // RFC 9293 §3.4 — a FIN takes a number too
      delivered.push('end')
    }
    return delivered
  }

  // RFC 9293 §3.10.7.4 — what repeats bytes is cut to what is new of it
  #inOrder(): Delivered[] {
    const delivered: Delivered[] = []
    for (let goesOn = true; goesOn;) {
      goesOn = false
      for (const [sequence, payload] of this.#waiting) {
        const ahead = distance(this.#next ?? 0, sequence)
        if (ahead > 0) continue
        this.#drop(sequence, payload)
        if (ahead + payload.length <= 0) continue
        const bytes = payload.subarray(-ahead)
        delivered.push({ bytes })
        this.#next = sum(this.#next ?? 0, bytes.length)
        goesOn = true
      }
    }
    return delivered
  }

  /** Does something come behind bytes that did not come yet? */
  get hasHole(): boolean {
    if (this.#waiting.size > 0) return true
    return this.#acknowledged !== undefined && distance(this.#next ?? 0, this.#acknowledged) > 0
  }

  #jump(): readonly Delivered[] {
    const next = this.#next ?? 0
    let to: number | undefined
    for (const sequence of this.#waiting.keys()) if (to === undefined || distance(sequence, to) > 0) to = sequence
    to ??= this.#acknowledged ?? next
    this.#next = to
    this.#holeSinceUs = undefined
    return [{ missing: `${distance(next, to)} bytes of a TCP stream` }, ...this.#inOrder()]
  }

  #keep(sequence: number, payload: Uint8Array): void {
    const known = this.#waiting.get(sequence)
    if (known && known.length >= payload.length) return
    if (known) this.#waitingBytes -= known.length
    this.#waiting.set(sequence, sequence === this.#next ? payload : payload.slice())
    this.#waitingBytes += payload.length
  }

  #drop(sequence: number, payload: Uint8Array): void {
    this.#waiting.delete(sequence)
    this.#waitingBytes -= payload.length
  }
}

/** RFC 9293 §3.4 — numbers wrap at 2³². How far `to` is ahead of `from`; negative where it is behind. */
function distance(from: number, to: number): number {
  return (to - from) | 0
}

function sum(number: number, more: number): number {
  return (number + more) >>> 0
}
