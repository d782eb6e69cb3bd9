// What is behind what: a STOP, an answer of ours, a refusal, an outage.
import { act, decided, fault } from './decided'

decided(
  'the time of a record may be up while one of its session waits for our answer, and then silence says nothing (RFC 6733 §8.2)',
  [act('cross', 0, 0, 6), act('bring', 0, 0, 2, 1), act('cross cancel', 0, 483, 1), act('bring', 0, 1832, 10)],
  [],
  [],
  {
    conferences: 2,
    trouble: { what: 'slow answer', nth: 4 },
    slips: [{ what: 'expelled uncharged', at: 9, ms: 139 }],
    habits: { perLeg: true, laterMs: 1073 },
  },
)

decided(
  'what comes behind a STOP in the same moment is behind it (RFC 6733 §9.5)',
  [act('expel', 0, 0, 8), act('resend', 0, 0, 8)],
  [fault('as stop', 2)],
  ['buffered-record-missing', 'record-after-stop'],
  {
    conferences: 2,
    trouble: { what: 'broken', nth: 1 },
    slips: [{ what: 'joins early', at: 5, ms: 2 }],
    habits: { last: 'interim-then-stop', laterMs: 885 },
  },
)

decided(
  'another leg’s record is no resend of one that was refused for good, so its number was used before (RFC 6733 §7.1.5, §9.8.3)',
  [act('leave', 0, 0, 5)],
  [fault('swapped', 2)],
  ['record-number-unique-growing', 'refused-record-resent', 'rejoin-interim-missing'],
  { slips: [{ what: 'returns uncharged', at: 8, ms: 211 }], forms: [{ what: 'though refused', nth: 2 }] },
)

decided(
  'what names a call that is none of ours, and a user who is, is of other traffic (LV-25)',
  [
    act('together', 0, 0, 0),
    act('reinvite', 0, 0, 4),
    act('refer', 0, 0, 7),
    act('stray', 0, 0, 1),
    act('answer', 0, 0, 2),
    act('together', 6, 0, 1),
    act('cross cancel', 0, 0, 5),
  ],
  [fault('names another', 7, 692)],
  [],
  { habits: { between: 'others' } },
)

decided(
  'what an outage may have kept is of anybody who came before (3GPP TS 32.299 §6.1.3.1)',
  [
    act('send', 0, 0, 7),
    act('send', 0, 60, 9),
    act('fork', 5, 227, 1),
    act('cross', 0, 665, 6, 1),
    act('answer', 0, 20, 2),
    act('reinvite', 0, 0, 2),
    act('leave', 0, 356, 5, 1),
    act('join', 0, 370, 7),
    act('refer', 0, 664, 6),
    act('refer', 0, 866, 1),
    act('answer', 0, 644, 1),
    act('wait', 0, 0, 0),
  ],
  [fault('swapped', 3, 24)],
  ['join-interim-missing', 'record-number-unique-growing'],
  {
    conferences: 2,
    slips: [
      { what: 'lost in an outage', at: 1, ms: 85 },
      { what: 'joins early', at: 12, ms: 367 },
    ],
    habits: { firstLegOnly: true },
  },
)
