// From legs to conferences, occurrences and triggers: each change of a leg goes to whom it concerns.
import type { Profile } from '../profile/schema'
import { Arrivals } from './arrivals'
import type { Conference, Trigger } from './conference'
import { Conferences } from './conferences'
import { Departures } from './departures'
import { isAttached, wasGivenUp, type Leg, type Mark } from './leg'
import { Occasions } from './occasions'
import { Pager } from './pager'
import type { Occurrence } from './occurrence'
import { MOST_TOLD, type RosterTold } from './roster-told'
import type { LegChange } from './sip-plane'

export class ConferencePlane {
  /** What is charged outside of any conference. */
  readonly pager: Pager
  private readonly all: Conferences
  private readonly occasions: Occasions
  private readonly arrivals: Arrivals
  private readonly departures: Departures

  constructor(profile: Profile) {
    this.all = new Conferences(profile.addresses.factory, profile.sut.role === 'controlling')
    this.occasions = new Occasions(profile, this.all)
    this.pager = new Pager(this.occasions)
    this.arrivals = new Arrivals(this.occasions)
    this.departures = new Departures(this.occasions)
  }

  get conferences(): readonly Conference[] {
    return this.all.all
  }

  get triggers(): readonly Trigger[] {
    return this.occasions.triggers
  }

  /** The triggers since this was asked last, oldest first. */
  takeFresh(): readonly Trigger[] {
    return this.occasions.takeFresh()
  }

  get occurrences(): readonly Occurrence[] {
    return this.occasions.occurrences
  }

  /** The first occurrence of this kind and user behind event `after`. */
  firstBehind(after: number, of: Occurrence['of'], who: string): Occurrence | undefined {
    return this.occasions.firstBehind(after, of, who)
  }

  conferenceOf(leg: Leg): Conference | undefined {
    return this.all.conferenceOf(leg)
  }

  /** The first leg with this Call-ID, of a life that was closed, of a conference that lives again. */
  formerLeg(callId: string): Leg | undefined {
    return this.all.formerLeg(callId)
  }

  /** Is this user in any conference now? By SIP alone. */
  isIn(user: string): boolean {
    return this.conferences.some(
      (conference) =>
        !conference.sameAs && conference.legs.some((leg) => leg.user === user && isAttached(leg) && leg.ack !== undefined),
    )
  }

  /** A user who is in lost its MSRP connection: no SIP tells of that. */
  lostMedia(user: string, mark: Mark): void {
    const legs = this.conferences.filter(({ sameAs }) => !sameAs).flatMap(({ legs: all }) => all)
    const leg = legs.findLast((one) => one.user === user && isAttached(one))
    if (leg) this.occasions.occur({ of: 'mediaLoss', who: user, mark, leg })
  }

  step(change: LegChange): void {
    const { leg, mark } = change
    switch (change.what) {
      case 'invited':
        return this.arrivals.invited(leg, mark)
      case 'answered':
        return leg.by === 'user' ? this.arrivals.userAccepted(leg, mark) : this.arrivals.inviteeAccepted(leg, mark)
      case 'acked':
        return this.arrivals.acked(leg, mark)
      case 'refused':
        return this.departures.refused(leg, mark)
      case 'cancelled':
        this.arrivals.givenUp(leg)
        return this.departures.cancelled(leg, mark)
      case 'bye':
        if (wasGivenUp(leg, this.occasions.grainUs)) this.arrivals.givenUp(leg)
        return this.departures.left(leg, mark)
      case 'byeResent':
        return this.departures.byeResent(leg)
      case 'byeAnswered':
        return this.departures.byeAnswered(leg, mark)
      case 'resent':
        return this.occasions.occur({ of: 'resend', who: leg.user, mark, leg, message: change.message })
      case 'byeCrossed':
        return this.departures.crossed(leg, mark)
      case 'mediaChanged':
        return this.mediaChanged(change)
      case 'spoke':
        return this.occasions.occur({ of: 'otherRequest', who: leg.user, mark, leg, method: change.method })
      case 'strayBye':
        return this.occasions.occur({ of: 'strayBye', who: leg.user, mark, leg, stray: change.stray })
      case 'referRefused':
        return this.occasions.occur({ of: 'referRefused', who: change.target, mark, leg })
      case 'forked': // LV-14: the 2xx of a fork, and the BYE that releases it, may each be charged; the net is zero
        for (const by of ['user', 'server'] as const) this.permits('fork', leg, mark, this.occasions.grainUs).by = by
        return undefined
      case 'referred':
        return this.arrivals.refer(leg, change.target, mark)
    }
  }

  /** Forgets these, which were marked as closed. */
  forget(closed: ReadonlySet<Conference>): void {
    this.all.forget(closed)
    this.occasions.forget()
    this.pager.forget(closed)
    for (const conference of closed) this.arrivals.forget(conference)
  }

  /** Its watchers were told how many are in. */
  told(told: RosterTold): void {
    const kept = this.all.named(told.entity)?.told
    kept?.push(told)
    if (kept && kept.length > MOST_TOLD) kept.shift()
  }

  /** LV-08 — a media change may be charged, and is no arrival. LV-01: before its 2xx, but not before anybody asked for it. */
  private mediaChanged({ leg, mark, by, askedUs }: LegChange & { readonly what: 'mediaChanged' }): void {
    const { earlyUs, grainUs } = this.occasions
    const trigger = this.permits('mediaChange', leg, mark, Math.min(earlyUs, mark.atUs - askedUs + grainUs))
    trigger.by = by
    if (by === 'user') this.occasions.occur({ of: 'mediaChange', who: leg.user, mark, leg, trigger })
  }

  private permits(kind: 'mediaChange' | 'fork', leg: Leg, mark: Mark, aheadUs: number): Trigger {
    return this.occasions.trigger(kind, leg, {
      level: 'permitted',
      cause: mark,
      earliestUs: mark.atUs - aheadUs,
      types: ['interim'],
    })
  }
}
