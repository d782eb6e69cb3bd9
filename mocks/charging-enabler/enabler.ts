// The Charging Enabler: CH-1 requests come in through a door, rules decide, answers go back the same way. Its journal is the history.
import { performance } from 'node:perf_hooks'
import { systemTimers } from '@ch1/sip'
import type { Timers } from '@ch1/sip'
import type { Binding, Recorder } from '../../judge/history/events'
import { TestbedError } from '../testbed-error'
import { EnablerDesk } from './desk'
import { DiameterDoor } from './doors/diameter/diameter-door'
import type { DiameterDoorOptions } from './doors/diameter/diameter-door'
import type { Door, DoorOpener, HangUp } from './doors/door'
import { printable } from './explain'
import { buildRule } from './rule-builder'
import type { RuleBuilder } from './rule-builder'
import { problemsOf } from './rule-problems'
import type { Action, Match, Rule, RuleHandle } from './rules'
import type { AccountingSession } from './session-book'

const RETRY_LISTENING_MS = 200

/** How an enabler is started. `name` is what the history calls it ('cdf1'); port 0 is given by the system. */
export interface EnablerOptions extends DiameterDoorOptions {
  readonly name: string
  readonly identity: { readonly originHost: string; readonly originRealm: string }
  readonly record: Recorder
  /** False: no Diameter door; `host` and `port` are not used then. */
  readonly diameter?: false | undefined
  /** More doors to open, behind the Diameter one. */
  readonly doors?: readonly DoorOpener[] | undefined
  /** Rules set from the start, in this order. */
  readonly rules?: readonly Rule[] | undefined
  /** The CDF's supervision timer (TS 32.299 §6.1.0) in {@link ChargingEnabler.sessions}; without it no session expires. */
  readonly supervisionMs?: number | undefined
}

/** A running Charging Enabler. Without rules it answers everything 2001. */
export class ChargingEnabler {
  /** Listens. Throws TestbedError when the address cannot be had, or a rule cannot be carried out. */
  static async start(o: EnablerOptions): Promise<ChargingEnabler> {
    const enabler = new ChargingEnabler(o)
    if (o.diameter !== false) {
      enabler.#diameter = await DiameterDoor.open(o, enabler.#site)
      enabler.#doors.push(enabler.#diameter)
    }
    try {
      for (const open of o.doors ?? []) await enabler.addDoor(open)
      enabler.replaceRules(o.rules ?? [])
    } catch (error) {
      await enabler.close()
      throw error
    }
    return enabler
  }

  readonly name: string
  readonly #clock: Timers
  readonly #desk: EnablerDesk
  readonly #site: {
    readonly name: string
    readonly identity: EnablerOptions['identity']
    readonly record: Recorder
    readonly desk: EnablerDesk
  }
  readonly #doors: Door[] = []
  /** When what rules began ends. */
  readonly #ends = new Map<'partition' | 'stopListening', { readonly atMs: number; readonly timer: unknown }>()
  readonly #zeroMs = performance.now()
  #diameter: DiameterDoor | undefined
  #isPartitioned = false
  #isClosed = false

  private constructor(o: EnablerOptions) {
    this.name = o.name
    this.#clock = o.clock ?? systemTimers
    this.#desk = new EnablerDesk({
      enabler: o.name,
      clock: this.#clock,
      supervisionMs: o.supervisionMs,
      nowUs: () => this.#nowUs(),
      network: {
        partition: (forMs) => {
          this.partition()
          this.#later('partition', forMs, () => this.heal())
        },
        stopListening: (forMs) => {
          void this.stopListening()
          this.#later('stopListening', forMs, () => this.#tryToListen())
        },
      },
    })
    this.#site = { name: o.name, identity: o.identity, record: o.record, desk: this.#desk }
  }

  /** The port of the Diameter door; 0 without it. */
  get port(): number {
    return this.#diameter?.port ?? 0
  }

  /** The ports of its doors of one binding. */
  doorPorts(binding: Binding): readonly number[] {
    return this.#doors.filter((door) => door.binding === binding).map(({ port }) => port)
  }

  /** Opens another door beside the Diameter one; it shares rules, sessions and journal, and is closed with the enabler. */
  async addDoor<D extends Door>(open: (site: Parameters<DoorOpener>[0]) => Promise<D>): Promise<D> {
    const door = await open(this.#site)
    this.#doors.push(door)
    return door
  }

  /** A new rule for what matches, behind the rules already set: `enabler.on({ type: 'interim' }).once().answer(4002)`. */
  on(match: Match): RuleBuilder {
    return buildRule(match, (rule) => this.add(rule))
  }

  /** A new rule, as plain data, behind the rules already set. Throws TestbedError for one that cannot be carried out. */
  add(rule: Rule): RuleHandle {
    this.#check([rule])
    return this.#desk.book.add(rule)
  }

  /** These rules in place of all; those that were there before, word for word, keep their counts. Throws TestbedError and keeps the old ones. */
  replaceRules(rules: readonly Rule[]): void {
    this.#check(rules)
    this.#desk.book.replace(rules)
  }

  /** How many connections are open, capabilities exchanged. */
  openPeers(): number {
    return this.#doors.reduce((sum, door) => sum + door.openPeers, 0)
  }

  /** True as soon as at least one connection is open; false after `withinMs`. */
  async waitOpen(withinMs: number): Promise<boolean> {
    const waits = this.#doors.map((door) => door.waitOpen(withinMs))
    return Promise.any(waits.map(async (wait) => ((await wait) ? true : Promise.reject(new Error('not open'))))).catch(
      () => false,
    )
  }

  /** Sends a DWR on each open connection and waits, at most `timeoutMs`, for the DWAs; the history shows which came. */
  async watchdogs(timeoutMs: number): Promise<void> {
    await Promise.all(this.#doors.map((door) => door.watchdogs(timeoutMs)))
  }

  /** Ends the connections that are there; those who want may connect again. */
  hangUp(how: HangUp): void {
    for (const door of this.#doors) door.hangUp?.(how)
  }

  /** Connects to a peer itself, beside the connections it has. Rejects with the system's error; without a Diameter door nothing happens. */
  async connect(to: { readonly host: string; readonly port: number }): Promise<void> {
    await this.#diameter?.connect(to)
  }

  /** Ends the connections it made itself; one that is all there is stays. */
  endOwn(): void {
    this.#diameter?.endOwn()
  }

  /** A partition: nothing is read or written on any connection, nobody new is served, until {@link heal}. */
  partition(): void {
    this.#isPartitioned = true
    for (const door of this.#doors) door.partition()
  }

  /** The end of a partition: what waited is read and written. */
  heal(): void {
    this.#forget('partition')
    if (!this.#isPartitioned) return
    this.#isPartitioned = false
    for (const door of this.#doors) door.heal()
  }

  /** New connections are refused until {@link listenAgain}; those that are open stay. */
  async stopListening(): Promise<void> {
    await Promise.all(this.#doors.map((door) => door.stopListening()))
  }

  /** Listens again on the same ports. */
  async listenAgain(): Promise<void> {
    this.#forget('stopListening')
    await Promise.all(this.#doors.map((door) => door.listenAgain()))
  }

  /** The accounting sessions as this CDF sees them: those that are open, and the newest thousand that are closed. */
  sessions(): readonly AccountingSession[] {
    return this.#desk.sessions.sessions(this.#nowUs())
  }

  /** The rules, what each has seen, what no rule but the default took, and what the grammar check found. */
  explain(): string {
    const { duplicates } = this.#desk
    const again = duplicates === 0 ? [] : [`Resent requests answered as before: ${duplicates}`]
    const findings = this.#diameter?.findings ?? []
    const grammar = findings.length === 0 ? [] : ['Grammar:', ...findings.map((line) => `  ${printable(line, 500)}`)]
    const { dropped } = this.#desk
    const full = dropped === 0 ? [] : [`Left unanswered because too much was waiting: ${dropped}`]
    return [this.#desk.book.explain(), ...again, ...full, ...grammar].join('\n')
  }

  /** DPR to the open peers (bounded), then nothing listens any more; delayed answers are dropped. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#forget('partition')
    this.#forget('stopListening')
    this.#desk.close()
    this.heal()
    await Promise.all(this.#doors.map((door) => door.close()))
  }

  #check(rules: readonly Rule[]): void {
    for (const [i, rule] of rules.entries()) {
      const [problem] = problemsOf(rule, (action) => this.#hindrance(action))
      if (problem === undefined) continue
      throw new TestbedError({
        what: `${problem.path === '' ? 'the rule' : problem.path}: ${problem.problem}`,
        where: `${rule.name ?? `rule ${i + 1}`} of ${this.name}`,
        mend: problem.mend,
      })
    }
  }

  // One door that can do it is enough; at the others it is left out.
  #hindrance(action: Action): string | undefined {
    const reasons = this.#doors.map((door) => {
      const byKind = door.can.has(action.kind) ? undefined : `it cannot be done over ${door.binding}`
      return door.cannot === undefined ? byKind : door.cannot(action)
    })
    return reasons.includes(undefined) ? undefined : reasons[0]
  }

  // Of several that ask for it the longest counts; so there is one timer, however many records a rule takes.
  #later(what: 'partition' | 'stopListening', ms: number, run: () => void): void {
    const atMs = performance.now() + ms
    if ((this.#ends.get(what)?.atMs ?? 0) >= atMs) return
    this.#forget(what)
    const timer = this.#clock.set(ms, () => {
      this.#ends.delete(what)
      run()
    })
    this.#ends.set(what, { atMs, timer })
  }

  #forget(what: 'partition' | 'stopListening'): void {
    const end = this.#ends.get(what)
    if (end === undefined) return
    this.#ends.delete(what)
    this.#clock.clear(end.timer)
  }

  // The port may be somebody else's by now: it is asked for until it is free.
  #tryToListen(): void {
    if (this.#isClosed) return
    const again = (): void => this.#later('stopListening', RETRY_LISTENING_MS, () => this.#tryToListen())
    this.listenAgain().catch(() => (this.#isClosed ? undefined : again()))
  }

  #nowUs(): number {
    return (performance.now() - this.#zeroMs) * 1_000
  }
}
