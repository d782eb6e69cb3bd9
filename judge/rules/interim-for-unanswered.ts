// An invitation that nobody answered was charged as an arrival.
import { isWhileRinging, type ForbiddenRule } from './rule'

export const interimForUnanswered: ForbiddenRule = {
  id: 'interim-for-unanswered',
  owner: 'TP_NEG_006',
  requirement: 'TS32299_6.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.299 §6.1.0 — session records report successful sessions only; without any answer there is none.
  applies: (leftover) => {
    if (leftover.record.type !== 'interim' || !isWhileRinging(leftover) || !leftover.nearest) return false
    const { ringing, answer, refusal, cancel } = leftover.nearest.leg
    return (ringing ?? answer ?? refusal ?? cancel) === undefined
  },
}
