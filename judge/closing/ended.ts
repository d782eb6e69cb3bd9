// Is a conference over, by all that SIP and CH-1 showed, and since when was nothing heard of it?
import type { Conference, Trigger } from '../model/conference'
import { isAttached, isPending, type Leg } from '../model/leg'
import { decided } from '../model/trigger-state'
import type { Sending } from '../model/sendings'
import type { Session } from '../model/sessions'

/**
 * Nobody is in or invited, and of every occasion is decided what can be: one that nothing proves in all this time is none to wait for. An INVITE without
 * any response has failed by now (RFC 3261 §17.1.1.2, timer B).
 */
export function isEnded({ legs, triggers, isOfMessages, sameAs }: Conference): boolean {
  if (sameAs) return false
  if (isOfMessages !== true && legs.some((leg) => isAttached(leg) || (isPending(leg) && leg.ringing))) return false
  return triggers.every((one) => decided(one) || one.level === 'tentative' || one.provedUs === undefined)
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
  return Math.max(...legs.map(legHeardUs), ...triggers.map(({ cause, queuedUs = 0 }: Trigger) => Math.max(cause.atUs, queuedUs)))
}

function legHeardUs({ invite, answer, ack, refusal, cancel, bye, forks }: Leg): number {
  const marks = [invite, answer, ack, refusal, cancel, bye?.answer, bye?.crossed]
  for (const { answer: another, known, released } of forks.values()) marks.push(another, known, released)
  return Math.max(bye?.sentUs.at(-1) ?? 0, ...marks.map((one) => one?.atUs ?? 0))
}

/** The newest crossing of these, or our newest answer to one. */
export function crossedUs(sendings: readonly Sending[]): number {
  return Math.max(...sendings.map(({ record, answer }) => Math.max(record.atUs, answer?.atUs ?? 0)))
}
