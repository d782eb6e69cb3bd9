// The controlling function beyond a SUT that is a participating function: there in that role alone, and told what to do by the steps.
import type { Profile } from '../judge/profile/schema'
import { ControllingFunction, type ControllingVerb } from '../mocks/controlling-function'
import type { SipCore } from '../mocks/sip-core'
import type { SipRecorder } from '../mocks/recorder'
import { TestbedError } from '../mocks/testbed-error'
import type { Endpoint } from './plan'
import { messagingSdp } from './sdp'

/** Where a controlling function stands or, where the SUT is one itself, nobody. */
export class FocusSeat {
  private readonly taken: ControllingFunction | undefined

  /** Takes the seat where the profile's role leaves it to us. @throws TestbedError when it cannot be had */
  static async prepare(o: {
    readonly profile: Profile
    readonly core: SipCore
    readonly at: Endpoint
    readonly record: SipRecorder
  }): Promise<FocusSeat> {
    const { profile, core, at, record } = o
    if (profile.sut.role !== 'participating') return new FocusSeat(undefined)
    const { timers, templates, addresses } = profile
    const { t1Ms, t2Ms, t4Ms } = timers
    return new FocusSeat(
      await ControllingFunction.start({
        ...{ core: at, host: at.host, port: 0, factoryUri: addresses.factory, values: { t1Ms, t2Ms, t4Ms } },
        sdp: (token, setup) => messagingSdp(token, undefined, setup),
        userAgent: templates.userAgent,
        register: (user) => core.register(user),
        record,
      }),
    )
  }

  private constructor(taken: ControllingFunction | undefined) {
    this.taken = taken
  }

  /** Is the controlling function ours? */
  get isOurs(): boolean {
    return this.taken !== undefined
  }

  /** Has it do something. @throws TestbedError for trouble of our own, and where the SUT is the controlling function */
  async do(verb: ControllingVerb, args: readonly string[]): Promise<void> {
    if (this.taken) return this.taken.do(verb, args)
    throw new TestbedError({
      what: `nobody here can be told to "${verb}" as controlling function`,
      where: 'the profile: the SUT itself is the controlling function',
      mend: 'such a step belongs to a test purpose of the participating role',
    })
  }

  /** True as soon as this user is in a conference there; false after `withinMs`. */
  async has(user: string, withinMs: number): Promise<boolean> {
    return this.taken === undefined || this.taken.waitFor(user, 'in', withinMs)
  }

  /** True as soon as nothing of this user is left there: its BYE, or the BYE to it, has its answer; false after `withinMs`. */
  async isRidOf(user: string, withinMs: number): Promise<boolean> {
    return this.taken === undefined || this.taken.waitFor(user, 'out', withinMs)
  }

  /** It takes whoever calls, as at first. */
  async reset(): Promise<void> {
    await this.taken?.do('will', ['accept'])
  }

  async stop(): Promise<void> {
    await this.taken?.stop()
  }
}
