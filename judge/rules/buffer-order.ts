// What was kept through an outage came in another order than it was stored in.
import type { DemandRule } from './rule'

// 3GPP TS 32.299 §6.1.3.1 — in stored order: binding where the profile declares P-BUF so
export const bufferOrder: DemandRule = {
  id: 'buffer-order',
  owner: 'TP_ERR_006',
  requirement: 'TS32299_6.1.3_5',
  sees: 'demand',
  mustWhenDeclared: { choice: 'P-BUF', as: 'all-in-order' },
  binding: 'diameter',
}
