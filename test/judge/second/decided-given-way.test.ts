// What gives way to whom, what is sent again, and what an end waits for.
import { act, decided, fault } from './decided'

decided(
  'a START that tells nothing gives way to one that tells whose it is (3GPP TS 32.299 §7.1.12)',
  [act('expel', 0, 0, 8)],
  [],
  ['record-unexplained', 'service-information-bits', 'session-id-constant'],
  { forms: [{ what: 'group without M', nth: 1 }], habits: { between: 'others', laterMs: 1153 } },
)

decided(
  'whom a release lets go without a record explains none that comes when P-DELAY has long passed (LV-12)',
  [act('join slowly', 0, 0, 7), act('expel slowly', 0, 0, 10), act('cross', 0, 0, 11)],
  [fault('other session', 2, 397), fault('late', 2, 1628)],
  ['last-leaver-interim', 'session-id-constant'],
  {},
)

decided(
  'where joins are not charged, none is that waits for its ACK either (LV-10)',
  [act('join slowly', 0, 0, 11)],
  [],
  ['join-interim-early'],
  { slips: [{ what: 'refer refused', at: 8, ms: 503 }], habits: { join: false, startAtAck: true, laterMs: 908 } },
)

decided(
  'an EVENT says nothing of a session before anything else in that does (LV-09)',
  [act('resend', 0, 0, 1)],
  [fault('as event', 3)],
  ['arrival-interim-missing', 'record-unexplained', 'service-information-bits'],
  {
    conferences: 3,
    slips: [{ what: 'mixed', at: 0, ms: 426 }],
    forms: [{ what: 'group without M', nth: 1 }],
    habits: { laterMs: 409 },
  },
)

decided(
  'an invitation that nothing answered keeps the STOP until its final response is there (RFC 3261 §9.1)',
  [
    act('join slowly', 0, 0, 5),
    act('cross', 0, 0, 0),
    act('bring', 5, 0, 5),
    act('expel in vain', 0, 0, 0),
    act('invite', 0, 0, 2, 2),
    act('cross', 0, 0, 8, 2),
  ],
  [fault('missing', 9)],
  ['start-for-media-change', 'stop-missing'],
  { conferences: 3, end: 'release', slips: [{ what: 'media START', at: 1, ms: 375 }], habits: { quietRelease: true } },
)

decided(
  'what is sent again says what it said when the leg that it names did not exist yet (RFC 6733 §9.4)',
  [act('stray', 0, 0, 4)],
  [fault('names another', 2, 1020)],
  ['interim-for-stray-bye', 't-flag-after-error'],
  { conferences: 3, slips: [{ what: 'stray BYE', at: 2, ms: 435 }], forms: [{ what: 'T behind an error', nth: 2 }] },
)

decided(
  'where each leg has a session, the STOP that names its leg is of that, whatever a START that names nobody was taken for (LV-15)',
  [
    act('bring', 0, 0, 10),
    act('fork', 0, 0, 2),
    act('expel slowly', 0, 0, 8),
    act('invite', 0, 0, 9),
    act('bring', 4, 0, 3),
    act('leave', 0, 1850, 4),
  ],
  [],
  [
    'arrival-interim-missing',
    'departure-interim-missing',
    'join-interim-missing',
    'service-information-bits',
    'start-for-media-change',
    'stop-missing',
  ],
  {
    slips: [
      { what: 'arrives uncharged', at: 2, ms: 426 },
      { what: 'joins uncharged', at: 8, ms: 244 },
      { what: 'media START', at: 4, ms: 136 },
    ],
    forms: [{ what: 'group without M', nth: 5 }],
    habits: { perLeg: true },
  },
)

decided(
  'an empty conference may be kept from when the START was answered (P-LINGER)',
  [
    act('leave', 0, 0, 10),
    act('leave slowly', 0, 326, 3),
    act('fork', 0, 14, 8),
    act('together', 0, 60, 11),
    act('bring', 0, 353, 10),
    act('expel', 0, 60, 6),
    act('together', 0, 60, 10),
    act('leave slowly', 0, 2596, 5),
    act('bring', 0, 3424, 7),
  ],
  [fault('missing', 1)],
  [],
  { end: 'open', habits: { declares: false, laterMs: 984 } },
)

decided(
  'under the number of one that was refused for good another leg’s record is another (RFC 6733 §7.1.5)',
  [act('together', 0, 0, 10), act('leave', 0, 0, 1), act('expel', 0, 1915, 11), act('cross cancel', 0, 0, 4)],
  [fault('same number', 2), fault('swapped', 6)],
  ['interim-for-refused-refer', 'record-number-unique-growing', 'refused-record-resent'],
  { conferences: 2, slips: [{ what: 'refused refer', at: 3, ms: 6 }], forms: [{ what: 'though refused', nth: 4 }] },
)

decided(
  'where every record names the first leg, none tells that it is of that one (ch1-facts C9)',
  [act('bring', 0, 0, 3), act('bring', 2, 0, 4), act('expel in vain', 0, 0, 1), act('expel slowly', 0, 0, 4)],
  [],
  [],
  { habits: { departAtBye: true, firstLegOnly: true, confirmed: true } },
)

decided(
  'whose coming fell into a standstill of the machine may have no session that ends (LV-15)',
  [act('expel in vain', 0, 0, 9), act('answer', 0, 0, 8), act('leave', 0, 0, 4), act('expel', 0, 690, 1)],
  [],
  [],
  {
    conferences: 2,
    end: 'release',
    trouble: { what: 'lag', nth: 2 },
    slips: [{ what: 'joins uncharged', at: 3, ms: 42 }],
    habits: { perLeg: true },
  },
)

decided(
  'a session that may be of either conference leaves open how many each has (RFC 6733 §8.8)',
  [act('join slowly', 0, 0, 4)],
  [fault('names another', 0, 1)],
  ['record-unexplained', 'session-id-constant'],
  { conferences: 2, slips: [{ what: 'refused creation', at: 1, ms: 598 }], habits: { firstLegOnly: true } },
)

decided(
  'a START that names nobody, awaited in two conferences, is none that a third misses (3GPP TS 32.299 §7.1.12)',
  [act('bring', 0, 3629, 8, 1), act('bring', 0, 0, 5)],
  [fault('as event', 2)],
  ['record-unexplained', 'service-information-bits', 'start-missing'],
  { conferences: 3, forms: [{ what: 'group without M', nth: 3 }], habits: { perLeg: true, laterMs: 994 } },
)

decided(
  'what was refused, and taken when it came again, is not sent once more under its number (RFC 6733 §9.8.3)',
  [act('turn away', 0, 0, 11, 1)],
  [fault('copied', 1, 1500)],
  ['acr-before-open', 'buffered-record-missing', 'record-number-unique-growing', 'start-for-refused-creation'],
  { conferences: 2, slips: [{ what: 'lost in an outage', at: 6, ms: 422 }], forms: [{ what: 'though refused', nth: 1 }] },
)

decided(
  'whose session started when it came has its STOP in a release as well, though nothing declares it (LV-12, LV-15)',
  [
    act('join', 3, 0, 2),
    act('bring', 0, 0, 8),
    act('expel', 0, 0, 3),
    act('expel', 0, 0, 10),
    act('together', 1, 3189, 3),
    act('leave slowly', 0, 0, 1),
    act('expel', 0, 0, 4),
    act('expel slowly', 0, 0, 6),
  ],
  [],
  ['expulsion-interim-missing'],
  { slips: [{ what: 'expelled uncharged', at: 11, ms: 2 }], habits: { join: false, perLeg: true, declares: false } },
)

decided(
  'the START of a leg’s session is of its coming, whatever came before it for its re-INVITE (LV-08, LV-15)',
  [
    act('bring', 0, 0, 4),
    act('expel slowly', 0, 0, 3),
    act('leave', 0, 0, 11),
    act('bring', 0, 0, 3, 1),
    act('reinvite', 3, 0, 6, 1),
    act('expel', 0, 1822, 11),
  ],
  [fault('late', 5)],
  [],
  { conferences: 2, habits: { perLeg: true, declares: false } },
)
