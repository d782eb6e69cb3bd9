// The HTML report through allure-commandline, and the ways it can be impossible.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { AllureReportError, generateAllureReport } from '../../reports/allure'
import { passingResults } from './fixtures/allure/passing-results'

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

test('the report counts what the results say, and has no analytics', { skip }, () =>
  inFolder(async (resultsDir, reportDir) => {
    await passingResults(resultsDir)
    await generateAllureReport({ resultsDir, reportDir })
    const summary = JSON.parse(readFileSync(path.join(reportDir, 'widgets', 'summary.json'), 'utf8')) as { statistic: unknown }
    assert.deepEqual(summary.statistic, { failed: 2, broken: 8, skipped: 2, passed: 4, unknown: 0, total: 16 })
    const categories = JSON.parse(readFileSync(path.join(reportDir, 'widgets', 'categories.json'), 'utf8')) as {
      items: { name: string; statistic: { total: number } }[]
    }
    assert.deepEqual(Object.fromEntries(categories.items.map(({ name, statistic }) => [name, statistic.total])), {
      'Conformance failures': 2,
      'Suite defects': 7,
      Inconclusive: 1,
      'Not applicable': 2,
    })
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
    await passingResults(resultsDir)
    const env = { PATH: '/nonexistent', JAVA_HOME: '' }
    await assert.rejects(
      generateAllureReport({ resultsDir, reportDir, env }),
      (error) =>
        error instanceof AllureReportError &&
        /needs a Java runtime, version 11 or newer.*apt-get install default-jre-headless/.test(error.message),
    )
  }))
