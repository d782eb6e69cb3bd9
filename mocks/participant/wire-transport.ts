// Joins a wire to the transaction layer: a SIP transport whose every message goes to the core, which remembers what it last sent of each kind.
import { parseMessage, SipParseError } from '@ch1/sip'
import type { Address, SipTransport } from '@ch1/sip'
import type { Wire } from './wire'

/** What can be sent again: a request by its method, or the 200 to an INVITE or a BYE. */
export type Resendable = 'INVITE' | 'BYE' | '200'

const MOST_FAULTS = 100

/** The transport of one participant's user agent. */
export class WireTransport implements SipTransport {
  readonly reliable = false
  readonly sentBy: SipTransport['sentBy']
  onMessage: (bytes: Uint8Array, from: Address) => void = () => undefined
  /** A CANCEL came; told before it is delivered, with its Call-ID. */
  onCancel: ((callId: string) => void) | undefined
  /** No ACK leaves. */
  withholdsAck = false
  #isMute = false
  readonly #wire: Wire
  readonly #lastSent = new Map<string, Uint8Array>()
  readonly #pending = new Set<Promise<void>>()
  readonly #faults: Error[] = []

  constructor(wire: Wire, core: Address) {
    this.#wire = wire
    const { host, port } = wire.local
    this.sentBy = { transport: 'UDP', host: host.includes(':') && !host.startsWith('[') ? `[${host}]` : host, port }
    wire.onMessage((bytes) => this.#receive(bytes, core))
  }

  /** From now on nothing leaves and nothing is heard, as when a device lost its network. */
  mute(): void {
    this.#isMute = true
  }

  /** `to` is of no account: a participant speaks to the core only. */
  send(bytes: Uint8Array, _to: Address, failed?: (error: Error) => void): void {
    // DEVIATES RFC 3261 §17.2.1: no 100, because a participant that is told to be silent must not stop the SUT's timer B by one.
    if (this.#isMute || isTrying(bytes) || (this.withholdsAck && startsWith(bytes, 'ACK '))) return
    const kind = resendable(bytes)
    if (kind !== undefined) this.#lastSent.set(kind, bytes)
    const sending = this.#wire
      .send(bytes)
      .catch((thrown: unknown) => failed?.(this.noteFault(thrown)))
      .finally(() => this.#pending.delete(sending))
    this.#pending.add(sending)
  }

  /** The last message of that kind, as it was sent. */
  lastSent(kind: Resendable): Uint8Array | undefined {
    return this.#lastSent.get(kind)
  }

  /** Resolves when everything handed over so far is on the wire or has failed. */
  async flushed(): Promise<void> {
    await Promise.all(this.#pending)
  }

  /** Keeps a fault of our own until it is asked for; the first hundred. */
  noteFault(thrown: unknown): Error {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    if (this.#faults.length < MOST_FAULTS) this.#faults.push(error)
    return error
  }

  /** What went wrong on our side since it was last asked. */
  takeFaults(): readonly Error[] {
    return this.#faults.splice(0)
  }

  #receive(bytes: Uint8Array, from: Address): void {
    if (this.#isMute) return
    if (this.onCancel !== undefined && startsWith(bytes, 'CANCEL ')) this.onCancel(callIdOf(bytes))
    this.onMessage(bytes, from)
  }

  /** The wire is stopped by its participant, which wants to know how it ended. */
  close(): Promise<void> {
    return Promise.resolve()
  }
}

function isTrying(bytes: Uint8Array): boolean {
  return startsWith(bytes, 'SIP/2.0 100 ')
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.subarray(0, text.length)).toString('latin1') === text
}

/** Empty where it cannot be read: no invitation has that one. */
function callIdOf(bytes: Uint8Array): string {
  try {
    return parseMessage(bytes).callId ?? ''
  } catch (error) {
    if (error instanceof SipParseError) return ''
    throw error
  }
}

function resendable(bytes: Uint8Array): Resendable | undefined {
  try {
    const message = parseMessage(bytes)
    if (message.kind === 'request') return message.method === 'INVITE' || message.method === 'BYE' ? message.method : undefined
    return message.status === 200 && /^(INVITE|BYE)$/.test(message.cseq?.method ?? '') ? '200' : undefined
  } catch (error) {
    if (error instanceof SipParseError) return undefined
    throw error
  }
}
