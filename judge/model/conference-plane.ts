// From legs to conferences, occurrences and triggers: what each arrival and departure makes due, per legal-variants.
import type { RecordType } from '../history/events'
import type { Profile } from '../profile/schema'
import type { Conference, Trigger, TriggerKind } from './conference'
import { resolved } from './conference'
import { focusKey, userPartOf } from './focus'
import { isAttached, isPending, type Leg, type Mark } from './leg'
import type { Occurrence } from './occurrence'
import type { LegChange } from './sip-plane'

export class ConferencePlane {
  readonly conferences: Conference[] = []
  readonly triggers: Trigger[] = []
  readonly occurrences: Occurrence[] = []
  private readonly of = new Map<Leg, Conference>()
  private readonly referred = new Set<string>()
  private readonly profile: Profile
  private readonly factory: string

  constructor(profile: Profile) {
    this.profile = profile
    this.factory = focusKey(profile.addresses.factory)
  }

  conferenceOf(leg: Leg): Conference | undefined {
    const conference = this.of.get(leg)
    return conference && resolved(conference)
  }

  /** Is this user in any conference now? By SIP alone. */
  isIn(user: string): boolean {
    return this.conferences.some(
      (conference) =>
        !conference.sameAs && conference.legs.some((leg) => leg.user === user && isAttached(leg) && leg.ack !== undefined),
    )
  }

  step(change: LegChange): void {
    const { leg, mark } = change
    switch (change.what) {
      case 'invited':
        return this.invited(leg, mark)
      case 'answered':
        return leg.by === 'user' ? this.userAccepted(leg, mark) : this.inviteeAccepted(leg, mark)
      case 'acked':
        return this.acked(leg, mark)
      case 'refused':
        return this.refused(leg, mark)
      case 'cancelled':
        return undefined // what it means shows with the final response
      case 'bye':
        return this.left(leg, mark)
      case 'byeResent':
        return this.byeResent(leg)
      case 'byeAnswered':
        return this.byeAnswered(leg, mark)
      case 'resent':
        this.occur({ of: 'resend', who: leg.user, mark, leg, message: change.message })
        return undefined
      case 'mediaChanged':
        this.trigger('mediaChange', leg, {
          level: 'permitted',
          cause: mark,
          earliestUs: mark.atUs - this.earlyUs,
          types: ['interim'],
        }) // LV-08
        return undefined
      case 'forked': // LV-14: the 2xx of a fork, and the BYE that releases it, may each be charged; the net is zero
        for (const _ of ['2xx', 'BYE']) {
          this.trigger('fork', leg, { level: 'permitted', cause: mark, earliestUs: mark.atUs - this.grainUs, types: ['interim'] })
        }
        return undefined
      case 'referred':
        this.referred.add(`${this.conferenceOf(leg)?.id}|${change.target}`)
        return undefined
    }
  }

  private invited(leg: Leg, mark: Mark): void {
    const conference =
      leg.by === 'server' ? this.inviterConference(leg) : (this.known(focusKey(leg.requestUri)) ?? this.create(leg))
    this.enter(leg, conference)
    if (leg.by === 'server') {
      leg.referred = this.referred.delete(`${conference.id}|${leg.user}`)
      this.occur({ of: 'ringing', who: leg.user, mark, leg })
      return
    }
    // the SUT's own 2xx is an output: its record may leave before it (LV-01), so the INVITE opens the window
    const kind = this.opensAccounting(conference, leg) ? 'start' : 'join'
    this.trigger(kind, leg, {
      level: 'tentative',
      cause: mark,
      earliestUs: mark.atUs - this.grainUs,
      types: kind === 'start' ? ['start'] : this.arrivalTypes,
    })
  }

  private userAccepted(leg: Leg, mark: Mark): void {
    this.settleFocus(leg)
    const conference = this.conferenceOf(leg)
    if (!conference) return
    let trigger = conference.triggers.findLast((one) => one.leg === leg && (one.kind === 'start' || one.kind === 'join'))
    if (!trigger) return
    const kind: TriggerKind = this.opensAccounting(conference, leg) ? 'start' : 'join'
    if (trigger.kind !== kind && !trigger.record) {
      trigger.level = 'void' // the answer's focus told that it is another case than the INVITE seemed
      trigger = this.trigger(kind, leg, {
        level: 'tentative',
        cause: mark,
        earliestUs: trigger.earliestUs,
        types: kind === 'start' ? ['start'] : this.arrivalTypes,
      })
    }
    trigger.cause = mark
    trigger.level =
      trigger.kind === 'start'
        ? 'owed'
        : ({ charged: 'owed', 'not-charged': 'void', unknown: 'permitted' } as const)[this.profile.choices['P-JOIN']] // LV-10
    if (trigger.kind === 'start' && this.profile.choices['P-START'] === '2xx') trigger.provedUs = mark.atUs
    if (trigger.kind === 'start') conference.creator ??= leg
    delete conference.end
    conference.everIn.add(leg.user)
    if (trigger.kind === 'start') this.occur({ of: 'conference', who: leg.user, mark, leg, trigger })
    this.occur({ of: 'arrival', who: leg.user, mark, leg, trigger })
  }

  private inviteeAccepted(leg: Leg, mark: Mark): void {
    const conference = this.conferenceOf(leg)
    if (!conference) return
    const crossing = leg.cancel !== undefined // a 2xx after CANCEL is ACKed and released: counted or not, but balanced
    const started = conference.creator?.answer
    const beforeStart =
      !started || (this.profile.choices['P-START'] !== '2xx' && (conference.creator?.ack?.atUs ?? Infinity) > mark.atUs) // LV-05, LV-06
    const trigger = this.trigger('arrival', leg, {
      level: crossing || beforeStart || this.profile.pics['arrival-trigger'] === 'no' ? 'permitted' : 'owed',
      cause: mark,
      earliestUs: mark.atUs - this.grainUs,
      types: this.arrivalTypes,
    })
    conference.everIn.add(leg.user)
    delete conference.end
    this.endRinging(leg, mark)
    this.occur({ of: 'arrival', who: leg.user, mark, leg, trigger })
  }

  private acked(leg: Leg, mark: Mark): void {
    for (const trigger of this.triggers) {
      if (trigger.leg === leg && ['arrival', 'join', 'start'].includes(trigger.kind) && trigger.level !== 'void')
        trigger.provedUs ??= mark.atUs
    }
  }

  private refused(leg: Leg, mark: Mark): void {
    for (const trigger of this.triggersOf(leg)) trigger.level = 'void'
    this.endRinging(leg, mark)
    if (leg.by === 'server') this.occur({ of: 'attempt', who: leg.user, mark, leg })
    const conference = this.conferenceOf(leg)
    if (conference) this.perhapsEnded(conference, leg, mark)
  }

  private left(leg: Leg, mark: Mark): void {
    const conference = this.conferenceOf(leg)
    if (!conference) return
    const byServer = leg.bye?.by === 'server'
    const last = !conference.legs.some((other) => other !== leg && isAttached(other))
    const pending = conference.legs.some((other) => other !== leg && isPending(other))
    const earliestUs =
      byServer && this.profile.choices['P-DEP-POINT'] !== '2xx' ? mark.atUs - this.earlyUs : mark.atUs - this.grainUs
    const interimToo = !last || pending || this.profile.choices['P-LAST'] !== 'stop' // LV-11
    const charged = this.profile.pics['departure-trigger'] !== 'no'
    let trigger: Trigger | undefined
    if (interimToo) {
      const owed = charged && (!last || this.profile.choices['P-LAST'] === 'interim-then-stop') && leg.cancel === undefined
      trigger = this.trigger(byServer ? 'expulsion' : 'departure', leg, {
        level: byServer ? 'tentative' : owed ? 'owed' : 'permitted',
        cause: mark,
        earliestUs,
        types: this.departureTypes,
      })
      if (byServer && !owed) trigger.level = 'permitted'
    }
    if (last && !pending) trigger = this.ends(conference, leg, mark, earliestUs)
    this.occur({ of: 'departure', who: leg.user, mark, leg, ...(trigger ? { trigger } : {}) })
    if (last && !pending && trigger) this.occur({ of: 'end', who: conference.creator?.user ?? leg.user, mark, leg, trigger })
  }

  /** Nobody is in, nobody is being invited: the conference ends, STOP is due. */
  private ends(conference: Conference, leg: Leg, mark: Mark, earliestUs: number): Trigger {
    conference.end = mark
    const releaseUs = Math.min(
      earliestUs,
      ...conference.legs.flatMap((one) => (one.bye?.by === 'server' ? [one.bye.first.atUs - this.earlyUs] : [])),
    ) // LV-12
    const trigger = this.trigger('stop', leg, { level: 'owed', cause: mark, earliestUs: releaseUs, types: ['stop'] })
    if (this.profile.choices['P-LAST'] !== 'stop') trigger.windowMs += this.profile.windows['P-LINGER']
    // a cancelled invitation without its final response may keep the server waiting (RFC 3261 §9.1): then STOP is only permitted
    if (conference.legs.some((one) => one.cancel && !one.answer && !one.refusal)) trigger.level = 'permitted'
    return trigger
  }

  private perhapsEnded(conference: Conference, leg: Leg, mark: Mark): void {
    if (conference.end || conference.everIn.size === 0) return
    if (conference.legs.some((one) => isAttached(one) || isPending(one))) return
    const stop = this.ends(conference, leg, mark, mark.atUs - this.earlyUs)
    stop.provedUs = mark.atUs
    this.occur({ of: 'end', who: conference.creator?.user ?? leg.user, mark, leg, trigger: stop })
    stop.earliestUs = Math.min(
      stop.earliestUs,
      ...conference.legs.flatMap((one) => (one.bye ? [one.bye.first.atUs - this.earlyUs] : [])),
    )
  }

  private byeResent(leg: Leg): void {
    for (const trigger of this.departuresOf(leg)) delete trigger.provedUs
  }

  private byeAnswered(leg: Leg, mark: Mark): void {
    const bye = leg.bye
    if (!bye?.answer) return
    const accepted = bye.answer.status < 300
    for (const trigger of this.departuresOf(leg)) {
      if (bye.by === 'user') {
        if (accepted) trigger.provedUs ??= mark.atUs
        else if (trigger.level === 'owed') trigger.level = 'permitted'
        continue
      }
      if (trigger.kind === 'expulsion') {
        trigger.cause = mark
        if (trigger.level === 'tentative') trigger.level = accepted ? 'owed' : 'permitted' // LV-13
        if (this.profile.choices['P-DEP-POINT'] === '2xx') trigger.earliestUs = mark.atUs - this.grainUs
      }
      trigger.provedUs = nextResendUs(bye.sentUs, mark.atUs, this.profile.timers) + this.grainUs
    }
  }

  private departuresOf(leg: Leg): readonly Trigger[] {
    return this.triggersOf(leg).filter((one) => one.kind === 'departure' || one.kind === 'expulsion' || one.kind === 'stop')
  }

  private triggersOf(leg: Leg): readonly Trigger[] {
    return this.conferenceOf(leg)?.triggers.filter((one) => one.leg === leg) ?? []
  }

  // -- conferences ---------------------------------------------------------------------------------

  /** START is due when nobody is in and accounting is not open: the first leg, or a later life of the same URI. */
  private opensAccounting(conference: Conference, leg: Leg): boolean {
    // LV-05: users whom the server invited may be in before the creator's own 2xx
    return (
      conference.end !== undefined ||
      !conference.legs.some((other) => other !== leg && other.by === 'user' && other.answer !== undefined)
    )
  }

  private inviterConference(leg: Leg): Conference {
    const key = focusKey(leg.focus ?? leg.from)
    const found = this.known(key)
    if (found) return found
    const conference = this.add()
    conference.uris.add(key)
    return conference
  }

  private create(leg: Leg): Conference {
    const conference = this.add()
    const key = focusKey(leg.requestUri)
    if (key !== this.factory) conference.uris.add(key) // a group or chat URI names the conference; a factory makes one each time
    return conference
  }

  /** The Contact of the SUT's 2xx tells which conference the user really got into. */
  private settleFocus(leg: Leg): void {
    const mine = this.conferenceOf(leg)
    if (!mine || leg.focus === undefined) return
    const key = focusKey(leg.focus)
    const other = this.conferences.find((one) => !one.sameAs && one !== mine && one.uris.has(key))
    if (!other) {
      mine.uris.add(key)
      return
    }
    if (mine.legs.length > 1) {
      mine.legs.splice(mine.legs.indexOf(leg), 1)
      this.enter(leg, other)
    } else this.merge(mine, other)
    for (const trigger of mine.triggers.filter((one) => one.leg === leg && one.conference !== other)) {
      mine.triggers.splice(mine.triggers.indexOf(trigger), 1)
      trigger.conference = other
      other.triggers.push(trigger)
    }
  }

  private merge(from: Conference, into: Conference): void {
    from.sameAs = into
    for (const uri of from.uris) into.uris.add(uri)
    into.legs.push(...from.legs)
    into.triggers.push(...from.triggers)
    for (const trigger of from.triggers) trigger.conference = into
    for (const occurrence of this.occurrences) occurrence.conference = resolved(occurrence.conference)
  }

  /** By the exact URI; else by a user part that only one conference has (LV-22: Contact on a node or on a domain). */
  private known(key: string): Conference | undefined {
    const alive = this.conferences.filter((one) => !one.sameAs)
    const exact = alive.findLast((one) => one.uris.has(key))
    if (exact || key === this.factory) return exact
    const user = userPartOf(key)
    if (user === '') return undefined
    const alike = alive.filter((one) => [...one.uris].some((uri) => userPartOf(uri) === user))
    return alike.length === 1 ? alike[0] : undefined
  }

  private add(): Conference {
    const conference: Conference = { id: this.conferences.length, uris: new Set(), legs: [], triggers: [], everIn: new Set() }
    this.conferences.push(conference)
    return conference
  }

  private enter(leg: Leg, conference: Conference): void {
    this.of.set(leg, conference)
    conference.legs.push(leg)
  }

  // -- occurrences and triggers --------------------------------------------------------------------

  private occur(o: Omit<Occurrence, 'conference'>): void {
    const conference = this.conferenceOf(o.leg)
    if (conference) this.occurrences.push({ ...o, conference })
  }

  private endRinging(leg: Leg, mark: Mark): void {
    const ringing = this.occurrences.findLast((one) => one.of === 'ringing' && one.leg === leg)
    if (ringing) ringing.untilUs = mark.atUs
  }

  private trigger(kind: TriggerKind, leg: Leg, o: Pick<Trigger, 'level' | 'cause' | 'earliestUs' | 'types'>): Trigger {
    const conference = this.conferenceOf(leg)
    if (!conference) throw new RangeError('a trigger without a conference')
    const trigger: Trigger = {
      id: this.triggers.length,
      kind,
      conference,
      leg,
      windowMs: this.profile.windows['P-DELAY'],
      again: conference.everIn.has(leg.user),
      initiator: conference.creator?.user === leg.user,
      ...o,
    }
    this.triggers.push(trigger)
    conference.triggers.push(trigger)
    return trigger
  }

  private get grainUs(): number {
    return this.profile.windows.grain * 1000
  }

  private get earlyUs(): number {
    return this.profile.windows.early * 1000
  }

  private get arrivalTypes(): readonly RecordType[] {
    return { conference: ['interim'] as const, leg: ['start'] as const, unknown: ['interim', 'start'] as const }[
      this.profile.choices['P-GRAN']
    ] // LV-15
  }

  private get departureTypes(): readonly RecordType[] {
    return { conference: ['interim'] as const, leg: ['stop'] as const, unknown: ['interim', 'stop'] as const }[
      this.profile.choices['P-GRAN']
    ] // LV-15
  }
}

/** When the SUT would send its BYE again had it not received the answer (RFC 3261 §17.1.2, timer E). */
function nextResendUs(sentUs: readonly number[], answeredUs: number, timers: Profile['timers']): number {
  let at = sentUs[0] ?? answeredUs
  for (let interval = timers.t1Ms; at <= answeredUs; interval = Math.min(2 * interval, timers.t2Ms)) at += interval * 1000
  return at
}
