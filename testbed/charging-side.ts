// The Charging Enablers of a testbed: primary first, then those it fails over to, all in one history; and what befalls them in a scenario.
import type { Recorder } from '../judge/history/events'
import { ChargingEnabler } from '../mocks/charging-enabler'
import { HttpDoor } from '../mocks/charging-enabler/doors/http/http-door'
import type { HangUp } from '../mocks/charging-enabler/doors/door'
import type { Rule } from '../mocks/charging-enabler/rules'
import { TestbedError } from '../mocks/testbed-error'
import type { Endpoint, TestbedPlan } from './plan'

/** `cdf1` is the primary one. */
function nameOf(i: number): string {
  return `cdf${i + 1}`
}

/**
 * One enabler for each address the SUT was told, all alike. Over HTTP, which is experimental, there is one.
 * What a scenario does to them ends with {@link mend}: the next one finds them as it would at the start of a run.
 */
export class ChargingSide {
  /** Starts them in order; when one cannot start, those before it are closed and its TestbedError is thrown. */
  static async start({ listenCh1, binding, profile }: TestbedPlan, record: Recorder): Promise<ChargingSide> {
    const side = new ChargingSide(record)
    const { originHost, originRealm } = profile.enabler
    try {
      for (const [i, at] of (binding === 'http' ? listenCh1.slice(0, 1) : listenCh1).entries()) {
        const identity = { originHost: i === 0 ? originHost : numbered(originHost, i + 1), originRealm }
        const o = { name: nameOf(i), ...at, identity, record }
        if (binding === 'http') {
          const enabler = await ChargingEnabler.start({ ...o, diameter: false })
          side.all.push(enabler)
          const door = await enabler.addDoor((site) => HttpDoor.open(at, site))
          side.addresses.push({ host: at.host, port: door.port })
        } else {
          const enabler = await ChargingEnabler.start(o)
          side.all.push(enabler)
          side.addresses.push({ host: at.host, port: enabler.port })
        }
      }
    } catch (cause) {
      await side.close()
      throw cause
    }
    return side
  }

  /** Where the SUT's charging connects, in order of preference. */
  readonly addresses: Endpoint[] = []
  private readonly all: ChargingEnabler[] = []
  private readonly record: Recorder
  /** Those that do not listen now. */
  private readonly away = new Set<string>()
  /** Those that asked the SUT not to come back. */
  readonly unwanted = new Set<string>()
  private lasting: readonly Rule[] = []

  private constructor(record: Recorder) {
    this.record = record
  }

  /** Their names, the primary one first. */
  get names(): readonly string[] {
    return this.all.map(({ name }) => name)
  }

  /** How many connections are open; of the enabler of this name, or of all. */
  openPeers(name?: string): number {
    return this.all.reduce((sum, one) => sum + (name === undefined || one.name === name ? one.openPeers() : 0), 0)
  }

  /** These rules at each of them in place of all. A rule with `match.enabler` works at that one alone. */
  will(rules: readonly Rule[]): void {
    this.told('all', 'will', rules)
    this.lasting = rules
    for (const one of this.all) one.replaceRules(rules)
  }

  /** One more rule at each of them, behind those that are set. */
  also(rule: Rule): void {
    this.told('all', 'will also', [rule])
    for (const one of this.all) one.add(rule)
  }

  /** Connections are ended and no new ones taken until {@link restore}. */
  async cut(names: readonly string[], how: HangUp = 'close'): Promise<void> {
    this.told(names.join(' '), 'goes away', [])
    for (const name of names) {
      this.away.add(name)
      await this.named(name).stopListening()
      this.named(name).hangUp(how)
    }
  }

  /** They listen again. */
  async restore(names: readonly string[]): Promise<void> {
    this.told(names.join(' '), 'comes back', [])
    for (const name of names) {
      if (this.away.delete(name)) await this.named(name).listenAgain()
    }
  }

  /** Their connections are ended; whoever wants may connect again at once. */
  hangUp(name: string, how: HangUp): void {
    this.told(name, typeof how === 'string' ? `${how}s` : 'asks to disconnect', [])
    if (typeof how !== 'string' && how.disconnect !== 0) this.unwanted.add(name)
    this.named(name).hangUp(how)
  }

  /** It connects to the SUT, as a peer that listens does (RFC 6733 §5.6). Rejects with the system's error where nobody takes that. */
  async connect(name: string, to: Endpoint): Promise<void> {
    this.record({ kind: 'command', participant: name, verb: 'connects to', args: [`${to.host}:${to.port}`] })
    await this.named(name).connect(to)
  }

  /** A watchdog on each open connection, answered or not within `timeoutMs`. */
  async watchdogs(timeoutMs: number): Promise<void> {
    await Promise.all(this.all.map((one) => one.watchdogs(timeoutMs)))
  }

  /** The trouble is over: whoever was away is back, and only what {@link will} set still holds. */
  async calm(): Promise<void> {
    if (this.away.size > 0) await this.restore([...this.away])
    for (const one of this.all) {
      one.replaceRules(this.lasting)
      one.endOwn()
    }
  }

  /** The end of all that a scenario did to them. */
  async mend(): Promise<void> {
    this.lasting = []
    await this.calm()
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((one) => one.close()))
  }

  private named(name: string): ChargingEnabler {
    const found = this.all.find((one) => one.name === name)
    if (found) return found
    throw new TestbedError({
      what: `there is no Charging Enabler "${name}"`,
      where: 'this testbed',
      mend: `name more addresses in --listen-ch1; there are ${this.names.join(', ')}`,
    })
  }

  /** What is asked of an enabler is an intention, and stands in the history as one. */
  private told(who: string, verb: string, rules: readonly Rule[]): void {
    this.record({ kind: 'command', participant: who, verb, args: rules.map((rule) => JSON.stringify(rule)) })
  }
}

/** `cdf1.charging.example` → `cdf2.charging.example`; a name without a number gets one. */
function numbered(originHost: string, n: number): string {
  const [first = '', ...rest] = originHost.split('.')
  const stem = /\d+$/.test(first) ? first.replace(/\d+$/, '') : `${first}-`
  return [`${stem}${n}`, ...rest].join('.')
}
