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
