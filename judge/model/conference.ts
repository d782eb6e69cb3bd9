// A conference as SIP shows it: its legs, its URIs, who is in, and what its arrivals and departures make due.
import type { RecordType } from '../history/events'
import type { Finding } from '../verdict'
import { attachedFromUs, surelyAttachedUs, type Leg, type Mark } from './leg'
import type { SeenRecord } from './record'
import type { RosterTold } from './roster-told'

export type TriggerKind = 'start' | 'arrival' | 'join' | 'departure' | 'expulsion' | 'stop' | 'mediaChange' | 'fork' | 'message'

/** A copy that the SUT made of a MESSAGE, and its final response. */
export interface MessageCopy {
  readonly sentUs: number
  answer?: Mark & { readonly status: number }
}

/**
 * One occasion for a record. tentative: its SIP is not complete yet; owed: the clause demands a record;
 * permitted: a record is legal, none is too; void: it came to nothing, a record for it is not explained.
 */
export interface Trigger {
  readonly id: number
  readonly kind: TriggerKind
  conference: Conference
  readonly leg: Leg
  level: 'tentative' | 'owed' | 'permitted' | 'void'
  /** The record type that is due; further legal types (P-GRAN unknown) follow it. */
  types: readonly RecordType[]
  /** The message that makes it due; for a tentative one, the message that announces it. */
  cause: Mark
  /** No record may come before this. */
  earliestUs: number
  /** The SUT surely has the message that makes it due (legal-variants, "Proof of the stimulus"). */
  provedUs?: number
  /** Length of its window from the proof, or from {@link queuedUs} where that is later. */
  windowMs: number
  /** Its record had to wait for those before it until then, when we answered the last of them. */
  queuedUs?: number
  record?: SeenRecord
  /** message: the copies of it that the SUT sent. */
  copies?: readonly MessageCopy[]
  /** mediaChange: whose request it is. fork: of the user is its 2xx, of the server its release. */
  by?: 'user' | 'server'
  /** LV-03: arrivals at the same time, itself among them, one of which opens the accounting. */
  opensWith?: Trigger[]
  /** Its record was counted as an owed one. */
  countedAsOwed?: true
  /** The record came, but after the window had closed. */
  late?: SeenRecord
  missing?: Finding
  undecidable?: string
  /** Somebody stood still, or let others wait, when its time was up: its record, if there is one, is late, not lost, and comes before later ones. */
  onItsWay?: true
  /** Its time passed in full view of the CH-1 side, and no record came. */
  quiet?: true
  /** Its time was up without a record, and it could go without one. */
  spared?: true
  /** LV-13: an expulsion that would be owed, had a 2xx answered the BYE. */
  refused?: true
  /** Its time fell into an outage of CH-1, and was put off until that ended. */
  throughOutage?: true
  /** LV-13 — these need not be counted as gone: it may have a record as long as one of them has none. */
  insteadOf?: readonly Trigger[]
  /** STOP: nobody is in, but somebody is still invited, so this need not be the end. */
  tooSoonToTell?: true
  /** The user had been in this conference before. */
  readonly again: boolean
  /** The user created the conference. */
  readonly initiator: boolean
}

export interface Conference {
  readonly id: number
  /** Its first INVITE. */
  readonly sinceN: number
  /** Normal forms of the URIs it is known by. */
  readonly uris: Set<string>
  readonly legs: Leg[]
  readonly triggers: Trigger[]
  readonly everIn: Set<string>
  /** The first leg of its present life. */
  creator?: Leg
  /** Of each of its lives: any of them may be named in every record of its life (ch1-facts C9). */
  readonly firsts: Leg[]
  /** It is none: a MESSAGE outside any dialog, or several under one Call-ID, charged by themselves. */
  readonly isOfMessages?: true
  /** A 1-1 session: the server passes the call of one user on to another, in the caller's name and without isfocus. */
  isPair?: true
  /** What its watchers were told of the number of users, the newest {@link MOST_TOLD}. */
  readonly told: RosterTold[]
  /** The last participant left at this mark, and nobody came since. */
  end?: Mark
  /** Its STOP since its last START, where one is due or may come. */
  stop?: Trigger
  /** A record was put to it that may be of an older one: see `unseen.ts`. */
  isDoubtful?: true
  /** It ended long ago: what there is to say of it was said, and the model forgets it. */
  isClosed?: true
  /** This conference turned out to be another one. */
  sameAs?: Conference
  /** Those that turned out to be this one, and those that had turned out to be them. */
  merged?: Conference[]
}

/** The conference a merged one became. */
export function resolved(conference: Conference): Conference {
  let one = conference
  while (one.sameAs) one = one.sameAs
  return one
}

/** A life of it begins with this leg. */
export function begins(conference: Conference, leg: Leg): void {
  conference.creator = leg
  conference.firsts.push(leg)
}

/** Did its accounting end with the departure of this leg? */
export function isEndedBy({ triggers }: Conference, leg: Leg): boolean {
  return triggers.some((one) => one.kind === 'stop' && one.leg === leg && one.level !== 'void' && one.tooSoonToTell !== true)
}

/** A short name for messages: the first URI, or who created it. */
export function conferenceName(conference: Conference): string {
  const [uri] = conference.uris
  return uri ?? `the conference of ${conference.creator?.user ?? 'nobody'}`
}

/**
 * Which Number-Of-Participants a record may tell: every roster value between its trigger and its sending (LV-04),
 * with overlapping events in any order (LV-03). `leg`: whom it is about, who is in afterwards, or out.
 */
export function countRange(
  conference: Conference,
  { fromUs, toUs, grainUs }: { readonly fromUs: number; readonly toUs: number; readonly grainUs: number },
  { leg: self, isIn }: { readonly leg: Leg; readonly isIn: boolean },
  count: 'users' | 'endpoints',
): { readonly low: number; readonly high: number } {
  const surely = new Set<string>()
  const maybe = new Set<string>()
  for (const leg of conference.legs) {
    const name = count === 'users' ? leg.user : `${leg.callId}|${leg.inviterTag}`
    if (leg === self) {
      if (isIn) surely.add(name)
      if (count === 'endpoints') for (const tag of leg.forks.keys()) maybe.add(`${name}|${tag}`) // LV-14
      continue
    }
    const startUs = attachedFromUs(leg)
    if (startUs === undefined || startUs > toUs) continue
    const sureUs = surelyAttachedUs(leg)
    const leavesUs = leg.bye?.first.atUs
    const leftUs = leg.bye?.answer?.atUs
    // the user's answer to the server's BYE reaches the server when it does; the server's own answer shows that it knows
    const onItsWayUs = leg.bye?.by === 'server' ? grainUs : 0
    if (leftUs !== undefined && leftUs + onItsWayUs < fromUs) continue
    maybe.add(name)
    if (count === 'endpoints') for (const tag of leg.forks.keys()) maybe.add(`${name}|${tag}`) // LV-14: a second device, for a while or for good
    if (sureUs !== undefined && sureUs <= fromUs && (leavesUs === undefined || leavesUs > toUs)) surely.add(name)
  }
  for (const name of surely) maybe.add(name)
  return { low: surely.size, high: maybe.size }
}
