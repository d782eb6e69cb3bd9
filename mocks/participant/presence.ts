// Where a participant stands, as SIP shows it: the invitations that ring, the legs it has, and those who wait for a change.
import type { Dialog, IncomingInvite, InviteDialog, Timers } from '@ch1/sip'

/**
 * What one can wait for: an invitation rings; a 2xx waits for its ACK (`answered`); a 2xx was ACKed; no leg, call or invitation is left;
 * the focus told who is in (`informed`); it is called and says nothing (`silent`).
 */
export type Presence = 'ringing' | 'answered' | 'in' | 'out' | 'informed' | 'silent'

/**
 * One leg to a focus. It is `confirmed` when its 2xx was ACKed, `unacknowledged` when the participant withholds the ACK,
 * `leaving` once the participant sent BYE.
 */
export interface Leg {
  readonly invite: InviteDialog
  state: 'answered' | 'unacknowledged' | 'confirmed' | 'leaving'
}

/** An invitation not yet answered; a silent one gets no 180, a very late one its 200 when the server cancels. */
export interface Held {
  readonly incoming: IncomingInvite
  readonly rings: boolean
  readonly answersAtCancel: boolean
}

/** The state of one participant; every change of it goes through here, so that waiting needs no polling. */
export class PresenceBook {
  readonly #timers: Timers
  readonly #legs: Leg[] = []
  readonly #held: Held[] = []
  readonly #waiting = new Set<() => void>()
  #calls = 0
  #knowsRoster = false

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** The leg a verb acts on: the youngest that is still attached. */
  get leg(): Leg | undefined {
    return this.#legs.findLast((leg) => leg.state !== 'leaving')
  }

  /** The invitation a verb acts on: the youngest. */
  get held(): Held | undefined {
    return this.#held.at(-1)
  }

  /** The invitation of this call that waits for an answer. */
  heldOf(callId: string): Held | undefined {
    return this.#held.find(({ incoming }) => incoming.request.callId === callId)
  }

  /** Whether the roster of a conference was told. */
  set knowsRoster(told: boolean) {
    this.#knowsRoster = told
    this.#changed()
  }

  get heldCount(): number {
    return this.#held.length
  }

  hold(held: Held): void {
    this.#held.push(held)
    this.#changed()
  }

  letGo(incoming: IncomingInvite): void {
    const at = this.#held.findIndex((held) => held.incoming === incoming)
    if (at >= 0) this.#held.splice(at, 1)
    this.#changed()
  }

  /** An INVITE of its own is on its way; call the result when it has its final response or none will come. */
  calling(): () => void {
    this.#calls += 1
    return () => {
      this.#calls = Math.max(0, this.#calls - 1)
      this.#changed()
    }
  }

  attach(invite: InviteDialog, state: Leg['state']): Leg {
    const leg: Leg = { invite, state }
    this.#legs.push(leg)
    this.#changed()
    return leg
  }

  turn(leg: Leg, state: Leg['state']): void {
    leg.state = state
    this.#changed()
  }

  detach(leg: Leg): void {
    const at = this.#legs.indexOf(leg)
    if (at >= 0) this.#legs.splice(at, 1)
    this.#changed()
  }

  /** It is gone without a word: nothing of it is left. */
  vanish(): void {
    this.#legs.length = 0
    this.#held.length = 0
    this.#calls = 0
    this.#knowsRoster = false
    this.#changed()
  }

  is(what: Presence): boolean {
    if (what === 'informed') return this.#knowsRoster
    if (what === 'silent') return this.#held.some((held) => !held.rings)
    if (what === 'ringing') return this.#held.some((held) => held.rings)
    if (what === 'answered') return this.#legs.some((leg) => leg.state === 'answered')
    if (what === 'in') return this.#legs.some((leg) => leg.state === 'confirmed')
    return this.#legs.length === 0 && this.#held.length === 0 && this.#calls === 0
  }

  /** True as soon as it is so; false after `withinMs`. */
  wait(what: Presence, withinMs: number): Promise<boolean> {
    return this.#until(() => this.is(what), withinMs)
  }

  /** Waits until the leg's 2xx is ACKed or the leg is gone. */
  settled(leg: Leg, withinMs: number): Promise<boolean> {
    return this.#until(() => leg.state !== 'answered' || !this.#legs.includes(leg), withinMs)
  }

  #until(isSo: () => boolean, withinMs: number): Promise<boolean> {
    if (isSo()) return Promise.resolve(true)
    return new Promise((resolve) => {
      const settle = (answer: boolean): void => {
        this.#waiting.delete(look)
        this.#timers.clear(timer)
        resolve(answer)
      }
      const look = (): void => {
        if (isSo()) settle(true)
      }
      const timer = this.#timers.set(withinMs, () => settle(false))
      this.#waiting.add(look)
    })
  }

  #changed(): void {
    for (const look of [...this.#waiting]) look()
  }
}

/** The focus a leg leads to: the Contact with `isfocus` (RFC 4579 §4.2), else the remote target. */
export function focusOf(
  contacts: readonly { readonly uri: string; readonly params: ReadonlyMap<string, string | undefined> }[],
  dialog: Dialog,
): string {
  return contacts.find((contact) => contact.params.has('isfocus'))?.uri ?? dialog.remoteTarget
}
