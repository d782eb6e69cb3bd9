// Interims that a newer one should have overwritten were delivered.
import type { DemandRule } from './rule'

// RFC 6733 §9.5 — and TS 32.299 §6.1.3.1 wants all of them: nobody is failed for keeping more
export const bufferNotOverwritten: DemandRule = {
  id: 'buffer-not-overwritten',
  owner: 'TP_ERR_007',
  requirement: 'RFC6733_9.5_2',
  sees: 'demand',
  onlyWarns: true,
  binding: 'diameter',
}
