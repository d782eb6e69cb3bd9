// An invitation that was only redirected was charged as an arrival.
import { isOfRefusal, type ForbiddenRule } from './rule'

export const interimForRedirection: ForbiddenRule = {
  id: 'interim-for-redirection',
  owner: 'TP_NEG_004',
  requirement: 'TS32299_6.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.299 §6.1.0 — session records report successful sessions only.
  applies: (leftover) => leftover.record.type === 'interim' && isOfRefusal(leftover, 300, 399),
}
