// The two lists that SIP fills: what happened that a demand can name, and what that makes due.
import type { RecordType } from '../history/events'
import type { Profile } from '../profile/schema'
import { resolved, type Conference, type Trigger, type TriggerKind } from './conference'
import type { Conferences } from './conferences'
import { isAttached, type Leg, type Mark } from './leg'
import type { Occurrence } from './occurrence'

/** What of a trigger its maker decides. */
export type TriggerTerms = Pick<Trigger, 'level' | 'cause' | 'earliestUs' | 'types'>

export class Occasions {
  triggers: Trigger[] = []
  occurrences: Occurrence[] = []
  /** Triggers that nobody took so far, oldest first. */
  private fresh: Trigger[] = []
  private count = 0
  readonly conferences: Conferences
  readonly profile: Profile

  constructor(profile: Profile, conferences: Conferences) {
    this.profile = profile
    this.conferences = conferences
  }

  occur(o: Omit<Occurrence, 'conference'>): void {
    const conference = this.conferences.conferenceOf(o.leg)
    if (conference) this.occurrences.push({ ...o, conference })
  }

  /** The SUT got the final response to its INVITE. */
  endRinging(leg: Leg, mark: Mark): void {
    const ringing = this.lastOf('ringing', leg)
    if (ringing) ringing.untilUs = mark.atUs
  }

  /** The newest of this kind of a leg. Occurrences stand in order of events, and none of a leg stands before its INVITE. */
  lastOf(of: Occurrence['of'], leg: Leg): Occurrence | undefined {
    for (let i = this.occurrences.length - 1; i >= 0; i -= 1) {
      const one = this.occurrences[i]
      if (one === undefined || one.mark.n < leg.invite.n) return undefined
      if (one.of === of && one.leg === leg) return one
    }
    return undefined
  }

  /** The first of this kind and user behind event `after`. */
  firstBehind(after: number, of: Occurrence['of'], who: string): Occurrence | undefined {
    let [low, high] = [0, this.occurrences.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.occurrences[middle]?.mark.n ?? Infinity) > after) high = middle
      else low = middle + 1
    }
    for (; low < this.occurrences.length; low += 1) {
      const one = this.occurrences[low]
      if (one?.of === of && one.who === who) return one
    }
    return undefined
  }

  /** This conference turned out to be another one: its occurrences go with it. */
  followMerge({ sinceN }: Conference): void {
    for (let i = this.occurrences.length - 1; i >= 0; i -= 1) {
      const one = this.occurrences[i]
      if (one === undefined || one.mark.n < sinceN) return
      one.conference = resolved(one.conference)
    }
  }

  trigger(kind: TriggerKind, leg: Leg, terms: TriggerTerms): Trigger {
    const conference = this.conferences.conferenceOf(leg)
    if (!conference) throw new RangeError('a trigger without a conference')
    const trigger: Trigger = {
      id: this.count,
      kind,
      conference,
      leg,
      windowMs: this.profile.windows['P-DELAY'],
      again: conference.everIn.has(leg.user),
      initiator: conference.creator?.user === leg.user,
      ...terms,
    }
    this.count += 1
    this.triggers.push(trigger)
    this.fresh.push(trigger)
    conference.triggers.push(trigger)
    return trigger
  }

  /** The triggers since this was asked last, oldest first. */
  takeFresh(): readonly Trigger[] {
    return this.fresh.splice(0)
  }

  /** What closed conferences had. Three witnesses stay, by which a negative elsewhere is proved: the first owed record, the first STOP and the newest. */
  forget(): void {
    const owed = this.triggers.filter(({ record, level }) => record !== undefined && level !== 'permitted')
    const newest = owed.reduce<Trigger | undefined>((one, other) => (sentUs(one) > sentUs(other) ? one : other), undefined)
    const witnesses = new Set([owed[0], owed.find(({ kind }) => kind === 'stop'), newest])
    this.triggers = this.triggers.filter((one) => !resolved(one.conference).isClosed || witnesses.has(one))
    this.occurrences = this.occurrences.filter((one) => !resolved(one.conference).isClosed)
  }

  triggersOf(leg: Leg): readonly Trigger[] {
    return this.conferences.conferenceOf(leg)?.triggers.filter((one) => one.leg === leg) ?? []
  }

  /** The SUT is the participating function: a conference is what its served users make of it. */
  get isParticipating(): boolean {
    return this.profile.sut.role === 'participating'
  }

  /** LV-15 — a served user is accounted for once: with a second session beside the first it neither comes nor goes. */
  isInTwice({ legs }: Conference, leg: Leg): boolean {
    return legs.some((one) => one !== leg && one.user === leg.user && isAttached(one))
  }

  get grainUs(): number {
    return this.profile.windows.grain * 1000
  }

  get earlyUs(): number {
    return this.profile.windows.early * 1000
  }

  /** The record types of an arrival. LV-15 */
  get arrivalTypes(): readonly RecordType[] {
    return { conference: ['interim'] as const, leg: ['start'] as const, unknown: ['interim', 'start'] as const }[
      this.profile.choices['P-GRAN']
    ]
  }

  /** The record types of a departure. LV-15 */
  get departureTypes(): readonly RecordType[] {
    return { conference: ['interim'] as const, leg: ['stop'] as const, unknown: ['interim', 'stop'] as const }[
      this.profile.choices['P-GRAN']
    ]
  }
}

function sentUs(trigger: Trigger | undefined): number {
  return trigger?.record?.atUs ?? -Infinity
}
