// What holds a record up, and for how long: a standstill, a record that was refused, one that waits for our answer; and what a release allows.
import { act, decided, fault } from './decided'

decided(
  'a machine that stood still when the time of a re-INVITE was long up excuses no INTERIM for it (LV-08)',
  [
    ...[act('reinvite', 0, 0, 1, 1), act('send', 0, 0, 2), act('together', 0, 0, 1), act('turn away', 0, 0, 5)],
    ...[act('join slowly', 0, 0, 8, 1), act('expel slowly', 0, 0, 8), act('expel slowly', 0, 0, 9)],
    ...[act('reinvite', 0, 1243, 11), act('reinvite', 0, 0, 7), act('leave', 0, 0, 7, 1)],
  ],
  [fault('copied', 13)],
  ['departure-interim-doubled', 'interim-for-rejected-refer', 'record-number-unique-growing'],
  {
    conferences: 3,
    trouble: { what: 'lag', nth: 9 },
    slips: [{ what: 'refer refused', at: 1, ms: 456 }],
    habits: { eventForRefusal: true },
  },
)

decided(
  'a device that was released is past when its own time is up, whoever else answers later (LV-14)',
  [act('bring', 0, 0, 4), act('fork', 1, 0, 4), act('join', 0, 3319, 8), act('fork', 7, 0, 10)],
  [],
  ['last-leaver-interim'],
  { slips: [{ what: 'last INTERIM', at: 1, ms: 235 }], habits: { forksCharged: true } },
)

decided(
  'a record that was refused for good holds nobody up when it is sent once more (RFC 6733 §7.1.5)',
  [
    ...[act('resend', 0, 0, 6), act('cross', 0, 0, 10, 2), act('cross cancel', 0, 349, 1), act('stray', 0, 100, 6)],
    ...[act('turn away', 0, 0, 6), act('cancel', 0, 215, 2), act('leave slowly', 0, 406, 1, 1), act('turn away', 0, 315, 3)],
  ],
  [],
  ['join-interim-missing', 'refused-record-resent'],
  {
    ...{ conferences: 3, end: 'open' },
    slips: [{ what: 'joins uncharged', at: 2, ms: 478 }],
    forms: [{ what: 'though refused', nth: 0 }],
  },
)

decided(
  'nor does one that was taken in the end, once P-DELAY has passed since (RFC 6733 §8.2)',
  [
    ...[act('reinvite', 0, 0, 4, 1), act('join', 0, 0, 8, 2), act('expel in vain', 0, 0, 0, 2), act('leave', 0, 0, 3)],
    ...[act('bring', 0, 0, 3, 1), act('join', 0, 4000, 1), act('fork', 0, 0, 5)],
  ],
  [],
  ['interim-for-challenge', 'refused-record-resent'],
  {
    conferences: 3,
    slips: [{ what: 'challenged', at: 9, ms: 583 }],
    forms: [{ what: 'though refused', nth: 6 }],
    habits: { firstLegOnly: true },
  },
)

decided(
  'where a record waits for our answer as the time of another is up, the silence says nothing of that (RFC 6733 §8.2)',
  [act('answer', 0, 395, 11), act('leave', 0, 0, 0)],
  [],
  [],
  {
    conferences: 3,
    trouble: { what: 'slow answer', nth: 3 },
    slips: [{ what: 'creator leaves uncharged', at: 5, ms: 595 }],
    habits: { laterMs: 535 },
  },
)

decided(
  'where each leg has a session, whom a release lets go as the last may have its STOP with the BYE (LV-12)',
  [act('expel slowly', 0, 0, 8)],
  [fault('early', 2, 61)],
  [],
  { slips: [{ what: 'rings unanswered', at: 0, ms: 7 }], habits: { perLeg: true } },
)

decided(
  'where it is open whether each leg has a session, the STOP of who left before is that of the end, if who left last was never charged (LV-15)',
  [act('expel', 0, 0, 6)],
  [],
  ['arrival-interim-missing'],
  {
    end: 'release',
    slips: [{ what: 'refers', at: 5, ms: 181 }],
    habits: { perLeg: true, ahead: true, laterMs: 8, declares: false },
  },
)

decided(
  'whichever of those who left at the same time was the last, the BYE of the other is charged by an INTERIM (LV-11)',
  [act('join', 0, 0, 10), act('expel in vain', 5, 0, 5)],
  [fault('as start', 7)],
  ['departure-interim-doubled', 'initiator-departure-missing', 'record-sequence'],
  {
    conferences: 2,
    slips: [
      { what: 'expelled early', at: 7, ms: 2 },
      { what: 'refers', at: 6, ms: 221 },
    ],
    habits: { last: 'interim-then-stop' },
  },
)

decided(
  'of a session whose START names nobody of ours nobody knows whether that was sent before (LV-18)',
  [],
  [fault('T', 0), fault('names another', 0, 2235)],
  [],
  { conferences: 2, habits: { laterMs: 1181 } },
)

decided(
  'of which conference a session is, is open where a record of it names one that has not begun',
  [act('reinvite', 0, 0, 11, 2)],
  [fault('early', 4, 2699), fault('names another', 2, 4)],
  ['record-unexplained', 'refused-record-resent'],
  {
    ...{ conferences: 3, end: 'open' },
    slips: [{ what: 'rings in vain', at: 0, ms: 595 }],
    forms: [{ what: 'though refused', nth: 1 }],
    habits: { laterMs: 1013 },
  },
)
