// Which choice a record, or its absence, shows. Only what leaves no doubt: a slow server must not look like another choice.
import type { Profile } from '../../profile/schema'
import type { ChoiceMark } from '../choices'
import { messageChoice, statusOf } from '../pager'
import { isEndedBy, resolved, type Trigger } from '../conference'
import type { SeenRecord } from '../record'
import type { Session } from '../sessions'
import { releasedByServer } from '../trigger-state'
import { mayBeByTime } from './by-time'

/** What the record of this trigger shows. `tells`: it says whose it is. */
export function choicesByRecord(
  record: SeenRecord,
  trigger: Trigger,
  tells: boolean,
  session: Session,
  profile: Profile,
): readonly ChoiceMark[] {
  if (trigger.kind === 'message') return ofMessage(trigger, 'sent')
  if (mayBeByTime(record, session, profile)) return []
  return [
    ...granularity(record, trigger),
    // LV-04, LV-15 — a START that names nobody may be that of another leg
    ...(tells || record.type !== 'start' || profile.choices['P-GRAN'] === 'conference'
      ? startPoint(record, trigger, profile)
      : []),
    ...departurePoint(record, trigger, profile),
    ...(trigger.kind === 'join' ? [['P-JOIN', 'charged'] as const] : []),
    ...(isOfRefused(record, trigger, profile) ? [['P-DEP-NO200', 'interim'] as const] : []),
    ...(trigger.kind === 'departure' && endsWith(trigger) && record.type === 'interim'
      ? [['P-LAST', 'interim-then-stop'] as const]
      : []),
  ]
}

/** What a trigger shows whose time passed in full view of the CH-1 side, when no record came and the conference was charged to its end. */
export function choicesByAbsence(trigger: Trigger, profile: Profile): readonly ChoiceMark[] {
  if (trigger.record || trigger.late || !trigger.quiet) return []
  if (trigger.kind === 'message') return ofMessage(trigger, 'not-sent')
  if (trigger.kind === 'join') return [['P-JOIN', 'not-charged']]
  if (wasRefusedForNothing(trigger, profile)) return [['P-DEP-NO200', 'none']]
  return trigger.kind === 'departure' && endsWith(trigger) ? [['P-LAST', 'stop']] : []
}

/** Was the end of the conference charged after this? From then on, what did not come will not come. */
export function isClosed(trigger: Trigger): boolean {
  return trigger.conference.triggers.some(
    (one) => one.kind === 'stop' && one.record !== undefined && one.cause.n >= trigger.cause.n,
  )
}

/** RFC 6733 §9.8.3, P-NUM — the numbers of a whole session that came over one connection. `session` ends with its STOP. */
export function numbering(session: readonly SeenRecord[]): readonly ChoiceMark[] {
  const [first] = session
  if (!first || session.some((one) => one.conn !== first.conn || one.enabler !== first.enabler)) return []
  if (first.type !== 'start' || session.some((one) => one.number === undefined)) return []
  return [['P-NUM', session.every((one, i) => one.number === i) ? 'from-0-by-1' : 'growing']]
}

/** LV-09 — what the SUT turned away at its door shows nothing. */
function ofMessage({ leg, copies = [] }: Trigger, value: 'sent' | 'not-sent'): readonly ChoiceMark[] {
  const status = statusOf(leg)
  if (status === undefined || (status >= 300 && (status < 400 || copies.length === 0))) return []
  return [[messageChoice(status), value]]
}

/** LV-15 */
function granularity(record: SeenRecord, { kind, leg, conference }: Trigger): readonly ChoiceMark[] {
  if (kind === 'arrival' && conference.creator === leg) return [] // it opened the session of a conference
  const isFirst = !conference.triggers.some((one) => one.record?.type === 'start' && one.record !== record)
  if (record.type === 'start' && isFirst) return [] // so did this, of two that came at the same time (LV-03)
  if (kind !== 'arrival' && kind !== 'join' && kind !== 'departure' && kind !== 'expulsion') return []
  return [['P-GRAN', record.type === 'interim' ? 'conference' : 'leg']]
}

/** LV-06, LV-07 — sent before the ACK was sent to the SUT: at the 2xx. At the ACK only where the ACK let wait for it. */
function startPoint(record: SeenRecord, { kind, leg }: Trigger, profile: Profile): readonly ChoiceMark[] {
  if (kind !== 'start' && kind !== 'join') return []
  const choice = kind === 'start' ? 'P-START' : 'P-ARR-POINT'
  if (!leg.ack || record.n < leg.ack.n) return [[choice, '2xx']]
  const waitedUs = leg.ack.atUs - (leg.answer?.atUs ?? leg.ack.atUs)
  return waitedUs >= profile.windows.early * 1000 ? [[choice, 'ack']] : []
}

/** LV-07 — sent before the first answer to the BYE was sent to the SUT: at the BYE. At the 2xx only where it let wait for it. */
function departurePoint(record: SeenRecord, { kind, leg }: Trigger, profile: Profile): readonly ChoiceMark[] {
  if (kind !== 'expulsion' || !leg.bye) return []
  const { first, firstAnswer, answer } = leg.bye
  if (!firstAnswer || record.n < firstAnswer.n) return profile.choices['P-DEP-POINT'] === '2xx' ? [] : [['P-DEP-POINT', 'bye']] // declared 2xx: then it is charged too early
  const waited = firstAnswer.atUs - first.atUs >= profile.windows.early * 1000
  return waited && answer && answer.status < 300 ? [['P-DEP-POINT', '2xx']] : []
}

/** RFC 3261 §15.1.1 — the answers that end the dialog as well as a 2xx would. */
const DIALOG_IS_GONE: readonly number[] = [408, 481]

/**
 * LV-13 — a record for a BYE of the server that had no 2xx, once that was certain: by its answer, or by timer F. Only where the BYE itself is
 * declared to be no occasion, and where the record says that it is of this leg and of its BYE; behind a B2BUA the server sees other answers.
 */
function isOfRefused(record: SeenRecord, { kind, leg }: Trigger, { sut, choices, topology, timers }: Profile): boolean {
  const { bye } = leg
  if (sut.role !== 'controlling' || topology.sip === 'b2bua' || choices['P-DEP-POINT'] !== '2xx') return false
  if (kind !== 'expulsion' || !bye || bye.by !== 'server' || bye.accepted || bye.crossed) return false
  if (record.type !== 'interim' || record.sipMethod !== 'BYE' || !record.callIds.includes(leg.callId)) return false
  const { answer } = bye
  if (!answer) return record.atUs >= bye.first.atUs + 64_000 * timers.t1Ms // RFC 3261 §17.1.2.2
  return DIALOG_IS_GONE.includes(answer.status)
}

/**
 * LV-13 — nothing for a BYE that was refused, of a user whose coming was told by an INTERIM: had the server meant to charge it, it would have.
 * Not where the server let all go (LV-12), nor where this was the last.
 */
function wasRefusedForNothing(trigger: Trigger, { sut, topology }: Profile): boolean {
  const { kind, leg, refused, conference } = trigger
  const { bye } = leg
  if (sut.role !== 'controlling' || topology.sip === 'b2bua' || kind !== 'expulsion' || !refused) return false
  if (!bye?.answer || bye.crossed || !DIALOG_IS_GONE.includes(bye.answer.status)) return false
  const { triggers } = resolved(conference)
  const came = triggers.find((one) => one.leg === leg && (one.kind === 'arrival' || one.kind === 'join'))
  return came?.record?.type === 'interim' && !endsWith(trigger) && !releasedByServer(resolved(conference), trigger)
}

/** Was it this departure that ended the conference? */
function endsWith(trigger: Trigger): boolean {
  return isEndedBy(trigger.conference, trigger.leg)
}
