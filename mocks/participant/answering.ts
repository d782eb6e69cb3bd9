// A participant that is called: what it does with an invitation, by its policy or when it is told.
import { randomBytes } from 'node:crypto'
import type { IncomingInvite } from '@ch1/sip'
import { NotReached } from '../not-reached'
import type { Devices } from './devices'
import { policyOf, refusalOf, WORDS_OF_WILL } from './policy'
import type { Policy } from './policy'
import type { Self } from './self'
import type { ParticipantVerb } from './verbs'

const MOST_HELD = 16

/** The invitations of one participant. */
export class Answering {
  readonly #self: Self
  readonly #devices: Devices
  #policy: Policy = { kind: 'accept' }
  #givenUp: string | undefined
  readonly #alarms = new Map<IncomingInvite, unknown>()

  constructor(self: Self, devices: Devices) {
    this.#self = self
    this.#devices = devices
  }

  will(words: readonly string[]): void {
    const policy = policyOf(words)
    if (policy === undefined) throw this.#self.cannot(`do "will ${words.join(' ')}"`, `words other than ${WORDS_OF_WILL}`)
    this.#policy = policy
    this.#self.transport.habits.acceptsWith = policy.kind === 'other' ? policy.status : 200
    if (policy.kind === 'fork') this.#devices.openSecond((incoming) => void this.#self.legs.accept(incoming))
    this.#devices.forks = policy.kind === 'fork'
  }

  accepts(): void {
    this.#accept(this.#held('accepts'))
  }

  refuses(code: string | undefined): void {
    const incoming = this.#held('refuses')
    const status = refusalOf(code)
    if (status === undefined) throw this.#self.cannot(`refuse with "${code ?? ''}"`, 'no status code from 300 to 699')
    this.#refuse(incoming, status)
  }

  /** An INVITE that makes a new dialog. */
  invited(incoming: IncomingInvite): void {
    const policy = this.#policy
    switch (policy.kind) {
      case 'refuse':
        return this.#refuse(incoming, policy.status)
      case 'accept':
      case 'fork':
      case 'other':
        return this.#accept(incoming)
      case 'challenge':
        return this.#challenge(incoming)
      case 'twice':
        return this.#acceptTwice(incoming)
      default:
        return this.#hold(incoming, policy)
    }
  }

  /** The server gives up on an invitation; called before it is acted upon. Whoever answers late does it now. */
  cancelled(callId: string): void {
    const held = this.#self.book.heldOf(callId)
    if (held?.answersAtCancel === true) this.#accept(held.incoming)
  }

  close(): void {
    for (const alarm of this.#alarms.values()) this.#self.timers.clear(alarm)
    this.#alarms.clear()
  }

  #hold(incoming: IncomingInvite, policy: Policy): void {
    const { book, timers } = this.#self
    if (book.heldCount >= MOST_HELD) return this.#refuse(incoming, 486)
    this.#givenUp = undefined
    incoming.onCancel = () => {
      this.#givenUp = 'the server had given up its invitation by CANCEL'
      this.#forget(incoming)
      book.letGo(incoming)
    }
    const rings = policy.kind !== 'silent'
    if (rings) incoming.ring()
    const afterMs = policy.kind === 'late' ? policy.afterMs : undefined
    if (afterMs !== undefined)
      this.#alarms.set(
        incoming,
        timers.set(afterMs, () => this.#accept(incoming)),
      )
    book.hold({ incoming, rings, answersAtCancel: policy.kind === 'late' && afterMs === undefined })
  }

  #accept(incoming: IncomingInvite): void {
    this.#forget(incoming)
    this.#self.legs.accept(incoming)
  }

  // RFC 3261 §13.3.1.4 — the second one is what a retransmission at once looks like: the same bytes.
  #acceptTwice(incoming: IncomingInvite): void {
    this.#accept(incoming)
    const bytes = this.#self.transport.lastSent('200')
    if (bytes !== undefined) this.#self.transport.send(bytes, this.#self.core)
  }

  // RFC 3261 §22.3 — what a proxy in front of the device would ask for; whoever comes back is let in.
  #challenge(incoming: IncomingInvite): void {
    if (incoming.request.header('Proxy-Authorization') !== undefined) return this.#accept(incoming)
    this.#forget(incoming)
    const asked = `Digest realm="home.example", nonce="${randomBytes(12).toString('hex')}", algorithm=MD5, qop="auth"`
    incoming.refuse(407, { headers: [['Proxy-Authenticate', asked]] })
    this.#self.book.letGo(incoming)
  }

  #refuse(incoming: IncomingInvite, status: number): void {
    this.#forget(incoming)
    incoming.refuse(status)
    this.#self.book.letGo(incoming)
  }

  #forget(incoming: IncomingInvite): void {
    const alarm = this.#alarms.get(incoming)
    if (alarm !== undefined) this.#self.timers.clear(alarm)
    this.#alarms.delete(incoming)
  }

  #held(verb: ParticipantVerb): IncomingInvite {
    const held = this.#self.book.held
    if (held !== undefined) return held.incoming
    if (this.#givenUp !== undefined) throw new NotReached(`${this.#self.name} could not do "${verb}": ${this.#givenUp}`)
    throw this.#self.cannot(`do "${verb}"`, 'no invitation rings')
  }
}
