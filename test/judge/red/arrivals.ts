// An arrival that is not charged, or not as it was.
import { changed, gone, more, moved } from '../edits'
import { names, type Red } from './row'

export const arrivalFaults: readonly Red[] = [
  { purpose: 'TP_ARR_001', rule: 'arrival-interim-missing', fault: 'record removed', edit: gone('arrival:bob') },
  { purpose: 'TP_ARR_001', rule: 'arrival-interim-missing', fault: 'record 2.3 s late', edit: moved('arrival:bob', 2300) },
  { purpose: 'TP_ARR_002', rule: 'join-interim-missing', fault: 'record removed', edit: gone('join:bob') },
  { purpose: 'TP_ARR_003', rule: 'arrival-interim-early', fault: 'record 400 ms early', edit: moved('arrival:bob', -400) },
  { purpose: 'TP_ARR_005', rule: 'arrival-count', fault: 'count of before', edit: changed('arrival:bob', { count: 2 }) },
  { purpose: 'TP_ARR_006', rule: 'arrival-method', fault: 'method BYE', edit: changed('arrival:bob', { method: 'BYE' }) },
  {
    purpose: 'TP_ARR_007',
    rule: 'session-id-constant',
    fault: 'own session',
    edit: changed('arrival:bob', { session: 'im1;9;9' }),
  },
  { purpose: 'TP_ARR_008', rule: 'first-arrival-number', fault: 'a gap', edit: changed('arrival:bob', { skip: 1 }) },
  { purpose: 'TP_ARR_010', rule: 'refer-interim-early', fault: 'record at the REFER', edit: moved('arrival:bob', -790) },
  { purpose: 'TP_ARR_014', rule: 'arrival-numbers-consecutive', fault: 'a gap', edit: changed('arrival:dave', { skip: 3 }) },
  {
    purpose: 'TP_ARR_015',
    rule: 'rejoin-interim-missing',
    fault: 'second arrival removed',
    edit: (() => {
      let seen = 0
      return (plan) => (plan.label === 'arrival:bob' && ++seen % 2 === 0 ? [] : [plan])
    })(),
  },
  ...(['TP_ARR_012', 'TP_ARR_020', 'TP_SEQ_006'] as const).map((purpose): Red => ({
    purpose,
    rule: 'arrival-interim-missing',
    fault: 'record removed',
    edit: gone('arrival:bob'),
  })),
  ...(['TP_ARR_011', 'TP_ARR_013', 'TP_ARR_019'] as const).map((purpose): Red => ({
    purpose,
    rule: 'arrival-interim-missing',
    fault: 'record removed',
    edit: gone('arrival:bob'),
  })),
  {
    purpose: 'TP_ARR_011',
    rule: 'interim-for-refused-refer',
    fault: 'a record for Erin',
    edit: more('arrival:dave', 60, names('call-5', 'erin')),
  },
  {
    purpose: 'TP_ARR_023',
    rule: 'join-interim-early',
    fault: 'record 500 ms before the ACK',
    edit: moved('join:bob', -500),
  },
]
