// The INTERIM that a faulty server sends where a STOP is due.
import type { RecordDraft } from '../im-server/charging/record'

/** The same occasion as INTERIM: nobody is in any more, and there is no Cause-Code (TS 32.260 Table 6.3.2.1). */
export function asInterim({ causeCode: _none, ...draft }: RecordDraft): RecordDraft {
  return { ...draft, type: 'interim', participants: 0 }
}
