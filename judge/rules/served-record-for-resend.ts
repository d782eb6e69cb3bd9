// A message of a served user that came again was charged again.
import type { ForbiddenRule } from './rule'

export const servedRecordForResend: ForbiddenRule = {
  id: 'served-record-for-resend',
  owner: 'TP_NEG_028',
  requirement: 'CR_6.2.3.2_2',
  sees: 'forbidden',
  // RFC 3261 §17.1.3, §17.2.3 — a retransmission is the same message.
  applies: ({ record, nearest }) => record.type !== 'event' && nearest?.of === 'resend',
}
