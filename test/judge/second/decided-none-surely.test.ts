// And more: of what no record tells whose it is, and by which reading, neither judge is sure; and what is overdue holds nobody up.
import { act, decided, fault } from './decided'

decided(
  'where no granularity is declared, and by none all is well, who left has a record surely where it has one by each (LV-15)',
  [act('join', 0, 0, 7), act('expel', 8, 0, 5), act('cross cancel', 0, 3995, 9)],
  [],
  ['arrival-interim-missing', 'departure-interim-missing', 'expulsion-interim-missing'],
  {
    slips: [
      { what: 'mixed', at: 1, ms: 580 },
      { what: 'stray BYE', at: 3, ms: 246 },
    ],
    habits: { join: false, perLeg: true, declares: false },
  },
)

decided(
  'nor is it sure whether a STOP is of the end or of who left before',
  [act('answer'), act('cancel', 0, 53, 7), act('leave', 0, 0, 2), act('invite', 0, 0, 0)],
  [],
  ['arrival-interim-missing'],
  { slips: [{ what: 'mixed', at: 2, ms: 331 }], habits: { perLeg: true, declares: false, laterMs: 708 } },
)

decided(
  'an INTERIM that may be of two who came is surely of neither',
  [
    ...[act('cross cancel', 0, 0, 9), act('answer', 0, 0, 7), act('join slowly', 0, 60, 6, 2), act('wait', 0, 687, 9)],
    ...[act('bring', 0, 593, 2)],
  ],
  [fault('as interim', 0)],
  ['arrival-interim-missing', 'record-sequence', 'record-unexplained'],
  {
    conferences: 3,
    slips: [
      { what: 'mixed', at: 2, ms: 133 },
      { what: 'event for refusal', at: 1, ms: 399 },
    ],
    habits: { firstLegOnly: true, laterMs: 152 },
  },
)

decided(
  'one that names nobody, seconds after a re-INVITE, is not that (LV-08)',
  [act('bring'), act('reinvite', 0, 0, 4), act('invite', 0, 931, 4), act('bring', 5, 1316, 5), act('answer', 0, 0, 0)],
  [],
  ['interim-for-redirection', 'service-information-bits'],
  { conferences: 2, slips: [{ what: 'moved', at: 7, ms: 1 }], forms: [{ what: 'group without M', nth: 4 }] },
)

decided(
  'a session that somebody else opened, and nobody declared: what has a record by one reading alone is open',
  [act('wait', 0, 0, 7), act('stray', 0, 0, 7), act('stray', 0, 2779, 2), act('join', 0, 104, 10)],
  [],
  ['arrival-interim-missing', 'departure-interim-missing'],
  {
    slips: [
      { what: 'mixed', at: 4, ms: 116 },
      { what: 'expelled uncharged', at: 1, ms: 599 },
      { what: 'media twice', at: 2, ms: 37 },
    ],
    habits: { perLeg: true, declares: false },
  },
)

decided(
  'a record that waits for our answer holds up nothing that was overdue when it came',
  [act('reinvite', 0, 0, 2), act('cancel', 0, 3604, 8), act('reinvite', 0, 0, 7), act('send', 0, 0, 10)],
  [],
  ['interim-for-media-change'],
  { slips: [{ what: 'declared otherwise', at: 12, ms: 581 }], habits: { firstLegOnly: true, answerMs: 200 } },
)
