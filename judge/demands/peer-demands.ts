// What the SUT does as a Diameter neighbour when a connection ends, is refused, or falls silent.
import type { Demand, Owed } from '../history/events'
import type { PeerAct, PeerMark } from '../model/peer-log'
import { ruleOf } from '../rules'
import type { Decision } from '../verdict'
import { undecidable, type Entry, type Evidence } from './entry'
import { OneConnection } from './one-connection'

type OfPeer = Extract<Owed, { what: 'peer' }>

/** RFC 6733 §12, RFC 3539 §3.4.1 — what a peer does by default; ms. */
const RECOMMENDED_MS = 30_000
/** A timer may run so much shorter or longer; RFC 3539 spreads Tw by ±2 of 30 s. */
const SLACK = 0.1

/** Which act each kind of demand counts from. */
const FAULTS: Readonly<Record<OfPeer['does'], readonly PeerAct[]>> = {
  comesBack: ['closed'],
  comesBackLater: ['refused'],
  staysAway: ['disconnectAsked'],
  answersDisconnect: ['disconnectAsked'],
  keepsOne: ['called'],
  asks: [], // silence has no event of its own: it is there when the demand is made
}

export class PeerDemands {
  private readonly evidence: Evidence

  constructor(evidence: Evidence) {
    this.evidence = evidence
  }

  decide(entry: Entry, owed: OfPeer, nowUs: number): Decision {
    const { demand, madeUs } = entry
    if (owed.does === 'asks') return this.asks(entry, nowUs)
    if (owed.does === 'keepsOne') return this.keepsOne(entry, nowUs)
    const { who, after, byMs } = demand.cause
    const fault = this.evidence.peers.first(who, FAULTS[owed.does], after)
    if (!fault) {
      if (nowUs < madeUs + byMs * 1000) return entry.decision
      return undecidable(demand, `nothing happened at ${who} that it could answer to`)
    }
    const dueUs = this.dueFromUs(owed, fault)
    const act = this.answerTo(owed, fault)
    if (owed.does === 'staysAway') return this.stayedAway(entry, fault, act, { dueUs, nowUs })
    if (!act) {
      if (nowUs < dueUs) return entry.decision
      return this.broken(demand, fault, [fault.n], {
        expected: `${EXPECTED[owed.does]} within ${milliseconds(dueUs - fault.atUs)}`,
        actual: 'none',
      })
    }
    const tookUs = act.atUs - fault.atUs
    if (owed.does === 'comesBackLater' && this.evidence.peers.count(who, ['closed'], after, fault.n) > 1)
      return undecidable(demand, `the SUT had several connections to ${who}: which of them came back cannot be told (LV-20)`)
    if (owed.does === 'comesBackLater' && tookUs < this.tcMs() * 1000 * (1 - SLACK))
      return this.broken(demand, fault, [fault.n, act.n], {
        expected: `no connection before ${milliseconds(this.tcMs() * 1000)} have passed`,
        actual: `one after ${milliseconds(tookUs)}`,
      })
    if (act.atUs > dueUs)
      return this.broken(demand, fault, [fault.n, act.n], {
        expected: `${EXPECTED[owed.does]} within ${milliseconds(dueUs - fault.atUs)}`,
        actual: `after ${milliseconds(tookUs)}`,
      })
    return { demand: demand.id, state: 'met', by: [fault.n, act.n] }
  }

  /** When time alone decides it. */
  dueUs({ demand, madeUs }: Entry, owed: OfPeer): number {
    if (owed.does === 'asks') return madeUs + this.askMs() * 1000
    if (owed.does === 'keepsOne') return new OneConnection(this.evidence, demand).dueUs() ?? madeUs + demand.cause.byMs * 1000
    const fault = this.evidence.peers.first(demand.cause.who, FAULTS[owed.does], demand.cause.after)
    return fault ? this.dueFromUs(owed, fault) : madeUs + demand.cause.byMs * 1000
  }

  /** RFC 6733 §5.5.1, RFC 3539 §3.4.1 — after Tw without a message, a watchdog. */
  private asks({ demand, decision, madeUs }: Entry, nowUs: number): Decision {
    const { who, after } = demand.cause
    const act = this.evidence.peers.first(who, ['watchdogAsked'], after)
    if (act) return { demand: demand.id, state: 'met', by: [act.n] }
    if (nowUs < madeUs + this.askMs() * 1000) return decision
    const silence: PeerMark = { n: after, atUs: madeUs, enabler: who, conn: 0, act: 'message' }
    return this.broken(demand, silence, [after], {
      expected: `DWR within ${milliseconds(this.askMs() * 1000)} of silence`,
      actual: 'none',
    })
  }

  private keepsOne({ demand, decision, madeUs }: Entry, nowUs: number): Decision {
    const one = new OneConnection(this.evidence, demand)
    if (!one.call) {
      if (nowUs < madeUs + demand.cause.byMs * 1000) return decision
      return undecidable(demand, `${demand.cause.who} did not get as far as a CER of its own`)
    }
    const told = one.decide(nowUs)
    if (told === undefined) return decision
    return 'actual' in told ? this.broken(demand, one.call, told.events, told) : told
  }

  private askMs(): number {
    return this.twMs() * (1 + SLACK) + this.evidence.profile.windows.early
  }

  private answerTo({ does }: OfPeer, { enabler, n, conn }: PeerMark): PeerMark | undefined {
    const { peers } = this.evidence
    if (does === 'answersDisconnect') return peers.first(enabler, ['disconnectAnswered'], n, conn)
    return peers.first(enabler, ['connected'], n)
  }

  private dueFromUs({ does }: OfPeer, fault: PeerMark): number {
    const { windows } = this.evidence.profile
    const more = windows['P-DELAY']
    const ms = {
      comesBack: this.tcMs() * (1 + SLACK) + more,
      comesBackLater: this.tcMs() * (1 + SLACK) + more,
      staysAway: 2 * this.tcMs() * (1 + SLACK),
      answersDisconnect: more,
      keepsOne: 0,
      asks: 0,
    }[does]
    return fault.atUs + ms * 1000
  }

  private stayedAway(
    { demand, decision }: Entry,
    fault: PeerMark,
    act: PeerMark | undefined,
    { dueUs, nowUs }: { readonly dueUs: number; readonly nowUs: number },
  ): Decision {
    if (act)
      return this.broken(demand, fault, [fault.n, act.n], {
        expected: 'no connection to the one that did not want any more',
        actual: `one after ${milliseconds(act.atUs - fault.atUs)}`,
      })
    return nowUs < dueUs ? decision : { demand: demand.id, state: 'met', by: [fault.n] }
  }

  private broken(
    demand: Demand,
    fault: PeerMark,
    events: readonly number[],
    said: { readonly expected: string; readonly actual: string },
  ): Decision {
    const { boundary, findings, profile } = this.evidence
    if (boundary.laggedSince(fault.atUs)) return undecidable(demand, 'this machine stood still meanwhile')
    if (profile.topology.ch1 !== 'direct') return undecidable(demand, 'an agent is our neighbour, not the SUT (LV-21)')
    const rule = ruleOf(demand.rule)
    const finding = findings.add({ rule: rule.id, signature: `${fault.enabler}#${fault.n}`, ...said, atUs: fault.atUs, events })
    return { demand: demand.id, state: 'broken', finding }
  }

  private tcMs(): number {
    return this.evidence.profile.charging.tcMs ?? RECOMMENDED_MS
  }

  private twMs(): number {
    return this.evidence.profile.charging.twMs ?? RECOMMENDED_MS
  }
}

const EXPECTED: Readonly<Record<OfPeer['does'], string>> = {
  comesBack: 'a new connection',
  comesBackLater: 'a new connection',
  staysAway: 'no new connection',
  answersDisconnect: 'DPA',
  keepsOne: 'one connection',
  asks: 'DWR to a neighbour that says nothing',
}

function milliseconds(us: number): string {
  return `${Math.round(us / 1000)} ms`
}
