// A departure that is not charged, or not as it was.
import { changed, editOf, gone, more } from '../edits'
import type { Red } from './row'

export const departureFaults: readonly Red[] = [
  { purpose: 'TP_DEP_001', rule: 'departure-interim-missing', fault: 'record removed', edit: gone('departure:bob') },
  { purpose: 'TP_DEP_002', rule: 'departure-interim-doubled', fault: 'record doubled', edit: more('departure:bob', 5) },
  { purpose: 'TP_DEP_003', rule: 'expulsion-interim-missing', fault: 'record removed', edit: gone('departure:bob') },
  { purpose: 'TP_DEP_006', rule: 'departure-count', fault: 'count of before', edit: changed('departure:bob', { count: 3 }) },
  {
    purpose: 'TP_DEP_007',
    rule: 'departure-method',
    fault: 'method INVITE',
    edit: changed('departure:bob', { method: 'INVITE' }),
  },
  {
    purpose: 'TP_DEP_009',
    rule: 'last-leaver-interim',
    fault: 'an INTERIM before the STOP',
    edit: editOf('stop:alice', (plan) => [
      { ...plan, label: 'more', type: 'interim', count: 0 },
      { ...plan, atMs: plan.atMs + 2 },
    ]),
  },
  { purpose: 'TP_DEP_009', rule: 'stop-missing', fault: 'STOP removed', edit: gone('stop:alice') },
  { purpose: 'TP_DEP_015', rule: 'initiator-departure-missing', fault: 'record removed', edit: gone('departure:alice') },
  ...(['TP_DEP_020', 'TP_SEQ_005', 'TP_ERR_015', 'TP_ERR_017', 'TP_ERR_023', 'TP_ERR_024'] as const).map((purpose): Red => ({
    purpose,
    rule: 'departure-interim-missing',
    fault: 'record removed',
    edit: gone('departure:bob'),
  })),
  {
    purpose: 'TP_DEP_020',
    rule: 'departure-numbers-consecutive',
    fault: 'a gap',
    edit: changed('departure:carol', { skip: 2 }),
  },
  {
    purpose: 'TP_DEP_008',
    rule: 'cause-in-interim',
    fault: 'Cause-Code 0',
    edit: changed('departure:bob', { ims: [['Cause-Code', 0]] }),
  },
  {
    purpose: 'TP_DEP_008',
    rule: 'cause-in-interim',
    fault: 'a Reason-Header',
    edit: changed('departure:bob', { ims: [['Reason-Header', 'SIP;cause=200']] }),
  },
]
