// A joining user was charged before its ACK, where the profile declares the ACK.
import { type ForbiddenRule, type Leftover } from './rule'

export const joinInterimEarly: ForbiddenRule = {
  id: 'join-interim-early',
  owner: 'TP_ARR_023',
  requirement: 'TS32260_5.2.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.260 T5.2.1.1-2 — the ACK that completes the INVITE is the occasion; LV-07: the profile says which.
  applies: (leftover) =>
    leftover.record.type === 'interim' &&
    leftover.leg?.by === 'user' &&
    leftover.record.atUs < (leftover.leg.ack?.atUs ?? Infinity) &&
    !isCharged(leftover),
}

/** Has the joining its record? Then this is one too many, and not one too early. */
function isCharged({ conference, leg }: Leftover): boolean {
  return conference?.triggers.some((one) => one.kind === 'join' && one.leg === leg && one.record !== undefined) === true
}
