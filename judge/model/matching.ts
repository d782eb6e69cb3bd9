// Which open trigger explains a record best. Content may help to choose, never to refuse: wrong content is judged by rules of its own.
import type { Trigger } from './conference'
import type { Leg } from './leg'
import type { SeenRecord } from './record'

/** Does one of these addresses, as written, name this user? */
export function namesUser(addresses: readonly string[], user: string): boolean {
  const bare = user.replace(/^sips?:/, '')
  return addresses.some((address) => address.includes(bare))
}

/** Does the record name this user among its parties? */
export function partyIn(record: SeenRecord, user: string): boolean {
  return namesUser(record.parties, user)
}

/** What is known of the record that chooses. */
export interface Choice {
  /** The leg the record names by Call-ID or ICID. */
  readonly named: Leg | undefined
  /** The first leg of its conference, and of each life that this had. */
  readonly firsts: readonly Leg[]
  /** The leg its session belongs to, where accounting is per leg. */
  readonly sip: Leg | undefined
  /** strict: a record that names a leg other than the first waits for that leg; relaxed: it is taken for any. */
  readonly how: 'strict' | 'relaxed'
  /** A record of its session named another leg than the first one: so the first one is named where it is meant (ch1-facts C9). */
  readonly tellsLegs: boolean
  /** The same of users: Call-IDs and parties need not tell of the same. */
  readonly tellsUsers: boolean
  /** LV-15 — an interim of its session told of a coming or going: so a conference is accounted as a whole. */
  readonly isOfWhole: boolean
  /** LV-15 — it is of the only session of its conference: so that is accounted as a whole, as far as is seen. */
  readonly isOfOnly: boolean
}

/** The best of the triggers that may have this record, or undefined. Among equals the oldest: LV-03 takes any order for right. */
export function bestTrigger(record: SeenRecord, triggers: readonly Trigger[], choice: Choice): Trigger | undefined {
  let best: { trigger: Trigger; score: number } | undefined
  const named = namesOther(record, triggers, choice) ? undefined : choice.named
  for (const trigger of triggers) {
    const score = fit(record, trigger, { ...choice, named })
    if (score !== undefined && (best === undefined || score > best.score)) best = { trigger, score }
  }
  return best?.trigger
}

/** ch1-facts C9 — the first leg is named in every record of some servers: where the parties tell of another user, it means nothing. */
function namesOther(record: SeenRecord, triggers: readonly Trigger[], { named, firsts }: Choice): boolean {
  if (!named || !firsts.includes(named) || partyIn(record, named.user)) return false
  return triggers.some(({ leg }) => !firsts.includes(leg) && partyIn(record, leg.user))
}

function fit(
  record: SeenRecord,
  trigger: Trigger,
  { named, firsts, sip, how, tellsLegs, tellsUsers, isOfWhole, isOfOnly }: Choice,
): number | undefined {
  if (trigger.record || trigger.late || trigger.level === 'void') return undefined
  if (record.type === undefined || !trigger.types.includes(record.type)) return undefined
  if (record.atUs < trigger.earliestUs) return undefined
  // too late for a coming is what tells of it, not of a going
  if (trigger.missing && trigger.kind !== 'stop' && !isOfMethod(record, trigger)) return undefined
  if (trigger.insteadOf?.every((one) => one.record !== undefined)) return undefined
  if (how === 'strict' && isAhead(record, trigger) && !(named === trigger.leg && isOfMethod(record, trigger))) return undefined
  // LV-09 — an EVENT of another transaction, which tells so, is none of a MESSAGE
  const tellsAnother = named === undefined && record.sipMethod !== undefined && record.sipMethod !== 'MESSAGE'
  if (trigger.kind === 'message' && tellsAnother) return undefined
  if (sip && sip !== trigger.leg) return undefined
  // ch1-facts C9 — whether a record names the leg that made it or the first leg is open; a third leg is neither
  const other = named !== undefined && named !== trigger.leg && !firsts.includes(named)
  if (other && how === 'strict' && trigger.kind !== 'stop') return undefined
  const isEither = trigger.types.length > 1 // a session of its own, or of the conference's: the profile leaves it open
  if (isOfWhole && isEither && record.type !== 'interim') return undefined
  // where every record names the first leg, it means nothing, but in the START, or where each participant has a session
  const isTelling = !firsts.includes(trigger.leg) || record.type === 'start' || !isOfOnly
  const isOwn = named === trigger.leg && (isTelling || tellsLegs)
  const tellsMethod = record.sipMethod !== undefined && methodIn(record.sipMethod) === methodOf(trigger)
  // a record that tells which occasion it is of is that one's, however late it comes: taken for another's, it would leave that without one
  const isTold = isOwn && (tellsMethod || trigger.kind === 'start') && trigger.level === 'owed'
  let score = (isTold ? 200 : 0) + (isAwaited(trigger) ? 100 : 0)
  if (isOfOnly && record.type === trigger.kind) score += 50
  if (isOwn) score += 16
  if (tellsMethod) score += 4
  if ((isTelling || tellsUsers) && partyIn(record, trigger.leg.user)) score += 2
  if (trigger.level === 'owed' || trigger.kind === 'stop') score += 1 // LV-15: a STOP is the departure's only where it cannot be the end's
  if (isBeside(trigger)) score -= 1
  return score
}

/**
 * Clocks have a grain, so a record may seem to be there before what a user sends; the SUT cannot know it sooner. Such a one must tell that it is
 * of this occasion, or wait: else a wrong record of a moment ago explains whatever happens next.
 */
export function isAhead({ atUs }: SeenRecord, { kind, cause }: Trigger): boolean {
  return (kind === 'arrival' || kind === 'departure') && atUs < cause.atUs
}

function isAwaited({ missing, undecidable, onItsWay }: Trigger): boolean {
  return missing === undefined && (undecidable === undefined || onItsWay === true)
}

/** May a record that tells this method, or none, be of this trigger? */
export function isOfMethod({ sipMethod }: SeenRecord, trigger: Trigger): boolean {
  return sipMethod === undefined || methodIn(sipMethod) === methodOf(trigger)
}

/** LV-07, 3GPP TS 32.299 §7.2.201 — a server that charges at the ACK may name the ACK: it is the INVITE's. */
function methodIn(method: string): string {
  return method === 'ACK' ? 'INVITE' : method
}

/** LV-08, LV-14 — it need not be charged, and stands behind whoever comes or goes. */
export function isBeside({ kind }: Trigger): boolean {
  return kind === 'mediaChange' || kind === 'fork'
}

function methodOf({ kind, by }: Trigger): string {
  if (kind === 'message') return 'MESSAGE'
  if (kind === 'fork') return by === 'user' ? 'INVITE' : 'BYE'
  return kind === 'arrival' || kind === 'join' || kind === 'start' || kind === 'mediaChange' ? 'INVITE' : 'BYE'
}
