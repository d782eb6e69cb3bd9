// A participant: a SIP user agent over a wire, driven by verbs. It never judges what the SUT did; it only says what came.
import { parseUri, SipTimeout, systemTimers } from '@ch1/sip'
import type { Address, Roster, SipResponse, TimerValues, Timers } from '@ch1/sip'
import type { Resendable } from '../last-sent'
import { NotReached } from '../not-reached'
import { hostPort } from '../sip-core/address'
import { TestbedError } from '../testbed-error'
import { digestOf, Registering } from './account'
import type { Account } from './account'
import { byeAnswerOf } from './answer-habits'
import { Answering } from './answering'
import { Calling } from './calling'
import { Devices } from './devices'
import type { Templates } from './invitation'
import { Legs } from './legs'
import { writes } from './pager'
import { PresenceBook } from './presence'
import type { Presence } from './presence'
import { adds, removes } from './referring'
import { RosterWatch } from './roster-watch'
import { argumentOf } from './self'
import type { Self } from './self'
import { needOf } from './verbs'
import type { ParticipantVerb } from './verbs'
import type { Wire, WireEnd } from './wire'
import { WireCannot } from './wire-abilities'
import { WireTransport } from './wire-transport'

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
  readonly account?: Account | undefined
  readonly timers?: Timers | undefined
}

/** One participant of a scenario. Construct it on a started wire; register its endpoint (`wire.local`) at the core. */
export class Participant {
  readonly name: string
  readonly aor: string
  readonly #wire: Wire
  readonly #transport: WireTransport
  readonly #devices: Devices
  readonly #self: Self
  readonly #book: PresenceBook
  readonly #calling: Calling
  readonly #answering: Answering
  readonly #watch: RosterWatch
  readonly #registering: Registering
  readonly #wireEnded: Promise<never>
  #endedWhy: string | undefined
  #hasDropped = false
  #lastAnswer: { readonly status: number; readonly reason: string } | undefined
  #asked = 0
  #stopped: Promise<WireEnd> | undefined

  constructor(o: ParticipantOptions) {
    this.name = o.name
    this.aor = o.aor
    this.#wire = o.wire
    const timers = o.timers ?? systemTimers
    this.#transport = new WireTransport(o.wire, o.core, timers)
    this.#book = new PresenceBook(timers)
    this.#devices = new Devices({
      ...{ transport: this.#transport, core: o.core, timers, values: o.values },
      contact: { uri: `sip:${parseUri(o.aor).user ?? 'anonymous'}@${hostPort(o.wire.local)}`, params: o.templates.contactParams },
      userAgent: o.templates.userAgent,
      digest: digestOf(o.account),
    })
    this.#self = this.#asSelf(o, timers)
    this.#calling = new Calling(this.#self)
    this.#answering = new Answering(this.#self, this.#devices)
    this.#watch = new RosterWatch(this.#self)
    this.#registering = new Registering(this.#self, o.account)
    this.#devices.first.onInvite = (incoming) => this.#answering.invited(incoming)
    this.#transport.onCancel = (callId) => this.#answering.cancelled(callId)
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
    return this.#self.legs.focus
  }

  /** The final response to its own last request; undefined while none came. */
  get lastAnswer(): { readonly status: number; readonly reason: string } | undefined {
    return this.#lastAnswer
  }

  /** Who is in, as the focus told its subscriber; undefined while it has told nothing whole. */
  get roster(): Roster | undefined {
    return this.#watch.roster
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
   * Does one thing. Resolves when the stimulus is on the wire; verbs that wait for a final response (see `verbs.ts`) when it came (a
   * 2xx was ACKed) or the time for it is over: then ask `lastAnswer`. Rejects with NotReached when what the server did before left
   * nothing to do it to; else only for our own trouble, always with a TestbedError (a WireCannot when another wire could).
   */
  async do(verb: ParticipantVerb, args: readonly string[] = []): Promise<void> {
    if (this.#stopped) throw this.#cannot(`do "${verb}" after its stop`, 'a verb for a stopped participant')
    if (this.#endedWhy !== undefined) throw this.#cannot(`do "${verb}"`, this.#endedWhy)
    if (this.#hasDropped) throw this.#cannot(`do "${verb}"`, 'it dropped silently; nothing of it is left')
    const need = needOf(verb, args)
    if (need !== undefined && !this.#wire.can.has(need))
      throw new WireCannot(this.name, [verb, ...args].join(' '), this.#wire, need)
    try {
      await this.#perform(verb, args)
      await this.#self.flushed()
    } catch (error) {
      throw error instanceof TestbedError || error instanceof NotReached
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
    this.#answering.close()
    this.#registering.close()
    await this.#devices.close()
    const end = await this.#wire.stop()
    const unsent = this.#transport.takeFaults().map((error) => `not sent: ${error.message}`)
    return { ...end, unexplained: [...end.unexplained, ...unsent] }
  }

  #perform(verb: ParticipantVerb, args: readonly string[]): Promise<void> | void {
    const self = this.#self
    switch (verb) {
      case 'creates':
        return this.#calling.invites(self.templates.factoryUri, args)
      case 'joins':
        return this.#calling.invites(argumentOf(self, verb, args, 'the URI of a focus'), [])
      case 'calls':
        return this.#calling.calls(argumentOf(self, verb, args, 'the URI of a focus'))
      case 'cancels':
        return this.#calling.cancels()
      case 'leaves':
        return self.legs.leaves(args[0])
      case 'reinvites':
        return self.legs.reinvites(args)
      case 'sends':
        return self.legs.sends(this.#word(verb, args, ['OPTIONS', 'INFO', 'MESSAGE']))
      case 'strays':
        return self.legs.strays(this.#word(verb, args, ['call', 'tags']))
      case 'drops':
        return this.#drops()
      case 'adds':
        return adds(self, args)
      case 'removes':
        return removes(self, args)
      case 'subscribes':
        return this.#watch.subscribes(args[0])
      case 'unsubscribes':
        return this.#watch.unsubscribes()
      case 'messages':
        return writes(self, args)
      case 'will':
        return this.#answering.will(args)
      case 'accepts':
        return this.#answering.accepts()
      case 'refuses':
        return this.#answering.refuses(args[0])
      case 'withholds':
        return this.#withholds(args)
      case 'crosses':
        return this.#crosses(args)
      case 'answersBye':
        return this.#answersBye(args)
      case 'answersMessage':
        return this.#answersMessage(args)
      case 'agrees':
        this.#word(verb, args, ['sessions'])
        self.legs.agrees = true
        return undefined
      case 'forgets':
        this.#word(verb, args, ['refreshes'])
        self.legs.forgets = true
        return undefined
      case 'requires':
        this.#calling.requires = argumentOf(self, verb, args, 'an option tag')
        return undefined
      case 'registers':
        return this.#registering.registers()
      case 'unregisters':
        return this.#registering.unregisters()
      case 'resends':
        return this.#resends(argumentOf(self, verb, args, 'INVITE, BYE or 200'))
    }
  }

  // What it was about to send still leaves; then it is gone.
  async #drops(): Promise<void> {
    await this.#self.flushed()
    this.#transport.mute()
    this.#answering.close()
    this.#registering.close()
    this.#book.vanish()
    this.#hasDropped = true
  }

  #word<W extends string>(verb: ParticipantVerb, args: readonly string[], words: readonly W[]): W {
    const word = words.find((one) => one === args[0])
    if (word === undefined) throw this.#cannot(`do "${verb} ${args.join(' ')}"`, `a word other than ${words.join(', ')}`)
    return word
  }

  #answersBye([how, ms]: readonly string[]): void {
    const habit = byeAnswerOf(how, ms)
    if (habit === undefined) throw this.#cannot(`answer BYE "${how ?? ''}"`, 'words other than late MS, 481, never')
    this.#transport.habits.bye = habit
  }

  #answersMessage([code = '']: readonly string[]): void {
    if (!/^[2-6]\d\d$/.test(code)) throw this.#cannot(`answer MESSAGE with "${code}"`, 'a final status is 200 to 699')
    this.#devices.messageStatus = Number(code)
  }

  #withholds([what = 'ACK', ms]: readonly string[]): void {
    if (what !== 'ACK') throw this.#cannot(`withhold "${what}"`, 'a word other than ACK')
    if (ms !== undefined && !/^\d{1,6}$/.test(ms)) throw this.#cannot(`withhold ACK for "${ms}"`, 'no time in ms')
    if (ms === undefined) this.#transport.withholdsAck = this.#calling.withholdsAck = true
    else this.#transport.withholdsAck = Number(ms)
  }

  #crosses([what = 'BYE']: readonly string[]): void {
    if (what !== 'BYE') throw this.#cannot(`cross "${what}"`, 'a word other than BYE')
    this.#self.legs.one('crosses')
    this.#self.legs.crossesBye = true
  }

  async #resends(kind: string): Promise<void> {
    if (kind !== 'INVITE' && kind !== 'BYE' && kind !== '200')
      throw this.#cannot(`resend "${kind}"`, 'a word other than INVITE, BYE, 200')
    const bytes = this.#transport.lastSent(kind satisfies Resendable)
    if (bytes === undefined) throw this.#cannot(`resend its last ${kind}`, 'it has sent none')
    await this.#wire.send(bytes)
  }

  #asSelf(o: ParticipantOptions, timers: Timers): Self {
    const self: Omit<Self, 'legs'> = {
      ...{ name: o.name, aor: o.aor, agent: this.#devices.first, templates: o.templates, core: o.core },
      route: [`<sip:${hostPort(o.core)};lr>`],
      ...{ transport: this.#transport, timers, book: this.#book, longestMs: 64 * o.values.t1Ms },
      cannot: (what, instead) => this.#cannot(what, instead),
      ask: () => this.#ask(),
      later: (final, then) => this.#later(final, then),
      answer: (final) => this.#answer(final),
      flushed: () => Promise.race([this.#transport.flushed(), this.#wireEnded]),
    }
    const whole: Self = { ...self, legs: new Legs(() => whole) }
    return whole
  }

  #ask(): (response: SipResponse | undefined) => void {
    const asked = (this.#asked += 1)
    this.#lastAnswer = undefined
    return (response) => {
      if (response && asked === this.#asked) this.#lastAnswer = { status: response.status, reason: response.reason }
    }
  }

  #later(final: Promise<SipResponse>, then?: () => void): void {
    void final.then(this.#ask(), () => undefined).finally(then)
  }

  async #answer(final: Promise<SipResponse>): Promise<SipResponse | undefined> {
    try {
      return await Promise.race([final, this.#wireEnded])
    } catch (error) {
      if (error instanceof SipTimeout) return undefined
      throw error
    }
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
