// A retransmitted INVITE or BYE was charged again.
import type { ForbiddenRule } from './rule'

export const interimForResentRequest: ForbiddenRule = {
  id: 'interim-for-resent-request',
  owner: 'TP_NEG_010',
  requirement: 'CR_6.2.3.2_2',
  sees: 'forbidden',
  // RFC 3261 §17.2 — a repeated request is absorbed by its transaction.
  applies: (leftover) =>
    leftover.record.type !== 'event' && leftover.nearest?.of === 'resend' && leftover.nearest.message !== '200',
}
