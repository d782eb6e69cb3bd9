// Whose record is it? By the leg it names, by its parties, else by what is awaited.
import { resolved, type Conference, type Trigger } from './conference'
import type { ConferencePlane } from './conference-plane'
import type { Leg } from './leg'
import { partyIn } from './matching'
import type { SeenRecord } from './record'
import type { SipPlane } from './sip-plane'

/** The leg a record names by Call-ID, else by an ICID that only one leg has; of a MESSAGE outside any dialog what stands for one. */
export function namedLeg(record: SeenRecord, sip: SipPlane, plane: ConferencePlane): Leg | undefined {
  for (const callId of record.callIds) {
    const leg = sip.legsOf(callId)[0] ?? plane.formerLeg(callId)
    if (leg) return leg
  }
  if (record.icids.length === 0) return plane.pager.named(record)
  const legs = plane.conferences
    .flatMap(({ sameAs, legs: own, firsts }) => (sameAs ? [] : [...own, ...firsts.filter((one) => !own.includes(one))]))
    .filter((leg) => leg.icid !== undefined && record.icids.includes(leg.icid))
  return legs.length === 1 ? legs[0] : legs.length === 0 ? plane.pager.named(record) : undefined
}

/**
 * Without a session or a leg: the one conference in which such a record is awaited, by its parties, else by being the only one. Where none is,
 * the one in which we may have missed it while somebody stood still.
 */
export function conferenceByTime(record: SeenRecord, open: readonly Trigger[], all: readonly Trigger[]): Conference | undefined {
  const awaiting = awaitingIn(record, open)
  const conferences = awaiting.size > 0 ? awaiting : awaitingIn(record, all.filter(isMissed))
  return conferences.size === 1 ? [...conferences][0] : undefined
}

function isMissed({ level, missing, undecidable }: Trigger): boolean {
  return level === 'owed' && (missing !== undefined || undecidable !== undefined)
}

function awaitingIn(record: SeenRecord, triggers: readonly Trigger[]): ReadonlySet<Conference> {
  const awaiting = triggers.filter(
    (one) =>
      !one.record &&
      !one.late &&
      one.level !== 'void' &&
      one.types.some((type) => type === record.type) &&
      record.atUs >= one.earliestUs,
  )
  const byParty = awaiting.filter((one) => partyIn(record, one.leg.user))
  return new Set((byParty.length > 0 ? byParty : awaiting).map((one) => resolved(one.conference)))
}
