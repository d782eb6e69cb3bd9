// A challenge to an invitation was charged as an arrival.
import { isOfRefusal, type ForbiddenRule } from './rule'

export const interimForChallenge: ForbiddenRule = {
  id: 'interim-for-challenge',
  owner: 'TP_NEG_012',
  requirement: 'TS32299_6.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.299 §6.1.0 — 401 and 407 ask for credentials: nobody has arrived yet.
  applies: (leftover) =>
    leftover.record.type === 'interim' && (isOfRefusal(leftover, 401, 401) || isOfRefusal(leftover, 407, 407)),
}
