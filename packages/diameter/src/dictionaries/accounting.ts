// RFC 6733 §9.8: the AVPs of Diameter base accounting.
import type { AvpDefinition } from '../dictionary'
import { rowsOf } from './row'

const row = rowsOf(0)

/** Accounting, IETF AVPs. */
export const accounting: readonly AvpDefinition[] = [
  row('Acct-Session-Id', 44, 'OctetString', 'RFC 6733 §9.8.4'),
  row('Acct-Multi-Session-Id', 50, 'UTF8String', 'RFC 6733 §9.8.5'),
  row('Acct-Interim-Interval', 85, 'Unsigned32', 'RFC 6733 §9.8.2'),
  row('Accounting-Sub-Session-Id', 287, 'Unsigned64', 'RFC 6733 §9.8.6'),
  row('Accounting-Record-Type', 480, 'Enumerated', 'RFC 6733 §9.8.1', {
    values: { 1: 'EVENT_RECORD', 2: 'START_RECORD', 3: 'INTERIM_RECORD', 4: 'STOP_RECORD' },
  }),
  row('Accounting-Realtime-Required', 483, 'Enumerated', 'RFC 6733 §9.8.7', {
    values: { 1: 'DELIVER_AND_GRANT', 2: 'GRANT_AND_STORE', 3: 'GRANT_AND_LOSE' },
  }),
  row('Accounting-Record-Number', 485, 'Unsigned32', 'RFC 6733 §9.8.3'),
]
