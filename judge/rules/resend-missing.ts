// A record without an answer was not sent again.
import type { DemandRule } from './rule'

// 3GPP TS 32.299 §6.1.3.2 — the client *may* send again (LV-19): a fail only where the vendor claims that it does
export const resendMissing: DemandRule = {
  id: 'resend-missing',
  owner: 'TP_ERR_001',
  requirement: 'TS32299_6.1.3_2',
  sees: 'demand',
  claim: 'retransmission',
  binding: 'diameter',
}
