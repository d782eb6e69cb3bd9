// What is told only later: whose session it is, which leg is the first, whether Call-IDs mean anything; and what was too late for it.
import { act, decided, fault } from './decided'

decided(
  'that a record names another user says nothing of Call-IDs: where each is that of the first leg, it is no proof that it is meant (C9)',
  [act('bring', 1, 0, 1), act('expel in vain', 0, 0, 5)],
  [fault('names another', 1, 99)],
  [],
  { habits: { last: 'interim-then-stop', firstLegOnly: true } },
)

decided(
  'before its 2xx a conference has no first leg that a record could differ from (LV-01)',
  [act('bring', 0, 0, 2), act('reinvite', 0, 0, 5), act('leave', 0, 0, 8)],
  [fault('early', 5, 532)],
  ['interim-for-refused-refer', 'record-unexplained'],
  {
    conferences: 2,
    slips: [
      { what: 'resent 200', at: 3, ms: 227 },
      { what: 'refused refer', at: 1, ms: 208 },
    ],
    habits: { firstLegOnly: true },
  },
)

decided(
  'the 2xx of a fork is charged P-DELAY from its ACK, its release from the end of its BYE (LV-14)',
  [act('fork', 5, 0, 3), act('reinvite', 0, 2471, 6), act('reinvite', 0, 0, 6)],
  [],
  ['last-leaver-interim'],
  {
    slips: [
      { what: 'other request', at: 6, ms: 131 },
      { what: 'stray BYE', at: 7, ms: 190 },
      { what: 'last INTERIM', at: 3, ms: 385 },
    ],
    habits: { firstLegOnly: true, confirmed: true },
  },
)

decided(
  'what names nobody, and came before the START of its session, is of the conference that the START names',
  [act('expel slowly', 0, 0, 6), act('bring', 0, 0, 8, 1), act('send', 0, 3241)],
  [fault('late', 1)],
  ['service-information-bits'],
  { conferences: 3, forms: [{ what: 'group without M', nth: 4 }], habits: { declares: false } },
)

decided(
  'an EVENT that tells no method may be that of a MESSAGE within a session (LV-09)',
  [act('send', 0, 0, 11), act('wait', 0, 26, 9)],
  [fault('as event', 2)],
  [],
  { conferences: 2, habits: { byTime: true } },
)

decided(
  'what the participating function in the same box writes under a Session-Id of the other does not tell whose that is (LV-16)',
  [act('bring', 0, 0, 11), act('bring', 2, 0, 1), act('join slowly', 9, 0, 5)],
  [fault('missing', 12), fault('other session', 12)],
  ['buffered-record-missing', 'record-after-stop', 'stop-missing'],
  {
    conferences: 3,
    trouble: { what: 'none', nth: 1 },
    slips: [{ what: 'lost in an outage', at: 9, ms: 422 }],
    habits: { bothRoles: true },
  },
)

decided(
  'a record that names its leg takes the arrival from one that names the first leg, but not when its time was up (LV-03)',
  [act('leave', 0, 0, 7), act('bring', 0, 0, 0, 1), act('reinvite', 0, 0, 11, 1), act('wait', 0, 3050, 9)],
  [fault('late', 4, 645)],
  ['record-unexplained'],
  { conferences: 3 },
)

decided(
  'behind its STOP a conference has no INTERIM under a Session-Id that no START opened (RFC 6733 §8.8)',
  [act('bring', 0, 0, 3), act('turn away', 0, 0, 0), act('turn away', 0, 0, 2), act('expel in vain', 0, 0, 5)],
  [fault('unasked', 3)],
  ['record-unexplained'],
  { habits: { eventForRefusal: true } },
)
