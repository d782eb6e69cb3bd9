// Random conferences over real SIP: the reference passes them, and of a mutant's failure the two moves are left that it needs.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { slices, stoodStill } from '../conformance/stored-history'
import { ch1, newFolder, story, verdictsOf } from '../conformance/run-process'

// these tests run beside those of whole runs
const random = (out: string, ...more: readonly string[]) => ch1('random', '--out', out, '--lease-base', '30000', ...more)

test('ch1 random: the reference passes, its bill is right, and nothing is left behind', async () => {
  const out = newFolder()
  const ended = await random(out, '--count', '6', '--seed', '1')
  assert.equal(ended.code, 0, story(ended))
  assert.match(ended.stdout, /^6 random conferences of 12 rounds, seeds 1 to 6$/m)
  assert.match(ended.stdout, /^6 of 6: 6 passed; the bill of \d+ conferences is off by 0 s, 0 heads, 0 records$/m)
  assert.deepEqual(readdirSync(out), ['.ch1-run'])
})

test('ch1 random: a server that counts who returns twice is told by somebody who leaves and returns, with all reports', async () => {
  const out = newFolder()
  const faulty = ['--seed', '1', '--mutant', 'returner-counted-twice']
  const ended = await random(out, '--engine', 'socket', '--count', '1', '--rounds', '4', ...faulty)
  assert.equal(ended.code, 1, story(ended))
  const smallest = readFileSync(path.join(out, 'smallest.feature'), 'utf8')
  assert.match(smallest, /\| Bob {3}\| leaves {3}\|\n(?:.*\n)*.*\| Bob {3}\| is added \|/)
  // two moves it takes; on a machine that stood still the judge may decide nothing of a run without the third
  assert.match(ended.stdout, /^[23] moves are left after \d+ runs \(no move can be taken out of it\)/m)
  assert.ok(existsSync(path.join(out, 'smallest', 'report.html')))
  // no retry into green: what failed was run once, in the history and in Allure
  assert.deepEqual(
    slices(path.join(out, 'smallest')).map(({ testPurpose, k }) => [testPurpose, k]),
    [['TP_SEQ_011', 1]],
  )
  const allure = path.join(out, 'smallest', 'allure-results')
  const results = readdirSync(allure).filter((name) => name.endsWith('-result.json'))
  const ids = results.map(
    (name) => (JSON.parse(readFileSync(path.join(allure, name), 'utf8')) as { historyId: string }).historyId,
  )
  assert.equal(new Set(ids).size, ids.length, 'a test has one result')
  if (stoodStill(path.join(out, 'smallest'))) return
  const { results: verdicts } = verdictsOf(path.join(out, 'smallest'))
  const fails = verdicts.filter(({ verdict }) => verdict === 'fail').map(({ id, findings }) => [id, findings[0]?.rule])
  assert.deepEqual(fails, [['TP_SEQ_011', 'crowd-count']])
})

test('ch1 random: a profile that random conferences do not apply to is refused before anything starts', async () => {
  const ended = await random(newFolder(), '--role', 'participating')
  assert.equal(ended.code, 4, story(ended))
  assert.match(ended.stderr, /random conferences do not apply: /)
})
