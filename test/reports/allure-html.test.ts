// The HTML report through allure-commandline, and the ways it can be impossible.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { AllureReportError, generateAllureReport, writeAllureResults } from '../../reports/allure'
import { cucumberEnvelopes } from './fixtures/allure/cucumber-run'
import { rowIds } from './fixtures/allure/written'
import { sampleResult, sampleVerdicts } from './fixtures/sample-verdicts'

const hasJava = spawnSync('java', ['-version']).status === 0
const skip = hasJava || process.env['CI'] === 'true' ? false : 'no Java runtime (apt-get install default-jre-headless)'

async function inFolder(use: (resultsDir: string, reportDir: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), 'ch1-allure-html-'))
  try {
    await use(path.join(dir, 'allure-results'), path.join(dir, 'allure-report'))
  } finally {
    rmSync(dir, { recursive: true })
  }
}

async function results(resultsDir: string): Promise<void> {
  writeAllureResults({
    envelopes: await cucumberEnvelopes(),
    verdicts: sampleVerdicts(rowIds.map((id) => sampleResult(id, 'pass'))),
    slices: [],
    decisions: [],
    resultsDir,
    evidenceDir: path.join(resultsDir, 'none'),
    environment: {},
    runWide: ['TP_SEQ_014'],
  })
}

test('the report counts what the results say, and has no analytics', { skip }, () =>
  inFolder(async (resultsDir, reportDir) => {
    await results(resultsDir)
    await generateAllureReport({ resultsDir, reportDir })
    const summary = JSON.parse(readFileSync(path.join(reportDir, 'widgets', 'summary.json'), 'utf8')) as { statistic: unknown }
    assert.deepEqual(summary.statistic, { failed: 2, broken: 8, skipped: 2, passed: 4, unknown: 0, total: 16 })
    assert.doesNotMatch(readFileSync(path.join(reportDir, 'index.html'), 'utf8'), /googletagmanager|google-analytics/)
  }),
)

test('an empty or missing results folder is an error, not an empty report', () =>
  inFolder(async (resultsDir, reportDir) => {
    await assert.rejects(
      generateAllureReport({ resultsDir, reportDir }),
      (error) => error instanceof AllureReportError && /no Allure results in/.test(error.message),
    )
    assert.equal(existsSync(reportDir), false)
  }))

test('without Java the error says how to mend it', () =>
  inFolder(async (resultsDir, reportDir) => {
    await results(resultsDir)
    const env = { PATH: '/nonexistent', JAVA_HOME: '' }
    await assert.rejects(
      generateAllureReport({ resultsDir, reportDir, env }),
      (error) =>
        error instanceof AllureReportError &&
        /needs a Java runtime, version 11 or newer.*apt-get install default-jre-headless/.test(error.message),
    )
  }))
