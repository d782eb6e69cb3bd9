// A refused invitation was charged as an arrival.
import type { ForbiddenRule } from './rule'

export const interimForRefusal: ForbiddenRule = {
  id: 'interim-for-refusal',
  owner: 'TP_NEG_001',
  requirement: 'TS32299_6.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.299 §6.1.0 — session records report successful sessions only.
  applies: (leftover) =>
    leftover.record.type === 'interim' && leftover.nearest?.of === 'attempt' && leftover.nearest.leg.cancel === undefined,
}
