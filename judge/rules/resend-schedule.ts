// A record was sent again too often, too seldom, too soon or too late.
import type { DemandRule } from './rule'

// 3GPP TS 32.299 §6.1.3.2 — the time and the number are configured; the profile tells them
export const resendSchedule: DemandRule = {
  id: 'resend-schedule',
  owner: 'TP_ERR_002',
  requirement: 'TS32299_6.1.3_3',
  sees: 'demand',
  claim: 'retransmission',
  binding: 'diameter',
}
