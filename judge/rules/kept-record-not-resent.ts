// A record that had no answer when the server went down did not come again, or came as if for the first time.
import type { DemandRule } from './rule'

// RFC 6733 §9.4 — storage is optional: that nothing comes again is a fail only where the vendor claims a buffer that outlives the server
export const keptRecordNotResent: DemandRule = {
  id: 'kept-record-not-resent',
  owner: 'TP_ERR_022',
  requirement: 'RFC6733_9.4_2',
  sees: 'demand',
  claim: 'non-volatile-buffer',
  binding: 'diameter',
}
