// Made-up histories for the judge: a small server that charges rightly, verbs for what happens, edits for what goes wrong.
import type { AvpTest, CauseKind, Demand, HistoryEvent, Observation, Owed, RecordType } from '../../judge/history/events'
import { Judge } from '../../judge/judge'
import { ruleOf, weightOf } from '../../judge/rules'
import type { Judgment } from '../../judge/verdict'
import { agrees } from './agreement'
import { aor, Calls } from './story-calls'

/** What happens, and what is demanded of it as steps/support/world.ts demands it. */
export class Story extends Calls {
  private demands = 0

  owesOne(type: RecordType, of: CauseKind, name: string, rule: string): this {
    return this.demand(rule, of, name, { what: 'records', type, min: 1, max: 1 }, 'P-DELAY')
  }

  owesNone(type: RecordType, of: CauseKind, name: string, rule: string): this {
    return this.demand(rule, of, name, { what: 'records', type, min: 0, max: 0 }, 'P-QUIET')
  }

  content(rule: string, of: CauseKind, name: string, test: AvpTest, type: RecordType = 'interim'): this {
    return this.demand(rule, of, name, { what: 'content', type, tests: [test] }, 'P-DELAY')
  }

  mayOwe(rule: string, of: CauseKind, name: string, tests: readonly AvpTest[], window: 'P-DELAY' | 'P-QUIET'): this {
    return this.demand(rule, of, name, { what: 'atMostOne', type: 'interim', tests }, window)
  }

  ofLeg(rule: string, name: string, what: 'balance' | 'forkBalance'): this {
    return this.demand(rule, 'arrival', name, { what }, 'P-DELAY')
  }

  observes(rule: string, of: CauseKind, name: string, what: Observation): this {
    return this.demand(rule, of, name, { what: 'observed', of: what }, 'P-DELAY')
  }

  ofConference(rule: string, name: string, owed: Owed): this {
    return this.demand(rule, 'conference', name, owed, 'P-DELAY')
  }

  /** Interims by time in the conference of Alice. */
  byTime(rule: string, owed: Omit<Extract<Owed, { what: 'byTime' }>, 'what'>): this {
    return this.ofConference(rule, 'alice', { what: 'byTime', ...owed })
  }

  /** How the record for Bob's arrival, or another one, is delivered. */
  delivery(rule: string, owed: Owed, of: CauseKind = 'arrival', name = 'bob'): this {
    return this.demand(rule, of, name, owed, 'P-RESEND')
  }

  /** What the server does as a neighbour of this enabler. */
  asNeighbour(rule: string, enabler: string, does: Extract<Owed, { what: 'peer' }>['does']): this {
    return this.demand(rule, 'fault', enabler, { what: 'peer', does }, 'P-DELAY')
  }

  private demand(rule: string, of: CauseKind, name: string, owed: Owed, window: 'P-DELAY' | 'P-QUIET' | 'P-RESEND'): this {
    this.demands += 1
    const after = of === 'ringing' || of === 'conference' ? this.begun : this.since
    const { clause, level } = weightOf(ruleOf(rule), this.profile)
    const demand: Omit<Demand, 'cause'> = {
      id: `D${this.demands}`,
      testPurpose: this.testPurpose,
      rule,
      clause,
      level,
      within: { ms: this.profile.windows[window], name: window },
      owed,
    }
    const byMs = this.profile.timers.givenMs
    this.later(() => ({
      kind: 'demand',
      demand: { ...demand, cause: { of, who: of === 'fault' ? name : aor(name), after: after.n, byMs } },
    }))
    return this.wait(1)
  }

  judged(): Judgment {
    const events = this.events()
    const first = judged(events)
    agrees(events, first)
    return first
  }
}

/** The judgment over these events, as the judge gives it when fed one by one. */
export function judged(events: readonly HistoryEvent[]): Judgment {
  const judge = new Judge()
  for (const event of events) judge.step(event)
  return judge.judgment()
}
