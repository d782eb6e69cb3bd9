// Why an occasion may go without a record: it need not be charged, or nothing was opened for it that could be closed.
import { resolved, type Trigger } from '../conference'
import type { Leg } from '../leg'
import { isBeside } from '../matching'
import type { SeenRecord } from '../record'
import { namedLeg } from '../record-owner'
import { releasedByServer } from '../trigger-state'
import type { Planes } from './books'

/** Why a record that did not come is none that is missing. */
export const NO_SESSION = 'no record came, nor did one when the user came: where each has a session, this one has none'

/** Its time is up without a record, and it can do without one. */
export function goWithout(trigger: Trigger): void {
  trigger.spared = true
  trigger.undecidable = 'no record came; here one is permitted, not owed'
}

export class Excuses {
  private readonly planes: Planes

  constructor(planes: Planes) {
    this.planes = planes
  }

  /**
   * LV-15 — its session started when it came, so it stops when it goes, whoever ends the conference. What opens the session of a conference as well, the
   * START of the first leg or of the first served user, shows that only where it is declared.
   */
  hasOwnSession({ leg, conference }: Trigger): boolean {
    const { sut, choices } = this.planes.profile
    const declared = choices['P-GRAN']
    if (declared === 'conference' || (declared !== 'leg' && sut.role === 'participating')) return false
    return resolved(conference).triggers.some(
      (one) => one.leg === leg && one.record?.type === 'start' && (declared === 'leg' || one.kind !== 'start'),
    )
  }

  /** It may go without a record: charged or not, the server is right (LV-10, LV-13), as it is while it releases the whole conference (LV-12). */
  canDoWithout(trigger: Trigger): boolean {
    if (trigger.level === 'permitted') return true
    return releasedByServer(resolved(trigger.conference), trigger) && !this.hasOwnSession(trigger)
  }

  /**
   * LV-10, LV-15 — a user joined, which was not charged, nor declared to be; now it leaves. Where each leg has a session, none was started for
   * it, and so there is none to stop (RFC 6733 §8.2). Whether each has one is declared, or shows in that no interim tells of a coming or going.
   */
  hasNoSession({ kind, leg, conference }: Trigger): boolean {
    const { sut, choices } = this.planes.profile
    if (kind !== 'departure' && kind !== 'expulsion' && kind !== 'stop') return false
    const { firsts, triggers } = resolved(conference)
    if (sut.role === 'participating' || leg.by === 'server' || firsts.includes(leg)) return false
    if (choices['P-JOIN'] === 'charged' || choices['P-GRAN'] === 'conference') return false
    const charged = triggers.filter(({ record }) => record !== undefined && !this.mayBeBeside(record, triggers))
    if (charged.some((one) => one.leg === leg && one.kind === 'join')) return false
    if (choices['P-GRAN'] === 'leg') return true
    return !charged.some((one) => one.record?.type === 'interim' && !isBeside(one))
  }

  /**
   * LV-15 — the end came with an invitation that came to nothing, or with one whose coming misses its record, and who left before, the last whose
   * coming has its record, was charged by a STOP: where each leg has a session, which nothing declares, that was the last, and where the conference
   * has one, it came as that one left.
   */
  wasStoppedBefore({ kind, leg, conference }: Trigger): boolean {
    if (kind !== 'stop' || this.planes.profile.choices['P-GRAN'] !== 'unknown') return false
    const { triggers } = resolved(conference)
    const isUncharged = (who: Leg): boolean => triggers.some((one) => one.leg === who && isComing(one) && one.missing)
    if (leg.answer !== undefined && !isUncharged(leg)) return false
    const left = triggers.filter((one) => one.leg !== leg && (one.kind === 'departure' || one.kind === 'expulsion'))
    return left.findLast((one) => !isUncharged(one.leg))?.record?.type === 'stop'
  }

  /** It names a leg that is neither that of its trigger nor the first, which may be named whatever a record is of (ch1-facts C9). */
  namesAnother(record: SeenRecord, { leg, conference }: Trigger): boolean {
    const named = namedLeg(record, this.planes.sip, this.planes.plane)
    return named !== undefined && named !== leg && !resolved(conference).firsts.includes(named)
  }

  /** LV-08 — it names a leg whose re-INVITE it may be of, as that has no record. */
  mayBeBeside(record: SeenRecord, triggers: readonly Trigger[]): boolean {
    const named = namedLeg(record, this.planes.sip, this.planes.plane)
    return triggers.some((one) => isBeside(one) && one.leg === named && !one.record && one.earliestUs <= record.atUs)
  }
}

function isComing({ kind }: Trigger): boolean {
  return kind === 'arrival' || kind === 'join'
}
