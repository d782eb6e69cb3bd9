// A SIP transport that lets the server's own 2xx to INVITEs leave later than what they made happen. LV-01, LV-05, LV-30
import { parseMessage, parseNameAddr, parseUri, type Address, type SipResponse, type SipTransport, type Timers } from '@ch1/sip'
import type { Variants } from './legal-variants'

/** A 2xx does not wait longer for an ACA: SIP may be slowed down in a legal variant, it is never stopped. */
const MOST_FOR_ACA_MS = 500
const MOST_HELD = 10_000

type Rule = NonNullable<Variants['heldAnswers']>

/** A transport that behaves as the one inside, but for the time at which some answers leave. */
export class HeldAnswers implements SipTransport {
  onMessage: (bytes: Uint8Array, from: Address) => void = () => {}
  onGarbage: NonNullable<SipTransport['onGarbage']> = () => {}
  onLost: NonNullable<SipTransport['onLost']> = () => {}
  readonly carriers?: NonNullable<SipTransport['carriers']>
  readonly carrierFor?: NonNullable<SipTransport['carrierFor']>
  private readonly inner: SipTransport
  private readonly rule: Rule
  private readonly factoryUser: string
  private readonly timers: Timers
  /** Those that wait for an ACA, by Call-ID. */
  private readonly waiting = new Map<string, () => void>()
  private readonly running = new Set<unknown>()
  private readonly released = new Set<string>()

  constructor(inner: SipTransport, o: { readonly rule: Rule; readonly factoryUser: string; readonly timers: Timers }) {
    this.inner = inner
    this.rule = o.rule
    this.factoryUser = o.factoryUser
    this.timers = o.timers
    inner.onMessage = (bytes, from) => this.onMessage(bytes, from)
    inner.onGarbage = (bytes, why, from) => this.onGarbage(bytes, why, from)
    inner.onLost = (to, why) => this.onLost(to, why)
    if (inner.carriers) this.carriers = inner.carriers
    if (inner.carrierFor) this.carrierFor = (to, bytes) => inner.carrierFor?.(to, bytes)
  }

  get reliable(): boolean {
    return this.inner.reliable
  }

  get sentBy(): SipTransport['sentBy'] {
    return this.inner.sentBy
  }

  send(bytes: Uint8Array, to: Address, failed?: (error: Error) => void): void {
    const held = this.running.size < MOST_HELD ? this.heldOf(bytes) : undefined
    if (held && this.waiting.has(held.callId)) return // a repetition of what is held
    if (!held) return this.inner.send(bytes, to, failed)
    const copy = Uint8Array.from(bytes)
    const go = (): void => {
      this.timers.clear(timer)
      this.running.delete(timer)
      this.waiting.delete(held.callId)
      this.inner.send(copy, to, failed)
    }
    const timer = this.timers.set(held.ms, go)
    this.running.add(timer)
    if ('until' in this.rule) this.waiting.set(held.callId, go)
  }

  /** The record of this leg was answered: its 2xx leaves. */
  acknowledged(callId: string): void {
    this.released.add(callId)
    const [oldest] = this.released
    if (this.released.size > MOST_HELD && oldest !== undefined) this.released.delete(oldest)
    this.waiting.get(callId)?.()
  }

  close(): Promise<void> {
    for (const timer of this.running) this.timers.clear(timer)
    this.waiting.clear() // an ACA may come yet
    return this.inner.close()
  }

  private heldOf(bytes: Uint8Array): { readonly callId: string; readonly ms: number } | undefined {
    const response = acceptanceIn(bytes)
    const callId = response?.callId
    if (!response || callId === undefined || this.released.has(callId)) return undefined
    if ('until' in this.rule) return { callId, ms: MOST_FOR_ACA_MS }
    return this.rule.of === 'all' || toUserOf(response) === this.factoryUser ? { callId, ms: this.rule.ms } : undefined
  }
}

/** The message, if it is a 2xx to an INVITE. */
function acceptanceIn(bytes: Uint8Array): SipResponse | undefined {
  if (Buffer.from(bytes.subarray(0, 9)).toString('latin1') !== 'SIP/2.0 2') return undefined
  try {
    const message = parseMessage(bytes)
    return message.kind === 'response' && message.cseq?.method === 'INVITE' ? message : undefined
  } catch {
    return undefined
  }
}

function toUserOf(response: SipResponse): string | undefined {
  try {
    return parseUri(parseNameAddr(response.header('To') ?? '').uri).user
  } catch {
    return undefined
  }
}
