// report.html in a browser: a stranger's questions are answered from the page alone, by keyboard, at two widths, light and dark.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { reportPage } from '../../reports/report-page'
import { tell } from '../judge/good-stories'
import { editOf } from '../judge/edits'
import { judged, Story } from '../judge/story'
import { hostilePage } from './fixtures/hostile-page'
import { storyPage } from './fixtures/story-page'

const program = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .map((folder) => path.join(folder, 'chromium'))
  .find(existsSync)
const skip = program !== undefined || process.env['CI'] === 'true' ? false : 'no Chromium (apt-get install chromium)'

/** Bob leaves at 9.0 s, Dave is there from 12.0 s on; times count from the scenario's begin. */
function longStory(): Story {
  const s = new Story({ tickEveryMs: 500 }).begin('TP_DEP_007').when()
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.brings('carol', conf)
  s.wait(10_000 - s.nowMs)
    .leaves(bob, conf)
    .owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
  s.wait(13_000 - s.nowMs).joins('dave', conf)
  return s
    .wait(17_000 - s.nowMs)
    .drain(conf)
    .end()
}

const folder = mkdtempSync(path.join(tmpdir(), 'ch1-page-'))
const long = longStory()
const missing = tell('TP_DEP_001', { edit: editOf('departure:bob', () => []) })
let browser: Browser

before(async () => {
  if (skip !== false) return
  // Chromium's own sandbox cannot be had as root or in most containers; the pages are ours and the network is not asked
  browser = await chromium.launch({ executablePath: program ?? 'chromium', args: ['--no-sandbox'] })
  writeFileSync(path.join(folder, 'report.html'), reportPage(storyPage([missing, long])))
  writeFileSync(path.join(folder, 'hostile.html'), reportPage(hostilePage()))
})

after(async () => {
  if (skip === false) await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Seen {
  readonly page: Page
  /** What went wrong in it: errors of scripts, what the policy kept out, everything it asked for beside itself. */
  readonly troubles: string[]
}

async function opened(file: string, o: { width: number; script?: boolean }): Promise<Seen> {
  const context = await browser.newContext({
    viewport: { width: o.width, height: 900 },
    colorScheme: 'light',
    javaScriptEnabled: o.script ?? true,
  })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('console', (message) => troubles.push(message.text()))
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('dialog', (dialog) => troubles.push(`a dialog: ${dialog.message()}`))
  page.on('request', (request) => {
    if (!request.url().endsWith(`/${file}`)) troubles.push(`asked for ${request.url()}`)
  })
  await page.goto(pathToFileURL(path.join(folder, file)).href)
  return { page, troubles }
}

test('who was in at 12.4 s, and which record explains that Bob left?', { skip }, async () => {
  const { page, troubles } = await opened('report.html', { width: 1280 })
  const scenario = page.locator('[id="s-TP_DEP_007.1"]')
  await scenario.locator('summary').first().click()
  const time = scenario.locator('input[type=number]')
  await time.fill('12.4')
  const inside = await scenario.locator('.state > div').first().innerText()
  assert.match(inside, /^In the conference: 3/)
  assert.deepEqual(
    [...inside.matchAll(/^(\w+), since/gm)].map((match) => match[1]),
    ['alice', 'carol', 'dave'],
  )
  const dialogs = await scenario.locator('.state > div').nth(1).innerText()
  assert.match(dialogs, /^Open dialogs: 3/)
  const sessions = await scenario.locator('.state > div').nth(2).innerText()
  assert.match(
    sessions,
    /im1\.im\.example;1;1: open, last record number 4 \(INTERIM, event \d+, at 12\.\d+ s, tells 3 participants\)/,
  )

  await time.fill('9.5')
  assert.match(await scenario.locator('.state > div').first().innerText(), /^In the conference: 2\s+alice.*\s+carol/)
  const row = scenario.locator('tr', { hasText: 'bob leaves' })
  const [, bye, record] = /\(event (\d+)\).*INTERIM, record 3 \(event (\d+)\)/s.exec(await row.innerText()) ?? []
  const explanation = judged(long.events()).explanations.find((one) => one.trigger === Number(bye))
  assert.equal(explanation?.record, Number(record), 'the record that the judge names')
  assert.match(await scenario.locator('tr.now').innerText(), /bob leaves/)
  assert.deepEqual(troubles, [])
  await page.context().close()
})

test('the slider goes by keyboard alone, and says where it is', { skip }, async () => {
  const { page, troubles } = await opened('report.html', { width: 1280 })
  const scenario = page.locator('[id="s-TP_DEP_007.1"]')
  await scenario.locator('summary').first().focus()
  await page.keyboard.press('Enter')
  await scenario.locator('.controls').waitFor()
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate("document.activeElement.getAttribute('aria-label')"), 'Previous change')
  await page.keyboard.press('Tab')
  const told = (): Promise<string> => page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
  assert.match(await told(), /^0\.\d{3} s, 1 in$/, 'it begins where somebody is in')
  for (const expected of [/, 2 in$/, /, 3 in$/, /^9\.\d{3} s, 2 in$/, /^12\.\d{3} s, 3 in$/]) {
    await page.keyboard.press('PageUp')
    assert.match(await told(), expected)
  }
  await page.keyboard.press('PageDown')
  assert.match(await told(), /^9\.\d{3} s, 2 in$/)
  const before = Number.parseFloat(await told())
  await page.keyboard.press('ArrowRight')
  assert.ok(Math.abs(Number.parseFloat(await told()) - before - 0.01) < 1e-6, 'an arrow key is 10 ms')
  assert.match(await scenario.locator('[role=status]').innerText(), /^At 9\.\d{3} s: 2 in, 2 dialogs open\.$/)
  assert.deepEqual(troubles, [])
  await page.context().close()
})

test('a failing run: what was owed and what came is above the fold and in the open scenario', { skip }, async () => {
  const { page } = await opened('report.html', { width: 1280 })
  assert.match(await page.locator('h1').innerText(), /Not conformant/)
  const fail = page.locator('.card.fail').first()
  const box = await fail.locator('.finding').first().boundingBox()
  assert.ok(box && box.y + box.height < 900, `the finding ends at ${box?.y} + ${box?.height}`)
  assert.match(await fail.locator('.ladder').innerText(), /missing: no record came/)
  await page.locator('nav a', { hasText: 'The bill' }).click()
  assert.match(await page.locator('#bill').innerText(), /The bill/)
  await page.context().close()
})

test('without its script the page is read all the same', { skip }, async () => {
  const { page } = await opened('report.html', { width: 1280, script: false })
  assert.match(await page.locator('.card.fail tr.missing').first().innerText(), /bob leaves.*missing: one was owed, none came/s)
  await page.context().close()
})

interface Axe {
  run(o: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>
}

for (const width of [1280, 400])
  test(`axe finds no violation at ${width} px, light and dark, and nothing is wider than the page`, { skip }, async () => {
    const { page, troubles } = await opened('report.html', { width })
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.setAttribute('open', '')")
    await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')) // as an element the page's own policy forbids it
    const check = (o: object): Promise<readonly string[]> =>
      page.evaluate(async (options) => {
        const { violations } = await (globalThis as unknown as { readonly axe: Axe }).axe.run(options)
        return violations.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 200)} ${one.nodes[0]?.failureSummary}`)
      }, o)
    assert.deepEqual(await check({}), [])
    const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor')
    const light = await ground()
    await page.emulateMedia({ colorScheme: 'dark' })
    assert.notEqual(await ground(), light, 'the page itself is dark in the dark')
    assert.deepEqual(await check({ runOnly: ['color-contrast'] }), [], 'colours in the dark')
    assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= width)
    assert.deepEqual(troubles, [])
    await page.context().close()
  })

test('hostile strings run nothing, load nothing, and stay words', { skip }, async () => {
  const { page, troubles } = await opened('hostile.html', { width: 400 })
  await page.evaluate("for (const one of document.querySelectorAll('details')) one.setAttribute('open', '')")
  await page.locator('.slider input[type=number]').fill('0.001')
  assert.equal(await page.locator('img, iframe, link, object').count(), 0)
  assert.equal(await page.locator('script').count(), 2)
  assert.match(await page.locator('p.sut').innerText(), /<script>alert\(1\)<\/script>/)
  assert.match(await page.locator('.slider .state').innerText(), /<script>alert\(1\)<\/script>/)
  assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 400)
  assert.deepEqual(troubles, [])
  await page.context().close()
})
