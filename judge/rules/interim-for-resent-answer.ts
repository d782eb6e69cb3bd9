// A retransmitted 200 OK was charged again.
import type { ForbiddenRule } from './rule'

export const interimForResentAnswer: ForbiddenRule = {
  id: 'interim-for-resent-answer',
  owner: 'TP_NEG_009',
  requirement: 'CR_6.2.3.2_2',
  sees: 'forbidden',
  // RFC 3261 §17.1.1 — a repeated 2xx is acknowledged again and means nothing new.
  applies: (leftover) =>
    leftover.record.type !== 'event' && leftover.nearest?.of === 'resend' && leftover.nearest.message === '200',
}
