// A conference that was never created was charged as one.
import { type ForbiddenRule } from './rule'

export const startForRefusedCreation: ForbiddenRule = {
  id: 'start-for-refused-creation',
  owner: 'TP_LIF_005',
  requirement: 'TS32299_6.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.299 §6.1.0 — an unsuccessful set-up is never reported by START.
  applies: (leftover) => leftover.record.type === 'start' && leftover.nearest?.of === 'turnedAway',
}
