// How a record is delivered that met trouble: how often it crosses CH-1, where, and when.
import type { Demand, Owed } from '../history/events'
import type { Leg } from '../model/leg'
import type { Occurrence } from '../model/occurrence'
import { recordName } from '../model/record'
import { isTaken, type Sending } from '../model/sendings'
import { ruleOf } from '../rules'
import type { Decision } from '../verdict'
import { causeText, undecidable, type Entry, type Evidence } from './entry'
import { unmet } from './record-demands'
import { STOOD_STILL } from '../stood-still'

type Sendings = Extract<Owed, { what: 'sendings' }>

/** A resend may come so much sooner or later than declared, as a part of the time. */
const TOLERANCE = 0.25

export class DeliveryDemands {
  private readonly evidence: Evidence

  constructor(evidence: Evidence) {
    this.evidence = evidence
  }

  decide(entry: Entry, { trigger, mark, leg }: Occurrence, nowUs: number): Decision {
    const { demand } = entry
    const settled = unmet(demand, trigger, mark.atUs, nowUs)
    if (settled) return settled
    const all = trigger?.record ? this.evidence.accounting.books.sendings.of(trigger.record) : []
    const [first] = all
    if (!first) return entry.decision
    if (demand.owed.what === 'schedule') return this.schedule(entry, all, nowUs)
    if (demand.owed.what === 'at') return this.at(demand, demand.owed, first)
    if (demand.owed.what === 'restarted') return this.restarted(entry, demand.owed.tells, all, nowUs)
    if (demand.owed.what === 'sipFirst') return this.sipFirst(demand, first, leg)
    if (demand.owed.what !== 'sendings') return entry.decision
    const isWaiting = typeof demand.owed.first === 'number' && !first.answer && all.length === 1
    if (isWaiting && nowUs < lastUs(first) + demand.within.ms * 1000) return entry.decision
    const otherwise = metOtherwise(first, demand.owed.first)
    if (otherwise !== undefined) return undecidable(demand, otherwise)
    return this.sendings(entry, demand.owed, all, nowUs)
  }

  /** When time alone may decide it. */
  dueUs({ demand }: Entry, { trigger }: Occurrence): number | undefined {
    const all = trigger?.record ? this.evidence.accounting.books.sendings.of(trigger.record) : []
    const last = all.at(-1)
    if (!last) return undefined
    if (demand.owed.what === 'schedule') return lastUs(last) + this.scheduleEndMs() * 1000
    if (demand.owed.what === 'restarted') return this.againUs(all) + demand.within.ms * 1000
    if (demand.owed.what !== 'sendings') return undefined
    if (!isEnough(all, demand.owed)) return lastUs(last) + demand.within.ms * 1000
    return demand.owed.max === undefined ? undefined : lastUs(last) + this.quietMs() * 1000
  }

  private sendings(entry: Entry, owed: Sendings, all: readonly Sending[], nowUs: number): Decision {
    const { demand } = entry
    const last = all.at(-1)
    if (!last) return entry.decision
    const by = all.map(({ record }) => record.n)
    if (owed.max !== undefined && all.length > owed.max) {
      const finding = this.evidence.findings.at([demand.rule], by)
      return finding
        ? { demand: demand.id, state: 'broken', finding }
        : undecidable(demand, 'it was sent again while our answer was on its way')
    }
    if (!isEnough(all, owed)) return this.tooFew(entry, owed, all, nowUs)
    if (owed.max === undefined) return { demand: demand.id, state: 'held', by }
    if (nowUs < lastUs(last) + this.quietMs() * 1000) return entry.decision
    if (!this.evidence.boundary.openSince(lastUs(last)))
      return undecidable(demand, 'the CH-1 peer was not open all through the window')
    return { demand: demand.id, state: 'met', by }
  }

  private tooFew(entry: Entry, owed: Sendings, all: readonly Sending[], nowUs: number): Decision {
    const { demand } = entry
    const { boundary } = this.evidence
    const [first, last] = [all[0], all.at(-1)]
    if (!first || !last || nowUs < lastUs(last) + demand.within.ms * 1000) return entry.decision
    if (boundary.laggedSince(first.record.atUs))
      return undecidable(demand, `${STOOD_STILL} meanwhile, so what did not come says nothing of the SUT`)
    if (owed.elsewhere && !boundary.isOpenBeside(first.record.enabler))
      return undecidable(demand, 'no connection to another Charging Enabler was open')
    // LV-15 — where an arrival is a START, what was to befall an INTERIM did not befall it
    if (owed.max !== undefined) return undecidable(demand, `it was sent ${times(all.length)}, so it met no trouble`)
    const where = owed.elsewhere ? ' to another Charging Enabler' : ''
    const name = recordName(first.record)
    return this.absent(demand, {
      expected: `${name} of ${causeText(demand)} sent again${where} within ${demand.within.ms} ms`,
      actual: `sent ${times(all.length)}, to ${[...new Set(all.map(({ record }) => record.enabler))].join(', ')}`,
      all,
    })
  }

  /** 3GPP TS 32.299 §6.1.3.2 — on the connection of the first sending; what goes elsewhere afterwards is not counted. */
  private schedule(entry: Entry, all: readonly Sending[], nowUs: number): Decision {
    const { demand } = entry
    const { boundary, profile } = this.evidence
    const { resendMs = 0, resends = 0 } = profile.charging
    const [first] = all
    if (!first) return entry.decision
    if (first.answer) return undecidable(demand, 'its first sending was answered')
    const here = all.filter(({ record }) => record.enabler === first.record.enabler && record.conn === first.record.conn)
    const last = here.at(-1) ?? first
    const isOver = all.length > here.length || nowUs >= lastUs(last) + this.scheduleEndMs() * 1000
    if (here.length <= resends + 1 && !isOver) return entry.decision
    if (boundary.laggedSince(first.record.atUs)) return undecidable(demand, `${STOOD_STILL} between the resends`)
    const gaps = here.slice(1).map(({ record }, i) => (record.atUs - (here[i]?.record.atUs ?? 0)) / 1000)
    const slackMs = resendMs * TOLERANCE + profile.windows.grain
    const isKept = here.length === resends + 1 && gaps.every((gap) => Math.abs(gap - resendMs) <= slackMs)
    if (isKept) return { demand: demand.id, state: 'met', by: here.map(({ record }) => record.n) }
    const seen = gaps.map((gap) => `${Math.round(gap)} ms`).join(', ')
    return this.absent(demand, {
      expected: `${resends} resends, ${resendMs} ms apart, as the profile declares`,
      actual: gaps.length === 0 ? 'none' : `${gaps.length}, after ${seen}`,
      all: here,
    })
  }

  /** RFC 6733 §9.4, §5.5.4, §8.6 — what an earlier life of the server left without an answer. Storage is optional: its absence needs the claim. */
  private restarted(entry: Entry, tells: 'resend' | 'state', all: readonly Sending[], nowUs: number): Decision {
    const { demand } = entry
    const { boundary } = this.evidence
    const [first] = all
    const atUs = first && boundary.restartedUs(first.record.atUs)
    if (!first) return entry.decision
    const name = recordName(first.record)
    if (atUs === undefined) return undecidable(demand, `the server was not made to restart since ${name}`)
    const before = all.filter(({ record }) => record.atUs < atUs)
    if (before.some(isTaken)) return undecidable(demand, `${name} was answered before the server restarted`)
    const again = all.find(({ record }) => record.atUs >= atUs)
    if (again) return tells === 'state' ? this.largerState(demand, first, again) : this.marked(demand, first, again)
    if (nowUs < this.againUs(all) + demand.within.ms * 1000) return entry.decision
    if (tells === 'state') return undecidable(demand, `${name} did not come again, so it tells no Origin-State-Id`)
    if (boundary.openAgainUs === undefined) return undecidable(demand, 'the restarted server has no open CH-1 connection')
    if (boundary.laggedSince(atUs)) return undecidable(demand, `${STOOD_STILL} since the server was made to restart`)
    return this.absent(demand, {
      expected: `${name} of ${causeText(demand)} sent again within ${demand.within.ms} ms of the restarted server's first connection`,
      actual: 'it did not come again',
      all: before,
    })
  }

  private marked(demand: Demand, first: Sending, again: Sending): Decision {
    if (again.record.resent) return { demand: demand.id, state: 'met', by: [first.record.n, again.record.n] }
    return this.broken(demand, {
      expected: `the T flag in ${recordName(again.record)}, which an earlier life of the server had sent`,
      actual: 'T clear',
      all: [first, again],
    })
  }

  private largerState(demand: Demand, first: Sending, again: Sending): Decision {
    const [before] = first.record.content.scalars('Origin-State-Id')
    const [after] = again.record.content.scalars('Origin-State-Id')
    const by = [first.record.n, again.record.n]
    if (typeof before !== 'number' || typeof after !== 'number')
      return { demand: demand.id, state: 'met', by, observed: 'no Origin-State-Id is sent, which it need not be' }
    if (after > before) return { demand: demand.id, state: 'met', by }
    return this.broken(demand, {
      expected: `Origin-State-Id above ${before} after the restart`,
      actual: String(after),
      all: [first, again],
    })
  }

  /** Since when a restarted server could have sent what it kept. */
  private againUs(all: readonly Sending[]): number {
    const { boundary } = this.evidence
    const atUs = boundary.restartedUs(all[0]?.record.atUs ?? 0) ?? 0
    return Math.max(atUs, boundary.openAgainUs ?? atUs)
  }

  private at(demand: Demand, { enabler, not }: Extract<Owed, { what: 'at' }>, first: Sending): Decision {
    const isThere = first.record.enabler === enabler
    if (isThere !== (not === true)) return { demand: demand.id, state: 'met', by: [first.record.n] }
    return this.absent(demand, {
      expected: `${recordName(first.record)} sent to ${not ? `another Charging Enabler than ${enabler}` : enabler}`,
      actual: `sent to ${first.record.enabler}`,
      all: [first],
    })
  }

  /** ch1-facts E15, LV-30 — offline charging does not hold up SIP. */
  private sipFirst(demand: Demand, first: Sending, leg: Leg): Decision {
    const answer = demand.cause.of === 'departure' ? leg.bye?.answer : leg.answer
    const asked = demand.cause.of === 'departure' ? leg.bye?.first : leg.invite
    const { answer: ours, record } = first
    if (!ours || !answer || !asked) return { demand: demand.id, state: 'open' }
    const graceUs = this.evidence.profile.windows.grain * 1000
    if (ours.atUs - record.atUs < 4 * graceUs)
      return undecidable(demand, 'our Response came too soon to tell whether SIP waited for it')
    if (answer.atUs + graceUs < ours.atUs) return { demand: demand.id, state: 'met', by: [answer.n, ours.n] }
    return this.absent(demand, {
      expected: `the SUT's answer to ${causeText(demand)} before our Response to its record`,
      actual: `${Math.round((answer.atUs - asked.atUs) / 1000)} ms after the request, behind the Response`,
      all: [first],
    })
  }

  private absent(demand: Demand, o: { expected: string; actual: string; all: readonly Sending[] }): Decision {
    const rule = ruleOf(demand.rule)
    const claim = rule.sees === 'demand' ? rule.claim : undefined
    if (claim !== undefined && this.evidence.profile.pics[claim] === 'unknown')
      return undecidable(demand, `${o.actual}, and the profile does not say whether the server has ${claim}`)
    return this.broken(demand, o)
  }

  private broken(demand: Demand, o: { expected: string; actual: string; all: readonly Sending[] }): Decision {
    const events = o.all.map(({ record }) => record.n)
    const finding = this.evidence.findings.add({
      rule: demand.rule,
      signature: `record ${events[0]}`,
      expected: o.expected,
      actual: o.actual,
      atUs: o.all[0]?.record.atUs ?? 0,
      events,
    })
    return { demand: demand.id, state: 'broken', finding }
  }

  /** A negative on resends is watched for longer than a resend would take. */
  private quietMs(): number {
    const { charging, windows } = this.evidence.profile
    return Math.max(windows['P-QUIET'], 1.5 * (charging.resendMs ?? 0))
  }

  private scheduleEndMs(): number {
    return 1.5 * (this.evidence.profile.charging.resendMs ?? 0)
  }
}

function isEnough(all: readonly Sending[], { min, elsewhere }: Sendings): boolean {
  const isElsewhere = all.some(({ record }) => record.enabler !== all[0]?.record.enabler)
  return all.length >= min && (elsewhere !== true || isElsewhere)
}

function lastUs({ record, answer }: Sending): number {
  return answer?.atUs ?? record.atUs
}

/** What the first sending met other than the trouble it was to meet. */
function metOtherwise({ record, answer }: Sending, first: Sendings['first']): string | undefined {
  if (first === undefined) return undefined
  if (first === 'unanswered')
    return answer ? `${recordName(record)} was answered with ${answer.resultCode ?? 'no Result-Code'}` : undefined
  if (answer?.resultCode === first) return undefined
  return `${recordName(record)} was answered with ${answer?.resultCode ?? 'nothing'}, not with ${first}`
}

function times(n: number): string {
  return n === 1 ? 'once' : `${n} times`
}
