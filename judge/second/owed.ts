// What makes coming and leaving owed at all.
import type { Leg } from './legs'
import type { Surroundings } from './surroundings'

// TP_NEG_007 — a CANCEL that crossed the 2xx, or an invitation given up before any provisional response: both ways or not at all
export function wasGivenUp(leg: Leg): boolean {
  if (leg.cancelUs !== undefined) return true
  const releasedUs = Math.min(...leg.byes.filter((bye) => bye.request.dir === 'fromSut').map((bye) => bye.request.atUs))
  return !leg.hadProvisional && leg.invitesSent > 1 && releasedUs - (leg.ack?.atUs ?? leg.answer.atUs) < 1_000_000
}

/** Does the vendor claim this trigger? */
export function claimed(trigger: 'arrival-trigger' | 'departure-trigger', { profile }: Surroundings): boolean {
  return profile.pics[trigger] === 'yes'
}
