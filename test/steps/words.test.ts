// Every step of every feature has exactly one word that binds it, and every word is used by a feature, or here until one uses it.
import assert from 'node:assert/strict'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { runCucumber } from '@cucumber/cucumber/api'
import type { Envelope } from '@cucumber/messages'

const ROOT = path.resolve(__dirname, '..', '..')
const HERE = path.join(__dirname, 'words.feature')

interface Binding {
  /** Text of each step, with how many definitions bind it. */
  readonly steps: readonly { readonly text: string; readonly words: readonly string[] }[]
  /** Every pattern that is defined. */
  readonly patterns: readonly string[]
}

/** Binds the steps of these features without running any. */
async function bound(...features: readonly string[]): Promise<Binding> {
  const envelopes: Envelope[] = []
  const quiet = new PassThrough().resume()
  await runCucumber(
    {
      sources: { paths: [...features], defaultDialect: 'en', names: [], tagExpression: '', order: 'defined' },
      support: { requireModules: [], requirePaths: [path.join(ROOT, 'steps', '**', '*.ts')], importPaths: [], loaders: [] },
      runtime: {
        ...{ parallel: 0, retry: 0, retryTagFilter: '', strict: true, failFast: false, dryRun: true, filterStacktraces: true },
        worldParameters: {},
      },
      formats: { stdout: path.join(ROOT, 'cli', 'silent-formatter.cjs'), files: {}, publish: false, options: {} },
    },
    { cwd: ROOT, stdout: quiet, stderr: quiet, env: process.env },
    (envelope) => envelopes.push(envelope),
  )
  const patterns = new Map(envelopes.flatMap(({ stepDefinition: one }) => (one ? [[one.id, one.pattern.source] as const] : [])))
  const texts = new Map(envelopes.flatMap(({ pickle }) => pickle?.steps.map((step) => [step.id, step.text] as const) ?? []))
  const steps = envelopes.flatMap(
    ({ testCase }) =>
      testCase?.testSteps.flatMap(({ pickleStepId, stepDefinitionIds }) =>
        pickleStepId === undefined
          ? []
          : [{ text: texts.get(pickleStepId) ?? '', words: (stepDefinitionIds ?? []).map((id) => patterns.get(id) ?? '') }],
      ) ?? [],
  )
  return { steps, patterns: [...patterns.values()] }
}

let all: Promise<Binding> | undefined
const everything = (): Promise<Binding> => (all ??= bound(path.join(ROOT, 'features', '**', '*.feature'), HERE))

test('every step of every feature is bound by exactly one word', async () => {
  const { steps } = await everything()
  assert.ok(steps.length > 100, `${steps.length} steps`)
  assert.deepEqual(
    steps.filter(({ words }) => words.length !== 1),
    [],
  )
})

test('every word is used', async () => {
  const { steps, patterns } = await everything()
  assert.ok(patterns.length > 40, `${patterns.length} words`)
  const used = new Set(steps.flatMap(({ words }) => words))
  assert.deepEqual(
    patterns.filter((pattern) => !used.has(pattern)),
    [],
  )
})
