// And more: of what is between the server and its enabler, of who else is served, and of who is the last.
import { act, decided, fault } from './decided'

decided('over two connections nobody knows what was sent before on the other (LV-20)', [], [fault('T', 1)], [], {
  habits: { lines: 2 },
})

decided('nor is a START of nobody judged before it would have its explanation', [act('send', 0, 2769, 4)], [], [], {
  end: 'open',
  slips: [{ what: 'refused creation', at: 9, ms: 342 }],
  habits: { laterMs: 739 },
})

decided(
  'whom the server told to go, and who did not answer, may still be counted: then another is the last (LV-13, LV-03)',
  [act('bring', 0, 0, 4), act('expel in vain', 0, 0, 4)],
  [],
  [],
  { slips: [{ what: 'last INTERIM', at: 9, ms: 379 }] },
)

decided('a START of other traffic is not of the conference that waits for its own (LV-25)', [act('expel')], [], [], {
  habits: { between: 'others', laterMs: 54 },
})

decided('nor is it where nothing is declared', [act('join', 0, 0, 3), act('join', 0, 891, 0)], [], [], {
  habits: { declares: false, between: 'others', laterMs: 697 },
})

decided("what an agent sends before its connection is open is the agent's (LV-21)", [], [], [], {
  neighbour: 'record before CEA',
  habits: { between: 'agent' },
})

decided(
  'but where only one was left he is the last, whether he answers or not',
  [act('expel in vain', 0, 0, 4)],
  [],
  ['last-leaver-interim'],
  { slips: [{ what: 'last INTERIM', at: 2, ms: 431 }] },
)

decided(
  'a record that tells nothing is of whom the server must charge before it is of whom it may (LV-10)',
  [
    act('join slowly', 0, 0, 4),
    act('bring', 7, 0, 7),
    act('leave', 0, 0, 3),
    act('cross', 0, 0, 8),
    act('together', 0, 1980, 0),
    act('leave'),
  ],
  [],
  ['interim-for-refused-joiner', 'service-information-bits'],
  {
    slips: [{ what: 'refused joiner', at: 12, ms: 441 }],
    forms: [{ what: 'group without M', nth: 3 }],
    habits: { join: false, declares: false },
  },
)

decided(
  'what was sent again for want of an answer may have kept others behind it',
  [act('cancel', 0, 1231, 11), act('leave', 0, 0, 5)],
  [],
  ['resend-renamed'],
  {
    slips: [{ what: 'creator leaves uncharged', at: 2, ms: 78 }],
    forms: [{ what: 'renamed', nth: 1 }],
    habits: { laterMs: 1129 },
  },
)

decided(
  'an expulsion long before the release of the others is no part of it (LV-12)',
  [act('expel', 0, 2593, 4)],
  [],
  ['expulsion-interim-missing'],
  { slips: [{ what: 'expelled uncharged', at: 0, ms: 197 }] },
)

decided(
  'a STOP over one connection tells nothing of a record over another (LV-20)',
  [act('leave', 0, 1021), act('together', 0, 1728, 2, 2)],
  [fault('other session', 10, 2337)],
  ['conferences-mixed', 'interim-for-refusal'],
  { conferences: 3, slips: [{ what: 'busy', at: 3, ms: 6 }], habits: { lines: 2 } },
)

decided(
  'who left, and whose record waited behind others until the release began, may be part of it (LV-12)',
  [act('together', 0, 32, 5), act('bring', 8, 0, 5), act('bring', 3, 0, 2), act('turn away', 0, 2591, 2)],
  [fault('doubled later', 4)],
  [],
  {
    end: 'release',
    slips: [
      { what: 'leaves uncharged', at: 11, ms: 546 },
      { what: 'joins uncharged', at: 1, ms: 108 },
    ],
    habits: { laterMs: 1033 },
  },
)
