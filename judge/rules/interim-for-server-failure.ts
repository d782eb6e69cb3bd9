// An invitation that failed with 5xx was charged as an arrival.
import { isOfRefusal, type ForbiddenRule } from './rule'

export const interimForServerFailure: ForbiddenRule = {
  id: 'interim-for-server-failure',
  owner: 'TP_NEG_003',
  requirement: 'TS32299_6.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.299 §6.1.0 — session records report successful sessions only.
  applies: (leftover) => leftover.record.type === 'interim' && isOfRefusal(leftover, 500, 599),
}
