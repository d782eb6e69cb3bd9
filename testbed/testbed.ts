// Where they meet: starts the neighbours and the SUT, carries commands, records, judges live, drains, seals.
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Demand, HistoryFact } from '../judge/history/events'
import { HISTORY_SCHEMA } from '../judge/history/events'
import type { Decision, Judgment } from '../judge/verdict'
import type { ControllingVerb } from '../mocks/controlling-function'
import type { ParticipantVerb } from '../mocks/participant'
import { CROWD } from '../mocks/crowd'
import { SipCore, type ImpairmentPlan } from '../mocks/sip-core'
import { recordSip, type SipRecorder } from '../mocks/recorder'
import { TestbedError } from '../mocks/testbed-error'
import { NotReached } from '../mocks/not-reached'
import type { Sut, SutVerb } from '../sut/adapter'
import { TesterAbsent } from '../sut/triggers'
import { Cast } from './cast'
import { ChargingSide } from './charging-side'
import { EnablerTrouble } from './enabler-trouble'
import { FocusSeat } from './focus-seat'
import type { TestbedPlan } from './plan'
import { RecordingRoom } from './recorder'
import { whySockets } from './socket-purposes'
import { startSut, transportOf } from './sut-start'
import { Ticker } from './ticker'
import { UnwritableHistory } from './unwritable-history'

/** Leads in what the core has to say of a precondition that was not reached. */
const AT_CORE = '; at the SIP/IP core: '

/** The participant of commands that go to the SUT's adapter. */
export const SUT = 'sut'

/** Whether any message is to meet trouble. */
function isImpaired({ toSut, fromSut }: ImpairmentPlan): boolean {
  return [toSut, fromSut].some((one) => one.loss + one.duplication + one.delay + one.reordering > 0)
}

const MOST_DRAIN_ROUNDS = 8

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
  /** What befalls them, and what the SUT has to do with it. */
  enablers!: EnablerTrouble
  private seat!: FocusSeat
  private sutAdapter!: Sut
  /** Why its history ends before its time, where that is so. */
  unwritable: UnwritableHistory | undefined
  private demands = 0
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
    const path = join(plan.outDir, 'history', `${name}.ndjson`)
    const unwritable = (cause: unknown): UnwritableHistory => new UnwritableHistory(path, plan.outDir, cause as Error)
    try {
      mkdirSync(dirname(path), { recursive: true })
      this.room = new RecordingRoom(path, (cause) => {
        this.unwritable = unwritable(cause)
        this.abort()
      })
    } catch (cause) {
      throw unwritable(cause)
    }
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
    this.enablers = new EnablerTrouble(this.charging, this.room, plan.profile, this.aborted.signal)
    this.sutAdapter = await startSut(plan, {
      corePort: this.core.port,
      ch1: this.charging.addresses,
      buffer: join(plan.outDir, 'work', this.name, 'buffer'),
      onLag: (lagMs) => this.ticker.noteLag(lagMs * 1000),
      onEnd: (error) => this.trouble('error', error),
    })
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
    this.enablers.begin()
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

  /** Every MSRP connection of the SUT to this participant ends, from the participant's side; false where there is none within `withinMs`. */
  async losesMsrp(name: string, withinMs: number): Promise<boolean> {
    const sink = await this.cast.sinkOf(name)
    if (!sink || !(await this.room.until(() => sink.isConnected, withinMs, this.aborted.signal))) return false
    this.record({ kind: 'command', participant: name, verb: 'loses', args: ['MSRP', await this.aor(name)] })
    sink.drop()
    return true
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
    const { owed } = demand
    const intervalsMs = owed.what === 'byTime' ? 2_000 * owed.interims * this.plan.profile.enabler.interimIntervalS : 0
    await this.room.until(enough, demand.cause.byMs + 4 * demand.within.ms + intervalsMs + 10_000, this.aborted.signal)
    return now()
  }

  /** Whoever is in leaves by BYE; then waits until nothing is due any more; then shows by watchdogs that the connections live. */
  async drain(): Promise<void> {
    await this.enablers.quiet()
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
