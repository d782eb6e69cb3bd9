// `ch1 report --allure`: one file that opens without a web server, in the browser; and the trend from run to run.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { openFile } from '../../cli/open-file'
import { handOn, trendOf } from '../../reports/allure'
import { newFolder, ROOT, start, story } from '../conformance/run-process'
import { passingResults } from '../reports/fixtures/allure/passing-results'

const inCi = process.env['CI'] === 'true'
const hasJava = spawnSync('java', ['-version']).status === 0
const skip = hasJava || inCi ? false : 'no Java runtime (apt-get install default-jre-headless)'
const EARLIER = { failed: 1, broken: 0, skipped: 0, passed: 2, unknown: 0, total: 3 }

test('the Allure report as one file: shown in the browser, asks for nothing, knows the run before it', { skip }, async (t) => {
  const out = newFolder()
  const history = path.join(out, 'allure-report', 'history')
  mkdirSync(history, { recursive: true })
  writeFileSync(path.join(history, 'history-trend.json'), JSON.stringify([{ buildOrder: 7, data: EARLIER }]))
  writeFileSync(path.join(history, 'retry-trend.json'), '[{"half":')
  const trend = trendOf(out)
  assert.deepEqual([...trend.keys()], ['history-trend.json'], 'what is half written is left out')
  rmSync(path.join(out, 'allure-report'), { recursive: true })
  handOn(out, trend)
  assert.equal(trendOf(out).size, 1, 'a run that made no report hands on what it was given')
  await passingResults(path.join(out, 'allure-results'))

  const { browser, shown } = browserIn(newFolder())
  // as people call it; it is ch1 report --allure --open
  const env = { ...process.env, BROWSER: browser, NODE_TEST_CONTEXT: undefined }
  const ended = spawnSync('npm', ['run', '--silent', 'report', '--', out], { cwd: ROOT, env, encoding: 'utf8', timeout: 120_000 })
  const file = path.join(out, 'allure-single', 'index.html')
  assert.deepEqual([ended.status, ended.stdout, ended.stderr], [0, `${file}\n`, ''])
  assert.equal(await shown(), file)
  const page = readFileSync(file, 'utf8')
  assert.doesNotMatch(page, /googletagmanager|google-analytics/)
  const [, stored = ''] = /d\('widgets\/history-trend\.json','([^']*)'\)/.exec(page) ?? []
  const runs = JSON.parse(Buffer.from(stored, 'base64').toString('utf8')) as { buildOrder: number; data: { total: number } }[]
  assert.deepEqual(
    runs.map(({ buildOrder, data }) => [buildOrder, data.total]),
    [
      [8, 16],
      [7, 3],
    ],
  )
  await asksForNothing(t, file)
})

test('without results, without a browser, with --open alone: said, and how to go on', async () => {
  const empty = newFolder()
  const none = await start(['report', empty, '--allure']).ended
  assert.equal(none.code, 4, story(none))
  assert.match(none.stderr, /^ch1: no Allure results in [^]*\n {2}where [^]*\n {2}mend /)
  assert.equal(existsSync(path.join(empty, 'allure-single')), false)
  assert.match((await start(['report', empty, '--open']).ended).stderr, /only the Allure report is opened/)
  assert.equal(await openFile('/x.html', { BROWSER: '/nonexistent/browser', PATH: '/nonexistent' }), false)
})

/** A browser that only says what it was shown. */
function browserIn(folder: string): { readonly browser: string; readonly shown: () => Promise<string> } {
  const browser = path.join(folder, 'browser')
  const told = path.join(folder, 'told')
  writeFileSync(browser, `#!/bin/sh\nprintf %s "$1" > "${told}.part" && mv "${told}.part" "${told}"\n`)
  chmodSync(browser, 0o755)
  const shown = async (): Promise<string> => {
    for (let tries = 0; tries < 200 && !existsSync(told); tries += 1) await new Promise((resolve) => setTimeout(resolve, 25))
    return readFileSync(told, 'utf8')
  }
  return { browser, shown }
}

async function asksForNothing(t: TestContext, file: string): Promise<void> {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  const program = folders.map((folder) => path.join(folder, 'chromium')).find(existsSync)
  if (program === undefined && !inCi) return t.diagnostic('no Chromium (apt-get install chromium): the page was not opened')
  // Chromium's own sandbox cannot be had as root or in most containers; the page is ours and the network is not asked
  const browser = await chromium.launch({ executablePath: program ?? 'chromium', args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    const asked: string[] = []
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url())) asked.push(request.url())
    })
    await page.goto(pathToFileURL(file).href)
    await page.locator('text=test cases').first().waitFor()
    assert.deepEqual(asked, [pathToFileURL(file).href])
  } finally {
    await browser.close()
  }
}
