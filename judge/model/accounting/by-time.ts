// Interims that no SIP made, but time: where one may stand (LV-08, P-PERIODIC), and what our Responses asked for (RFC 6733 §9.8.2).
import type { Profile } from '../../profile/schema'
import type { SeenRecord } from '../record'
import type { AskedInterval, Session } from '../sessions'

/** May this be an interim by time? It has no mark of SIP, and the server may send some: of its own accord, or because it was asked. */
export function mayBeByTime(record: SeenRecord, session: Session, { choices }: Profile): boolean {
  if (record.type !== 'interim' || record.bySip) return false
  return choices['P-PERIODIC'] === 'asked' ? wasAsked(session, record) : choices['P-PERIODIC'] !== 'not-sent'
}

/**
 * Is it surely one? Some were asked for, and the profile claims that what SIP made says so (SIP-Method): it hides nobody's arrival or departure
 * that was not charged, as one that only may be by time does.
 */
export function isByTime(record: SeenRecord, session: Session, profile: Profile): boolean {
  return profile.pics['SIP-Method'] === 'yes' && wasAsked(session, record) && mayBeByTime(record, session, profile)
}

/** Had a Response asked for interims by time before this record? One that came on its way when we took it back was asked for too. */
export function wasAsked({ asked }: Session, { n }: SeenRecord): boolean {
  return asked.some((one) => one.seconds > 0 && one.n < n)
}

/** The interval that holds, and since when: RFC 6733 §9.1 — the newest, from the first of the Responses that said so without a break. */
export function intervalOf({ asked }: Session): AskedInterval | undefined {
  const binding = asked.filter(({ isBinding }) => isBinding)
  const before = binding.findLastIndex(({ seconds }) => seconds !== binding.at(-1)?.seconds)
  return binding[before + 1]
}
