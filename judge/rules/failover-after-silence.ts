// A record that one enabler never answered went to no other.
import type { DemandRule } from './rule'

// 3GPP TS 32.299 §6.1.3.2 — after the last resend follows the procedure for a lost connection: the secondary CDF
export const failoverAfterSilence: DemandRule = {
  id: 'failover-after-silence',
  owner: 'TP_ERR_003',
  requirement: 'TS32299_6.1.3_4',
  sees: 'demand',
  claim: 'failover',
  binding: 'diameter',
}
