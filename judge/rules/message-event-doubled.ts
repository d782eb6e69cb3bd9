// A pager-mode MESSAGE made two EVENTs that say the same.
import type { SeenRecord } from '../model/record'
import type { ForbiddenRule, Leftover } from './rule'

export const messageEventDoubled: ForbiddenRule = {
  id: 'message-event-doubled',
  owner: 'TP_EVT_001',
  requirement: 'TS32299_6.1_2',
  sees: 'forbidden',
  // A server that reports for the sender and for the recipients has two for one MESSAGE (LV-16): they differ in whom or what they report for.
  applies: isMessageDoubled,
}

/** Does the record name a MESSAGE outside any dialog, by Call-ID or ICID? */
export function isOfMessage({ conference }: Leftover): boolean {
  return conference?.isOfMessages === true
}

/** Does it say nothing that the EVENT which was taken for that MESSAGE does not say? */
export function isMessageDoubled({ record, conference }: Leftover): boolean {
  if (record.type !== 'event') return false
  return (
    conference?.triggers.some((one) => one.kind === 'message' && one.record && saysOf(one.record) === saysOf(record)) === true
  )
}

const ROLES = [
  'Service-Information/**/Application-Service-Type',
  'Service-Information/IMS-Information/Role-Of-Node',
  'Service-Information/PoC-Information/PoC-Server-Role',
]

/** For whom, and in which role, it reports which transaction. */
function saysOf({ callIds, icids, parties, content }: SeenRecord): string {
  return JSON.stringify([callIds, icids, parties, ROLES.map((path) => content.scalars(path).map(String))])
}
