// Which end of a flow is the SUT: from what a capture of ours notes in each packet, else from what the user says, else from who connects.
import { CAPTURE_INBOUND, CAPTURE_OUTBOUND, type CaptureNote } from '../judge/history/capture-note'
import type { Direction } from '../judge/history/events'

/** What is known of a capture of others. An entry is a host, or a host and port as `endText` writes them. */
export interface KnownEnds {
  readonly sutEnds: readonly string[]
  readonly enablerEnds: readonly string[]
}

/** The two ends of one message or connection. */
export interface Sent {
  readonly from: string
  readonly to: string
  readonly flags: number
}

export class Ends {
  readonly #known: KnownEnds
  readonly #isOurs: boolean
  /** CH-1 connections between ends that nobody named: who opened them, RFC 6733 §5.3 — the SUT does, and sends the CER. */
  readonly #openers = new Map<string, string>()

  constructor(known: KnownEnds, note: CaptureNote | undefined) {
    this.#known = known
    this.#isOurs = note !== undefined
  }

  /** Of a SIP message; undefined where the SUT has no part in it. */
  ofSip({ from, to, flags }: Sent): Direction | undefined {
    if (this.#isOurs) return flagged(flags)
    const [isFrom, isTo] = [names(this.#known.sutEnds, from), names(this.#known.sutEnds, to)]
    return isFrom === isTo ? undefined : isFrom ? 'fromSut' : 'toSut'
  }

  /** Of what a CH-1 connection carries. `asksCapabilities`: it is a CER. */
  ofCh1({ from, to, flags }: Sent, asksCapabilities = false): Direction | undefined {
    if (this.#isOurs) return flagged(flags)
    const { sutEnds, enablerEnds } = this.#known
    if (names(enablerEnds, from) !== names(enablerEnds, to)) return names(enablerEnds, to) ? 'fromSut' : 'toSut'
    const [isFrom, isTo] = [isHostOf(sutEnds, from), isHostOf(sutEnds, to)]
    if (isFrom !== isTo) return isFrom ? 'fromSut' : 'toSut'
    if (!isFrom) return undefined
    const key = from < to ? `${from} ${to}` : `${to} ${from}`
    if (asksCapabilities && !this.#openers.has(key)) this.#openers.set(key, from)
    const opener = this.#openers.get(key)
    return opener === undefined ? undefined : opener === from ? 'fromSut' : 'toSut'
  }

  /** Is the SUT's host, or a Charging Enabler, one of these two? What was missed between others does not matter. */
  concerns({ from, to }: Sent): boolean {
    if (this.#isOurs) return true
    const { sutEnds, enablerEnds } = this.#known
    return [from, to].some((end) => isHostOf(sutEnds, end) || isHostOf(enablerEnds, end))
  }
}

function flagged(flags: number): Direction | undefined {
  const bits = flags & 3
  return bits === CAPTURE_INBOUND ? 'fromSut' : bits === CAPTURE_OUTBOUND ? 'toSut' : undefined
}

function names(known: readonly string[], end: string): boolean {
  return known.includes(end) || known.includes(hostOf(end))
}

/** The SUT's client of CH-1 has another port than its SIP. */
function isHostOf(known: readonly string[], end: string): boolean {
  return known.some((one) => hostOf(one) === hostOf(end))
}

/** `[::1]:3868` → `[::1]`; without a port as it is. */
export function hostOf(end: string): string {
  return /^(\[[^\]]*\]|[^:]+)(?::\d+)?$/.exec(end)?.[1] ?? end
}
