// More that later records tell: of a session, of an excuse, of what was kept, and of what comes once more.
import { act, decided, fault } from './decided'

decided(
  'where each leg has a session, one whose coming was due while a record waited for our answer may have none that ends (LV-15)',
  [act('leave slowly', 1, 0, 9), act('expel slowly', 0, 0, 5)],
  [],
  [],
  {
    trouble: { what: 'slow answer', nth: 0 },
    slips: [{ what: 'arrives uncharged', at: 0, ms: 95 }],
    habits: { perLeg: true, laterMs: 631 },
  },
)

decided(
  'the STOP of a conference that is accounted as a whole is no departure that it kept waiting (LV-15)',
  [
    act('stray', 0, 0, 3),
    act('turn away', 0, 0, 7),
    act('bring', 0, 405, 2),
    act('expel', 5, 1052, 7),
    act('fork', 0, 102, 5),
    act('leave', 0, 323, 3),
  ],
  [],
  ['departure-interim-missing'],
  {
    trouble: { what: 'none', nth: 4 },
    slips: [{ what: 'leaves uncharged', at: 2, ms: 355 }],
    habits: { declares: false, answerMs: 200 },
  },
)

decided(
  'a party who came to another conference later than the record does not make it of that one',
  [act('join', 2, 1639, 2)],
  [fault('names another', 2, 7)],
  ['refer-interim-early'],
  { conferences: 3, end: 'open', trouble: { what: 'none', nth: 6 }, slips: [{ what: 'refers', at: 0, ms: 501 }] },
)

decided(
  'a session is of the conference that its START may open, once no other may, and not of where something else is awaited',
  [act('expel slowly', 0, 345, 9, 1)],
  [],
  ['interim-for-rejected-refer', 'service-information-bits'],
  {
    conferences: 2,
    trouble: { what: 'none', nth: 13 },
    slips: [{ what: 'refer refused', at: 0, ms: 498 }],
    forms: [{ what: 'group without M', nth: 0 }],
    habits: { last: 'interim-then-stop', laterMs: 837 },
  },
)

decided(
  'where the participating function of the same box has a session, that of the other may name nobody (LV-16)',
  [act('expel in vain', 0, 0, 1)],
  [],
  ['service-information-bits'],
  { forms: [{ what: 'group without M', nth: 0 }], habits: { bothRoles: true } },
)

decided(
  'a session that the coming of a leg has opened is of that leg, whatever an INTERIM in it is taken for (LV-15)',
  [
    act('stray', 0, 0, 11),
    act('expel', 0, 0, 9),
    act('send', 0, 0, 4),
    act('invite', 0, 0, 4),
    act('join', 0, 0, 7),
    act('fork', 0, 0, 5),
    act('join', 0, 0, 11),
    act('cross', 5, 1652, 4, 1),
    act('bring', 0, 423, 0),
    act('expel slowly', 0, 1626, 7),
  ],
  [],
  ['rejoin-interim-missing'],
  {
    conferences: 2,
    end: 'release',
    slips: [
      { what: 'wrong tags', at: 11, ms: 99 },
      { what: 'returns uncharged', at: 7, ms: 245 },
    ],
    habits: { perLeg: true, declares: false, answerMs: 200 },
  },
)

decided(
  'whose departure was excused as that of one who has no session is looked at again, once an INTERIM tells that none has one (LV-15)',
  [
    act('bring', 0, 0, 1),
    act('join', 0, 0, 7, 1),
    act('cross', 7, 0, 4, 1),
    act('refer', 0, 2070, 10),
    act('bring', 0, 63, 4, 1),
  ],
  [fault('missing', 3)],
  ['expulsion-interim-missing'],
  { conferences: 2, habits: { join: false, declares: false } },
)

decided(
  'what was refused, sent again and taken is not sent again once more without the T flag (RFC 6733 §5.5.4)',
  [act('join', 0, 0, 11)],
  [fault('copied unanswered', 2), fault('copied', 2, 1360)],
  ['record-after-stop', 'record-number-unique-growing'],
  { trouble: { what: 'none', nth: 2 }, forms: [{ what: 'T behind an error', nth: 2 }] },
)

decided(
  'what was kept through an outage comes until P-DELAY after it, and may be the record of another then (3GPP TS 32.299 §6.1.3.1)',
  [
    act('wait', 0, 0, 11),
    act('invite', 0, 717, 3),
    act('send', 0, 401, 8),
    act('bring', 8, 688, 0),
    act('join', 0, 2099, 2),
    act('leave', 0, 0, 5),
  ],
  [],
  ['arrival-interim-missing', 'departure-interim-missing'],
  {
    slips: [
      { what: 'expelled uncharged', at: 8, ms: 1 },
      { what: 'lost in an outage', at: 2, ms: 9 },
    ],
    habits: { firstLegOnly: true, laterMs: 855 },
  },
)

decided(
  'where BYEs crossed, the server has the answer to its own when it does not send that again (RFC 3261 §17.1.2)',
  [act('cross', 0, 0, 1)],
  [fault('late', 1, 597)],
  [],
  { trouble: { what: 'none', nth: 11 } },
)

decided(
  'the STOP of a leg’s session takes the going from an INTERIM that may be of the release of a further device (LV-14, LV-15)',
  [act('bring', 0, 0, 9), act('fork', 5, 0, 9)],
  [],
  [],
  { habits: { perLeg: true, declares: false, forksCharged: true, laterMs: 39 } },
)

decided(
  'what names nobody, under a Session-Id that nothing opened, may be of another conference than what names one there',
  [act('join', 0, 0, 1)],
  [fault('new session', 1)],
  ['conferences-mixed', 'service-information-bits', 'session-id-constant'],
  {
    conferences: 2,
    trouble: { what: 'none', nth: 11 },
    slips: [{ what: 'mixed', at: 0, ms: 447 }],
    forms: [{ what: 'group without M', nth: 2 }],
  },
)

decided(
  'what came while somebody stood still may be charged late, but takes no record from what is due when it comes',
  [act('reinvite', 0, 0, 10), act('turn away', 0, 0, 5), act('resend', 0, 0, 1), act('answer', 0, 3591, 1), act('join', 0, 0, 7)],
  [],
  ['initiator-departure-missing', 'interim-for-media-change'],
  {
    trouble: { what: 'lag', nth: 2 },
    slips: [
      { what: 'creator leaves uncharged', at: 3, ms: 436 },
      { what: 'joins early', at: 1, ms: 431 },
    ],
    habits: { firstLegOnly: true },
  },
)
