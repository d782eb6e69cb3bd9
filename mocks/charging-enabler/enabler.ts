// The Charging Enabler: CH-1 requests come in through a door, rules decide, answers go back the same way. Its journal is the history.
import { systemTimers } from '@ch1/sip'
import type { Timers } from '@ch1/sip'
import type { PeerTimers } from '@ch1/diameter'
import type { Recorder } from '../../judge/history/events'
import { DiameterDoor } from './doors/diameter/diameter-door'
import type { AnswerPort, Door } from './doors/door'
import { RuleBook } from './rule-book'
import { buildRule } from './rules'
import type { Action, Ch1Request, Match, Rule, RuleBuilder } from './rules'

/** How an enabler is started. `name` is what the history calls it ('cdf1'); port 0 is given by the system. */
export interface EnablerOptions {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly identity: { readonly originHost: string; readonly originRealm: string }
  readonly record: Recorder
  /** Diameter's own times: Tc, Tw, and the wait for a CER. */
  readonly timers?: Partial<PeerTimers> | undefined
  /** Rules set from the start, in this order. */
  readonly rules?: readonly Rule[] | undefined
  /** RFC 6733 §8.16 — grows with every start; without it, the seconds since 1970. */
  readonly originStateId?: number | undefined
  /** The clock of `delay` actions and of `waitOpen`. */
  readonly clock?: Timers | undefined
}

/** A running Charging Enabler. Without rules it answers everything 2001. */
export class ChargingEnabler {
  /** Listens. Throws TestbedError when the address cannot be had. */
  static async start(o: EnablerOptions): Promise<ChargingEnabler> {
    const book = new RuleBook()
    for (const rule of o.rules ?? []) book.add(rule)
    const desk = new Desk(book, o.clock ?? systemTimers)
    return new ChargingEnabler(o.name, book, desk, await DiameterDoor.open(o, (request, answer) => desk.take(request, answer)))
  }

  readonly name: string
  readonly port: number
  readonly #book: RuleBook
  readonly #desk: Desk
  readonly #door: Door

  private constructor(name: string, book: RuleBook, desk: Desk, door: Door) {
    this.name = name
    this.port = door.port
    this.#book = book
    this.#desk = desk
    this.#door = door
  }

  /** A new rule for the requests that match, behind the rules already set: `enabler.on({ type: 'interim' }).once().answer(4002)`. */
  on(match: Match): RuleBuilder {
    return buildRule(match, (rule) => this.#book.add(rule))
  }

  /** How many connections are open, capabilities exchanged. */
  openPeers(): number {
    return this.#door.openPeers
  }

  /** True as soon as at least one connection is open; false after `withinMs`. */
  waitOpen(withinMs: number): Promise<boolean> {
    return this.#door.waitOpen(withinMs)
  }

  /** Sends a DWR on each open connection and waits, at most `timeoutMs`, for the DWAs; the history shows which came. */
  watchdogs(timeoutMs: number): Promise<void> {
    return this.#door.watchdogs(timeoutMs)
  }

  /** The rules, what each has seen, and what no rule but the default took. */
  explain(): string {
    return this.#book.explain(this.name)
  }

  /** DPR to the open peers (bounded), then nothing listens any more; delayed answers are dropped. */
  async close(): Promise<void> {
    this.#desk.close()
    await this.#door.close()
  }
}

/** Where rules are carried out: action after action, waiting where a rule says so. */
class Desk {
  readonly #book: RuleBook
  readonly #clock: Timers
  readonly #waiting = new Set<unknown>()

  constructor(book: RuleBook, clock: Timers) {
    this.#book = book
    this.#clock = clock
  }

  take(request: Ch1Request, answer: AnswerPort): void {
    const { name, rule } = this.#book.take(request)
    this.#carryOut(rule.actions, (resultCode) => answer(resultCode, name))
  }

  close(): void {
    for (const handle of this.#waiting) this.#clock.clear(handle)
    this.#waiting.clear()
  }

  #carryOut(actions: readonly Action[], answer: (resultCode: number) => void): void {
    for (const [at, action] of actions.entries()) {
      if (action.kind === 'ignore') return
      if (action.kind === 'answer') answer(action.resultCode)
      else return this.#wait(action.ms, () => this.#carryOut(actions.slice(at + 1), answer))
    }
  }

  #wait(ms: number, then: () => void): void {
    const handle = this.#clock.set(ms, () => {
      this.#waiting.delete(handle)
      then()
    })
    this.#waiting.add(handle)
  }
}
