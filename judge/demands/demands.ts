// The state of every demand: open → held → met, or broken, or undecidable. Live and replay are this same fold.
import { snapshot } from '../findings'
import type { Demand } from '../history/events'
import type { ClosedDemand } from '../closing/closed'
import { resolved, type Conference, type Trigger } from '../model/conference'
import type { Occurrence } from '../model/occurrence'
import type { Decision, Finding } from '../verdict'
import { AtMostOneDemands } from './at-most-one-demands'
import { ConferenceDemands } from './conference-demands'
import { DeliveryDemands } from './delivery-demands'
import { causeText, final, undecidable, type Entry, type Evidence } from './entry'
import { IntervalDemands } from './interval-demands'
import { isOfOutage, OutageDemands } from './outage-demands'
import { PeerDemands } from './peer-demands'
import { LegDemands } from './leg-demands'
import { ObservedDemands } from './observed-demands'
import { QuietDemands } from './quiet-demands'
import { RecordDemands } from './record-demands'

export class Demands {
  private entries: Entry[] = []
  private count = 0
  /** Those that may still change with the next event, in order. */
  private active: Entry[] = []
  /** Those that are held by the record of a trigger: nothing changes for them until that is taken away. */
  private readonly resting = new Map<Trigger, Entry[]>()
  private readonly evidence: Evidence
  private readonly ofRecords: RecordDemands
  private readonly ofQuiet: QuietDemands
  private readonly ofConferences: ConferenceDemands
  private readonly ofDelivery: DeliveryDemands
  private readonly ofOutage: OutageDemands
  private readonly ofPeers: PeerDemands
  private readonly ofAtMostOne: AtMostOneDemands
  private readonly ofLegs: LegDemands
  private readonly ofIntervals: IntervalDemands
  private readonly observed: ObservedDemands

  constructor(evidence: Evidence) {
    this.evidence = evidence
    this.ofRecords = new RecordDemands(evidence)
    this.ofQuiet = new QuietDemands(evidence)
    this.ofConferences = new ConferenceDemands(evidence)
    this.ofPeers = new PeerDemands(evidence)
    this.ofOutage = new OutageDemands(evidence)
    this.ofDelivery = new DeliveryDemands(evidence)
    this.ofAtMostOne = new AtMostOneDemands(evidence)
    this.ofLegs = new LegDemands(evidence)
    this.ofIntervals = new IntervalDemands(evidence)
    this.observed = new ObservedDemands(evidence)
  }

  add(demand: Demand, madeUs: number): void {
    const entry: Entry = { nth: this.count, demand, madeUs, decision: { demand: demand.id, state: 'open' } }
    this.count += 1
    this.entries.push(entry)
    this.active.push(entry)
  }

  /** Looks at every undecided demand again; gives the decisions that changed. */
  timePassed(nowUs: number): readonly Decision[] {
    this.wake()
    const changed: Decision[] = []
    let isOver = false
    for (const entry of this.active) {
      const decision = this.decide(entry, nowUs)
      isOver ||= final(decision) || restsOn(entry) !== undefined
      if (decision.state === entry.decision.state) continue
      entry.decision = decision
      isOver = true
      changed.push(decision)
    }
    if (isOver) this.active = this.active.filter((entry) => !final(entry.decision) && !this.lay(entry))
    return changed
  }

  /** Lays it to rest where it can. */
  private lay(entry: Entry): boolean {
    const trigger = restsOn(entry)
    if (trigger === undefined) return false
    const others = this.resting.get(trigger)
    if (others) others.push(entry)
    else this.resting.set(trigger, [entry])
    return true
  }

  /** Those whose trigger lost its record are looked at again. */
  private wake(): void {
    const { bereft } = this.evidence.accounting.books
    if (bereft.length === 0) return
    for (const trigger of bereft.splice(0)) {
      this.active.push(...(this.resting.get(trigger) ?? []))
      this.resting.delete(trigger)
    }
    this.active.sort((a, b) => a.nth - b.nth)
  }

  nextUs(): number | undefined {
    let next: number | undefined
    for (const entry of this.active) {
      const dueUs = this.dueUs(entry)
      if (dueUs !== undefined && (next === undefined || dueUs < next)) next = dueUs
    }
    return next
  }

  /** As things stand at the end: what is held is met, a negative without its bracket is undecidable, what is open stays open. */
  all(): readonly ClosedDemand[] {
    return this.entries.map((entry) => ({ nth: entry.nth, demand: entry.demand, decision: this.concluded(entry) }))
  }

  /** The conferences on which a demand waits: for its decision, or, where it is a negative, for its bracket. */
  undecidedOf(): ReadonlySet<Conference> {
    const conferences = new Set<Conference>()
    for (const entry of this.entries) {
      const { occurrence, decision, window } = entry
      if (!occurrence) continue
      const isBare = decision.state === 'met' && window && this.ofQuiet.missingBracket(entry, window) !== undefined
      if (decision.state === 'open' || isBare) conferences.add(resolved(occurrence.conference))
    }
    return conferences
  }

  /** What was demanded of these conferences, decided for good, and what found nothing that it speaks of before `limitUs`; forgets it. */
  close(conferences: ReadonlySet<Conference>, limitUs: number): readonly ClosedDemand[] {
    const isClosed = ({ occurrence, decision, madeUs }: Entry): boolean =>
      occurrence ? conferences.has(resolved(occurrence.conference)) : final(decision) && madeUs <= limitUs
    const closed = this.entries.filter(isClosed)
    if (closed.length === 0) return []
    const gone = new Set(closed)
    this.entries = this.entries.filter((one) => !gone.has(one))
    this.active = this.active.filter((one) => !gone.has(one))
    for (const trigger of this.resting.keys()) if (conferences.has(resolved(trigger.conference))) this.resting.delete(trigger)
    return closed.map((entry) => ({ nth: entry.nth, demand: entry.demand, decision: this.concluded(entry) }))
  }

  private concluded(entry: Entry): Decision {
    const { demand, decision } = entry
    if (decision.state === 'broken') return { ...decision, finding: snapshot(decision.finding, demand.id) }
    const broken = decision.state === 'met' || decision.state === 'held' ? this.brokenSince(entry) : undefined
    if (broken) return { demand: demand.id, state: 'broken', finding: snapshot(broken, demand.id) }
    if (decision.state === 'held') return { demand: demand.id, state: 'met', by: decision.by }
    if (decision.state === 'met' && entry.window) {
      const missing = this.ofQuiet.missingBracket(entry, entry.window)
      if (missing !== undefined) return { demand: demand.id, state: 'undecidable', missing }
    }
    return decision
  }

  private dueUs(entry: Entry): number | undefined {
    const { demand, occurrence } = entry
    if (demand.owed.what === 'peer') return this.ofPeers.dueUs(entry, demand.owed)
    if (!occurrence) return entry.madeUs + demand.cause.byMs * 1000
    if (isQuiet(demand)) return this.ofQuiet.windowOf(entry, occurrence)?.toUs
    if (isOfDelivery(demand) && occurrence.trigger?.record) return this.ofDelivery.dueUs(entry, occurrence)
    if (demand.owed.what === 'atMostOne')
      return entry.decision.state === 'open' ? this.ofAtMostOne.untilUs(entry, occurrence) : undefined
    if (demand.owed.what === 'observed' && demand.owed.of === 'messageCounts') return occurrence.trigger?.provedUs
    if (['balance', 'forkBalance', 'observed'].includes(demand.owed.what)) return undefined // decided when the conference is over
    if (entry.untilUs !== undefined) return entry.untilUs
    if (demand.owed.what === 'service') return entry.madeUs + demand.within.ms * 1000
    if (occurrence.trigger && occurrence.trigger.provedUs === undefined) return occurrence.mark.atUs + demand.cause.byMs * 1000
    return undefined // decided by its trigger, whose due time the accounting knows
  }

  private decide(entry: Entry, nowUs: number): Decision {
    const { demand } = entry
    if (demand.owed.what === 'peer') return this.ofPeers.decide(entry, demand.owed, nowUs)
    const occurrence = entry.occurrence ?? this.causeOf(demand)
    if (!occurrence) {
      if (nowUs < entry.madeUs + demand.cause.byMs * 1000) return entry.decision
      return undecidable(demand, `${causeText(demand)} did not show on the SUT's wire within ${demand.cause.byMs} ms`)
    }
    entry.occurrence = occurrence
    if (isQuiet(demand)) return this.ofQuiet.decide(entry, occurrence, nowUs)
    if (isOfDelivery(demand)) return this.ofDelivery.decide(entry, occurrence, nowUs)
    if (demand.owed.what === 'records') return this.ofRecords.decideExistence(entry, occurrence, nowUs)
    if (demand.owed.what === 'content') return this.ofRecords.decideContent(entry, occurrence, demand.owed.tests, nowUs)
    if (isOfOutage(demand)) return this.ofOutage.decide(entry, resolved(occurrence.conference), nowUs)
    if (demand.owed.what === 'byTime') return this.ofIntervals.decide(entry, resolved(occurrence.conference), demand.owed, nowUs)
    if (demand.owed.what === 'atMostOne') return this.ofAtMostOne.decide(entry, occurrence, nowUs)
    if (demand.owed.what === 'balance' || demand.owed.what === 'forkBalance') return this.ofLegs.decide(entry, occurrence)
    if (demand.owed.what === 'observed') return this.observed.decide(entry, occurrence, demand.owed.of, nowUs)
    return this.ofConferences.decide(entry, resolved(occurrence.conference))
  }

  /** The first occurrence of the demanded kind after the event the demand names. */
  private causeOf({ cause }: Demand): Occurrence | undefined {
    const of = cause.of === 'unanswered' ? 'ringing' : cause.of // that it stays unanswered shows later
    return this.evidence.plane.firstBehind(cause.after, of, cause.who)
  }

  /** What came late turns a held or met demand into a broken one. */
  private brokenSince(entry: Entry): Finding | undefined {
    const { demand, occurrence, window } = entry
    if (!occurrence) return undefined
    if (demand.owed.what === 'atMostOne') return this.ofRecords.doubled(occurrence)
    if (demand.owed.what === 'grammar') {
      const again = this.ofConferences.decide(entry, resolved(occurrence.conference))
      return again.state === 'broken' ? again.finding : undefined
    }
    if (demand.owed.what !== 'records') return undefined
    if (isQuiet(demand)) return window && this.ofQuiet.breach(demand.owed.type, occurrence, window)
    return this.ofRecords.doubled(occurrence)
  }
}

/** The trigger whose record alone holds it: what it is due for is proved, and has come. */
function restsOn({ demand, decision, occurrence }: Entry): Trigger | undefined {
  const { owed } = demand
  if (decision.state !== 'held' || owed.what !== 'records' || owed.max === 0) return undefined
  const trigger = occurrence?.trigger
  return trigger?.record !== undefined && trigger.provedUs !== undefined ? trigger : undefined
}

/** A negative: nothing is owed. */
function isQuiet({ owed }: Demand): boolean {
  return owed.what === 'records' && owed.max === 0
}

/** How a record is delivered that met trouble. */
function isOfDelivery({ owed }: Demand): boolean {
  return owed.what === 'sendings' || ['schedule', 'sipFirst', 'at', 'restarted'].includes(owed.what)
}
