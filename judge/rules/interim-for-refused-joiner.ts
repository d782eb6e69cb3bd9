// A user whom the server did not let in was charged as an arrival.
import { type ForbiddenRule } from './rule'

export const interimForRefusedJoiner: ForbiddenRule = {
  id: 'interim-for-refused-joiner',
  owner: 'TP_NEG_013',
  requirement: 'TS32299_6.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.299 §6.1.0 — session records report successful sessions only.
  applies: (leftover) => leftover.record.type === 'interim' && leftover.nearest?.of === 'turnedAway',
}
