// The legs of a participant: it behaves in each of them as a guest of the conference does, and leaves when it is told to.
import { randomBytes } from 'node:crypto'
import type { HeaderList, IncomingInvite, InviteDialog, Respond, SipRequest, SipResponse } from '@ch1/sip'
import { NotReached } from '../not-reached'
import { answerContent, inviteContent, offerContent } from './invitation'
import { focusOf } from './presence'
import type { Leg } from './presence'
import type { Self } from './self'
import type { ParticipantVerb } from './verbs'

/** Every session of one participant with a focus. */
export class Legs {
  /** The server's next BYE meets one of ours on the way. */
  crossesBye = false
  /** It knows its legs no more when the server refreshes them (RFC 4028 §10). */
  forgets = false
  /** It agrees to the session timers that are offered. */
  agrees = false
  readonly #whose: () => Self
  #focus: string | undefined
  #lastEnd: string | undefined

  constructor(whose: () => Self) {
    this.#whose = whose
  }

  get #self(): Self {
    return this.#whose()
  }

  /** The conference it is in, or was in last: the Contact with `isfocus`, else the remote target. */
  get focus(): string | undefined {
    return this.#focus
  }

  /** The leg a verb acts on. Throws NotReached when the server has ended it, TestbedError when there never was one. */
  one(verb: ParticipantVerb): Leg {
    const leg = this.#self.book.leg
    if (leg !== undefined) return leg
    if (this.#lastEnd !== undefined) throw new NotReached(`${this.#self.name} could not do "${verb}": ${this.#lastEnd}`)
    throw this.#self.cannot(`do "${verb}"`, 'it is in no conference')
  }

  /** An invitation is accepted: 200 with SDP. */
  accept(incoming: IncomingInvite): Leg {
    const content = answerContent(this.#self.templates, incoming.request)
    const dialog = incoming.accept({ ...content, headers: [...content.headers, ...this.#timed(incoming.request)] })
    this.#self.book.letGo(incoming)
    const leg = this.attach(dialog, 'answered', incoming.request)
    dialog.onAck = () => leg.state === 'answered' && this.#self.book.turn(leg, 'confirmed')
    dialog.onNoAck = () => this.#ended(leg, 'the server never acknowledged its 200')
    return leg
  }

  /** RFC 4028 §9 — the interval that was offered, and the caller refreshes. */
  #timed(request: SipRequest): HeaderList {
    const offered = /^\s*\d+/.exec(request.header('Session-Expires') ?? '')?.[0].trim()
    if (!this.agrees || offered === undefined) return []
    return [
      ['Require', 'timer'],
      ['Session-Expires', `${offered};refresher=uac`],
    ]
  }

  attach(dialog: InviteDialog, state: Leg['state'], said: SipRequest | SipResponse): Leg {
    this.#focus = focusOf(said.contacts, dialog.dialog)
    this.#lastEnd = undefined
    const leg = this.#self.book.attach(dialog, state)
    dialog.onBye = () => this.#toldToLeave(leg)
    dialog.onRequest = (request, respond) => this.#inDialog(request, respond)
    return leg
  }

  /** @param reason value of a Reason header (RFC 3326) */
  async leaves(reason?: string): Promise<void> {
    const { book, longestMs } = this.#self
    const leg = this.one('leaves')
    // RFC 3261 §15 — the callee sends no BYE before the ACK came.
    await book.settled(leg, longestMs)
    if (!leg.invite.ended) this.#bye(leg, reason)
  }

  /** A new offer in the leg (RFC 3261 §14.1); waits for its final response. */
  async reinvites(listed: readonly string[] = []): Promise<void> {
    const { invite } = this.one('reinvites')
    const answered = this.#self.ask()
    const { templates } = this.#self
    const content = listed.length === 0 ? offerContent(templates) : inviteContent(templates, listed)
    answered(await this.#self.answer(invite.send('INVITE', content)))
  }

  /** A request in the leg that is about nobody's attendance; waits for its final response. */
  async sends(method: string): Promise<void> {
    const { invite } = this.one('sends')
    const answered = this.#self.ask()
    const text = method === 'OPTIONS' ? {} : { contentType: 'text/plain', body: 'a word among guests' }
    answered(await this.#self.answer(invite.send(method, text)))
  }

  /** A BYE that names no dialog of the server: by its Call-ID, or by its tags alone; waits for the final response. */
  async strays(what: 'call' | 'tags'): Promise<void> {
    const { agent, aor, route } = this.#self
    const { invite } = this.one('strays')
    const answered = this.#self.ask()
    const to = `<${this.#focus ?? aor}>`
    const callId = what === 'tags' ? { callId: invite.dialog.callId } : {}
    const headers = [['To', `${to};tag=${randomBytes(6).toString('hex')}`]] as const
    const bye = agent.request({ method: 'BYE', uri: this.#focus ?? aor, from: `<${aor}>`, to, route, headers, ...callId })
    answered(await this.#self.answer(bye))
  }

  #bye(leg: Leg, reason?: string): void {
    this.#self.book.turn(leg, 'leaving')
    const headers = reason === undefined ? [] : [['Reason', reason] as const]
    this.#self.later(leg.invite.bye(headers), () => this.#self.book.detach(leg))
  }

  // Called before the 200 to the server's BYE leaves: a BYE sent now stands on the wire as if it had crossed the server's
  // (RFC 5407 §3.2.1).
  #toldToLeave(leg: Leg): void {
    if (this.crossesBye && leg.state !== 'leaving') {
      this.crossesBye = false
      return this.#bye(leg)
    }
    this.#ended(leg, 'the server had ended its leg by BYE')
  }

  #ended(leg: Leg, why: string): void {
    if (leg.state !== 'leaving') this.#lastEnd = why
    this.#self.book.detach(leg)
  }

  /** A well-behaved guest: everything within its leg is answered 200, a new offer with SDP (RFC 3261 §14.2, RFC 3311 §5.2). */
  #inDialog(request: SipRequest, respond: Respond): void {
    const offers = request.method === 'INVITE' || (request.method === 'UPDATE' && request.body.length > 0)
    if (this.forgets && (request.method === 'INVITE' || request.method === 'UPDATE')) return respond(481)
    if (!offers) return respond(200)
    const { body, contentType } = answerContent(this.#self.templates, request)
    respond(200, undefined, { body, contentType })
  }
}
