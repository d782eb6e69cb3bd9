// Where they meet: starts the neighbours and the SUT, carries commands, records, judges live, drains, seals.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Demand, HistoryFact } from '../judge/history/events'
import { HISTORY_SCHEMA } from '../judge/history/events'
import type { Profile } from '../judge/profile/schema'
import type { Decision, Judgment } from '../judge/verdict'
import type { Action, Match } from '../mocks/charging-enabler/rules'
import type { ControllingVerb } from '../mocks/controlling-function'
import type { ParticipantVerb } from '../mocks/participant'
import { CROWD } from '../mocks/crowd'
import { SipCore, type ImpairmentPlan, type SipCoreOptions } from '../mocks/sip-core'
import { recordSip, type SipRecorder } from '../mocks/recorder'
import { TestbedError } from '../mocks/testbed-error'
import { NotReached } from '../mocks/not-reached'
import type { Sut, SutVerb } from '../sut/adapter'
import { startEmbedded } from '../sut/embedded'
import { outsideSut } from '../sut/outside'
import { TesterAbsent } from '../sut/triggers'
import { Cast } from './cast'
import { ChargingSide } from './charging-side'
import { FocusSeat } from './focus-seat'
import type { SutPlan, TestbedPlan } from './plan'
import { RecordingRoom } from './recorder'
import { whySockets } from './socket-purposes'
import { Ticker } from './ticker'

/** Leads in what the core has to say of a precondition that was not reached. */
const AT_CORE = '; at the SIP/IP core: '

/** The participant of commands that go to the SUT's adapter. */
export const SUT = 'sut'

/** Whether any message is to meet trouble. */
function isImpaired({ toSut, fromSut }: ImpairmentPlan): boolean {
  return [toSut, fromSut].some((one) => one.loss + one.duplication + one.delay + one.reordering > 0)
}

const MOST_DRAIN_ROUNDS = 8

/** RFC 6733 §12, RFC 3539 §3.4.1 — Tc and Tw where the profile tells none. */
const RECOMMENDED_MS = 30_000

/** A connection that we ended is closed long before this. */
const GONE_MS = 2_000

/** By what the core speaks with the SUT, besides UDP. */
function transportOf(sut: SutPlan): Pick<SipCoreOptions, 'tcp' | 'tls'> {
  if (sut.kind === 'embedded') return {}
  return { tcp: sut.sip.transport === 'TCP', ...(sut.sip.transport === 'TLS' ? { tls: sut.tls } : {}) }
}

/** Timers scale by value, never by a fake clock: the embedded server charges by those its profile declares. */
function chargingTimers({ charging }: Profile): readonly string[] {
  const { tcMs, twMs, resendMs, resends } = charging
  const said = { tc: tcMs, tw: twMs, resend: resendMs, resends }
  return Object.entries(said).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, String(value)]))
}

export class Testbed {
  readonly name: string
  readonly plan: TestbedPlan
  readonly room: RecordingRoom
  private readonly ticker: Ticker
  private readonly stops: (() => Promise<unknown>)[] = []
  private readonly aborted = new AbortController()
  private cast!: Cast
  private core!: SipCore
  /** The Charging Enablers, for steps that say what befalls them. */
  charging!: ChargingSide
  private seat!: FocusSeat
  private sutAdapter!: Sut
  private demands = 0
  /** The enablers that the SUT was connected to when the scenario began. */
  private connected: readonly string[] = []
  /** The operator has decided something in this scenario. */
  private isDecided = false
  /** How many notes the core had when the scenario began. */
  private notedBefore = 0
  private scenario: { testPurpose: string; name: string; k: number } | undefined

  /**
   * Starts everything; when a part does not start, what had started is stopped again and the error says which.
   * `made` gets the testbed before its first part starts, so that it can be aborted from then on.
   */
  static async start(plan: TestbedPlan, name: string, worker: number, made?: (testbed: Testbed) => void): Promise<Testbed> {
    const testbed = new Testbed(plan, name)
    made?.(testbed)
    try {
      await testbed.open(worker)
      return testbed
    } catch (cause) {
      testbed.trouble('error', cause)
      await testbed.seal('aborted')
      throw cause
    }
  }

  private constructor(plan: TestbedPlan, name: string) {
    this.plan = plan
    this.name = name
    mkdirSync(join(plan.outDir, 'history'), { recursive: true })
    this.room = new RecordingRoom(join(plan.outDir, 'history', `${name}.ndjson`))
    this.ticker = new Ticker(this.room)
    this.recordOpened({
      name: plan.sut.kind === 'embedded' ? 'reference IM server' : plan.profile.sut.name,
      version: plan.profile.sut.version,
    })
  }

  private async open(worker: number): Promise<void> {
    const { plan, record } = this
    const { addresses, core, impairment } = plan.profile
    this.core = await SipCore.start({
      ...plan.listenSip,
      record,
      hosts: addresses.hosts,
      ...transportOf(plan.sut),
      ...(core.networkHeaders === 'insert' ? { networkHeaders: core } : {}),
      ...(isImpaired(impairment) ? { impairment } : {}),
    })
    await this.keep(() => this.core.close())
    this.charging = await ChargingSide.start(plan, record)
    await this.keep(() => this.charging.close())
    this.sutAdapter = await this.startSut()
    await this.keep(() => this.sutAdapter.stop())
    this.core.setSut(this.sutAdapter.sip)
    this.seat = await FocusSeat.prepare({ profile: plan.profile, core: this.core, at: this.core.forParticipants, record })
    await this.keep(() => this.seat.stop())
    this.cast = new Cast({
      plan,
      worker,
      record,
      core: this.core.forParticipants,
      users: this.core,
      dir: join(plan.outDir, 'work', this.name),
    })
    this.stops.push(() => this.cast.dismiss())
  }

  /** What started is stopped at the end, or at once when the run was aborted while it started. */
  private async keep(stop: () => Promise<unknown>): Promise<void> {
    this.stops.push(stop)
    if (!this.isAborted) return
    await this.stopAll()
    throw new TestbedError({ what: 'the run was aborted', where: `${this.name} was starting`, mend: 'start it again' })
  }

  private async startSut(): Promise<Sut> {
    const { sut, profile, listenSip, binding } = this.plan
    if (sut.kind === 'outside') {
      return outsideSut({
        sip: sut.sip,
        name: profile.sut.name,
        version: profile.sut.version,
        ...(sut.control === undefined ? {} : { controlUrl: sut.control }),
        triggers: profile.triggers,
        decides: sut.decides ?? false,
      })
    }
    const adapter = await startEmbedded({
      command: sut.command,
      nextHop: { host: listenSip.host, port: this.core.port },
      ch1: this.charging.addresses.map((at) => ({ ...at, ...(binding === 'http' ? { scheme: binding } : {}) })),
      extra: chargingTimers(profile),
      ...(sut.mutant === undefined ? {} : { mutant: sut.mutant }),
    })
    adapter.onLag = (lagMs) => this.ticker.noteLag(lagMs * 1000)
    adapter.onExit = (why) =>
      this.trouble(
        'error',
        new TestbedError({
          what: 'the embedded SUT ended',
          where: `pid ${adapter.pid ?? '?'}`,
          instead: why,
          mend: 'run bin/ch1 im-server alone and look at its output',
        }),
      )
    return adapter
  }

  /** What the SUT's adapter can do. */
  get sut(): Sut {
    return this.sutAdapter
  }

  /** Everybody's recorder. */
  readonly record: SipRecorder = Object.assign((fact: HistoryFact) => this.armed(this.room.record(fact)), {
    sip: (...message: Parameters<NonNullable<SipRecorder['sip']>>) => this.armed(recordSip(this.room.record, ...message)),
  })

  private armed(n: number): number {
    this.ticker.arm()
    return n
  }

  /** Waits until the SUT's Diameter peer is open. */
  waitPeerOpen(withinMs: number): Promise<boolean> {
    return this.room.until(() => this.charging.openPeers() > 0, withinMs, this.aborted.signal)
  }

  beginScenario(testPurpose: string, name: string, k: number): number {
    this.scenario = { testPurpose, name, k }
    this.notedBefore = this.core.noted
    this.connected = this.charging.names.filter((name) => this.charging.openPeers(name) > 0)
    this.cast.whySockets = this.plan.engine === 'socket' ? undefined : whySockets(testPurpose)
    return this.record({ kind: 'scenario', edge: 'begin', testPurpose, name, k })
  }

  /** `keyword`: Given, When or Then, for readers. */
  step(edge: 'begin' | 'end', text: string, keyword?: string): number {
    return this.record({ kind: 'step', edge, text, ...(keyword === undefined ? {} : { keyword }) })
  }

  /**
   * Tells a participant (or `sut`) to do something. Resolves when the stimulus is on the wire. Rejects with NotReached when the SUT had
   * taken away what it needs, else only for trouble of our own.
   */
  async command(who: string, verb: string, args: readonly string[] = []): Promise<void> {
    const subject = who === SUT ? undefined : await this.cast.member(who)
    await this.ready(...args.flatMap((arg) => (arg.startsWith('@') ? [arg.slice(1)] : [])))
    const given = args.map((arg) => this.cast.addressOr(arg))
    this.record({ kind: 'command', participant: who, verb, args: given })
    if (!subject) return this.told(verb, given)
    await subject.do(verb as ParticipantVerb, given)
  }

  /** The SUT's adapter does it; a tester who was to do it and did not is nobody's fault. */
  private async told(verb: string, args: readonly string[]): Promise<void> {
    try {
      await this.sutAdapter.control(verb as SutVerb, args)
    } catch (error) {
      throw error instanceof TesterAbsent ? new NotReached(error.message, { cause: error }) : error
    }
  }

  /** Is the controlling function ours, as the SUT is a participating one? */
  get hasOwnFocus(): boolean {
    return this.seat.isOurs
  }

  /** Tells our controlling function to do something; `@Bob` is Bob's address of record. Resolves when the stimulus is on the wire. */
  async controlling(verb: ControllingVerb, args: readonly string[] = []): Promise<void> {
    await this.ready(...args.flatMap((arg) => (arg.startsWith('@') ? [arg.slice(1)] : [])))
    await this.seat.do(
      verb,
      args.map((arg) => this.cast.addressOr(arg)),
    )
  }

  /** By SIP alone: is this participant in a conference of our controlling function, within `withinMs`? */
  async isInBeyond(name: string, withinMs: number): Promise<boolean> {
    return this.seat.has(await this.aor(name), withinMs)
  }

  /** By SIP alone: has our controlling function nothing to do with this participant any more, within `withinMs`? */
  async isOutBeyond(name: string, withinMs: number): Promise<boolean> {
    return this.seat.isRidOf(await this.aor(name), withinMs)
  }

  /** A crowd of new users joins the focus and leaves it again. Gives what went wrong on the SIP side; nothing when all went well. */
  async crowd(size: number, focus: string): Promise<readonly string[]> {
    this.record({ kind: 'command', participant: CROWD, verb: 'comes and goes', args: [String(size), focus] })
    const result = await this.cast.crowd(size, focus, this.aborted.signal)
    return result.isSuccess ? [] : result.problems
  }

  /** Starts the wires of these participants side by side. */
  async ready(...names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.cast.member(name)))
  }

  /** Address of record of a participant of this scenario. */
  async aor(name: string): Promise<string> {
    return (await this.cast.member(name)).aor
  }

  /** URI of the focus a participant is in, or was in last. */
  async focusOf(name: string): Promise<string | undefined> {
    return (await this.cast.member(name)).focus
  }

  /** What the SUT last answered to a request of this participant. */
  async lastAnswer(name: string): Promise<{ readonly status: number; readonly reason: string } | undefined> {
    return (await this.cast.member(name)).lastAnswer
  }

  /** What the SUT answered last to this participant, waited for. */
  async answered(name: string, withinMs: number): Promise<{ readonly status: number; readonly reason: string } | undefined> {
    const member = await this.cast.member(name)
    await this.room.until(() => member.lastAnswer !== undefined, withinMs, this.aborted.signal)
    return member.lastAnswer
  }

  /** By SIP alone: are all of them in the conference, within `withinMs`? */
  async reached(names: readonly string[], withinMs: number): Promise<boolean> {
    const aors = await Promise.all(names.map((name) => this.aor(name)))
    return this.room.until(() => aors.every((aor) => this.room.judge.isIn(aor)), withinMs, this.aborted.signal)
  }

  /** By SIP alone: does it ring at this participant, within `withinMs`? */
  async rings(name: string, withinMs: number): Promise<boolean> {
    return (await this.cast.member(name)).waitFor('ringing', withinMs)
  }

  /** By SIP alone: did the ringing at this participant end, within `withinMs`? */
  async stopsRinging(name: string, withinMs: number): Promise<boolean> {
    const member = await this.cast.member(name)
    return this.room.until(() => !member.is('ringing'), withinMs, this.aborted.signal)
  }

  /** By SIP alone: was this participant told who is in, within `withinMs`? */
  async isInformed(name: string, withinMs: number): Promise<boolean> {
    return (await this.cast.member(name)).waitFor('informed', withinMs)
  }

  /** Lets the quiet window pass: something may come that must not. */
  async quiet(): Promise<void> {
    await this.room.until(() => false, this.plan.profile.windows['P-QUIET'], this.aborted.signal)
  }

  /** By SIP alone: is this participant out, within `withinMs`? */
  async isOut(name: string, withinMs: number): Promise<boolean> {
    const aor = await this.aor(name)
    return this.room.until(() => !this.room.judge.isIn(aor), withinMs, this.aborted.signal)
  }

  /**
   * Appends a demand. `until` says what the step waits for: `held` (a positive: the record is there), `met` (a negative: its window
   * closed), or `made` (decided when the conference ends). Resolves also when the demand is broken, undecidable or the run aborted.
   */
  async demand(demand: Omit<Demand, 'id'>, until: 'held' | 'met' | 'made'): Promise<Decision> {
    this.demands += 1
    const id = `${this.name}-${this.demands}`
    this.record({ kind: 'demand', demand: { id, ...demand } })
    const now = (): Decision => this.room.decision(id) ?? { demand: id, state: 'open' }
    const enough = (): boolean => until === 'made' || !(now().state === 'open' || (until === 'met' && now().state === 'held'))
    // the judge's own deadlines decide; the bound here is only for a judge that would not
    await this.room.until(enough, demand.cause.byMs + 4 * demand.within.ms + 10_000, this.aborted.signal)
    return now()
  }

  /** Whoever is in leaves by BYE; then waits until nothing is due any more; then shows by watchdogs that the connections live. */
  async drain(): Promise<void> {
    await this.quietCharging()
    await this.cast.leave()
    const { windows, timers } = this.plan.profile
    const longestMs = windows['P-DELAY'] + windows['P-LINGER'] + windows.early + timers.t2Ms + 2_000
    // a queue of records moves on as we answer: wait on while it does, within a bound for a judge that always waits for something
    for (let rounds = 0; rounds < MOST_DRAIN_ROUNDS; rounds += 1) {
      const before = this.room.ch1Events
      if (await this.room.until(() => this.room.judge.dueAtUs() === undefined, longestMs, this.aborted.signal)) break
      if (this.isAborted || this.room.ch1Events === before) break
    }
    await this.charging.watchdogs(1_000)
  }

  /** Waits until nothing is due, so that what is done to the enablers meets what comes next. Which of them has the newest record? */
  async enablerInUse(): Promise<string | undefined> {
    const { judge } = this.room
    await this.room.until(() => judge.dueAtUs() === undefined, this.plan.profile.windows['P-DELAY'], this.aborted.signal)
    return judge.enablerInUse
  }

  /** These enablers (all of them without names) end their connections and take no new ones. Resolves when the SUT has none to them. */
  async enablersGo(names: readonly string[] = this.charging.names): Promise<void> {
    await this.charging.cut(names)
    await this.room.until(() => names.every((name) => this.charging.openPeers(name) === 0), GONE_MS, this.aborted.signal)
  }

  /** Whoever was gone listens again, and the SUT may connect when it likes. */
  enablersReturn(): Promise<void> {
    return this.charging.restore(this.charging.names)
  }

  /** Did the SUT connect to this enabler, within one and a half Tc? */
  connects(name: string): Promise<boolean> {
    return this.room.until(() => this.charging.openPeers(name) > 0, this.reconnectMs, this.aborted.signal)
  }

  /** RFC 3539 §3.4.1 — lets Tw pass twice, with its spread: a watchdog was sent, and missed its answer. */
  async twoWatchdogs(): Promise<void> {
    await this.room.until(() => false, 2.3 * (this.plan.profile.charging.twMs ?? RECOMMENDED_MS), this.aborted.signal)
  }

  private get reconnectMs(): number {
    return 1.5 * (this.plan.profile.charging.tcMs ?? RECOMMENDED_MS) + GONE_MS
  }

  /** Until the scenario's end the Charging Enablers do this with every record, or with those that match. */
  enablerWill(actions: readonly Action[], ...matches: readonly Match[]): void {
    this.charging.will(
      (matches.length > 0 ? matches : [{}]).map((match, i) => ({
        name: matches.length > 0 ? `scenario-${i + 1}` : 'scenario',
        match,
        actions,
        completion: { kind: 'always' },
      })),
    )
  }

  /** What trouble there was has been demanded about by now: the end is to be charged without it, over the connections there were before. */
  private async quietCharging(): Promise<void> {
    const before = this.connected.filter((name) => !this.charging.unwanted.has(name))
    const isBack = (): boolean => before.every((name) => this.charging.openPeers(name) > 0)
    const wasGone = !isBack()
    await this.charging.calm()
    await this.room.until(isBack, this.reconnectMs, this.aborted.signal)
    // a window of the next scenario begins that much before its cause, and nobody may have been gone in it
    if (wasGone) await this.room.until(() => false, this.plan.profile.windows.early, this.aborted.signal)
  }

  /** Until the scenario's end the SUT's operator decides so of conferences to come. A control hook that will not is trouble of ours. */
  async decides(policy: Readonly<Record<string, unknown>>): Promise<void> {
    this.isDecided = true
    await this.command(SUT, 'decide', [JSON.stringify(policy)])
  }

  private async takeBack(): Promise<void> {
    if (!this.isDecided) return
    this.isDecided = false
    try {
      await this.sutAdapter.control('decide', ['{}'])
    } catch (error) {
      this.trouble('error', error)
    }
  }

  /** Ends the scenario and gives the judge's view of it so far. */
  async endScenario(): Promise<Judgment> {
    await this.takeBack()
    await this.cast.settled()
    await this.cast.dismiss()
    await this.charging.mend()
    await this.seat.reset()
    if (this.scenario) this.record({ kind: 'scenario', edge: 'end', ...this.scenario })
    this.scenario = undefined
    return this.room.judge.judgment()
  }

  /** Trouble of our own, or a precondition that was not reached: recorded, so that it reaches the verdict. */
  trouble(verdict: 'error' | 'inconclusive', cause: unknown): void {
    const error = cause instanceof Error ? cause : new Error(String(cause))
    const more = verdict === 'inconclusive' && !error.message.includes(AT_CORE) ? this.atCore() : ''
    this.record({ kind: 'trouble', verdict, name: error.name, message: error.message + more })
  }

  /** What the core could not deliver or read in this scenario, as the end of a sentence; the newest two, nothing where all went its way. */
  atCore(): string {
    const fresh = this.core.notesSince(this.notedBefore)
    return fresh.length === 0 ? '' : AT_CORE + fresh.slice(-2).join('; ')
  }

  /** True once {@link abort} was called. */
  get isAborted(): boolean {
    return this.aborted.signal.aborted
  }

  /** Ends everything at once, synchronously as far as the history goes: for signals and a lost parent. */
  abort(): void {
    this.aborted.abort()
    this.room.seal('aborted')
    this.ticker.stop()
    void this.stopAll()
  }

  /** Stops everything and seals the history. */
  async seal(why: 'done' | 'aborted'): Promise<Judgment> {
    await this.stopAll()
    this.ticker.stop()
    this.room.seal(why)
    return this.room.judge.judgment()
  }

  private async stopAll(): Promise<void> {
    for (const stop of this.stops.splice(0).reverse()) {
      try {
        await stop()
      } catch (cause) {
        this.trouble('error', cause)
      }
    }
  }

  private recordOpened(sut: { name: string; version: string }): void {
    const { plan } = this
    this.record({
      kind: 'opened',
      schema: HISTORY_SCHEMA,
      testbed: this.name,
      profile: { digest: plan.profileDigest, values: plan.profile },
      suite: plan.suite,
      wallClock: new Date().toISOString(),
      engine: plan.engine,
      sut: { ...sut, role: plan.profile.sut.role, embedded: plan.sut.kind === 'embedded' },
    })
  }
}
