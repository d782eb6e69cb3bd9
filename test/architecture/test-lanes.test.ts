// `npm test` runs its tests in lanes: a file in none of them would pass by silence, one in two would run twice.
import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { chosenFiles } from '../chosen-files'

test('every test file is in one lane of npm test', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- tools/ is JavaScript, for it runs before anything is installed
  const { lanes } = require(path.resolve(__dirname, '..', '..', 'tools', 'test-lanes.js')) as {
    readonly lanes: readonly (readonly string[])[]
  }
  assert.deepEqual(lanes.flatMap(chosenFiles).sort(), [...chosenFiles([])].sort())
})
