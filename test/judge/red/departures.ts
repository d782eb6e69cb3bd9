// A departure that is not charged, or not as it was.
import { changed, editOf, gone, more, moved } from '../edits'
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
  { purpose: 'TP_DEP_004', rule: 'expulsion-interim-early', fault: 'record at the BYE', edit: moved('departure:bob', -690) },
  ...(['TP_DEP_005', 'TP_DEP_011', 'TP_DEP_012'] as const).map((purpose): Red => ({
    purpose,
    rule: 'expulsion-interim-missing',
    fault: 'record removed',
    edit: gone('departure:bob'),
  })),
  { purpose: 'TP_DEP_012', rule: 'departure-interim-doubled', fault: 'a record for each BYE', edit: more('departure:bob', 5) },
  { purpose: 'TP_DEP_013', rule: 'departure-interim-doubled', fault: 'two records', edit: more('departure:bob', 5) },
  { purpose: 'TP_DEP_014', rule: 'departure-interim-doubled', fault: 'two records', edit: more('departure:bob', 5) },
  { purpose: 'TP_DEP_017', rule: 'departure-interim-missing', fault: 'record removed', edit: gone('departure:bob') },
  { purpose: 'TP_DEP_018', rule: 'unacknowledged-unbalanced', fault: 'only the arrival charged', edit: gone('departure:bob') },
  ...(['TP_DEP_010', 'TP_LIF_003'] as const).flatMap((purpose): readonly Red[] => {
    const label = purpose === 'TP_LIF_003' ? 'stop:bob' : 'stop:alice'
    return [
      { purpose, rule: 'stop-missing', fault: 'STOP removed', edit: gone(label) },
      { purpose, rule: 'record-after-stop', fault: 'a second STOP', edit: more(label, 20) },
    ]
  }),
]
