// A good server is never failed, however late its records are: conferences as chance makes them, and every good story, under delays of all sorts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testPurposes } from '../../judge/requirements/test-purposes'
import { tell } from './good-stories'
import { delays, lateBy, type Delays } from './lateness'
import { unknown } from './legal-checks'
import type { Story } from './story'
import { moves, wandering, type Move } from './wandering'
import { ways, type Ways } from './ways'

/** For a longer search: CH1_WANDERINGS=5000. */
const RUNS = Number(process.env['CH1_WANDERINGS'] ?? 60)
const SEED = Number(process.env['CH1_WANDERINGS_SEED'] ?? 1)

/** Verdicts and findings that no good server gets. */
function wrong(s: Story): readonly string[] {
  const { verdicts, findings } = s.judged()
  return [
    ...verdicts.filter(({ word }) => word === 'fail' || word === 'error').map((one) => `${one.testPurpose}: ${one.reason}`),
    ...findings.filter(({ level }) => level === 'MUST').map((one) => `${one.rule}: ${one.actual}`),
  ]
}

test(`${RUNS} wandering conferences, none failed`, (t) => {
  t.diagnostic(`seed ${SEED}`)
  fc.assert(
    fc.property(moves, ways, delays, (moved, way, delay) => assert.deepEqual(wrong(wandering(moved, way, delay)), [])),
    { seed: SEED, numRuns: RUNS },
  )
})

test('every good story with its records late, none failed', () => {
  // what befalls an enabler is told by its times, and resends are not late records
  const told = testPurposes.filter(({ id }) => !/^TP_(ERR|PEER)_/.test(id))
  const late = fc.sample(delays, { seed: SEED, numRuns: told.length })
  for (const [i, { id }] of told.entries()) {
    const choices = i % 2 === SEED % 2 ? {} : ({ ...unknown, 'P-GRAN': 'unknown' } as const)
    const delay = { ...(late[i] as Delays), swaps: false }
    assert.deepEqual(wrong(tell(id, { choices, ...lateBy(delay) })), [], `${id} ${JSON.stringify(delay)}`)
  }
})

const plain: Ways = {
  last: 'stop',
  names: 'trigger',
  count: 'users',
  method: false,
  join: false,
  point: 'early',
  both: false,
  numbers: 'from 0 by 1',
  declared: false,
}
const go = (verb: Move['verb'], who = 0, thenMs = 0): Move => ({ verb, who, thenMs })

/** What the search found, as small as it became. */
const found: readonly (readonly [string, readonly Move[], Partial<Ways>, Partial<Delays>])[] = [
  [
    'where every record names the first leg, a departure is not taken for that of the first leg',
    [go('brings')],
    { names: 'first' },
    { answersMs: [400] },
  ],
  [
    'a START behind a standstill that names no leg is still of its conference',
    [go('brings')],
    { names: 'none' },
    { stall: { atMs: 0, ms: 2500 } },
  ],
  ['a late STOP that names who left first is of the end', [go('refers'), go('aliceLeaves')], {}, { recordsMs: [1600] }],
  [
    'a START behind a standstill is not taken for the arrival that followed',
    [go('speaks', 0, 2600), go('brings')],
    { method: true },
    { recordsMs: [1900, 0], answersMs: [400], stall: { atMs: 120, ms: 2500 } },
  ],
  [
    'who stood behind a record that may be of an earlier event waited for its answer',
    [go('speaks', 0, 2600), go('joins'), go('leaves', 0, 600), go('brings')],
    { names: 'first', method: true, join: true },
    { recordsMs: [0, 1600, 0], answersMs: [1500] },
  ],
  [
    'an arrival that waited for our answers is not taken for the departure that followed',
    [go('joins', 2), go('brings', 0, 100), go('brings', 1, 600)],
    {},
    { recordsMs: [1200], answersMs: [1500] },
  ],
  [
    'a departure that the end excuses, and that waited for our answers, is not taken for the last one',
    [go('brings'), go('aliceLeaves'), go('crosses')],
    { last: 'interim-then-stop', declared: true },
    { recordsMs: [1200, 0], answersMs: [1500, 1] },
  ],
  [
    'who stood behind a record of one who came and went waited for its answer',
    [go('brings', 1, 2600), go('joins')],
    { join: true },
    { recordsMs: [1600], answersMs: [1, 1, 1500, 1] },
  ],
]

for (const [what, moved, way, delay] of found)
  test(what, () => {
    const s = wandering(moved, { ...plain, ...way }, { recordsMs: [0], answersMs: [1], swaps: false, ...delay })
    assert.deepEqual(wrong(s), [])
  })
