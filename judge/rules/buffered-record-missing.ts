// What happened while no Charging Enabler could be reached was never charged.
import type { MissingRule } from './rule'

export const bufferedRecordMissing: MissingRule = {
  id: 'buffered-record-missing',
  owner: 'TP_ERR_006',
  requirement: 'TS32299_6.1.3_5',
  sees: 'missing',
  mustWhenDeclared: { choice: 'P-BUF', as: 'all-in-order' },
  // 3GPP TS 32.299 §6.1.3.1 — records are kept and sent when a CDF is there again: binding where the profile declares P-BUF so
  applies: (trigger) => trigger.throughOutage === true,
}
