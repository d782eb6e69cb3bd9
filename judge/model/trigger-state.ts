// Where a trigger stands: decided or not, and when the server's own release excuses it.
import type { Profile } from '../profile/schema'
import { resolved, type Conference, type Trigger } from './conference'
import type { Leg } from './leg'
import { isBeside } from './matching'

/** Nothing more is to be said of it. While it is tentative, it may still lose the record it has. */
export function decided(trigger: Trigger): boolean {
  return (
    (trigger.record !== undefined && trigger.level !== 'tentative') ||
    trigger.missing !== undefined ||
    trigger.undecidable !== undefined ||
    trigger.level === 'void'
  )
}

/** LV-12, release policy: the server ended the conference itself, so departures in the meantime may go uncharged. */
export function releasedByServer(conference: Conference, trigger: Trigger): boolean {
  if (trigger.kind !== 'departure' && trigger.kind !== 'expulsion') return false
  if (!conference.end) return false
  const lastLeaver = conference.triggers.findLast((one) => one.kind === 'stop')?.leg
  if (lastLeaver === undefined || byeOfServerUs(lastLeaver) === undefined) return false
  const isReleaseFrom = (fromUs: number): boolean => {
    const others = conference.legs.filter((leg) => leg !== trigger.leg && leg.bye && leg.bye.first.atUs >= fromUs)
    return others.length > 0 && others.every((leg) => byeOfServerUs(leg) !== undefined)
  }
  // who said BYE himself just before this one's was no part of it; nor is the last one's release less of one because nobody is left
  return isReleaseFrom(trigger.earliestUs) || isReleaseFrom(trigger.leg.bye?.first.atUs ?? trigger.earliestUs)
}

/** When the server told this one to go, were it that the user's own BYE met its on the way; undefined where it did not. */
export function byeOfServerUs({ bye }: Leg): number | undefined {
  return bye?.by === 'server' ? bye.first.atUs : bye?.crossed?.atUs
}

/**
 * Since when the server may know of its cause. RFC 3261 §17.1.2.2 — a BYE of the server that was sent again may have two answers: its cause is the
 * last, and the first is as good. LV-07, LV-13 — or the BYE itself is, where nothing else is declared, or no 2xx answers it.
 */
export function knownFromUs({ kind, leg: { bye }, cause }: Trigger, { choices }: Profile): number {
  if (bye?.by !== 'server' || !['departure', 'expulsion', 'stop'].includes(kind)) return cause.atUs
  const isAtAnswer = choices['P-DEP-POINT'] === '2xx' && !bye.crossed && (bye.answer?.status ?? 0) < 300
  const point = isAtAnswer ? bye.firstAnswer : bye.first
  return Math.min(cause.atUs, point?.atUs ?? cause.atUs)
}

/** Is it too late, at `atUs`, for what may be charged, and need not be? Of what must be charged a finding says so. */
export function isOverdue(trigger: Trigger, atUs: number, profile: Profile): boolean {
  return atUs > (lastUs(trigger, profile) ?? Infinity)
}

/** Until when what may be charged, and need not be, is charged; undefined where nothing tells. */
export function lastUs(trigger: Trigger, profile: Profile): number | undefined {
  const knownUs = isBeside(trigger) ? besideKnownUs(trigger, profile) : permittedKnownUs(trigger)
  return knownUs === undefined ? undefined : Math.max(knownUs, trigger.queuedUs ?? knownUs) + trigger.windowMs * 1000
}

/** When the SUT surely knew of a coming or going that it may charge; undefined where nothing tells, or where it may have reason to wait. */
function permittedKnownUs({ kind, level, leg, conference, provedUs, spared }: Trigger): number | undefined {
  if (level !== 'permitted' && spared !== true) return undefined
  if (kind === 'departure' || kind === 'expulsion') return leg.bye?.accepted === true ? provedUs : undefined // LV-13
  if (kind !== 'arrival' && kind !== 'join') return undefined
  // LV-05, LV-06 — who came before START belongs to it, and until when he may be told beside nobody says
  const { creator } = resolved(conference)
  return leg.answer !== undefined && (leg === creator || leg.answer.atUs > startedUs(conference)) ? provedUs : undefined
}

/** When the START of its conference was due at the latest; Infinity where nothing tells. */
function startedUs(conference: Conference): number {
  const { creator } = resolved(conference)
  return creator?.ack?.atUs ?? creator?.answer?.atUs ?? Infinity
}

/** When the SUT surely knew of a re-INVITE, an UPDATE or a fork; undefined where nothing tells, as of its own whose 2xx may be on its way. */
function besideKnownUs({ kind, by, leg, conference, cause }: Trigger, { timers, windows }: Profile): number | undefined {
  if (kind === 'mediaChange') return by === 'user' ? cause.atUs : undefined
  // its 2xx and the answer to the BYE that releases it may each be charged; that answer came when the BYE is not sent again
  const fork = [...leg.forks.values()].find(({ answer }) => answer.n === cause.n)
  if (fork === undefined || fork.answer.atUs <= startedUs(conference)) return undefined // LV-06: its records wait for START
  if (by === 'user') return fork.known?.atUs
  return fork.released && fork.released.atUs + (timers.t2Ms + windows.grain) * 1000
}
