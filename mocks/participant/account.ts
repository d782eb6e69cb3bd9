// The account of a participant: its credentials, and its registration where a profile wants one.
import { DigestClient, Registration } from '@ch1/sip'
import { NotReached } from '../not-reached'
import type { Self } from './self'

/** What a user has to show to a server that asks, and where it registers. */
export interface Account {
  /** Answers 401 and 407 (RFC 3261 §22); without it they are final like any refusal. */
  readonly credentials?: { readonly username: string; readonly password: string } | undefined
  /** The registrar's URI, `sip:home.example`. */
  readonly registrar: string
  /** Seconds asked for in a REGISTER. */
  readonly expiresS: number
}

/** The digest client of an account; undefined when it has no credentials. They are shown to whichever realm asks: the SUT is the only peer. */
export function digestOf(account: Account | undefined): DigestClient | undefined {
  const credentials = account?.credentials
  return credentials && new DigestClient({ credentials: () => credentials })
}

/** The binding of one participant's address of record. */
export class Registering {
  readonly #self: Self
  readonly #account: Account | undefined
  #registration: Registration | undefined

  constructor(self: Self, account: Account | undefined) {
    this.#self = self
    this.#account = account
  }

  /** REGISTER (RFC 3261 §10.2); waits for the final response, after challenges and a 423 were answered. Refreshes by itself. */
  async registers(): Promise<void> {
    const { aor, route, agent, timers } = this.#self
    const account = this.#account
    if (account === undefined) throw this.#self.cannot('do "registers"', 'no account: the profile says nothing of registration')
    const { registrar, expiresS } = account
    this.#registration ??= new Registration({ agent, timers, registrar, aor: `<${aor}>`, route, expiresS })
    const answered = this.#self.ask()
    answered(await this.#self.answer(this.#registration.register()))
  }

  async unregisters(): Promise<void> {
    const registration = this.#registration
    if (registration === undefined) throw this.#self.cannot('do "unregisters"', 'it has not registered')
    if (registration.grantedS === undefined)
      throw new NotReached(`${this.#self.name} could not do "unregisters": the registrar had granted it no binding`)
    const answered = this.#self.ask()
    answered(await this.#self.answer(registration.unregister()))
  }

  close(): void {
    this.#registration?.stop()
  }
}
