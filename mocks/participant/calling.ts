// A participant that calls: its own INVITE, waited for or not, and the CANCEL of it.
import type { InviteDialog, OutgoingInvite, SipResponse } from '@ch1/sip'
import { NotReached } from '../not-reached'
import { inviteContent } from './invitation'
import type { Self } from './self'

/** The calls of one participant. */
export class Calling {
  /** No ACK of its own leaves (RFC 3261 §13.2.2.4 wants one for every 2xx); its leg then never counts as `in`. */
  withholdsAck = false
  /** An option tag that its INVITEs demand. */
  requires: string | undefined
  readonly #self: Self
  #last: OutgoingInvite | undefined
  #isPending = false

  constructor(self: Self) {
    this.#self = self
  }

  /** Sends the INVITE; resolves with its final response noted, or 64·T1 later. With `invited`, it carries the list. */
  async invites(uri: string, invited: readonly string[]): Promise<void> {
    const answered = this.#self.ask()
    const over = this.#self.book.calling()
    try {
      answered(await this.#self.answer(this.#send(uri, invited).final))
    } finally {
      over()
    }
  }

  /** Sends the INVITE, and goes on. */
  calls(uri: string): void {
    const over = this.#self.book.calling()
    try {
      this.#self.later(this.#send(uri, []).final, over)
    } catch (error) {
      over()
      throw error
    }
  }

  /**
   * Cancels the INVITE it waits for and waits for its final response, 487 as a rule. The CANCEL leaves after the first provisional
   * response (RFC 3261 §9.1); a 2xx that crossed it is acknowledged and ended by BYE.
   */
  async cancels(): Promise<void> {
    const call = this.#last
    if (call === undefined) throw this.#self.cannot('do "cancels"', 'it has called nobody')
    if (!this.#isPending) throw new NotReached(`${this.#self.name} could not cancel: its INVITE had its final response already`)
    call.cancel()
    await this.#self.answer(call.final)
  }

  #send(uri: string, invited: readonly string[]): OutgoingInvite {
    const { agent, aor, route, templates } = this.#self
    const content = inviteContent(templates, invited)
    const headers = this.requires === undefined ? content.headers : [...content.headers, ['Require', this.requires] as const]
    const call = agent.invite({ uri, from: `<${aor}>`, to: `<${uri}>`, route, ...content, headers })
    call.onAnswered = (response, dialog) => this.#answered(response, dialog)
    this.#last = call
    this.#isPending = true
    const over = (): void => {
      if (this.#last === call) this.#isPending = false
    }
    call.final.then(over, over)
    return call
  }

  #answered(response: SipResponse, dialog: InviteDialog): void {
    this.#self.legs.attach(dialog, this.withholdsAck ? 'unacknowledged' : 'confirmed', response)
  }
}
