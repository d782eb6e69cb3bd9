// report.html checks a bundle in the browser: a second verifier, written from the same page of the documents, that must agree with the first.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { countersign, publicKeyText, verifyBundle } from '../../bundle'
import { readSignatures, sha256Hex, signaturesText, signed, type Signatures } from '../../bundle/signatures'
import { reportPage } from '../../reports/report-page'
import { tell } from '../judge/good-stories'
import { storyPage } from '../reports/fixtures/story-page'
import { forgedZip } from './forged-zip'
import { TRICKS, parts, stranger } from './hostile-rows'
import { bundled, maker, newFolder, reviewer } from './run-folder'

const program = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .map((folder) => path.join(folder, 'chromium'))
  .find(existsSync)
const skip = program !== undefined || process.env['CI'] === 'true' ? false : 'no Chromium (apt-get install chromium)'

const folder = mkdtempSync(path.join(tmpdir(), 'ch1-check-'))
const troubles: string[] = []
let browser: Browser
let page: Page

before(async () => {
  if (skip !== false) return
  browser = await chromium.launch({ executablePath: program ?? 'chromium', args: ['--no-sandbox'] })
  writeFileSync(path.join(folder, 'report.html'), reportPage(storyPage([tell('TP_ARR_001')])))
  page = await browser.newPage()
  page.on('console', (message) => troubles.push(message.text()))
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('request', (request) => {
    if (!request.url().endsWith('/report.html')) troubles.push(`asked for ${request.url()}`)
  })
  await page.goto(pathToFileURL(path.join(folder, 'report.html')).href)
})

after(async () => {
  if (skip === false) await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What the page says of a file: its state, and its words. */
async function said(bytes: Buffer, keys = ''): Promise<{ readonly state: string; readonly words: string }> {
  await page.locator('#check-keys').evaluate((input, value) => ((input as unknown as { value: string }).value = value), keys)
  await page
    .locator('#check-result')
    .evaluate((result) => delete (result as unknown as { dataset: Record<string, string> }).dataset['state'])
  await page.locator('#check-file').setInputFiles({ name: 'run.zip', mimeType: 'application/zip', buffer: bytes })
  const result = page.locator('#check-result[data-state]:not([data-state=reading])')
  await result.waitFor()
  return { state: (await result.getAttribute('data-state')) ?? '', words: await result.innerText() }
}

test('a bundle that is intact: who signed it, and whether the reader knows them', { skip }, async () => {
  const { file, made } = await bundled()
  const unknown = await said(readFileSync(file))
  assert.equal(unknown.state, 'unknown', unknown.words)
  assert.match(unknown.words, /signed by an UNKNOWN key: ed25519:\S+ \(maker\), calls itself "the lab"/)
  assert.match(unknown.words, new RegExp(`manifest: SHA-256 ${made.digest}`))
  assert.equal((await said(readFileSync(file), publicKeyText(maker.key))).state, 'intact')
  const copy = path.join(newFolder(), 'copy.zip')
  await countersign(file, copy, reviewer)
  assert.equal((await said(readFileSync(copy), publicKeyText(maker.key))).state, 'unknown')
  const both = await said(readFileSync(copy), `${publicKeyText(maker.key)} ${publicKeyText(reviewer.key)}`)
  assert.deepEqual([both.state, both.words.match(/signed by a key you know/g)?.length], ['intact', 2])
  assert.deepEqual(troubles, [])
})

test('every trick with zips is altered here as well', { skip }, async () => {
  const good = await parts()
  for (const [trick, zip, where] of TRICKS) {
    const { state, words } = await said(zip(good))
    assert.equal(state, 'altered', `${trick}: ${words}`)
    if (where.source.includes('verdicts.json')) assert.match(words, where, trick)
  }
  assert.equal((await said(forgedZip([stranger]))).state, 'not-a-bundle')
  assert.equal((await said(Buffer.from('PK'))).state, 'not-a-bundle')
  assert.deepEqual(troubles, [])
})

test('signatures that were changed, moved or made of something else are found here as well', { skip }, async () => {
  const good = await parts()
  const text = (name: string): string => String(good.find((one) => one.name === name)?.content)
  const signatures = text('ch1-signatures.json')
  const manifest = text('ch1-manifest.json')
  const both = signed(readSignatures(signatures) as Signatures, sha256Hex(manifest), reviewer)
  const rows: readonly (readonly [RegExp, name: string, content: string])[] = [
    [/it is of another manifest/, 'ch1-signatures.json', signaturesText(signed(undefined, '0'.repeat(64), maker))],
    [/it is of another manifest/, 'ch1-manifest.json', manifest.replace('"aborted":false', '"aborted":true')],
    [/was not made by/, 'ch1-signatures.json', signatures.replace('the lab', 'the lob')],
    [
      /does not stand where it was made/,
      'ch1-signatures.json',
      signaturesText({ ...both, signatures: both.signatures.slice(1) }),
    ],
    [
      /does not stand where it was made/,
      'ch1-signatures.json',
      signaturesText({ ...both, signatures: [...both.signatures].reverse() }),
    ],
    [/canonical form/, 'ch1-signatures.json', ` ${signatures}`],
  ]
  for (const [what, name, content] of rows) {
    const zip = forgedZip(good.map((one) => (one.name === name ? { name, content: Buffer.from(content) } : one)))
    const { state, words } = await said(zip)
    assert.equal(state, 'altered', words)
    assert.match(words, what)
  }
})

test('of random edits both verifiers say the same', { skip }, async () => {
  const { file } = await bundled()
  const whole = readFileSync(file)
  const twin = path.join(newFolder(), 'edited.zip')
  const states = new Set<string>()
  for (let i = 0; i < 120; i += 1) {
    const edited = Buffer.from(whole)
    const at = (i * 7919) % whole.length
    edited[at] = (edited[at] ?? 0) ^ (1 << (i % 8))
    writeFileSync(twin, edited)
    const { state } = await verifyBundle(twin)
    const here = await said(edited)
    assert.equal(here.state, state === 'intact' ? 'unknown' : state, `byte ${at}: ${here.words}`)
    states.add(state)
  }
  assert.ok(states.has('altered'))
  assert.deepEqual(troubles, [])
})

test('a file that is dropped anywhere on the page is checked', { skip }, async () => {
  const { file } = await bundled()
  const result = page.locator('#check-result')
  await result.evaluate((one) => delete (one as unknown as { dataset: Record<string, string> }).dataset['state'])
  await page.evaluate(
    `{ const data = new DataTransfer()
       data.items.add(new File([Uint8Array.from(atob('${readFileSync(file).toString('base64')}'), (one) => one.charCodeAt(0))], 'dropped.zip'))
       document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data })) }`,
  )
  await page.locator('#check-result[data-state=unknown]').waitFor()
  assert.match(await result.innerText(), /dropped\.zip/)
})

test('a page without its script says how to check', { skip }, async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const quiet = await context.newPage()
  await quiet.goto(pathToFileURL(path.join(folder, 'report.html')).href)
  assert.match(await quiet.locator('body').innerText(), /Without its script this page cannot check: ch1 verify F\.zip/)
  await context.close()
})
