// The regression table: what cucumber says must not come out greener in Allure than it is.
import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { ConformanceAllureFormatter } from '../../reports/allure/formatter'
import { cucumberEnvelopes } from './fixtures/allure/cucumber-run'
import { written } from './fixtures/allure/written'

// Scenario, what stock allure-cucumberjs 3.12.2 says, what it is.
const rows = [
  ['passed', 'passed', 'passed'],
  ['failed', 'failed', 'failed'],
  ['undefined last step', 'passed', 'broken'],
  ['ambiguous step', 'passed', 'broken'],
  ['pending step', 'passed', 'broken'],
  ['skipped after a passed step', 'passed', 'skipped'],
  ['After throws a ConformanceAssertion', 'passed', 'failed'],
  ['After throws another error', 'passed', 'broken'],
  ['Before throws', 'skipped', 'broken'],
  ['Before returns skipped', 'skipped', 'skipped'],
  ['a TestbedError thrown in a function called assertReady', 'failed', 'broken'],
  ['a precondition is not reached', 'broken', 'broken'],
  ['rows of an outline', 'passed', 'passed'],
  ['without a test purpose', 'passed', 'passed'],
] as const

test('each row has the right status in Allure, with its reason', async () => {
  const { named, results } = await written()
  for (const [name, , status] of rows) assert.equal(named(name).status, status, name)
  assert.equal(results.length, 15)
  assert.equal(named('undefined last step').statusDetails.message, 'UNDEFINED: a step has no definition')
  assert.match(named('ambiguous step').statusDetails.message ?? '', /^AMBIGUOUS: /)
  assert.equal(named('pending step').statusDetails.message, 'PENDING: step not implemented')
  assert.match(named('After throws a ConformanceAssertion').statusDetails.message ?? '', /the record never came/)
  assert.match(named('After throws another error').statusDetails.message ?? '', /the socket would not close/)
  assert.match(named('Before throws').statusDetails.message ?? '', /no port was free/)
  assert.match(named('a precondition is not reached').statusDetails.message ?? '', /^INCONCLUSIVE: /)
  assert.deepEqual(named('passed').statusDetails, {})
})

test('stock allure-cucumberjs still gets these rows wrong: when this fails, see what can be dropped', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'ch1-allure-'))
  const said = new Map<string | undefined, string | undefined>()
  const broadcaster = new EventEmitter()
  const envelopes = await cucumberEnvelopes()
  new ConformanceAllureFormatter({
    broadcaster,
    hooks: envelopes.flatMap((envelope) => envelope.hook ?? []),
    isAfterHook: () => false,
    resultsDir: dir,
    correct: (result) => {
      said.set(result.name, result.status)
      return result
    },
  })
  for (const envelope of envelopes) broadcaster.emit('envelope', envelope)
  rmSync(dir, { recursive: true })
  for (const [name, stock] of rows) assert.equal(said.get(name), stock, name)
})
