// Is a conference over, by all that SIP and CH-1 showed, and since when was nothing heard of it?
import type { Conference, Trigger } from '../model/conference'
import { isAttached, isPending, type Leg } from '../model/leg'
import { decided } from '../model/trigger-state'
import { isRefusedForGood, isTaken, type Sending } from '../model/sendings'
import type { Session } from '../model/sessions'

/**
 * Nobody is in or invited, and of every occasion is decided what can be. An INVITE without any response has failed by now (RFC 3261 §17.1.1.2, timer B),
 * and what nothing has proved in all this time nothing will.
 */
export function isEnded({ legs, triggers, isOfMessages, sameAs }: Conference): boolean {
  if (sameAs || legs.length === 0) return false
  if (isOfMessages !== true && legs.some((leg) => isAttached(leg) || (isPending(leg) && leg.ringing))) return false
  return triggers.every((one) => (decided(one) && !isMissed(one)) || one.level === 'tentative' || one.provedUs === undefined)
}

/** 3GPP TS 32.299 §6.1.3.1 — while we could not see it the server may have kept its record, and then it comes when it comes. */
function isMissed({ record, late, undecidable, quiet, level }: Trigger): boolean {
  return level !== 'void' && (record ?? late) === undefined && undecidable !== undefined && quiet !== true
}

/**
 * Its STOP came, or none is to come: nothing opened it (RFC 6733 §9.5), or each occasion for one has its record or misses it. A STOP that may come, and
 * need not (LV-12, LV-13), may come as late as the server likes.
 */
export function isAccounted({ records }: Session, { triggers }: Conference): boolean {
  if (records.some(({ type }) => type === 'stop') || !records.some(({ type }) => type === 'start')) return true
  const occasions = triggers.filter(({ types, level }) => types.includes('stop') && level !== 'void')
  return occasions.every(({ record, late, missing }) => (record ?? late ?? missing) !== undefined)
}

/** The newest event of SIP that its legs and occasions know of. */
export function heardUs({ legs, triggers }: Conference): number {
  const sinceLegs = legs.reduce((us, leg) => Math.max(us, legHeardUs(leg)), 0)
  return triggers.reduce((us, { cause, queuedUs = 0 }) => Math.max(us, cause.atUs, queuedUs), sinceLegs)
}

function legHeardUs({ invite, answer, ack, refusal, cancel, bye, forks }: Leg): number {
  const marks = [invite, answer, ack, refusal, cancel, bye?.answer, bye?.crossed]
  for (const { answer: another, known, released } of forks.values()) marks.push(another, known, released)
  return Math.max(bye?.sentUs.at(-1) ?? 0, ...marks.map((one) => one?.atUs ?? 0))
}

/** The server has nothing to send again: it was taken, or refused for good (RFC 6733 §7.1.5). */
export function isSettled(sendings: readonly Sending[]): boolean {
  return sendings.some((one) => isTaken(one) || isRefusedForGood(one))
}

/** The newest crossing of these, or our newest answer to one. */
export function crossedUs(sendings: readonly Sending[]): number {
  return sendings.reduce((us, { record, answer }) => Math.max(us, record.atUs, answer?.atUs ?? 0), 0)
}
