// Interims by time: none came, too late, too often.
import { editOf, gone, moved } from '../edits'
import type { Red } from './row'

export const intervalFaults: readonly Red[] = [
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
