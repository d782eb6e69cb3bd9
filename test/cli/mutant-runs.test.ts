// What the kill matrix runs again: what this machine left undecided, and nothing that was measured (docs/decisions/0043).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { undecided, type Wanted } from '../../cli/mutant-runs'
import { STOOD_STILL } from '../../judge/stood-still'
import type { VerdictsDocument } from '../../judge/verdicts-document'

type Result = Pick<VerdictsDocument['results'][number], 'id' | 'verdict' | 'reason'>

function documentOf(...results: readonly Result[]): VerdictsDocument {
  return { results } as unknown as VerdictsDocument
}

const STILL: Result = { id: 'TP_ERR_006', verdict: 'inconclusive', reason: `${STOOD_STILL} inside the window` }
const MEASURED: readonly Result[] = [
  { id: 'TP_ARR_001', verdict: 'pass', reason: 'all demands met' },
  { id: 'TP_DEP_001', verdict: 'fail', reason: 'none in 2100 ms' },
  { id: 'TP_SEQ_001', verdict: 'inconclusive', reason: 'the SUT did not invite Bob within 5000 ms' },
  { id: 'TP_NEG_001', verdict: 'fail', reason: `${STOOD_STILL} inside the window` },
]

const wanted = (...only: readonly string[]): Wanted => ({ name: 'one', mutant: 'one', flags: ['--role', 'controlling'], only })

test('a purpose is run again where this machine stood still, and its result is forgotten; whatever was measured stays', () => {
  const documents = new Map([['one', documentOf(...MEASURED, STILL)]])
  const all = [...MEASURED.map(({ id }) => id), STILL.id]
  assert.deepEqual(undecided(wanted(...all), documents), [wanted(STILL.id)])
  assert.deepEqual(documents.get('one')?.results, MEASURED)
  assert.deepEqual(undecided(wanted(...all), documents), [], 'once')
})

test('each part of a run asks again for its own purposes alone', () => {
  const documents = new Map([['one', documentOf(STILL)]])
  assert.deepEqual(undecided(wanted('TP_ARR_001'), documents), [])
  assert.deepEqual(undecided(wanted(STILL.id), documents), [wanted(STILL.id)])
})
