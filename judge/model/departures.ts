// What BYEs and their answers make due: a record for each departure, STOP when the conference ends, per legal-variants.
import type { Profile } from '../profile/schema'
import type { Conference, Trigger } from './conference'
import { isAttached, isPending, isSilent, wasGivenUp, type Bye, type Leg, type Mark } from './leg'
import type { Occasions } from './occasions'
import { byeOfServerUs } from './trigger-state'

export class Departures {
  private readonly occasions: Occasions
  /** STOPs that may come while a CANCEL, or an invitation that nothing answered yet, waits for its final response, and are owed when that is there. */
  private readonly untilFinal = new WeakSet<Trigger>()

  constructor(occasions: Occasions) {
    this.occasions = occasions
  }

  left(leg: Leg, mark: Mark): void {
    const { occasions } = this
    const { choices, pics } = occasions.profile
    const conference = occasions.conferences.conferenceOf(leg)
    if (!conference) return
    const byServer = leg.bye?.by === 'server'
    const last = !conference.legs.some((other) => other !== leg && isAttached(other))
    // a participating function's part ends with its last served user, whomever else the controlling function invites
    const others = occasions.isParticipating ? [] : conference.legs.filter((other) => other !== leg && isPending(other))
    const pending = others.some((other) => !isSilent(other))
    const silent = others.some((other) => isSilent(other) && mark.atUs < other.invite.atUs + this.timerBUs)
    const earliestUs = mark.atUs - (byServer && choices['P-DEP-POINT'] !== '2xx' ? occasions.earlyUs : occasions.grainUs)
    // LV-03 — whom the server is expelling it may still count, and so may a participating function whom the controlling one is: then another is last
    const told = conference.legs.filter((one) => one !== leg && one.bye?.by === 'server' && one.bye.answer === undefined)
    const isAtBye = !occasions.isParticipating && choices['P-DEP-POINT'] === 'bye'
    const overlaps = told.length > 0 && !isAtBye
    // LV-13 — whom it charged by the BYE alone it does not count any more, but it need not charge it, nor count it as gone
    const uncharged = isAtBye ? told.flatMap((one) => this.departuresOf(one).filter(({ kind }) => kind === 'expulsion')) : []
    const isCharged = conference.stop?.record !== undefined // to its end, while this leg was invited
    const isUsual = !last || pending || silent || overlaps || isCharged || choices['P-LAST'] !== 'stop' // LV-11
    const interimToo = isUsual || uncharged.some(({ record }) => record === undefined)
    const charged = pics['departure-trigger'] !== 'no'
    let trigger: Trigger | undefined
    if (interimToo) {
      const twice = occasions.isParticipating && occasions.isInTwice(conference, leg)
      // LV-07 — who never acknowledged its 2xx may not have been charged as an arrival; if it was, TP_DEP_018 says so
      const arrived = leg.by === 'server' || leg.ack !== undefined
      // 3GPP TS 32.260 T5.2.1.1-1 — nobody leaves a 1-1 session: it ends
      // LV-15 — its own session ends with it, whoever is still invited
      const isOwn = choices['P-GRAN'] === 'leg' && pending
      const isTold = !last || choices['P-LAST'] === 'interim-then-stop' || isOwn
      const usual = charged && arrived && conference.isPair !== true && isTold && !isCharged
      const owed = usual && !twice && !wasGivenUp(leg, occasions.grainUs)
      trigger = occasions.trigger(byServer ? 'expulsion' : 'departure', leg, {
        level: byServer ? 'tentative' : owed ? 'owed' : 'permitted',
        cause: mark,
        earliestUs,
        types: occasions.departureTypes,
      })
      if (byServer && !owed) trigger.level = 'permitted'
      if (!isUsual) trigger.insteadOf = uncharged
    }
    if (byServer) occasions.occur({ of: 'expelling', who: leg.user, mark, leg })
    if (last && !pending) trigger = this.ends(conference, leg, mark, earliestUs)
    else if (last || conference.isPair) this.mayEnd(leg, mark, earliestUs)
    if (last && silent && trigger?.kind === 'stop' && choices['P-GRAN'] !== 'leg') {
      if (trigger.level === 'owed') this.untilFinal.add(trigger)
      trigger.level = 'permitted' // it may wait for the one who was invited, as long as timer B lets it
      trigger.windowMs += this.timerBUs / 1000
    }
    occasions.occur({ of: 'departure', who: leg.user, mark, leg, ...(trigger ? { trigger } : {}) })
    if (last && !pending && trigger) occasions.occur({ of: 'end', who: conference.creator?.user ?? leg.user, mark, leg, trigger })
  }

  refused(leg: Leg, mark: Mark): void {
    const { occasions } = this
    for (const trigger of occasions.triggersOf(leg)) if (trigger.kind !== 'stop') trigger.level = 'void'
    occasions.endRinging(leg, mark)
    // a participating function sees an attempt in whatever its served user is refused
    const isAttempt = leg.by === 'server' || occasions.isParticipating
    occasions.occur({ of: isAttempt ? 'attempt' : 'turnedAway', who: leg.user, mark, leg })
    const conference = occasions.conferences.conferenceOf(leg)
    if (!conference) return
    this.settled(conference, mark)
    this.perhapsEnded(conference, leg, mark)
  }

  /** What a CANCEL of the server means shows with the final response; where it leaves nobody in and nobody invited, STOP may come at once. */
  cancelled(leg: Leg, mark: Mark): void {
    const conference = this.occasions.conferences.conferenceOf(leg)
    if (!conference || leg.by === 'user') return
    this.perhapsEnded(conference, leg, mark)
    if (conference.end?.n === mark.n && conference.stop) this.untilFinal.add(conference.stop)
  }

  /** RFC 3261 §9.1 — the last invitation has its final response: nothing keeps the server waiting any more. */
  private settled(conference: Conference, mark: Mark): void {
    const { legs, stop } = conference
    if (!stop || !this.untilFinal.has(stop) || stop.level !== 'permitted' || stop.undecidable !== undefined) return
    if (legs.some((one) => isPending(one) || (one.cancel && !one.answer && !one.refusal))) return
    this.untilFinal.delete(stop)
    if (isLastRefused(conference)) return
    stop.level = 'owed'
    stop.provedUs = mark.atUs
  }

  /**
   * One of two who talk to each other hangs up, and the other is to be told. Or nobody is in, and somebody is still invited: a server that keeps the conference for the one who may come is right, and so is one that
   * closes its accounting at once (no document says which), whatever becomes of the invitation.
   */
  private mayEnd(leg: Leg, mark: Mark, earliestUs: number): void {
    const conference = this.occasions.conferences.conferenceOf(leg)
    if (!conference || conference.stop?.record || this.occasions.profile.choices['P-GRAN'] === 'leg') return
    const stop = this.stopFor(conference, leg, mark, earliestUs)
    stop.level = 'permitted'
    stop.tooSoonToTell = true
  }

  byeResent(leg: Leg): void {
    for (const trigger of this.departuresOf(leg)) delete trigger.provedUs
  }

  /**
   * The user's own BYE met the server's: OMA CR §6.2.3.2 has an occasion in either, so the record may come with the one or the other,
   * and the server's own 200 to the user's BYE does not wait for ours.
   */
  crossed(leg: Leg, mark: Mark): void {
    for (const trigger of this.departuresOf(leg))
      trigger.earliestUs = Math.min(trigger.earliestUs, mark.atUs - this.occasions.grainUs)
  }

  byeAnswered(leg: Leg, mark: Mark): void {
    const { occasions } = this
    const bye = leg.bye
    if (!bye?.answer) return
    const expelling = occasions.lastOf('expelling', leg)
    if (expelling) expelling.untilUs ??= mark.atUs
    const accepted = bye.answer.status < 300
    for (const trigger of this.departuresOf(leg)) {
      if (bye.by === 'user') {
        if (accepted) trigger.provedUs ??= mark.atUs
        else if (trigger.level === 'owed') trigger.level = 'permitted'
        continue
      }
      if (trigger.kind === 'expulsion') {
        trigger.cause = mark
        if (this.isPastEnd(trigger)) trigger.level = 'permitted'
        if (trigger.level === 'tentative' && !accepted) trigger.refused = true
        if (trigger.level === 'tentative') trigger.level = accepted ? 'owed' : 'permitted' // LV-13
        if (accepted && !bye.crossed && occasions.profile.choices['P-DEP-POINT'] === '2xx')
          trigger.earliestUs = mark.atUs - occasions.grainUs
      }
      // LV-13 — nor need the server count the last one as gone, so this need not be the end of its accounting
      if (trigger.kind === 'stop' && !accepted && trigger.level === 'owed') trigger.level = 'permitted'
      trigger.provedUs = nextResendUs(bye.sentUs, mark.atUs, occasions.profile.timers) + occasions.grainUs
    }
  }

  /** LV-03 — the last participant left while the BYE waited for its answer: the server may have closed its accounting in between. */
  private isPastEnd({ conference, cause, leg }: Trigger): boolean {
    const last = conference.triggers.findLast((one) => one.kind === 'stop')
    if (this.occasions.isParticipating && this.occasions.profile.choices['P-GRAN'] === 'leg') return false // each has a session of its own
    if (!last || last.leg === leg || this.occasions.profile.choices['P-DEP-POINT'] === 'bye') return false
    return conference.end !== undefined && conference.end.n < cause.n
  }

  /** RFC 3261 §17.1.1.2 */
  private get timerBUs(): number {
    return 64_000 * this.occasions.profile.timers.t1Ms
  }

  private departuresOf(leg: Leg): readonly Trigger[] {
    return this.occasions
      .triggersOf(leg)
      .filter((one) => one.kind === 'departure' || one.kind === 'expulsion' || one.kind === 'stop')
  }

  /** Nobody is in, nobody is being invited: the conference ends, STOP is due. */
  private ends(conference: Conference, leg: Leg, mark: Mark, earliestUs: number): Trigger {
    conference.end = mark
    if (conference.stop?.record) {
      delete conference.stop.tooSoonToTell
      conference.stop.level = 'owed'
      return conference.stop // it was charged to its end while somebody was invited, who came to nothing or was let go
    }
    const trigger = this.stopFor(conference, leg, mark, earliestUs)
    if (this.occasions.profile.choices['P-GRAN'] === 'leg') return trigger // LV-15 — its own session ends, whoever else is still awaited
    // a cancelled invitation without its final response may keep the server waiting (RFC 3261 §9.1): then STOP is only permitted
    if (conference.legs.some((one) => one.cancel && !one.answer && !one.refusal)) trigger.level = 'permitted'
    // nor does a BYE of the server without its answer: it may wait for it, as long as timer F lets it (RFC 3261 §17.1.2)
    if (conference.legs.some((one) => one !== leg && one.bye?.by === 'server' && !one.bye.answer)) trigger.level = 'permitted'
    return trigger
  }

  /** A STOP that is due or may come, in place of one that was not charged. */
  private stopFor(conference: Conference, leg: Leg, mark: Mark, earliestUs: number): Trigger {
    const { occasions } = this
    const { choices, windows } = occasions.profile
    const before = conference.stop
    const releaseUs = Math.min(earliestUs, before?.earliestUs ?? Infinity, releasedFromUs(conference.legs) - occasions.earlyUs)
    if (before && !before.missing) before.level = 'void'
    const trigger = occasions.trigger('stop', leg, { level: 'owed', cause: mark, earliestUs: releaseUs, types: ['stop'] })
    if (choices['P-LAST'] !== 'stop') trigger.windowMs += windows['P-LINGER']
    conference.stop = trigger
    return trigger
  }

  /** The last invitation came to nothing after the last participant had left. */
  private perhapsEnded(conference: Conference, leg: Leg, mark: Mark): void {
    const { occasions } = this
    if (conference.end || conference.everIn.size === 0) return
    if (conference.legs.some((one) => isAttached(one) || isPending(one))) return
    if (occasions.profile.choices['P-GRAN'] === 'leg') {
      // LV-15 — whoever was in has a session of its own and its STOP with its own BYE; who never came has none
      conference.end = mark
      const last = conference.triggers.findLast(({ kind }) => kind === 'departure' || kind === 'expulsion')
      if (last) occasions.occur({ of: 'end', who: conference.creator?.user ?? leg.user, mark, leg, trigger: last })
      return
    }
    const stop = this.ends(conference, leg, mark, mark.atUs - occasions.earlyUs)
    if (isLastRefused(conference)) stop.level = 'permitted'
    stop.provedUs ??= mark.atUs
    occasions.occur({ of: 'end', who: conference.creator?.user ?? leg.user, mark, leg, trigger: stop })
    stop.earliestUs = Math.min(
      stop.earliestUs,
      ...conference.legs.flatMap((one) => (one.bye ? [one.bye.first.atUs - occasions.earlyUs] : [])),
    )
  }
}

/** LV-13 — the server's BYE that left nobody in was refused, so it need not be the end, nor need it be by what comes to nothing behind it. */
function isLastRefused({ legs }: Conference): boolean {
  const byes = legs.flatMap(({ bye }) => bye ?? [])
  const last = byes.reduce<Bye | undefined>((one, bye) => (one && one.first.n > bye.first.n ? one : bye), undefined)
  return last?.by === 'server' && last.accepted !== true
}

/** LV-12 — since when the server may have been releasing the whole conference: everybody who was in, or was invited, it told to go. */
function releasedFromUs(legs: readonly Leg[]): number {
  const isRelease = (fromUs: number): boolean =>
    legs.every((one) => {
      if (one.answer === undefined || (one.bye !== undefined && one.bye.first.atUs < fromUs)) return true
      return one.invite.atUs <= fromUs && byeOfServerUs(one) !== undefined
    })
  return Math.min(...legs.flatMap((one) => byeOfServerUs(one) ?? []).filter(isRelease))
}

/** When the SUT would send its BYE again had it not received the answer (RFC 3261 §17.1.2, timer E). */
function nextResendUs(sentUs: readonly number[], answeredUs: number, timers: Profile['timers']): number {
  let at = sentUs[0] ?? answeredUs
  for (let interval = timers.t1Ms; at <= answeredUs; interval = Math.min(2 * interval, timers.t2Ms)) at += interval * 1000
  return at
}
