// Several Charging Enablers under one journal: primary, secondary, third, each with faults of its own, and a script of what befalls them.
import { systemTimers } from '@ch1/sip'
import type { Timers } from '@ch1/sip'
import { TestbedError } from '../testbed-error'
import { ChargingEnabler } from './enabler'
import type { EnablerOptions } from './enabler'
import type { Rule } from './rules'

/** What all enablers of a group have in common; each may have its own instead. */
export type SharedOptions = Pick<EnablerOptions, 'record'> & Partial<EnablerOptions>

/** One line of a script: what is done to which enabler, so long after the script began. */
export interface ScriptLine {
  readonly atMs: number
  readonly enabler: string
  readonly do: 'partition' | 'heal' | 'stopListening' | 'listenAgain' | 'close'
}

/** Running enablers by name. */
export class ChargingEnablers {
  /**
   * Starts them in order; when one cannot be started, those before it are closed again and its error is thrown.
   * Rules of `shared` are set at every enabler: a rule with `match.enabler` works at that one alone.
   */
  static async start(
    each: readonly (Partial<EnablerOptions> & Pick<EnablerOptions, 'name'>)[],
    shared: SharedOptions,
  ): Promise<ChargingEnablers> {
    const started: ChargingEnabler[] = []
    try {
      for (const own of each) {
        const identity = own.identity ??
          shared.identity ?? { originHost: `${own.name}.charging.example`, originRealm: 'charging.example' }
        const rules = [...(own.rules ?? []), ...(shared.rules ?? [])]
        started.push(await ChargingEnabler.start({ host: '127.0.0.1', port: 0, ...shared, ...own, identity, rules }))
      }
    } catch (error) {
      await Promise.all(started.map((enabler) => enabler.close()))
      throw error
    }
    return new ChargingEnablers(started, shared.clock ?? systemTimers)
  }

  readonly all: readonly ChargingEnabler[]
  readonly #clock: Timers
  /** What ends the waiting of scripts. */
  readonly #waiting = new Set<() => void>()

  private constructor(all: readonly ChargingEnabler[], clock: Timers) {
    this.all = all
    this.#clock = clock
  }

  /** The enabler of this name. Throws TestbedError when there is none. */
  get(name: string): ChargingEnabler {
    const enabler = this.all.find((one) => one.name === name)
    if (enabler !== undefined) return enabler
    const names = this.all.map((one) => one.name).join(', ')
    throw new TestbedError({ what: `there is no enabler "${name}"`, where: 'ChargingEnablers.get', mend: `one of: ${names}` })
  }

  /** Lets a script run from now on; resolves when its last line is done, or the enablers are closed. Throws TestbedError at once for a name nobody has. */
  async script(lines: readonly ScriptLine[]): Promise<void> {
    const steps = lines.map((line) => ({ line, enabler: this.get(line.enabler) }))
    await Promise.all(
      steps.map(async ({ line, enabler }) => {
        if (await this.#pass(line.atMs)) await enabler[line.do]()
      }),
    )
  }

  /** These rules at every enabler in place of all; see {@link ChargingEnabler.replaceRules}. */
  replaceRules(rules: readonly Rule[]): void {
    for (const enabler of this.all) enabler.replaceRules(rules)
  }

  /** What each has to say, one after the other. */
  explain(): string {
    return this.all.map((enabler) => enabler.explain()).join('\n\n')
  }

  /** DPR to all open peers; scripts that run are over. */
  async close(): Promise<void> {
    for (const stop of this.#waiting) stop()
    await Promise.all(this.all.map((enabler) => enabler.close()))
  }

  // False when the group was closed meanwhile.
  #pass(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (passed: boolean): void => {
        this.#waiting.delete(stop)
        resolve(passed)
      }
      const timer = this.#clock.set(ms, () => settle(true))
      const stop = (): void => {
        this.#clock.clear(timer)
        settle(false)
      }
      this.#waiting.add(stop)
    })
  }
}
