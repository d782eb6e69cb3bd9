// Joins a wire to the transaction layer: a SIP transport whose every message goes to the core, which remembers what it last sent of each kind.
import { parseMessage, SipParseError } from '@ch1/sip'
import type { Address, SipTransport, Timers } from '@ch1/sip'
import { isTrying, LastSent, startsWith, type Resendable } from '../last-sent'
import { AnswerHabits } from './answer-habits'
import type { Wire } from './wire'

const MOST_FAULTS = 100

/** The transport of one participant's user agent. */
export class WireTransport implements SipTransport {
  readonly reliable = false
  readonly sentBy: SipTransport['sentBy']
  onMessage: (bytes: Uint8Array, from: Address) => void = () => undefined
  /** A CANCEL came; told before it is delivered, with its Call-ID. */
  onCancel: ((callId: string) => void) | undefined
  /** No ACK leaves; with a number, none for so many ms after the first that would. */
  withholdsAck: boolean | number = false
  /** What its answers look like on the wire. */
  readonly habits: AnswerHabits
  readonly #timers: Timers
  #ackWaits = false
  #isMute = false
  readonly #wire: Wire
  readonly #lastSent = new LastSent()
  readonly #pending = new Set<Promise<void>>()
  readonly #faults: Error[] = []

  constructor(wire: Wire, core: Address, timers: Timers) {
    this.#wire = wire
    this.#timers = timers
    this.habits = new AnswerHabits(timers)
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
    if (this.#isMute || isTrying(bytes) || this.#withholds(bytes)) return
    this.habits.pass(bytes, (changed) => this.#out(changed, failed))
  }

  /** RFC 3261 §13.3.1.4 — the 2xx is repeated until its ACK comes: whoever withheld it long enough acknowledges the next repeat. */
  #withholds(bytes: Uint8Array): boolean {
    if (this.withholdsAck === false || !startsWith(bytes, 'ACK ')) return false
    if (typeof this.withholdsAck === 'number' && !this.#ackWaits) {
      this.#ackWaits = true
      this.#timers.set(this.withholdsAck, () => (this.withholdsAck = false))
    }
    return true
  }

  #out(bytes: Uint8Array, failed?: (error: Error) => void): void {
    if (this.#isMute) return
    this.#lastSent.note(bytes)
    const sending = this.#wire
      .send(bytes)
      .catch((thrown: unknown) => failed?.(this.noteFault(thrown)))
      .finally(() => this.#pending.delete(sending))
    this.#pending.add(sending)
  }

  /** The last message of that kind, as it was sent. */
  lastSent(kind: Resendable): Uint8Array | undefined {
    return this.#lastSent.of(kind)
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

/** Empty where it cannot be read: no invitation has that one. */
function callIdOf(bytes: Uint8Array): string {
  try {
    return parseMessage(bytes).callId ?? ''
  } catch (error) {
    if (error instanceof SipParseError) return ''
    throw error
  }
}
