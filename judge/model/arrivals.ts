// What INVITEs and their answers make due: START when a conference comes to life, a record for each arrival, per legal-variants.
import { begins, type Conference, type Trigger, type TriggerKind } from './conference'
import type { Leg, Mark } from './leg'
import type { Occasions } from './occasions'

export class Arrivals {
  private readonly occasions: Occasions
  /** Whom a REFER named and nobody invited yet, by conference. */
  private readonly referred = new Map<Conference | undefined, Set<string>>()

  constructor(occasions: Occasions) {
    this.occasions = occasions
  }

  /** A REFER named this user: an INVITE of the server to it is the REFER's. */
  refer(leg: Leg, target: string, mark: Mark): void {
    const conference = this.occasions.conferences.conferenceOf(leg)
    this.referred.set(conference, (this.referred.get(conference) ?? new Set()).add(target))
    this.occasions.occur({ of: 'referral', who: target, mark, leg })
  }

  forget(conference: Conference): void {
    this.referred.delete(conference)
  }

  invited(leg: Leg, mark: Mark): void {
    const { occasions } = this
    const conference = occasions.conferences.enter(leg)
    if (leg.by === 'server') {
      leg.referred = this.referred.get(conference)?.delete(leg.user) === true
      occasions.occur({ of: 'ringing', who: leg.user, mark, leg })
      return
    }
    // the SUT's own 2xx is an output: its record may leave before it (LV-01), so the INVITE opens the window
    const kind = this.opens(conference, leg) ? 'start' : 'join'
    occasions.trigger(kind, leg, {
      level: 'tentative',
      cause: mark,
      earliestUs: mark.atUs - occasions.grainUs,
      types: kind === 'start' ? ['start'] : occasions.arrivalTypes,
    })
  }

  /** The SUT accepted the user's INVITE. */
  userAccepted(leg: Leg, mark: Mark): void {
    const { occasions } = this
    const { choices } = occasions.profile
    const merged = occasions.conferences.settleFocus(leg)
    if (merged) occasions.followMerge(merged)
    const conference = occasions.conferences.conferenceOf(leg)
    if (!conference) return
    let trigger = conference.triggers.findLast((one) => one.leg === leg && (one.kind === 'start' || one.kind === 'join'))
    if (!trigger) return
    const kind: TriggerKind = this.opens(conference, leg) ? 'start' : 'join'
    if (trigger.kind !== kind && !trigger.record) {
      trigger.level = 'void' // the answer's focus told that it is another case than the INVITE seemed
      trigger = occasions.trigger(kind, leg, {
        level: 'tentative',
        cause: mark,
        earliestUs: trigger.earliestUs,
        types: kind === 'start' ? ['start'] : occasions.arrivalTypes,
      })
    }
    trigger.cause = mark
    this.overlapsOpener(conference, trigger)
    const waitsForAck = choices['P-ARR-POINT'] === 'ack' && !occasions.isParticipating
    const level = trigger.kind === 'start' ? 'owed' : this.levelOfJoin(conference, leg)
    trigger.level = trigger.kind !== 'start' && waitsForAck && level !== 'void' ? 'tentative' : level
    if (trigger.kind === 'start' && choices['P-START'] === '2xx') trigger.provedUs = mark.atUs
    if (trigger.kind === 'start') {
      begins(conference, leg)
      delete conference.stop
    }
    this.goesOn(conference)
    conference.everIn.add(leg.user)
    if (trigger.kind === 'start') occasions.occur({ of: 'conference', who: leg.user, mark, leg, trigger })
    occasions.occur({ of: 'arrival', who: leg.user, mark, leg, trigger })
  }

  /** A user accepted the SUT's INVITE. */
  inviteeAccepted(leg: Leg, mark: Mark): void {
    const { occasions } = this
    const { pics } = occasions.profile
    const conference = occasions.conferences.conferenceOf(leg)
    if (!conference) return
    const crossing = leg.cancel !== undefined // a 2xx after CANCEL is ACKed and released: counted or not, but balanced
    const excused = occasions.isParticipating ? occasions.isInTwice(conference, leg) : this.isBeforeStart(conference, mark)
    // 3GPP TS 32.260 T5.2.1.1-1 — nobody arrives in a 1-1 session; that clause is inferred, and the CR's own words have the 200 OK
    const isPair = conference.isPair === true
    const opens = occasions.isParticipating && this.opens(conference, leg)
    const charged = conference.stop?.record
    const closed = !opens && charged !== undefined && leg.invite.atUs <= charged.atUs // it was charged to its end while this one was invited
    if (charged && !closed) delete conference.stop
    const trigger = occasions.trigger('arrival', leg, {
      // OMA CR §6.2.3.2 speaks of a 200 OK, TS 32.260 of any 2xx: another one may be charged
      level:
        crossing || isPair || excused || closed || leg.answer?.status !== 200 || pics['arrival-trigger'] === 'no'
          ? 'permitted'
          : 'owed',
      cause: mark,
      earliestUs: mark.atUs - occasions.grainUs,
      types: opens ? ['start'] : occasions.arrivalTypes,
    })
    this.overlapsOpener(conference, trigger)
    if (opens) {
      if (!conference.creator) begins(conference, leg)
      occasions.occur({ of: 'conference', who: leg.user, mark, leg, trigger })
    }
    conference.everIn.add(leg.user)
    this.goesOn(conference)
    occasions.endRinging(leg, mark)
    occasions.occur({ of: 'arrival', who: leg.user, mark, leg, trigger })
  }

  /** LV-03 — of two served users who come at the same time either may open the accounting: one is START, the other INTERIM. */
  private overlapsOpener(conference: Conference, trigger: Trigger): void {
    const { isParticipating, profile, grainUs } = this.occasions
    if (!isParticipating || profile.choices['P-GRAN'] === 'leg') return
    const opener = conference.triggers.find(
      (one) =>
        one.types[0] === 'start' &&
        one.level !== 'void' &&
        one.leg.answer !== undefined &&
        Math.abs(trigger.cause.atUs - one.cause.atUs) <= grainUs,
    )
    if (!opener || opener === trigger || opener.record) return
    const group = (opener.opensWith ??= [opener])
    group.push(trigger)
    trigger.opensWith = group
    opener.types = ['start', 'interim']
    trigger.types = ['interim', 'start']
  }

  /** Somebody is in again: what was no end, and was not charged as one, makes nothing due. */
  private goesOn(conference: Conference): void {
    delete conference.end
    const { stop } = conference
    if (stop && !stop.record && stop.level === 'permitted') stop.level = 'void'
  }

  // LV-05, LV-06 — the conference is charged from its initiator's 200 on, or from the ACK to it
  private isBeforeStart({ creator }: Conference, mark: Mark): boolean {
    if (!creator?.answer) return true
    return this.occasions.profile.choices['P-START'] !== '2xx' && (creator.ack?.atUs ?? Infinity) > mark.atUs
  }

  private levelOfJoin(conference: Conference, leg: Leg): Trigger['level'] {
    const { isParticipating, profile } = this.occasions
    if (isParticipating && this.occasions.isInTwice(conference, leg)) return 'permitted'
    // LV-15 — where each served user has a session, its arrival opens it, whoever sent the INVITE
    if (isParticipating && profile.choices['P-GRAN'] === 'leg') return 'owed'
    return ({ charged: 'owed', 'not-charged': 'void', unknown: 'permitted' } as const)[profile.choices['P-JOIN']] // LV-10
  }

  /** START is due when nobody is in and accounting is not open: the first leg, or a later life of the same URI. */
  private opens(conference: Conference, leg: Leg): boolean {
    if (conference.end !== undefined || conference.stop?.record !== undefined) return true
    // LV-05: users whom the server invited may be in before the creator's own 2xx; a participating function sees no creator
    const { isParticipating } = this.occasions
    return !conference.legs.some((one) => one !== leg && one.answer !== undefined && (isParticipating || one.by === 'user'))
  }

  /** The SUT had given the invitation up when the user's 2xx came, which shows only now: the arrival may be charged, it need not. */
  givenUp(leg: Leg): void {
    for (const trigger of this.occasions.triggersOf(leg))
      if (trigger.kind === 'arrival' && trigger.level === 'owed') trigger.level = 'permitted'
  }

  /** LV-07 — where the profile declares the ACK, it is the occasion, and nothing is due before it. */
  private proved(trigger: Trigger, { atUs }: Mark): void {
    const { profile, grainUs, isParticipating } = this.occasions
    const waited = profile.choices['P-ARR-POINT'] === 'ack' && !isParticipating
    if (trigger.kind === 'join' && trigger.provedUs === undefined && waited) {
      trigger.earliestUs = atUs - grainUs
      trigger.level = this.levelOfJoin(trigger.conference, trigger.leg)
    }
    trigger.provedUs ??= atUs
  }

  acked(leg: Leg, mark: Mark): void {
    for (const trigger of this.occasions.triggersOf(leg))
      if (['arrival', 'join', 'start'].includes(trigger.kind) && trigger.level !== 'void') this.proved(trigger, mark)
  }
}
