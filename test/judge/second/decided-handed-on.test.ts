// What a session is of whose records name nobody, or nobody yet; who hands a record on to whom; and what is too late to excuse anything.
import { act, decided, fault } from './decided'

decided(
  'a session of which nothing is named but a leg that does not exist yet is nobody’s for sure (RFC 6733 §8.8)',
  [act('expel slowly', 0, 0, 3, 2), act('bring', 0, 0, 2), act('turn away', 0, 0, 4)],
  [fault('new session', 5)],
  [],
  { conferences: 3, end: 'open', slips: [{ what: 'declared otherwise', at: 10, ms: 331 }], habits: { ahead: true } },
)

decided(
  'a record that was refused when the time of a fork was long up has held nobody up (RFC 6733 §8.2)',
  [act('bring', 0, 0, 7), act('fork', 3, 0, 0), act('invite', 1, 0, 2), act('answer', 0, 3405, 11), act('join', 7, 0, 11)],
  [],
  ['last-leaver-interim'],
  {
    trouble: { what: 'busy', nth: 8 },
    slips: [{ what: 'media twice', at: 10, ms: 600 }],
    habits: { firstLegOnly: true, laterMs: 450 },
  },
)

decided(
  'a record that tells nothing goes on to whom it can be of, where who has it can have the next one’s, and the last can do without (LV-10)',
  [act('join', 0, 0, 7)],
  [],
  ['service-information-bits'],
  {
    slips: [
      { what: 'returns uncharged', at: 6, ms: 375 },
      { what: 'resent 200', at: 12, ms: 122 },
    ],
    forms: [{ what: 'group without M', nth: 5 }],
    habits: { join: false, firstLegOnly: true, declares: false },
  },
)

decided(
  'where each leg has a session, the STOP of one under the Session-Id of another leaves open which of both is charged (LV-15)',
  [
    act('bring', 0, 0, 6),
    act('leave', 0, 0, 4),
    act('bring', 3, 0, 1),
    act('bring', 7, 0, 0),
    act('join slowly', 8, 0, 8),
    act('bring', 1, 0, 8),
    act('expel', 1, 0, 11),
    act('bring', 3, 0, 4),
    act('wait', 0, 3963, 7),
  ],
  [fault('missing', 2), fault('new session', 11), fault('new session', 0, 328)],
  ['departure-interim-missing', 'initiator-departure-missing', 'record-unexplained'],
  { habits: { perLeg: true } },
)

decided(
  'a record that may be one by time goes on in the same way (LV-08)',
  [act('together', 0, 0, 0, 1), act('leave', 0, 30, 4), act('leave', 0, 0, 1)],
  [],
  ['service-information-bits'],
  {
    conferences: 2,
    slips: [{ what: 'mixed', at: 10, ms: 562 }],
    forms: [{ what: 'group without M', nth: 3 }],
    habits: { firstLegOnly: true, declares: false },
  },
)

decided(
  'an outage of CH-1 after the time of a re-INVITE was up excuses no INTERIM for it (LV-08)',
  [
    act('reinvite', 0, 0, 5),
    act('together', 0, 0, 6),
    act('cross', 0, 0, 3),
    act('bring', 0, 0, 3),
    act('join', 8, 671, 11),
    act('expel in vain', 0, 898, 1),
    act('leave', 0, 1285, 5),
    act('send', 0, 0, 10),
  ],
  [],
  ['interim-for-stray-bye'],
  {
    trouble: { what: 'broken', nth: 6 },
    slips: [
      { what: 'refused refer', at: 8, ms: 416 },
      { what: 'stray BYE', at: 8, ms: 98 },
    ],
    habits: { firstLegOnly: true },
  },
)

decided(
  'where each leg has a session, which nothing declares, the end after legs that were never charged has no STOP of its own (LV-15)',
  [
    act('expel slowly', 0, 0, 10, 2),
    act('expel', 0, 0, 0),
    act('bring', 0, 0, 6),
    act('fork', 0, 0, 2),
    act('reinvite', 0, 0, 6),
    act('leave slowly', 0, 0, 4, 2),
    act('turn away', 0, 0, 9),
    act('expel', 0, 93, 0, 1),
    act('leave', 0, 0, 9, 1),
    act('leave', 4, 722, 8),
    act('turn away', 0, 302, 11),
    act('leave', 2, 169, 3, 1),
    act('expel slowly', 5, 1556, 2),
  ],
  [],
  ['arrival-interim-missing', 'interim-for-other-request', 'rejoin-interim-missing'],
  {
    conferences: 3,
    end: 'release',
    slips: [
      { what: 'other request', at: 11, ms: 416 },
      { what: 'mixed', at: 1, ms: 274 },
      { what: 'returns uncharged', at: 3, ms: 61 },
    ],
    habits: { perLeg: true, declares: false, laterMs: 1200 },
  },
)

decided(
  'under a Session-Id that nothing opened nobody has surely his own record (RFC 6733 §9.5)',
  [act('wait', 0, 0, 11), act('stray', 0, 3478, 3)],
  [fault('as event', 0)],
  ['arrival-interim-missing', 'record-unexplained', 'start-missing'],
  { slips: [{ what: 'arrives uncharged', at: 0, ms: 505 }], habits: { byTime: true } },
)

decided(
  'a STOP that tells of nobody, and opens a session, is not that of a conference which has its own (RFC 6733 §9.5)',
  [],
  [fault('names another', 2, 3), fault('as stop', 2)],
  ['record-after-stop', 'record-sequence', 'stop-missing'],
  { conferences: 3, habits: { laterMs: 11 } },
)

decided(
  'a START that names a leg which does not exist yet may be of who waits for one (3GPP TS 32.299 §7.1.12)',
  [act('cancel', 0, 1661, 4)],
  [fault('names another', 1, 3)],
  [],
  { conferences: 3, end: 'open', slips: [{ what: 'resent INVITE', at: 10, ms: 179 }] },
)

decided(
  'a record of another session may have waited for our answer just so long that nothing can be said (RFC 6733 §8.2)',
  [act('answer', 0, 395, 11), act('leave', 0, 0, 0)],
  [],
  [],
  {
    conferences: 3,
    trouble: { what: 'slow answer', nth: 3 },
    slips: [{ what: 'creator leaves uncharged', at: 5, ms: 595 }],
    habits: { perLeg: true, laterMs: 535 },
  },
)
