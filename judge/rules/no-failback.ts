// The primary one is back and gets no record.
import type { DemandRule } from './rule'

// RFC 6733 §5.5.4 — failback is wished for, not demanded
export const noFailback: DemandRule = {
  id: 'no-failback',
  owner: 'TP_PEER_009',
  requirement: 'RFC6733_5.5.4_3',
  sees: 'demand',
  onlyWarns: true,
  binding: 'diameter',
}
