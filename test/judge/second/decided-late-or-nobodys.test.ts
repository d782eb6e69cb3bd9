// What is late or gone at once, and whose may be what names nobody.
import { act, decided, fault } from './decided'

decided(
  'too late for a coming is no record that tells of a going',
  [
    ...[act('bring', 0, 0, 5), act('leave', 0, 0, 1), act('resend', 0, 0, 1), act('reinvite', 0, 0, 0), act('leave', 0, 0, 9)],
    ...[act('refer', 0, 0, 5), act('resend', 0, 0, 5), act('expel slowly', 0, 0, 2), act('expel slowly', 0, 0, 1, 2)],
    ...[act('answer', 0, 2996, 6), act('bring', 0, 0, 9, 1)],
  ],
  [fault('names another', 14, 961)],
  ['arrival-interim-missing', 'interim-for-provisional', 'rejoin-interim-missing'],
  {
    conferences: 3,
    trouble: { what: 'none', nth: 9 },
    slips: [
      { what: 'arrives uncharged', at: 3, ms: 488 },
      { what: 'returns uncharged', at: 9, ms: 13 },
      { what: 'rings in vain', at: 1, ms: 248 },
    ],
    habits: { last: 'interim-then-stop', firstLegOnly: true, laterMs: 250 },
  },
)

decided(
  'whom the server told to go may be gone at once, while somebody is still invited (LV-13)',
  [act('invite', 0, 0, 0), act('expel in vain', 0, 0, 0)],
  [],
  [],
  { end: 'release', slips: [{ what: 'last INTERIM', at: 3, ms: 376 }], habits: { quietRelease: true } },
)

decided(
  'the STOP that a conference misses may be one that names nobody, under a Session-Id that nothing opened',
  [act('leave', 0, 0, 0, 1), act('answer', 0, 0, 4)],
  [fault('new session', 1)],
  [...['arrival-interim-missing', 'conferences-mixed', 'record-after-stop', 'service-information-bits'], 'session-id-constant'],
  {
    conferences: 3,
    trouble: { what: 'none', nth: 12 },
    slips: [{ what: 'mixed', at: 2, ms: 525 }],
    forms: [{ what: 'group without M', nth: 3 }],
  },
)

decided(
  'where interims by time are sent, one that names nobody may be one, or the one that the only conference misses (LV-08)',
  [act('join slowly', 0, 0, 2), act('stray', 0, 0, 5)],
  [],
  ['service-information-bits'],
  {
    trouble: { what: 'none', nth: 1 },
    slips: [{ what: 'mixed', at: 2, ms: 46 }],
    forms: [{ what: 'group without M', nth: 2 }],
    habits: { byTime: true },
  },
)

decided(
  'where a record waited for its answer as somebody’s time was up, its silence says nothing, whichever time that was (RFC 6733 §8.2)',
  [act('expel', 0, 2056, 8)],
  [],
  [],
  {
    trouble: { what: 'none', nth: 3 },
    slips: [{ what: 'expelled uncharged', at: 0, ms: 599 }],
    habits: { perLeg: true, answerMs: 200 },
  },
)

decided(
  'a record sent in the same moment waits for its answer as well (LV-18)',
  [],
  [fault('doubled', 0, 1031), fault('T', 2)],
  ['record-unexplained'],
  { conferences: 3 },
)

decided(
  'a release may close the session of each leg with the first of its BYEs (LV-12, LV-15)',
  [act('together', 0, 0, 0), act('join slowly', 0, 0, 0, 2), act('expel', 0, 0, 7, 2), act('refuse', 0, 897, 9)],
  [fault('early', 12, 958)],
  [],
  {
    conferences: 3,
    end: 'release',
    trouble: { what: 'none', nth: 4 },
    slips: [{ what: 'failed', at: 2, ms: 412 }],
    habits: { perLeg: true },
  },
)

decided(
  'an EVENT is no part of the session whose Session-Id it bears, so the MESSAGE may be of another conference (LV-09)',
  [act('send', 0, 0, 2, 1), act('bring', 0, 0, 2)],
  [],
  ['service-information-bits'],
  {
    conferences: 3,
    trouble: { what: 'none', nth: 12 },
    slips: [{ what: 'event for refusal', at: 1, ms: 334 }],
    forms: [{ what: 'group without M', nth: 3 }],
  },
)

decided(
  'an INTERIM ahead of everything, for a leg that does not exist yet, opens no session of where somebody just left (RFC 6733 §9.5)',
  [act('leave slowly', 0, 0, 7), act('cross', 0, 0, 11)],
  [fault('early', 5, 1499)],
  ['record-unexplained'],
  {
    conferences: 2,
    trouble: { what: 'none', nth: 3 },
    slips: [{ what: 'media twice', at: 12, ms: 149 }],
    habits: { last: 'interim-then-stop', declares: false, laterMs: 1121 },
  },
)

decided(
  'a START that names a leg which does not exist yet is not surely of that one’s conference',
  [],
  [fault('names another', 0, 883), fault('other session', 0, 5890)],
  ['conferences-mixed', 'session-id-constant'],
  { conferences: 2, trouble: { what: 'none', nth: 13 } },
)

decided(
  'a record that was sent when the time of a further device was up kept none of its records waiting (LV-14)',
  [act('fork', 5, 0, 3), act('reinvite', 0, 2471, 6), act('reinvite', 0, 0, 6)],
  [],
  ['last-leaver-interim'],
  {
    trouble: { what: 'none', nth: 2 },
    slips: [
      { what: 'other request', at: 6, ms: 131 },
      { what: 'stray BYE', at: 7, ms: 190 },
      { what: 'last INTERIM', at: 3, ms: 385 },
    ],
    habits: { firstLegOnly: true, confirmed: true, answerMs: 200 },
  },
)
