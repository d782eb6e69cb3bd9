// Mutant: the Acct-Interim-Interval of a Response is not heeded.
import type { Mutant } from './mutant'

/** The Acct-Interim-Interval of a Response is not heeded: no INTERIM comes by time. */
export const interimIntervalIgnored: Mutant = {
  id: 'interim-interval-ignored',
  family: 'time',
  description: 'The Acct-Interim-Interval of a Response is not heeded: no INTERIM comes by time.',
  names: [
    { purpose: 'TP_LIF_006', rule: 'interim-by-time-missing' },
    { purpose: 'TP_SEQ_008', rule: 'interim-by-time-missing' },
    { purpose: 'TP_CNT_014', rule: 'interim-by-time-missing' },
    { purpose: 'TP_LIF_007', rule: 'older-interval-kept', as: 'warning' },
  ],
  touches: ['TP_LIF_008'],
  seams: {
    rf: (next) => ({
      answered: ({ interimIntervalS: _, ...answer }) => next.answered(answer),
    }),
  },
}
