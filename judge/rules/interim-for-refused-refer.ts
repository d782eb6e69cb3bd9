// A referred user who refused was charged as an arrival.
import { isOfRefusal, type ForbiddenRule } from './rule'

export const interimForRefusedRefer: ForbiddenRule = {
  id: 'interim-for-refused-refer',
  owner: 'TP_NEG_015',
  requirement: 'TS32299_6.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.299 §6.1.0 — session records report successful sessions only.
  applies: (leftover) =>
    leftover.record.type === 'interim' && isOfRefusal(leftover, 300, 699) && leftover.nearest?.leg.referred === true,
}
