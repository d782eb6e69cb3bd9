// The answer on SIP waited for ours on CH-1.
import type { DemandRule } from './rule'

// ch1-facts E15, LV-30 — the principle of offline charging, from memory: it warns
export const sipWaitsForResponse: DemandRule = {
  id: 'sip-waits-for-response',
  owner: 'TP_ERR_019',
  requirement: 'E15_1',
  sees: 'demand',
  onlyWarns: true,
  binding: 'diameter',
}
