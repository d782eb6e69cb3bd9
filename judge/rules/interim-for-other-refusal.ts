// An invitation refused otherwise than with 486 was charged as an arrival.
import { isOfRefusal, type ForbiddenRule } from './rule'

export const interimForOtherRefusal: ForbiddenRule = {
  id: 'interim-for-other-refusal',
  owner: 'TP_NEG_002',
  requirement: 'TS32299_6.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.299 §6.1.0 — session records report successful sessions only.
  applies: (leftover) =>
    leftover.record.type === 'interim' && isOfRefusal(leftover, 400, 699) && leftover.nearest?.leg.refusal?.status !== 486,
}
