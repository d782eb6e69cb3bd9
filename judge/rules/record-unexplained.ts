// A record that nothing on the SIP side explains.
import type { ForbiddenRule } from './rule'

export const recordUnexplained: ForbiddenRule = {
  id: 'record-unexplained',
  owner: 'TP_SEQ_015',
  requirement: 'CR_6.2.3.2_2',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 — a record reports an arrival or a departure; the last rule asked, for whatever no other rule names.
  applies: (leftover) => leftover.record.n >= 0,
}
