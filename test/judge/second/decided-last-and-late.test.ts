// And more: who of those who leave together is told by the STOP, and until when a record may be of what need not be charged.
import { act, decided, fault } from './decided'

decided(
  'whoever was told to go, and never answered, leaves once: his leaving explains no two INTERIMs (LV-13)',
  [
    ...[act('leave', 0, 0, 5), act('bring', 0, 0, 11, 2), act('expel in vain', 0, 0, 2, 2)],
    ...[act('leave', 0, 0, 9, 1), act('expel', 0, 0, 11, 2)],
  ],
  [],
  ['interim-for-stray-bye'],
  { conferences: 3, slips: [{ what: 'stray BYE', at: 10, ms: 494 }] },
)

decided(
  'a BYE that is refused need not be the end, nor need it be by an invitation that comes to nothing behind it (LV-13)',
  [act('invite', 0, 0, 9), act('expel in vain', 0, 0, 9)],
  [],
  [],
  { end: 'release', habits: { quietRelease: true } },
)

decided(
  'what may be charged, and need not be, explains no record four seconds later: a 2xx that crossed a CANCEL, and its BYE',
  [act('invite', 0, 0, 4), act('cross cancel', 0, 0, 2), act('turn away', 0, 2546, 8), act('wait', 0, 0, 11)],
  [],
  ['last-leaver-interim'],
  { slips: [{ what: 'resent INVITE', at: 10, ms: 309 }], habits: { firstLegOnly: true, laterMs: 1018 } },
)

decided(
  'nor does a re-INVITE, whatever is refused after that record came (LV-08)',
  [act('reinvite', 0, 0, 2, 1), act('expel slowly', 0, 2616, 3), act('expel slowly', 0, 0, 1)],
  [],
  ['interim-for-rejected-refer', 'refused-record-resent'],
  { conferences: 3, slips: [{ what: 'refer refused', at: 12, ms: 482 }], forms: [{ what: 'though refused', nth: 5 }] },
)

decided(
  'an INTERIM of a stranger under the Session-Id of an EVENT is of no session (RFC 6733 §8.8, LV-09)',
  [
    ...[act('bring', 0, 0, 2, 1), act('leave', 0, 0, 5), act('fork', 0, 0, 10), act('turn away', 0, 0, 5)],
    ...[act('expel slowly', 0, 0, 9, 1), act('together', 0, 0, 2), act('turn away', 0, 0, 5)],
  ],
  [fault('unasked', 12)],
  ['arrival-interim-early', 'record-unexplained'],
  { conferences: 3, slips: [{ what: 'rings', at: 0, ms: 594 }], habits: { eventForRefusal: true, forksCharged: true } },
)

decided(
  'nor is it where INTERIMs may come by time (LV-08)',
  [
    ...[act('turn away', 0, 0, 8), act('bring', 0, 0, 10), act('wait', 0, 0, 9), act('bring', 4, 0, 2), act('bring', 3, 0, 8)],
    ...[act('leave', 0, 0, 1), act('leave', 0, 0, 0), act('turn away', 0, 0, 4), act('join', 0, 375, 5)],
  ],
  [fault('unasked', 9, 298), fault('missing', 10, 477)],
  ['interim-for-server-failure', 'record-unexplained', 'rejoin-interim-missing'],
  { slips: [{ what: 'failed', at: 1, ms: 184 }], habits: { eventForRefusal: true, byTime: true } },
)

decided(
  'where each leg has a session, it stops when its user leaves, whoever is still invited (LV-15)',
  [act('invite', 0, 0, 2)],
  [fault('missing', 1)],
  ['stop-missing'],
  { habits: { perLeg: true } },
)

decided(
  'an EVENT before the ACK is no INTERIM that came too early: that is missing (LV-09)',
  [act('cross', 0, 0, 0), act('wait')],
  [fault('as event', 3)],
  ['join-interim-missing', 'record-unexplained'],
  { conferences: 2, slips: [{ what: 'joins early', at: 1, ms: 328 }] },
)

decided(
  'where a conference is declared to have one session, a second one makes the first leg in each record mean no more (ch1-facts C9)',
  [act('expel slowly', 0, 2467, 9, 2)],
  [],
  ['initiator-departure-missing', 'interim-for-media-change', 'session-id-constant', 'start-for-media-change'],
  {
    conferences: 3,
    slips: [
      { what: 'media twice', at: 6, ms: 245 },
      { what: 'refused creation', at: 7, ms: 495 },
      { what: 'creator leaves uncharged', at: 10, ms: 293 },
    ],
    habits: { firstLegOnly: true },
  },
)

decided(
  'an INTERIM that tells nothing stands for who must be charged by one, not in the place of a START that is late',
  [act('together', 0, 0, 2, 2)],
  [fault('late', 2, 1071)],
  ['interim-for-server-failure', 'service-information-bits', 'start-missing'],
  {
    conferences: 3,
    end: 'open',
    slips: [{ what: 'failed', at: 2, ms: 512 }],
    forms: [{ what: 'group without M', nth: 5 }],
    habits: { declares: false },
  },
)

decided(
  'where the BYE is what charges (LV-07), whom it did not charge, and who never answered, may still be counted: then another is not the last (LV-13)',
  [act('join', 0, 0, 8), act('expel in vain', 0, 0, 3)],
  [],
  [],
  { slips: [{ what: 'last INTERIM', at: 9, ms: 278 }], habits: { departAtBye: true } },
)

decided(
  'and whom it did charge is not counted any more',
  [act('bring', 0, 0, 3), act('expel in vain', 0, 0, 0)],
  [],
  ['last-leaver-interim'],
  { slips: [{ what: 'last INTERIM', at: 11, ms: 380 }], habits: { departAtBye: true } },
)

decided(
  'an INTERIM beside the STOP is declared, and the last one told to go: by STOP alone that may be a release (LV-11, LV-12)',
  [act('expel', 0, 0, 2)],
  [fault('as event', 2)],
  ['expulsion-interim-missing', 'record-unexplained'],
  { conferences: 2, habits: { last: 'interim-then-stop' } },
)

decided(
  'two further devices may each be charged for coming and going (LV-14)',
  [act('fork', 5, 0, 9), act('fork', 9), act('leave', 0, 0, 9)],
  [],
  [],
  { habits: { confirmed: true, forksCharged: true } },
)

decided(
  'the same End-to-End identifier from another node, without T, is another request (RFC 6733 §3)',
  [act('cross', 0, 1539, 9)],
  [fault('resent without T', 0)],
  ['record-number-unique-growing', 'record-unexplained', 'session-id-origin'],
  { forms: [{ what: 'name of another node', nth: 1 }] },
)

decided(
  'an INTERIM beside the STOP is declared, and somebody is still invited: who leaves has one all the same, be it the end or not (LV-11)',
  [act('answer', 0, 0, 0)],
  [fault('missing', 4)],
  ['expulsion-interim-early', 'initiator-departure-missing', 'interim-for-unanswered'],
  {
    slips: [
      { what: 'rings unanswered', at: 4, ms: 64 },
      { what: 'expelled early', at: 9, ms: 187 },
    ],
    habits: { last: 'interim-then-stop' },
  },
)

decided(
  'nor does one that a record which was refused once, and taken long before it, held up',
  [
    ...[act('join slowly', 0, 0, 5), act('bring', 0, 0, 1, 1), act('join', 0, 2000, 2), act('reinvite', 0, 0, 2, 1)],
    ...[act('resend', 0, 3915, 0), act('expel', 0, 0, 1)],
  ],
  [],
  ['arrival-interim-missing', 'interim-for-media-change', 't-flag-after-error'],
  {
    conferences: 2,
    slips: [{ what: 'mixed', at: 10, ms: 420 }],
    forms: [{ what: 'T behind an error', nth: 3 }],
    habits: { firstLegOnly: true },
  },
)
