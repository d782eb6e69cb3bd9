// What the server took away before a step could use it is inconclusive, as cucumber and all reports after it see it; our trouble stays ours.
import assert from 'node:assert/strict'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { runCucumber } from '@cucumber/cucumber/api'
import type { Envelope } from '@cucumber/messages'

const ROOT = path.resolve(__dirname, '..', '..')
const WRAPPER = path.join(ROOT, 'steps', 'support', 'preconditions.ts')
const STEPS = path.join(__dirname, 'preconditions.steps.ts')

test('a precondition that the server took away is inconclusive, with the reason; an error of ours is not', async () => {
  // Whoever loaded them before did so for a run of its own.
  for (const file of [WRAPPER, STEPS]) Reflect.deleteProperty(require.cache, file)
  const envelopes: Envelope[] = []
  const quiet = new PassThrough().resume()
  await runCucumber(
    {
      sources: {
        paths: [path.join(__dirname, 'preconditions.feature')],
        ...{ defaultDialect: 'en', names: [], tagExpression: '', order: 'defined' as const },
      },
      support: { requireModules: [], requirePaths: [WRAPPER, STEPS], importPaths: [], loaders: [] },
      runtime: {
        ...{ parallel: 0, retry: 0, retryTagFilter: '', strict: true, failFast: false, dryRun: false, filterStacktraces: true },
        worldParameters: {},
      },
      formats: { stdout: path.join(ROOT, 'cli', 'silent-formatter.cjs'), files: {}, publish: false, options: {} },
    },
    { cwd: ROOT, stdout: quiet, stderr: quiet, env: process.env },
    (envelope) => envelopes.push(envelope),
  )
  const thrown = envelopes.flatMap(({ testStepFinished: one }) => {
    const { type, message } = one?.testStepResult.exception ?? {}
    return type === undefined ? [] : [[type, message]]
  })
  assert.deepEqual(thrown, [
    ['Inconclusive', 'INCONCLUSIVE: Bob could not do "accepts": the server had given up its invitation by CANCEL'],
    ['TypeError', '1 broken'],
  ])
})
