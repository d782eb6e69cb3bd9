// What a step can demand: of the record of something that happened, of a whole conference, of the server as a neighbour. The judge decides.
import { World } from '@cucumber/cucumber'
import type { AvpTest, CauseKind, Demand, Observation, Owed, RecordType } from '../../judge/history/events'
import { ruleOf, weightOf } from '../../judge/rules'
import type { PreflightResult, Testbed, TestbedPlan } from '../../testbed'
import { TestbedError } from '../../mocks/testbed-error'

/** What the command line hands to every worker. */
export interface WorldParameters {
  readonly plan: TestbedPlan
  /** Test purpose → why it is not applicable; decided before the run. */
  readonly notApplicable: Readonly<Record<string, string>>
}

/** The worker's testbed, or why it has none. */
export const stage: { testbed?: Testbed; preflight?: PreflightResult; trouble?: Error } = {}

export class DemandingWorld extends World<WorldParameters> {
  testPurpose = ''
  /** Event number at which the scenario began. */
  begun = 0
  /** Event number at which the last `When` began: causes are looked for after it. */
  since = 0
  /** The cause that "that record" speaks of. */
  private spoken: { of: CauseKind; who: string } | undefined

  get testbed(): Testbed {
    if (!stage.testbed)
      throw new TestbedError({ what: 'no testbed', where: 'this worker', mend: 'see the first error of the run' })
    return stage.testbed
  }

  /** One record owed for what just happened to `who`. */
  async owesOne(type: string, of: CauseKind, who: string, rule: string): Promise<void> {
    this.spoken = { of, who }
    await this.demand(rule, this.spoken, { what: 'records', type: type as RecordType, min: 1, max: 1 }, 'P-DELAY', 'held')
  }

  /** One record for it or none, both legal, and the one that comes passes the tests. */
  async mayOwe(
    of: CauseKind,
    who: string,
    rule: string,
    tests: readonly AvpTest[],
    window: 'P-DELAY' | 'P-QUIET',
  ): Promise<void> {
    await this.demand(rule, { of, who }, { what: 'atMostOne', type: 'interim', tests }, window, 'held')
  }

  /** Something about all records of the leg of `who`; decided when its conference ends. */
  async ofLeg(rule: string, who: string, what: 'balance' | 'forkBalance'): Promise<void> {
    await this.demand(rule, { of: 'arrival', who }, { what }, 'P-DELAY', 'made')
  }

  /** Only looks: told with the verdict. */
  async observes(rule: string, of: CauseKind, who: string, what: Observation): Promise<void> {
    await this.demand(rule, { of, who }, { what: 'observed', of: what }, 'P-DELAY', 'made')
  }

  /** No record for it: waits until the quiet window has closed. */
  async owesNone(type: string, of: CauseKind, who: string, rule: string): Promise<void> {
    await this.demand(rule, { of, who }, { what: 'records', type: type as RecordType, min: 0, max: 0 }, 'P-QUIET', 'met')
  }

  /** Something about the record demanded last. */
  async thatRecord(rule: string, test: AvpTest, type: RecordType = 'interim'): Promise<void> {
    if (!this.spoken)
      throw new TestbedError({
        what: '"that record" before any record was demanded',
        where: this.testPurpose,
        mend: 'demand the record first',
      })
    await this.content(rule, this.spoken.of, this.spoken.who, test, type)
  }

  /** The same of a served user's record, whose type is that of its accounting. */
  async servedRecord(rule: string, test: AvpTest): Promise<void> {
    const isArrival = this.spoken?.of === 'arrival'
    const type = isArrival
      ? this.servedType({ ofUser: 'start', ofConference: 'interim' })
      : this.servedType({ ofUser: 'stop', ofConference: 'interim' })
    await this.thatRecord(rule, test, type)
  }

  /** Something about the record demanded last, which must be one of `who`; the rule goes by what it was. */
  async thatRecordOf(who: string, rules: Partial<Record<CauseKind, string>>, test: AvpTest): Promise<void> {
    const rule = this.spoken && rules[this.spoken.of]
    if (this.spoken?.who !== who || rule === undefined)
      throw new TestbedError({
        what: `"that record" is none of ${who} that this step can speak of`,
        where: this.testPurpose,
        mend: 'demand the record first',
      })
    await this.thatRecord(rule, test)
  }

  async content(rule: string, of: CauseKind, who: string, test: AvpTest, type: RecordType = 'interim'): Promise<void> {
    await this.demand(rule, { of, who }, { what: 'content', type, tests: [test] }, 'P-DELAY', 'held')
  }

  /** How often the record demanded last crosses CH-1, and where. With `max` it waits until no more can come. */
  async sendings(rule: string, owed: Omit<Extract<Owed, { what: 'sendings' }>, 'what'>): Promise<void> {
    await this.delivery(rule, { what: 'sendings', ...owed }, owed.max === undefined ? 'held' : 'met')
  }

  /** How the record demanded last is delivered. */
  async delivery(rule: string, owed: Owed, until: 'held' | 'met'): Promise<void> {
    if (!this.spoken)
      throw new TestbedError({
        what: '"that record" before any record was demanded',
        where: this.testPurpose,
        mend: 'demand it first',
      })
    await this.demand(rule, this.spoken, owed, 'P-RESEND', until)
  }

  /** Something about `who`, decided as soon as it can be. */
  async held(rule: string, of: CauseKind, who: string, owed: Owed): Promise<void> {
    await this.demand(rule, { of, who }, owed, 'P-DELAY', 'held')
  }

  /** Something about the whole conference that `creator` made; decided when it ends. */
  async ofConference(rule: string, creator: string, owed: Owed): Promise<void> {
    await this.demand(rule, { of: 'conference', who: creator }, owed, 'P-DELAY', 'made')
  }

  /** Interims by time in the conference that `creator` made: waits until they are there, or overdue. */
  async byTime(rule: string, creator: string, owed: Omit<Extract<Owed, { what: 'byTime' }>, 'what'>): Promise<void> {
    await this.demand(rule, { of: 'conference', who: creator }, { what: 'byTime', ...owed }, 'P-DELAY', 'met')
  }

  /** What the Charging Enabler proposes as Acct-Interim-Interval, in seconds. */
  get intervalS(): number {
    return this.testbed.plan.profile.enabler.interimIntervalS
  }

  get givenMs(): number {
    return this.testbed.plan.profile.timers.givenMs
  }

  /** The type of a served user's record: LV-15, one session a user, or one a conference. */
  servedType(one: { readonly ofUser: RecordType; readonly ofConference: RecordType }): RecordType {
    return this.testbed.plan.profile.choices['P-GRAN'] === 'conference' ? one.ofConference : one.ofUser
  }

  protected async demand(
    rule: string,
    cause: { of: CauseKind; who: string },
    owed: Owed,
    window: 'P-DELAY' | 'P-QUIET' | 'P-RESEND',
    until: 'held' | 'met' | 'made',
  ): Promise<void> {
    const { profile } = this.testbed.plan
    const { clause, level } = weightOf(ruleOf(rule), profile)
    const demand: Omit<Demand, 'id'> = {
      testPurpose: this.testPurpose,
      rule,
      clause,
      level,
      cause: {
        of: cause.of,
        who: cause.of === 'fault' ? cause.who : await this.testbed.aor(cause.who),
        after: ['ringing', 'conference'].includes(cause.of) ? this.begun : this.since,
        byMs: this.givenMs,
      },
      within: { ms: profile.windows[window], name: window },
      owed,
    }
    await this.testbed.demand(demand, until)
  }
}
