// More of them: by whom a record names, what it may be a copy of, and when it may come at the earliest.
import { act, decided, fault } from './decided'

decided(
  'a record under a used number, without T and under an End-to-End identifier of its own, is another request, whatever it says (RFC 6733 §3)',
  [act('bring', 0, 0, 9, 2)],
  [fault('doubled', 6), fault('swapped', 6)],
  ['departure-interim-doubled', 'record-number-unique-growing'],
  { conferences: 3 },
)

decided(
  'an INTERIM is not of a re-INVITE that nobody had sent yet (LV-01, LV-08)',
  [act('bring', 0, 0, 3), act('reinvite', 5, 162, 5)],
  [fault('doubled later', 3)],
  ['record-unexplained'],
  { conferences: 3 },
)

decided(
  'nor did a record wait for one that was sent when its own time was up',
  [act('join', 0, 0, 8), act('cross', 1, 0, 10), act('wait', 0, 1995), act('bring', 0, 0, 2)],
  [fault('missing', 1)],
  ['expulsion-interim-missing'],
  { habits: { join: false, declares: false } },
)

decided(
  'of an EVENT that is declared as not sent nothing is said before a record would have its explanation',
  [act('join', 0, 2163)],
  [fault('as event', 0)],
  ['start-missing'],
  { end: 'open' },
)

decided(
  'a STOP under the number of the START is no START sent again, T flag or not (RFC 6733 §9.8.1)',
  [],
  [fault('T', 1), fault('low number', 1)],
  ['record-number-unique-growing', 't-flag-on-first-send'],
)

decided(
  'a release may take its time, and STOP may come within it (LV-12)',
  [
    act('join slowly', 0, 0, 10),
    act('leave', 0, 0, 3),
    act('invite', 7, 0, 3),
    act('bring', 5, 0, 0),
    act('bring', 1, 0, 8),
    act('leave slowly', 0, 0, 3),
    act('cross cancel', 0, 0, 7),
    act('join', 0, 0, 2),
    act('expel', 0, 0, 8),
    act('cross', 0, 0, 8),
    act('expel', 0, 3884, 10),
  ],
  [fault('early', 11, 713)],
  [],
)

decided(
  'an INTERIM by time in a session that nobody opened is not put to whoever awaits one (LV-08)',
  [act('wait', 0, 0, 3), act('leave', 0, 0, 7, 1)],
  [fault('late', 0)],
  ['record-after-stop', 'record-sequence'],
  { conferences: 2, habits: { last: 'interim-then-stop', byTime: true, laterMs: 13 } },
)

decided(
  'an INTERIM for the re-INVITE of the first leg does not make the session of that leg one of the whole conference (LV-15)',
  [
    act('join slowly', 8, 0, 11),
    act('reinvite', 0, 0, 8),
    act('join', 1, 0, 7),
    act('bring'),
    act('leave', 1, 0, 1),
    act('leave slowly', 2, 0, 2),
    act('bring', 0, 0, 1),
    act('leave', 0, 0, 5),
  ],
  [],
  [],
  { habits: { join: false, perLeg: true, declares: false } },
)

decided(
  'a START ahead of its own 2xx names the first leg, and tells nothing of how others are named (LV-01, ch1-facts C9)',
  [act('bring', 0, 0, 9), act('expel', 3, 7, 10), act('reinvite', 0, 0, 3)],
  [],
  [],
  { habits: { firstLegOnly: true, ahead: true, laterMs: 30 } },
)

decided(
  'a record that is sent again under another End-to-End identifier, and answered, keeps nobody waiting',
  [act('send', 0, 0, 2)],
  [fault('as interim', 0)],
  ['resend-renamed', 'start-missing'],
  { slips: [{ what: 'leaves uncharged', at: 10, ms: 596 }], forms: [{ what: 'renamed', nth: 0 }], habits: { laterMs: 941 } },
)

decided(
  'a START that names nobody may be of either of two conferences (3GPP TS 32.299 §7.1.12)',
  [act('join', 0, 1995, 2), act('leave', 0, 0, 8)],
  [],
  ['arrival-interim-early', 'service-information-bits'],
  {
    conferences: 2,
    slips: [{ what: 'rings', at: 10, ms: 557 }],
    forms: [{ what: 'group without M', nth: 0 }],
    habits: { laterMs: 8 },
  },
)

decided(
  'a T flag in a record of others is not judged (LV-25)',
  [act('join', 0, 0, 1)],
  [fault('T', 5)],
  ['interim-for-provisional', 'interim-for-redirection'],
  {
    conferences: 3,
    slips: [
      { what: 'rings in vain', at: 12, ms: 480 },
      { what: 'redirected', at: 8, ms: 588 },
    ],
    habits: { between: 'others' },
  },
)

decided(
  'a record for a departure is not the one that the arrival of the same user waits for',
  [act('leave', 0, 1437, 4, 1)],
  [fault('resent otherwise', 3)],
  ['join-interim-missing'],
  { conferences: 2, slips: [{ what: 'joins uncharged', at: 5, ms: 377 }] },
)

decided('nor is a T flag in a START that names nobody', [], [fault('T', 0)], ['service-information-bits'], {
  conferences: 2,
  forms: [{ what: 'group without M', nth: 0 }],
  habits: { laterMs: 233 },
})

decided(
  'nor is such a START a record that nothing explains',
  [act('expel slowly', 0, 1904, 3)],
  [],
  ['service-information-bits'],
  { conferences: 2, forms: [{ what: 'group without M', nth: 0 }], habits: { laterMs: 35 } },
)
