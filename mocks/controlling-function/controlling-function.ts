// The controlling function: the focus beyond a SUT that is a participating function. All its SIP crosses the core, as the SUT's does:
//
//   client ── core ── SUT ── core ── controlling function
//
// The core knows it by its endpoint and its URIs as it knows any user: what it sends goes to the SUT, and what the SUT sends to its URIs
// comes here. So the history holds both sides of the SUT, and this mock never judges. It does as told, by verbs:
//
//   will [accept | ring | refuse CODE | late MS | silent]   for the next INVITEs; accept until told otherwise
//   accepts AOR · refuses AOR [CODE]                        the INVITE of that user that it holds
//   invites AOR [URI]                                       INVITE through the SUT, to the conference of that URI, else the youngest
//   cancels AOR · expels AOR                                CANCEL that INVITE · BYE in the user's leg
//   reinvites AOR · updates AOR · messages AOR [TEXT]       re-INVITE with SDP · UPDATE · MESSAGE, in the user's leg
//   crosses AOR                                             when the user's BYE comes, sends its own before it answers
//   forgets AOR                                             knows the leg no more: 481 to what comes in it
//   resends [INVITE | BYE | 200]                            its last such message again, byte for byte
import { aorOf, assertedIdentities, parseNameAddr, SipTimeout, systemTimers, TransactionLayer, UserAgent } from '@ch1/sip'
import type { Address, IncomingInvite, InviteDialog, SipRequest, SipResponse, TimerValues, Timers } from '@ch1/sip'
import { randomBytes } from 'node:crypto'
import type { Recorder } from '../../judge/history/events'
import type { Resendable } from '../last-sent'
import { setupFor, type Setup } from '../media-setup'
import { hostPort } from '../sip-core/address'
import type { User } from '../sip-core'
import { TestbedError } from '../testbed-error'
import { answerPlanOf, refusalOf, type AnswerPlan } from './answer-plan'
import { Conferences } from './conferences'
import { CoreLink } from './core-link'
import { Roster, type Conference, type Member, type Standing } from './roster'

/** How it is started. Times are those of RFC 3261 §17, scaled by the profile. */
export interface ControllingFunctionOptions {
  readonly core: Address
  readonly host: string
  /** 0: given by the system. */
  readonly port: number
  /** The name people use. */
  readonly name?: string
  readonly factoryUri: string
  /** URIs of pre-arranged groups and chat rooms. */
  readonly groupUris?: readonly string[]
  readonly values: TimerValues
  readonly sdp: (token: string, setup: Setup) => string
  readonly userAgent: string
  /** Makes a URI of its own known to the core. */
  readonly register: (user: User) => void
  readonly record: Recorder
  readonly timers?: Timers
}

/** What it can be told. */
export type ControllingVerb = (typeof VERBS)[number]

export const VERBS = [
  ...(['will', 'accepts', 'refuses', 'invites', 'cancels', 'expels', 'reinvites', 'updates'] as const),
  ...(['messages', 'crosses', 'forgets', 'resends'] as const),
] as const

const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, MESSAGE, PRACK, NOTIFY'
const MOST_USERS = 10_000
const MOST_TROUBLES = 100

/** A running controlling function. */
export class ControllingFunction {
  /** Binds the socket and makes its URIs known to the core. Throws TestbedError when the address cannot be had. */
  static async start(o: ControllingFunctionOptions): Promise<ControllingFunction> {
    return new ControllingFunction(o, await CoreLink.open(o))
  }

  readonly name: string
  /** Where its messages come from; in its Contacts. */
  readonly endpoint: Address
  readonly #o: ControllingFunctionOptions
  readonly #link: CoreLink
  readonly #agent: UserAgent
  readonly #timers: Timers
  readonly #roster: Roster
  readonly #conferences: Conferences
  readonly #crossing = new Set<string>()
  readonly #late = new Set<unknown>()
  readonly #troubles: string[] = []
  #plan: AnswerPlan = { kind: 'accept' }
  #lastAnswer: { readonly status: number; readonly reason: string } | undefined
  #stopped: Promise<void> | undefined

  private constructor(o: ControllingFunctionOptions, link: CoreLink) {
    this.#o = o
    this.#link = link
    this.name = o.name ?? 'controlling function'
    this.endpoint = { host: o.host, port: link.sentBy.port }
    this.#timers = o.timers ?? systemTimers
    this.#roster = new Roster(this.#timers)
    const known = (aor: string): void => o.register({ aor, participant: this.name, endpoint: this.endpoint })
    const { factoryUri, groupUris = [] } = o
    for (const uri of [factoryUri, ...groupUris]) known(aorOf(uri))
    this.#conferences = new Conferences({ factoryUri, groupUris, place: hostPort(this.endpoint), opened: known })
    this.#agent = new UserAgent({
      layer: new TransactionLayer({
        transport: link,
        timers: this.#timers,
        values: o.values,
        onFault: (error) => this.#note(error),
      }),
      contact: `<sip:focus@${hostPort(this.endpoint)}>;isfocus`,
      nextHop: o.core,
      allow: ALLOW,
      userAgentName: o.userAgent,
    })
    this.#agent.onInvite = (incoming) => this.#invited(incoming)
    o.record({ kind: 'wire', ...this.#asWire(), state: 'started', local: hostPort(this.endpoint) })
  }

  /** The final response to its own last request; undefined while none came. */
  get lastAnswer(): { readonly status: number; readonly reason: string } | undefined {
    return this.#lastAnswer
  }

  /** Whether it is so with a user now, by SIP alone. */
  is(user: string, what: Standing): boolean {
    return this.#roster.is(aorOf(user), what)
  }

  /** True as soon as it is so, false after `withinMs`. */
  waitFor(user: string, what: Standing, withinMs: number): Promise<boolean> {
    return this.#roster.wait(() => this.is(user, what), withinMs)
  }

  /** Who is in the conference of a URI, by address of record; nobody where there is none. */
  usersIn(uri: string): readonly string[] {
    const conference = aorOf(uri) === aorOf(this.#o.factoryUri) ? undefined : this.#conferences.of(uri)
    return conference === undefined ? [] : this.#roster.usersIn(conference)
  }

  /** Does one thing, and records it first. Resolves when the stimulus was sent; what comes of it, `waitFor` and `lastAnswer` say. Throws TestbedError. */
  async do(verb: ControllingVerb, args: readonly string[] = []): Promise<void> {
    if (this.#stopped) throw this.#cannot(`do "${verb}" after its stop`, 'a verb for one who is stopped')
    this.#o.record({ kind: 'command', participant: this.name, verb, args })
    try {
      await this.#perform(verb, args)
    } catch (error) {
      if (error instanceof TestbedError) throw error
      throw this.#cannot(`do "${[verb, ...args].join(' ')}"`, error instanceof Error ? error.message : String(error))
    }
    const trouble = this.#troubles.shift()
    if (trouble !== undefined) throw this.#cannot(`go on after "${verb}"`, trouble)
  }

  /** Ends it without a BYE. A second call gives the same answer. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#end())
  }

  async #end(): Promise<void> {
    for (const timer of this.#late) this.#timers.clear(timer)
    await this.#agent.close()
    this.#o.record({ kind: 'wire', ...this.#asWire(), state: 'stopped' })
  }

  #perform(verb: ControllingVerb, args: readonly string[]): void | Promise<void> {
    if (verb === 'will') return this.#will(args)
    if (verb === 'resends') return this.#resends(args[0])
    const [given, value] = args
    if (given === undefined) throw this.#cannot(`do "${verb}"`, 'no argument; it needs an address of record')
    const user = aorOf(given)
    switch (verb) {
      case 'accepts':
        return this.#accept(user, this.#held(verb, user))
      case 'refuses':
        return this.#refuse(user, this.#held(verb, user), this.#statusOf(value))
      case 'invites':
        return this.#invites(user, value)
      case 'cancels':
        return this.#cancels(user)
      case 'expels':
        return this.#expels(user)
      case 'reinvites':
        return this.#later(this.#member(verb, user).dialog.send('INVITE', this.#described('active')))
      case 'updates':
        return this.#later(this.#member(verb, user).dialog.send('UPDATE'))
      case 'messages':
        return this.#later(
          this.#member(verb, user).dialog.send('MESSAGE', { contentType: 'text/plain', body: value ?? 'to all of you' }),
        )
      case 'crosses':
        this.#member(verb, user)
        return void this.#crossing.add(user)
      case 'forgets': {
        const member = this.#member(verb, user)
        member.dialog.abandon()
        return this.#detach(user, member)
      }
    }
  }

  // ---- INVITEs of users, passed on by the SUT

  #invited(incoming: IncomingInvite): void {
    const user = userOf(incoming.request)
    const conference = this.#conferences.of(incoming.request.requestUri)
    if (user === undefined || conference === undefined) return incoming.refuse(404)
    const plan = this.#plan
    if (plan.kind === 'refuse') return incoming.refuse(plan.status)
    if (this.#roster.size >= MOST_USERS) return incoming.refuse(503)
    if (plan.kind === 'accept') return this.#accept(user, { incoming, conference })
    if (this.#roster.askedBy(user)) return incoming.refuse(486)
    const asked = { incoming, conference }
    this.#roster.change(user, (entry) => (entry.asked = asked))
    incoming.onCancel = () => this.#letGo(user, incoming)
    if (plan.kind === 'ring') incoming.ring()
    if (plan.kind === 'late') this.#acceptLate(user, asked, plan.ms)
  }

  #acceptLate(user: string, asked: { readonly incoming: IncomingInvite; readonly conference: Conference }, ms: number): void {
    const timer = this.#timers.set(ms, () => {
      this.#late.delete(timer)
      if (!asked.incoming.answered) this.#accept(user, asked)
    })
    this.#late.add(timer)
  }

  #accept(user: string, { incoming, conference }: { readonly incoming: IncomingInvite; readonly conference: Conference }): void {
    const dialog = incoming.accept({ contact: conference.contact, ...this.#described(setupFor(incoming.request)) })
    this.#letGo(user, incoming)
    const member = this.#attach(user, conference, dialog, 'answered')
    dialog.onAck = () => member.state === 'answered' && this.#roster.change(user, () => (member.state = 'confirmed'))
    dialog.onNoAck = () => this.#detach(user, member)
  }

  #refuse(user: string, { incoming }: { readonly incoming: IncomingInvite }, status: number): void {
    incoming.refuse(status)
    this.#letGo(user, incoming)
  }

  #letGo(user: string, incoming: IncomingInvite): void {
    this.#roster.change(user, (entry) => {
      if (entry.asked?.incoming === incoming) entry.asked = undefined
    })
  }

  // ---- its own requests, through the SUT

  #invites(user: string, uri: string | undefined): void {
    const conference = uri === undefined ? this.#conferences.current() : this.#conferences.of(uri)
    if (conference === undefined) throw this.#cannot(`invite ${user}`, `no conference is ${uri ?? ''}`)
    if (this.#roster.calledTo(user)) throw this.#cannot(`invite ${user}`, 'an INVITE of its own that has no final answer yet')
    const outgoing = this.#agent.invite({
      uri: user,
      from: `<${conference.aor}>`,
      to: `<${user}>`,
      route: [`<sip:${hostPort(this.#o.core)};lr>`],
      contact: conference.contact,
      headers: [['P-Asserted-Identity', `<${conference.aor}>`]],
      ...this.#described('active'),
    })
    this.#roster.change(user, (entry) => (entry.called = { outgoing, conference }))
    outgoing.onAnswered = (_, dialog) => this.#attach(user, conference, dialog, 'confirmed')
    const over = (): void => this.#roster.change(user, (entry) => (entry.called = undefined))
    this.#later(outgoing.final, over)
  }

  #cancels(user: string): void {
    const called = this.#roster.calledTo(user)
    if (called === undefined) throw this.#cannot(`cancel the INVITE to ${user}`, 'none that has no final answer yet')
    called.outgoing.cancel()
  }

  async #expels(user: string): Promise<void> {
    const member = this.#member('expels', user)
    // RFC 3261 §15 — the callee sends no BYE before the ACK came.
    await this.#roster.wait(() => member.state !== 'answered', 64 * this.#o.values.t1Ms)
    if (!member.dialog.ended) this.#leave(user, member)
  }

  #leave(user: string, member: Member): void {
    const over = (): void => this.#detach(user, member)
    const answered = member.dialog.bye()
    this.#roster.change(user, () => (member.state = 'leaving'))
    this.#later(answered, over)
  }

  #will(words: readonly string[]): void {
    const plan = answerPlanOf(words)
    if (plan === undefined)
      throw this.#cannot(`do "will ${words.join(' ')}"`, 'words other than accept, ring, refuse [300–699], late MS, silent')
    this.#plan = plan
  }

  #resends(kind: string | undefined): void {
    if (kind !== 'INVITE' && kind !== 'BYE' && kind !== '200')
      throw this.#cannot(`resend "${kind ?? ''}"`, 'a word other than INVITE, BYE, 200')
    if (!this.#link.again(kind satisfies Resendable)) throw this.#cannot(`resend its last ${kind}`, 'it has sent none')
  }

  // ---- legs

  #attach(user: string, conference: Conference, dialog: InviteDialog, state: Member['state']): Member {
    const member: Member = { conference, dialog, state }
    this.#roster.change(user, (entry) => entry.members.push(member))
    dialog.onBye = () => {
      if (this.#crossing.delete(user) && !dialog.ended) return this.#leave(user, member)
      this.#detach(user, member)
    }
    dialog.onRequest = (request, respond) => {
      const offers = request.method === 'INVITE' || (request.method === 'UPDATE' && request.body.length > 0)
      respond(200, undefined, offers ? { headers: [['Contact', conference.contact]], ...this.#described(setupFor(request)) } : {})
    }
    return member
  }

  #detach(user: string, member: Member): void {
    this.#roster.change(user, (entry) => (entry.members = entry.members.filter((one) => one !== member)))
  }

  #later(final: Promise<SipResponse>, over: () => void = () => undefined): void {
    this.#lastAnswer = undefined
    final.then(
      ({ status, reason }) => {
        this.#lastAnswer = { status, reason }
        over()
      },
      (error: unknown) => {
        // No answer is what the SUT does, and shows in the history; anything else is our own trouble.
        if (!(error instanceof SipTimeout) && !this.#stopped) this.#note(error)
        over()
      },
    )
  }

  #note(error: unknown): void {
    if (this.#troubles.length < MOST_TROUBLES) this.#troubles.push(String(error))
  }

  #described(setup: Setup): { readonly body: string; readonly contentType: string } {
    return { body: this.#o.sdp(randomBytes(6).toString('hex'), setup), contentType: 'application/sdp' }
  }

  #member(verb: ControllingVerb, user: string): Member {
    const member = this.#roster.memberOf(user)
    if (member === undefined) throw this.#cannot(`do "${verb}" with ${user}`, 'nobody of that name in a conference')
    return member
  }

  #held(verb: ControllingVerb, user: string): { readonly incoming: IncomingInvite; readonly conference: Conference } {
    const asked = this.#roster.askedBy(user)
    if (asked === undefined) throw this.#cannot(`do "${verb}" with ${user}`, 'no INVITE of that user that waits')
    return asked
  }

  #statusOf(code: string | undefined): number {
    const status = refusalOf(code)
    if (status === undefined) throw this.#cannot(`refuse with "${code ?? ''}"`, 'no status code from 300 to 699')
    return status
  }

  #asWire(): { readonly participant: string; readonly aor: string; readonly engine: 'socket' } {
    return { participant: this.name, aor: aorOf(this.#o.factoryUri), engine: 'socket' }
  }

  #cannot(what: string, instead: string): TestbedError {
    return new TestbedError({
      what: `the ${this.name} cannot ${what}`,
      where: `${aorOf(this.#o.factoryUri)} at ${hostPort(this.endpoint)}`,
      instead,
      mend: 'look at the steps before this one',
    })
  }
}

// RFC 3325 §9.1 — the asserted SIP identity, else who it says it is.
function userOf(invite: SipRequest): string | undefined {
  try {
    const identities = assertedIdentities(invite)
    const asserted = identities.find(({ uri }) => /^sips?:/i.test(uri)) ?? identities[0]
    return aorOf(asserted?.uri ?? parseNameAddr(invite.header('From') ?? '').uri)
  } catch {
    return undefined
  }
}
