// Faults in the source of either judge: the other judge contradicts each that was ever seen to be contradicted, thirty of either and more.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { firstFaults } from './first-faults'
import { secondFaults } from './seeded-faults'
import { caughtBy, historiesOf, keyOf, type Seen } from './seeded-survey'

const seen = JSON.parse(readFileSync(path.join(__dirname, 'seeded-seen.json'), 'utf8')) as Seen
const histories = historiesOf(seen.count, seen.seed)

for (const [judge, faults] of [
  ['first', firstFaults],
  ['second', secondFaults],
] as const) {
  const caught = faults.filter((fault) => seen[judge][keyOf(fault)] !== undefined)

  test(`thirty seeded faults in the ${judge} judge and more are caught, each known by its name`, () => {
    assert.ok(caught.length >= 30, String(caught.length))
    assert.equal(new Set(faults.map(keyOf)).size, faults.length)
    assert.equal(Object.keys(seen[judge]).length, caught.length)
  })

  for (const fault of caught)
    test(`a ${judge} judge to whom ${fault.what} is contradicted (${fault.file})`, () => {
      // where it was seen; a history may be another since, and then all are asked
      const at = histories[seen[judge][keyOf(fault)] ?? 0]
      assert.notEqual(caughtBy(judge, fault, [...(at ? [at] : []), ...histories]), undefined)
    })
}
