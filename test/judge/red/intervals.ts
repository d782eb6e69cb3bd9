// Interims by time: none came, too late, too often.
import { changed, editOf, gone, moved } from '../edits'
import { TIME_STAMPS } from '../stories/intervals'
import type { Red } from './row'

export const intervalFaults: readonly Red[] = [
  {
    purpose: 'TP_CNT_014',
    rule: 'time-stamps-missing',
    fault: 'no Time-Stamps, which the profile claims',
    edit: changed('departure:bob', { ims: [] }),
  },
  {
    purpose: 'TP_CNT_014',
    rule: 'time-stamps-by-time',
    fault: 'Time-Stamps in an interim by time',
    edit: changed('time:1', { ims: TIME_STAMPS }),
  },
  { purpose: 'TP_CNT_014', rule: 'interim-by-time-missing', fault: 'the interval is ignored', edit: gone('time:1') },
  {
    purpose: 'TP_SEQ_008',
    rule: 'number-behind-interim-by-time',
    fault: 'an interim by time takes two numbers',
    edit: changed('departure:bob', { skip: 1 }),
  },
  { purpose: 'TP_SEQ_008', rule: 'interim-by-time-missing', fault: 'the interval is ignored', edit: gone('time:1') },
  {
    purpose: 'TP_LIF_006',
    rule: 'interim-by-time-missing',
    fault: 'the interval is ignored',
    edit: (plan) => (plan.label.startsWith('time:') ? [] : [plan]),
  },
  { purpose: 'TP_LIF_006', rule: 'interim-by-time-missing', fault: 'one comes, and no second', edit: gone('time:2') },
  { purpose: 'TP_LIF_006', rule: 'interim-by-time-missing', fault: 'the second comes late', edit: moved('time:2', 2600) },
]

export const intervalOddities: readonly Red[] = [
  { purpose: 'TP_LIF_007', rule: 'older-interval-kept', fault: 'the first interval is kept', edit: gone('time:1') },
  { purpose: 'TP_LIF_006', rule: 'interim-by-time-early', fault: 'two at once', edit: moved('time:2', -800) },
  {
    purpose: 'TP_LIF_006',
    rule: 'interim-by-time-early',
    fault: 'each second has ten of them',
    edit: editOf('time:1', (plan) => [1, 2, 3, 4].map((nth) => ({ ...plan, atMs: plan.atMs - 900 + 100 * nth }))),
  },
]
