// Histories on which the two judges contradicted each other, each at its smallest, and what was found to be right.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare } from '../../../judge/second/disagreements'
import { secondJudgment } from '../../../judge/second/second-judge'
import { judged, Story } from '../story'
import { creatorOf } from '../story-calls'
import { act, decided, fault } from './decided'

decided(
  'an EVENT behind the STOP of its session is a record after STOP, and nothing else',
  [act('reinvite', 0, 0, 10)],
  [fault('as stop', 1), fault('as event', 2)],
  ['record-after-stop'],
)

decided(
  'who leaves as the server releases the others may go uncharged, though one of those says BYE himself (LV-12)',
  [act('bring'), act('leave'), act('bring', 9), act('leave', 0, 56), act('cross')],
  [fault('as event', 4)],
  [],
  { habits: { eventForRefusal: true } },
)

test('nor is it a fault where that BYE of his own came first, and met the server on the way', () => {
  const s = new Story().begin('TP_DEP_007').when()
  const conf = s.creates('alice')
  const [bob, carol] = [s.brings('bob', conf), s.brings('carol', conf)]
  s.wait(200).expels(bob, conf, { charge: false })
  s.leaves(carol, conf, { charge: false, during: () => s.expels(carol, conf, { charge: false }) })
  const events = s.expels(creatorOf(conf), conf).wait(9000).watchdog().wait(100).end().events()
  const first = judged(events)
  assert.deepEqual(compare(first, secondJudgment(events)).disagreements, [])
  assert.deepEqual(first.findings, [])
})

decided(
  'a STOP before the last user says BYE is no early end because the server told somebody to go before',
  [act('bring', 0), act('join', 4), act('expel')],
  [fault('early', 5, 57)],
  ['record-unexplained', 'stop-missing'],
)

decided(
  'nor where the one whom it told to go had said BYE himself',
  [act('join slowly'), act('cross'), act('wait', 0, 300)],
  [fault('early', 3, 109)],
  ['record-unexplained', 'stop-missing'],
)

decided(
  'this machine stood still while somebody was told to go, long before the end: the end is in full view',
  [act('bring'), act('expel', 0, 0, 4), act('join slowly', 5, 0, 3)],
  [fault('missing', 5)],
  ['stop-missing'],
  { trouble: { what: 'lag', nth: 2 } },
)

decided(
  'where the server tells everybody to go, one after the other, the STOP may come with the first BYE (LV-12)',
  [act('bring'), act('expel in vain', 0, 0, 2), act('expel in vain', 0, 600, 11)],
  [fault('as stop', 2)],
  [],
)

decided(
  'a release is one until the record of who went first would be late: P-DELAY from when the server has its answer (LV-12)',
  [act('join slowly', 0, 0, 0), act('bring', 9), act('leave'), act('cross', 0, 543), act('expel in vain', 0, 2123, 11)],
  [fault('as event', 4)],
  [],
  { habits: { eventForRefusal: true } },
)

decided(
  'a record under a wrong Session-Id is of its conference, and the first leg in each record still means nothing (ch1-facts C9)',
  [act('bring', 6), act('expel in vain', 0, 0, 5), act('bring', 1, 0, 0), act('join', 0, 0, 9)],
  [fault('new session', 3)],
  ['session-id-constant'],
  { habits: { firstLegOnly: true } },
)

decided(
  'neither, then, does it in the records of the right one',
  [act('join slowly', 0, 0, 10), act('expel slowly', 0, 107, 11, 1)],
  [fault('new session', 2)],
  [],
  { conferences: 2, habits: { firstLegOnly: true, declares: false, laterMs: 881 } },
)

decided(
  'a second START in the session of the conference opens no session of a leg (LV-15)',
  [act('bring'), act('bring', 8), act('leave', 0, 946)],
  [fault('as start', 2)],
  ['record-sequence'],
  { habits: { declares: false } },
)

decided(
  'a session of its own for a user who is turned away is another Session-Id, and of nobody',
  [act('turn away')],
  [fault('as start', 1)],
  ['session-id-constant'],
  { end: 'open', habits: { eventForRefusal: true } },
)

decided(
  'an INTERIM of a stranger, more than P-DELAY after a re-INVITE, is not that (LV-08)',
  [act('reinvite', 0, 0, 0), act('bring', 0, 2156), act('bring', 3)],
  [fault('unasked', 3)],
  ['record-unexplained'],
  { habits: { laterMs: 675 } },
)

decided(
  'an INTERIM that tells of a departure, seconds after a fork, is not that (LV-14)',
  [act('bring'), act('bring', 8), act('join', 3), act('fork', 2), act('leave', 0, 3920, 6, 1), act('bring', 5)],
  [fault('early', 11, 164)],
  ['record-unexplained'],
  { conferences: 2, end: 'release', habits: { last: 'interim-then-stop' } },
)

decided(
  'where each leg has a session, a second device of a leg gives an INTERIM of it, or a session of its own (LV-14, LV-15)',
  [act('bring', 0, 0, 4), act('leave', 0, 0, 7), act('bring', 0, 0, 4), act('fork', 9, 0, 5), act('bring', 0, 39, 8)],
  [fault('ghost', 4)],
  [],
  { habits: { perLeg: true } },
)

decided(
  'nor does the STOP of a leg wait for the answer of somebody else (LV-15)',
  [act('bring', 0, 0, 11), act('expel in vain', 0, 0, 5), act('bring', 5, 0, 10)],
  [fault('missing', 4)],
  ['stop-missing'],
  { habits: { perLeg: true } },
)

decided(
  'a STOP that names the call of a user whom another conference turned away mixes two',
  [
    ...[
      act('turn away', 0, 0, 1, 1),
      act('turn away', 0, 0, 10),
      act('invite', 0, 0, 8),
      act('answer', 0, 0, 1),
      act('bring', 6),
    ],
    ...[act('expel slowly', 0, 0, 6, 1), act('join', 1, 0, 11), act('bring', 2, 0, 0), act('turn away', 0, 0, 0)],
  ],
  [fault('names another', 13, 200)],
  ['conferences-mixed', 'record-unexplained', 'stop-missing'],
  { conferences: 2, habits: { join: false, eventForRefusal: true, declares: false } },
)

decided(
  'a record refused as too busy that goes again with other content is the same record still (RFC 6733 §9.4)',
  [act('bring', 0, 0, 1)],
  [fault('swapped', 3)],
  ['initiator-departure-missing'],
  { trouble: { what: 'busy', nth: 2 }, habits: { last: 'interim-then-stop' } },
)

decided(
  'a record without an answer is not settled by the answer to another one under its number',
  [act('reinvite'), act('bring', 0, 0, 8)],
  [fault('swapped', 3), fault('missing', 4)],
  ['record-number-unique-growing'],
  { trouble: { what: 'no answer', nth: 2 } },
)

decided(
  'who left by himself just before the server releases the others does not make it less of a release (LV-12)',
  [act('join slowly', 0, 0, 2), act('bring', 8, 0, 5), act('join slowly', 6, 0, 9), act('bring', 7, 0, 9), act('leave', 0, 0, 3)],
  [fault('missing', 8)],
  [],
  { end: 'release' },
)
