// And more: which occasion a record is of that may be of several, where one must have it and another can do without.
import { act, decided, fault } from './decided'

decided(
  'a release may go uncharged but for the last one (LV-11, LV-12): where one INTERIM comes, which tells of nobody, it is the last one’s',
  [act('together', 0, 0, 1), act('leave', 0, 0, 7)],
  [],
  [],
  { end: 'release', habits: { last: 'interim-then-stop', firstLegOnly: true, quietRelease: true } },
)

decided(
  'who came and was sent away while a CANCEL was on its way need not be charged: the INTERIM is of who leaves then, as the last (LV-11)',
  [act('invite', 0, 0, 4), act('cross cancel', 0, 0, 2), act('expel slowly', 0, 653, 7)],
  [],
  [],
  { habits: { last: 'interim-then-stop', departAtBye: true } },
)

decided(
  'of which conference a session is, is open once a record is sent again and names another leg than at first (RFC 6733 §9.4)',
  [act('leave')],
  [fault('resent otherwise', 5)],
  [
    ...['arrival-interim-missing', 'conferences-mixed', 'record-unexplained', 'rejoin-interim-missing'],
    'service-information-bits',
  ],
  {
    conferences: 3,
    slips: [
      { what: 'returns uncharged', at: 0, ms: 414 },
      { what: 'mixed', at: 0, ms: 6 },
    ],
    forms: [{ what: 'group without M', nth: 5 }],
  },
)

decided(
  'under a Session-Id that nothing opened, what names nobody may be what one of several conferences misses (3GPP TS 32.299 §7.1.12)',
  [act('bring', 0, 25, 4)],
  [fault('new session', 3)],
  ['service-information-bits'],
  { conferences: 2, forms: [{ what: 'group without M', nth: 3 }], habits: { byTime: true } },
)

decided(
  'an INTERIM that may be of the re-INVITE it names chose nothing of a joiner (LV-08, LV-10)',
  [act('join slowly', 0, 0, 11), act('reinvite', 0, 0, 9)],
  [],
  [],
  { habits: { join: false, startAtAck: true } },
)

decided(
  'a START that names nobody may be of either leg that has a session, and chose no point of time (LV-06, LV-15)',
  [],
  [],
  ['service-information-bits'],
  { forms: [{ what: 'group without M', nth: 0 }], habits: { startAtAck: true, perLeg: true, confirmed: true, laterMs: 58 } },
)

decided(
  'a record that was taken holds nobody up when it is sent once more (RFC 6733 §8.2)',
  [],
  [fault('late', 1, 1057)],
  ['answered-record-resent', 'stop-missing'],
  { forms: [{ what: 'though answered', nth: 0 }] },
)

decided(
  'how long the server has in whom it told to go, and who never answered, is its own affair, and so is who leaves as the last (LV-13)',
  [
    ...[act('together', 0, 0, 1), act('expel in vain', 0, 0, 0), act('send', 0, 1264, 9), act('cancel', 0, 3991, 9)],
    ...[act('leave', 0, 322, 2), act('answer', 0, 703, 11), act('leave slowly', 0, 0, 10)],
  ],
  [],
  [],
  { slips: [{ what: 'challenged', at: 8, ms: 595 }], habits: { laterMs: 33 } },
)

decided(
  'a record that may be of whom the server told to go, and who has not answered, is of whom it must charge (LV-13)',
  [act('join', 0, 0, 8), act('expel in vain', 7, 0, 3), act('join', 0, 0, 8), act('expel slowly', 0, 0, 5)],
  [],
  [],
  { habits: { departAtBye: true } },
)
