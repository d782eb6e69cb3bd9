// A participant: a SIP user agent over a wire, driven by verbs. It never judges what the SUT did; it only says what came.
import { parseUri, SipTimeout, systemTimers, TransactionLayer, UserAgent } from '@ch1/sip'
import type { Address, IncomingInvite, InviteDialog, Respond, SipRequest, SipResponse, TimerValues, Timers } from '@ch1/sip'
import { hostPort } from '../sip-core/address'
import { TestbedError } from '../testbed-error'
import { acceptContent, inviteContent } from './invitation'
import type { Templates } from './invitation'
import { policyOf, refusalOf } from './policy'
import type { Policy } from './policy'
import { focusOf, PresenceBook } from './presence'
import type { Leg, Presence } from './presence'
import type { Wire, WireEnd } from './wire'
import { WireTransport } from './wire-transport'
import type { Resendable } from './wire-transport'
export type { Presence } from './presence'

/** Who a participant is and what it stands on. Times are those of RFC 3261 §17, scaled by the profile. */
export interface ParticipantOptions {
  /** The name people use, 'Bob'. */
  readonly name: string
  /** `sip:bob-7@home.example`. */
  readonly aor: string
  readonly wire: Wire
  readonly core: Address
  readonly values: TimerValues
  readonly templates: Templates
  readonly timers?: Timers | undefined
}

/**
 * What a participant can be told.
 * creates [AOR…]: INVITE to the factory, with the list · joins [focus URI] · adds [AOR]: REFER in its leg · leaves: BYE ·
 * will [accept | ring | refuse CODE | silent]: for the next INVITEs · accepts, refuses [CODE]: the invitation it holds ·
 * resends [INVITE | BYE | 200]: its last such message again, byte for byte (200: of an INVITE or a BYE).
 */
export type ParticipantVerb = 'creates' | 'joins' | 'adds' | 'leaves' | 'will' | 'accepts' | 'refuses' | 'resends'

const MOST_HELD = 16
const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, NOTIFY, UPDATE, MESSAGE'
const SERVED_ANYWHERE = new Set(['OPTIONS', 'INFO', 'NOTIFY', 'MESSAGE'])

/** One participant of a scenario. Construct it on a started wire; register its endpoint (`wire.local`) at the core. */
export class Participant {
  readonly name: string
  readonly aor: string
  readonly #wire: Wire
  readonly #core: Address
  readonly #templates: Templates
  readonly #contact: string
  readonly #transport: WireTransport
  readonly #agent: UserAgent
  readonly #book: PresenceBook
  readonly #longestMs: number
  readonly #wireEnded: Promise<never>
  #endedWhy: string | undefined
  #policy: Policy = { kind: 'accept' }
  #focus: string | undefined
  #lastAnswer: { readonly status: number; readonly reason: string } | undefined
  #asked = 0
  #stopped: Promise<WireEnd> | undefined

  constructor(o: ParticipantOptions) {
    this.name = o.name
    this.aor = o.aor
    this.#wire = o.wire
    this.#core = o.core
    this.#templates = o.templates
    this.#contact = `<sip:${parseUri(o.aor).user ?? 'anonymous'}@${hostPort(o.wire.local)}>${o.templates.contactParams}`
    this.#transport = new WireTransport(o.wire, o.core)
    const timers = o.timers ?? systemTimers
    const layer = new TransactionLayer({
      transport: this.#transport,
      timers,
      values: o.values,
      onFault: (error) => this.#transport.noteFault(error),
    })
    this.#agent = new UserAgent({
      layer,
      contact: this.#contact,
      nextHop: o.core,
      allow: ALLOW,
      userAgentName: o.templates.userAgent,
    })
    this.#longestMs = 64 * o.values.t1Ms
    this.#book = new PresenceBook(timers)
    this.#agent.onInvite = (incoming) => this.#invited(incoming)
    this.#agent.onRequest = (request, respond) => respond(SERVED_ANYWHERE.has(request.method) ? 200 : 405)
    this.#wireEnded = new Promise((_, reject) =>
      o.wire.onEnd((why) => {
        this.#endedWhy = why
        reject(this.#cannot('speak SIP any more', why))
      }),
    )
    this.#wireEnded.catch(() => undefined)
  }

  /** The conference it is in, or was in last: the Contact with `isfocus`, else the remote target. */
  get focus(): string | undefined {
    return this.#focus
  }

  /** The final response to its own last request; undefined while none came. */
  get lastAnswer(): { readonly status: number; readonly reason: string } | undefined {
    return this.#lastAnswer
  }

  /** Whether it is so now, by SIP alone. */
  is(what: Presence): boolean {
    return this.#book.is(what)
  }

  /** Waits by SIP only: true as soon as it is so, false after `withinMs`. */
  waitFor(what: Presence, withinMs: number): Promise<boolean> {
    return this.#book.wait(what, withinMs)
  }

  /**
   * Does one thing. Resolves when the stimulus is on the wire; for `creates` and `joins` when the final response came (a 2xx was
   * ACKed) or the time for it is over: then ask `lastAnswer`. Rejects only for our own trouble, always with a TestbedError.
   */
  async do(verb: ParticipantVerb, args: readonly string[] = []): Promise<void> {
    if (this.#stopped) throw this.#cannot(`do "${verb}" after its stop`, 'a verb for a stopped participant')
    if (this.#endedWhy !== undefined) throw this.#cannot(`do "${verb}"`, this.#endedWhy)
    try {
      await this.#perform(verb, args)
      await Promise.race([this.#transport.flushed(), this.#wireEnded])
    } catch (error) {
      throw error instanceof TestbedError
        ? error
        : this.#cannot(`do "${verb}"`, error instanceof Error ? error.message : String(error))
    }
    const [fault] = this.#transport.takeFaults()
    if (fault) throw this.#cannot(`do "${verb}"`, fault.message)
  }

  /** Ends the user agent without a BYE, then the wire. A second call gives the same answer. */
  stop(): Promise<WireEnd> {
    return (this.#stopped ??= this.#end())
  }

  async #end(): Promise<WireEnd> {
    await this.#agent.close()
    const end = await this.#wire.stop()
    const unsent = this.#transport.takeFaults().map((error) => `not sent: ${error.message}`)
    return { ...end, unexplained: [...end.unexplained, ...unsent] }
  }

  #perform(verb: ParticipantVerb, args: readonly string[]): Promise<void> | void {
    switch (verb) {
      case 'creates':
        return this.#invites(this.#templates.factoryUri, args)
      case 'joins':
        return this.#invites(this.#argument(verb, args, 'the URI of a focus'), [])
      case 'adds':
        return this.#adds(this.#argument(verb, args, 'an address of record'))
      case 'leaves':
        return this.#leaves()
      case 'will':
        return this.#will(args)
      case 'accepts':
        return this.#accept(this.#holding(verb))
      case 'refuses':
        return this.#refuse(this.#holding(verb), this.#statusOf(args[0]))
      case 'resends':
        return this.#resends(this.#argument(verb, args, 'INVITE, BYE or 200'))
    }
  }

  async #invites(uri: string, invited: readonly string[]): Promise<void> {
    const answered = this.#ask()
    const route = [`<sip:${hostPort(this.#core)};lr>`]
    const over = this.#book.calling()
    try {
      const invite = this.#agent.invite({
        uri,
        from: `<${this.aor}>`,
        to: `<${uri}>`,
        route,
        ...inviteContent(this.#templates, invited),
      })
      invite.onAnswered = (response, dialog) => this.#attach(dialog, 'confirmed', response)
      answered(await this.#final(invite.final))
    } finally {
      over()
    }
  }

  #adds(aor: string): void {
    const leg = this.#leg('adds')
    this.#later(leg.invite.send('REFER', { headers: [['Refer-To', `<${aor}>`]] }))
  }

  async #leaves(): Promise<void> {
    const leg = this.#leg('leaves')
    // RFC 3261 §15 — the callee sends no BYE before the ACK came.
    await this.#book.settled(leg, this.#longestMs)
    if (leg.invite.ended) return
    this.#book.turn(leg, 'leaving')
    this.#later(leg.invite.bye(), () => this.#book.detach(leg))
  }

  #will(words: readonly string[]): void {
    const policy = policyOf(words)
    if (policy === undefined)
      throw this.#cannot(`do "will ${words.join(' ')}"`, 'words other than accept, ring, refuse [300–699], silent')
    this.#policy = policy
  }

  async #resends(kind: string): Promise<void> {
    if (kind !== 'INVITE' && kind !== 'BYE' && kind !== '200')
      throw this.#cannot(`resend "${kind}"`, 'a word other than INVITE, BYE, 200')
    const bytes = this.#transport.lastSent(kind satisfies Resendable)
    if (bytes === undefined) throw this.#cannot(`resend its last ${kind}`, 'it has sent none')
    await this.#wire.send(bytes)
  }

  #invited(incoming: IncomingInvite): void {
    const policy = this.#policy
    if (policy.kind === 'refuse') return this.#refuse(incoming, policy.status)
    if (policy.kind === 'accept') return this.#accept(incoming)
    if (this.#book.heldCount >= MOST_HELD) return this.#refuse(incoming, 486)
    incoming.onCancel = () => this.#book.letGo(incoming)
    if (policy.kind === 'ring') incoming.ring()
    this.#book.hold({ incoming, rings: policy.kind === 'ring' })
  }

  #accept(incoming: IncomingInvite): void {
    const dialog = incoming.accept(acceptContent(this.#templates))
    this.#book.letGo(incoming)
    const leg = this.#attach(dialog, 'answered', incoming.request)
    dialog.onAck = () => leg.state === 'answered' && this.#book.turn(leg, 'confirmed')
    dialog.onNoAck = () => this.#book.detach(leg)
  }

  #refuse(incoming: IncomingInvite, status: number): void {
    incoming.refuse(status)
    this.#book.letGo(incoming)
  }

  #attach(dialog: InviteDialog, state: Leg['state'], said: SipRequest | SipResponse): Leg {
    this.#focus = focusOf(said.contacts, dialog.dialog)
    const leg = this.#book.attach(dialog, state)
    dialog.onBye = () => this.#book.detach(leg)
    dialog.onRequest = (request, respond) => this.#inDialog(request, respond)
    return leg
  }

  /** A well-behaved guest: everything within its leg is answered 200, a new offer with SDP (RFC 3261 §14.2, RFC 3311 §5.2). */
  #inDialog(request: SipRequest, respond: Respond): void {
    const offers = request.method === 'INVITE' || (request.method === 'UPDATE' && request.body.length > 0)
    if (!offers) return respond(200)
    const { body, contentType } = acceptContent(this.#templates)
    respond(200, undefined, { body, contentType })
  }

  /** A new request of its own: the answer given to the result counts only while no newer one was made. */
  #ask(): (response: SipResponse | undefined) => void {
    const asked = (this.#asked += 1)
    this.#lastAnswer = undefined
    return (response) => {
      if (response && asked === this.#asked) this.#lastAnswer = { status: response.status, reason: response.reason }
    }
  }

  #later(final: Promise<SipResponse>, then?: () => void): void {
    const answered = this.#ask()
    // A transport's failure is kept by the wire transport and told by the verb; a time-out is no answer.
    void final.then(answered, () => undefined).finally(then)
  }

  async #final(final: Promise<SipResponse>): Promise<SipResponse | undefined> {
    try {
      return await Promise.race([final, this.#wireEnded])
    } catch (error) {
      if (error instanceof SipTimeout) return undefined
      throw error
    }
  }

  #leg(verb: ParticipantVerb): Leg {
    const leg = this.#book.leg
    if (leg === undefined) throw this.#cannot(`do "${verb}"`, 'it is in no conference')
    return leg
  }

  #holding(verb: ParticipantVerb): IncomingInvite {
    const held = this.#book.held
    if (held === undefined) throw this.#cannot(`do "${verb}"`, 'no invitation rings')
    return held.incoming
  }

  #argument(verb: ParticipantVerb, args: readonly string[], what: string): string {
    const [first] = args
    if (first === undefined) throw this.#cannot(`do "${verb}"`, `no argument; it needs ${what}`)
    return first
  }

  #statusOf(code: string | undefined): number {
    const status = refusalOf(code)
    if (status === undefined) throw this.#cannot(`refuse with "${code ?? ''}"`, 'no status code from 300 to 699')
    return status
  }

  #cannot(what: string, instead: string): TestbedError {
    const process = this.#wire.pid === undefined ? 'socket' : `${this.#wire.engine} process ${this.#wire.pid}`
    return new TestbedError({
      what: `${this.name} cannot ${what}`,
      where: `${this.aor} at ${hostPort(this.#wire.local)}, ${process}`,
      instead,
      mend:
        this.#endedWhy === undefined ? 'look at the steps before this one' : 'read that log; run again, or with --engine socket',
    })
  }
}
