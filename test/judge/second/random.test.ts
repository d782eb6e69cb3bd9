// Random conferences, random faults, random times: the two judges contradict each other nowhere, and the second does not hide.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { survey } from './survey'
import { textOf, transitionsOfNoTable } from './survey-text'

/** Of what both were asked, the second may leave so much open: troubles and undeclared choices are a third of the plans. */
const MOST_UNSAID = 0.2

test('over random histories the two judges contradict each other nowhere', () => {
  const figures = survey(120, 20_261_128, 3)
  const text = textOf(figures)
  assert.deepEqual(figures.found, [], text)
  assert.ok(figures.unsaid / figures.asked < MOST_UNSAID, text)
  assert.deepEqual(transitionsOfNoTable(figures), [])
  assert.equal(figures.tally['clean wrong'], undefined, text)
})
