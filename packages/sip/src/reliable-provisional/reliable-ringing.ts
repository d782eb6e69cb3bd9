// The callee's reliable provisional responses: one at a time, repeated until their PRACK (RFC 3262 §3).
import { randomInt } from 'node:crypto'
import type { InDialogOptions } from '../dialogs/dialog'
import { SipLimitError, SipStateError, SipTimeout } from '../errors'
import type { SipRequest } from '../message/message'
import { rackOf, reliableHeaders } from './reliable-headers'

/** What the invitation gives to its reliable responses. */
export interface ReliableRingingPorts {
  readonly invite: SipRequest
  readonly t1Ms: number
  /** Sends, or sends again with the same bytes. */
  send(status: number, o: InDialogOptions): void
  alarm(ms: number, fire: () => void): () => void
  /** No PRACK came within 64·T1. */
  gaveUp(): void
}

interface Waiting {
  readonly status: number
  readonly options: InDialogOptions
  readonly rseq: number
  readonly resolve: (prack: SipRequest) => void
  readonly reject: (error: Error) => void
}

const MAX_WAITING = 64

/** The reliable responses to one INVITE. */
export class ReliableRinging {
  readonly #ports: ReliableRingingPorts
  // RFC 3262 §3 — the first number is random, below 2³¹; each response has the next.
  #nextRseq = randomInt(1, 0x7fffffff)
  #queue: Waiting[] = []
  #stopRepeating: () => void = () => undefined
  #stopWaiting: () => void = () => undefined
  #isOver = false

  constructor(ports: ReliableRingingPorts) {
    this.#ports = ports
  }

  /** Whether a response with a session description waits for its PRACK: a 2xx must then wait too. */
  get holdsDescription(): boolean {
    return this.#queue.some(({ options }) => (options.body?.length ?? 0) > 0)
  }

  /** Sends a response reliably, after those before it were acknowledged; resolves with its PRACK. */
  ring(status: number, o: InDialogOptions): Promise<SipRequest> {
    return new Promise((resolve, reject) => {
      if (this.#queue.length >= MAX_WAITING)
        throw new SipLimitError(`${MAX_WAITING} reliable responses wait for their PRACK, which is the limit`)
      const rseq = this.#nextRseq
      this.#nextRseq += 1
      const options = { ...o, headers: [...reliableHeaders(rseq), ...(o.headers ?? [])] }
      this.#queue.push({ status, options, rseq, resolve, reject })
      if (this.#queue.length === 1) this.#sendFirst()
    })
  }

  /** Takes a PRACK. False when it acknowledges nothing that is under way: 481 (RFC 3262 §3). */
  acknowledge(prack: SipRequest): boolean {
    const rack = rackOf(prack)
    const first = this.#queue[0]
    const { cseq } = this.#ports.invite
    if (first === undefined || rack?.rseq !== first.rseq) return false
    if (rack.cseq.number !== cseq?.number || rack.cseq.method !== cseq.method) return false
    this.#silence()
    this.#queue.shift()
    if (!this.#isOver && this.#queue.length > 0) this.#sendFirst()
    first.resolve(prack)
    return true
  }

  /** A final response was sent: nothing is repeated any more, a late PRACK is still taken, what was never sent is given up. */
  finish(): void {
    this.#silence()
    this.#isOver = true
    for (const { status, reject } of this.#queue.splice(1))
      reject(new SipStateError(`a final response overtook the reliable ${status}`))
  }

  /** The invitation ended without a session. */
  abandon(error: Error): void {
    this.finish()
    for (const { reject } of this.#queue.splice(0)) reject(error)
  }

  #sendFirst(): void {
    const first = this.#queue[0]
    if (first === undefined) return
    const { t1Ms } = this.#ports
    this.#stopWaiting = this.#ports.alarm(64 * t1Ms, () => {
      this.abandon(new SipTimeout(`no PRACK to the reliable ${first.status} within 64·T1`))
      this.#ports.gaveUp()
    })
    this.#repeat(first, t1Ms)
  }

  // RFC 3262 §3 — at T1, then each wait twice the one before, without the bound of T2.
  #repeat(first: Waiting, intervalMs: number): void {
    this.#stopRepeating = this.#ports.alarm(intervalMs, () => this.#repeat(first, 2 * intervalMs))
    this.#ports.send(first.status, first.options)
  }

  #silence(): void {
    this.#stopRepeating()
    this.#stopWaiting()
  }
}
