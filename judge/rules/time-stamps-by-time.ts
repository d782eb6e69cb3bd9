// An interim that time made tells when a SIP message came.
import type { ForbiddenRule } from './rule'

export const timeStampsByTime: ForbiddenRule = {
  id: 'time-stamps-by-time',
  owner: 'TP_CNT_014',
  requirement: 'TS32260_6.3.2_3',
  sees: 'forbidden',
  expected: 'no Time-Stamps in an INTERIM that no SIP message made',
  // 3GPP TS 32.260 T6.3.2.1 note 3 — Time-Stamps stand in what SIP made; nothing in SIP explains this one, and our Response asked for some by time
  applies: ({ record, isAsked }) =>
    isAsked &&
    record.type === 'interim' &&
    record.sipMethod === undefined &&
    record.content.has('Service-Information/IMS-Information/Time-Stamps'),
}
