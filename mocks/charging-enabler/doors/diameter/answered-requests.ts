// Which requests were answered, and how: so that a resent one gets the same answer again (RFC 6733 §3), in memory that does not grow.
import type { Answer } from '../../rules'

const SLOTS = 65_536
const MASK = SLOTS - 1
const MOST_ANSWERS = 65_535
const SUCCESS: Answer = { resultCode: 2001 }

/**
 * RFC 6733 §3 — Origin-Host and End-to-End Identifier name a request. The newest 65,536 of a client that counts its identifiers up are
 * known; several clients share the slots, and what lost its slot is a request never seen (TS 32.299 §6.1.3.3 allows for that).
 * Answers that left no state behind, 3xxx and 4xxx, are not kept: the next copy may fare better (RFC 6733 §7.1.4).
 */
export class AnsweredRequests {
  readonly #endToEnd = new Uint32Array(SLOTS)
  readonly #origin = new Uint32Array(SLOTS)
  /** 0: free; otherwise the place of the answer, counted from 1. */
  readonly #answer = new Uint16Array(SLOTS)
  #answers: Answer[] = [SUCCESS]
  #places = new Map<Answer, number>([[SUCCESS, 1]])

  /** Answered 2001 and nothing else. */
  success(endToEnd: number, origin: number): void {
    this.#put(endToEnd, origin, 1)
  }

  /** Answered so. */
  add(endToEnd: number, origin: number, answer: Answer): void {
    if (answer.resultCode >= 3_000 && answer.resultCode < 5_000) return
    this.#put(endToEnd, origin, this.#places.get(answer) ?? this.#newPlace(answer))
  }

  /** How this very request was answered; undefined when it was not, or is forgotten. */
  find(endToEnd: number, origin: number): Answer | undefined {
    const slot = (endToEnd ^ origin) & MASK
    const isIt = this.#endToEnd[slot] === endToEnd && this.#origin[slot] === origin
    return isIt ? this.#answers[(this.#answer[slot] ?? 0) - 1] : undefined
  }

  #put(endToEnd: number, origin: number, place: number): void {
    const slot = (endToEnd ^ origin) & MASK
    this.#endToEnd[slot] = endToEnd
    this.#origin[slot] = origin
    this.#answer[slot] = place
  }

  // Answers are those of rules, a handful; should somebody make them by the thousand, all is forgotten and begins anew.
  #newPlace(answer: Answer): number {
    if (this.#answers.length >= MOST_ANSWERS) {
      this.#answer.fill(0)
      this.#answers = [SUCCESS]
      this.#places = new Map([[SUCCESS, 1]])
    }
    const place = this.#answers.push(answer)
    this.#places.set(answer, place)
    return place
  }
}

/** A number for an Origin-Host (FNV-1a), from bytes `from` to `to`. */
export function originNumber(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
  return hash >>> 0
}
