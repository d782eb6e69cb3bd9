// LV-15 — whose session is it, where each leg has one? By what opened it; where that named nobody, by the first record that does.
import { resolved, type Conference, type Trigger } from '../conference'
import type { Leg } from '../leg'
import { isBeside } from '../matching'
import type { SeenRecord } from '../record'
import { namedLeg } from '../record-owner'
import type { Session } from '../sessions'
import type { Books, Planes } from './books'
import type { Excuses } from './excuses'
import { isNameless } from './waiting-records'

/** A START that was taken for that of another leg than its session turns out to be of. */
export interface Misplaced {
  readonly start: SeenRecord
  readonly from: Trigger
  /** What it is of. Where that has the START of another session which named nobody, or whom this one was taken for, either is of the other's. */
  readonly to: Trigger
}

/**
 * Whose session it is by its other records; undefined where there is none, or where the one that is there names nobody, and this one, which names
 * `named`, is the first to tell.
 */
export function legOf(session: Session, record: SeenRecord, named: Leg | undefined, books: Books): Leg | undefined {
  if (!session.records.some((one) => one !== record && books.explainedBy.has(one))) return undefined
  const isGuess = named !== undefined && named !== session.leg && onlyNameless(session, record, books) !== undefined
  return isGuess ? undefined : session.leg
}

/**
 * An interim of it told of somebody's coming or going: so the conference is accounted as a whole. An INTERIM that names Bob's leg, and was taken for
 * Carol's going, does not count: it told of neither.
 */
export function isOfWhole({ records }: Session, { explainedBy }: Books, excuses: Excuses): boolean {
  return records.some((one) => {
    const trigger = one.type === 'interim' ? explainedBy.get(one) : undefined
    if (trigger === undefined || isBeside(trigger) || excuses.namesAnother(one, trigger)) return false
    // LV-08 — the session of a leg, too, has an interim for its re-INVITE, which may have been taken for somebody's coming
    return !excuses.mayBeBeside(one, resolved(trigger.conference).triggers)
  })
}

/** 3GPP TS 32.299 §7.1.12 — all that could name somebody is optional, so the first leg need not be the right one. */
export function misplacedStart(record: SeenRecord, conference: Conference, planes: Planes, books: Books): Misplaced | undefined {
  const session = books.sessions.of(record)
  if (!session.leg) return undefined
  const start = onlyNameless(session, record, books)
  const from = start && books.explainedBy.get(start)
  if (!start || !from) return undefined
  for (const leg of otherLegs(record, session.leg, conference, planes)) {
    const to = conference.triggers.find((one) => one.leg === leg && mayBeginBy(start, one))
    if (!to || to.missing || to.late) continue
    const { record: other } = to
    if (other === undefined) return { start, from, to }
    const isFree = onlyNameless(books.sessions.of(other), record, books) === other
    const isOfFrom = namedLeg(other, planes.sip, planes.plane) === from.leg
    if ((isFree || isOfFrom) && mayBeginBy(other, from)) return { start, from, to }
  }
  return undefined
}

/** Whose its session may be instead: the leg it names, unless it is the first, which may mean nothing (ch1-facts C9); else one that waits for it. */
function otherLegs(record: SeenRecord, own: Leg, { firsts, legs, triggers }: Conference, { sip, plane }: Planes): readonly Leg[] {
  const isAwaited = (leg: Leg): boolean => triggers.some((one) => one.leg === leg && mayBeOf(record, one))
  if (isNameless(record)) return isAwaited(own) ? [] : legs.filter((leg) => leg !== own && isAwaited(leg))
  const named = namedLeg(record, sip, plane)
  return named && named !== own && !firsts.includes(named) ? [named] : []
}

/** The START of a session in which nothing else is explained, and nobody is named, but in this record. */
function onlyNameless({ records }: Session, except: SeenRecord, { explainedBy }: Books): SeenRecord | undefined {
  const others = records.filter((one) => one !== except)
  const explained = others.filter((one) => explainedBy.has(one))
  const [start] = explained
  return explained.length === 1 && start?.type === 'start' && others.every(isNameless) ? start : undefined
}

function mayBeginBy({ atUs }: SeenRecord, { kind, level, types, earliestUs }: Trigger): boolean {
  return kind !== 'mediaChange' && kind !== 'fork' && level !== 'void' && types.includes('start') && atUs >= earliestUs
}

function mayBeOf({ type, atUs }: SeenRecord, one: Trigger): boolean {
  if (one.record || one.late || one.level === 'void' || atUs < one.earliestUs) return false
  return type !== undefined && one.types.includes(type)
}
