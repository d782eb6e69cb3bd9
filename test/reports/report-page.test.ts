// report.html as text: what stands in it, in which order, and what never does.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rules } from '../../judge/rules'
import { whyItMatters } from '../../reports/page/why-it-matters'
import { MAX_PAGE_BYTES, reportPage, suiteFigure } from '../../reports/report-page'
import { tell } from '../judge/good-stories'
import { editOf } from '../judge/edits'
import { hostilePage } from './fixtures/hostile-page'
import { storyPage } from './fixtures/story-page'

const failing = storyPage([tell('TP_DEP_001', { edit: editOf('departure:bob', () => []) }), tell('TP_ARR_001')])
const page = reportPage(failing)
/** The words of the page as a reader sees them. */
const words = (html: string): string =>
  html
    .replace(/<(script|style)[^>]*>[^]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ')

test('the page is one file: nothing is loaded, and only its own script may run', () => {
  assert.doesNotMatch(page, /<(link|img|iframe|object|embed|base|form)\b|@import|url\(|\bsrc=|\son[a-z]+=/i)
  assert.match(page, /default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[A-Za-z0-9+/]+=*'/)
  assert.equal([...page.matchAll(/<script>/g)].length, 1)
  for (const [, href = ''] of page.matchAll(/href="([^"]*)"/g)) assert.match(href, /^(#|evidence\/)/)
})

test('each link within the page leads somewhere, each id is there once', () => {
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1])
  assert.equal(new Set(ids).size, ids.length)
  for (const [, id] of page.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.includes(id), `#${id}`)
})

test('a fail tells expected, came, clause and why it matters, before anything that passed', () => {
  const told = words(page)
  assert.match(told, /expected INTERIM within 2000 ms of the BYE of sip:bob@home\.example came none in/)
  assert.match(
    told,
    /clause OMA CR §6\.2\.3\.2 step 2 \(MUST\), rule departure-interim-missing why it matters The enabler never learns/,
  )
  assert.ok(told.indexOf('Failed (1)') < told.indexOf('All other scenarios'), 'fails come first')
  assert.match(page, /<details class="scenario" id="s-TP_DEP_001\.1" open>/)
  assert.match(page, /<details class="scenario" id="s-TP_ARR_001\.1">/)
})

test('counts stand with their denominator, MUST and SHOULD apart', () => {
  const told = words(page)
  const applicable = failing.document.results.filter((one) => one.level === 'MUST').length
  const passed = failing.document.results.filter((one) => one.level === 'MUST' && one.verdict === 'pass').length
  assert.match(told, new RegExp(`MUST ${passed} of ${applicable} passed · 1 failed`))
  assert.match(told, /SHOULD \d+ of \d+ passed/)
  assert.match(told, /differs from what SIP shows by 2\.\d+ s, 0 heads, 1 record\./)
})

test('the table of changes ties each departure to its record, and says where one is missing', () => {
  const told = words(page)
  assert.match(told, /bob leaves: BYE \(event \d+\) ✗ missing: one was owed, none came 2: alice, carol/)
  assert.match(
    told,
    /carol is in: 2xx to the server's INVITE \(event \d+\) ✓ INTERIM, record 2 \(event \d+\) [\d.]+ ms after 3: alice, bob, carol/,
  )
})

test('a run that was aborted says so first, and is never green', () => {
  const good = storyPage([tell('TP_ARR_001')])
  const conformant = { ...good.document, conformance: 'conformant' } as const
  assert.match(reportPage({ ...good, document: conformant }), /<header class="top good">/)
  const aborted = reportPage({ ...good, document: { ...conformant, aborted: true } })
  assert.match(aborted, /<header class="top open">/)
  assert.match(words(aborted), /Aborted run: .*This run was aborted\. What was recorded until then/)
  assert.doesNotMatch(aborted, /class="top good"/)
  assert.match(reportPage({ ...good, document: { ...good.document, conformance: 'partial' } }), /<header class="top open">/)
})

test('the figures of the suite are those of this very suite, or unknown', () => {
  const suite = { version: '0.1.0', digest: 'd'.repeat(64) }
  const names = { known: 'mutants', caught: 'killed' }
  const matrix = {
    schema: 'ch1-kill-matrix/1',
    suite: { version: '0.1.0' },
    digest: suite.digest,
    summary: { mutants: 109, killed: 108 },
  }
  assert.deepEqual(suiteFigure(matrix, suite, names), { caught: 108, known: 109 })
  for (const other of [undefined, {}, 'text', { ...matrix, suite: undefined }, { ...matrix, summary: {} }])
    assert.ok('unknown' in suiteFigure(other, suite, names), JSON.stringify(other))
  const older = suiteFigure({ ...matrix, digest: 'c'.repeat(64) }, suite, names)
  assert.ok('unknown' in suiteFigure({ ...matrix, suite: { version: '0.0.9' } }, suite, names), 'of another version')
  assert.match('unknown' in older ? older.unknown : '', /another state of the suite \(0\.1\.0, cccccccccccc\)/)
  const known = { mutants: { caught: 108, known: 109 }, sabotage: { caught: 3, known: 4 } }
  assert.match(words(page), /How many known faults this suite catches is unknown: not measured\./)
  assert.match(
    words(reportPage({ ...failing, figures: known })),
    /This suite catches 108 of 109 known faults\. 3 of its 4 rules are proven able to fail\./,
  )
})

test('every rule says why it matters, in one sentence', () => {
  for (const { id } of rules) assert.match(whyItMatters(id) ?? '', /^[A-Z][^.]+\.$/, id)
  for (const id of ['no-such-rule', 'constructor', '__proto__']) assert.equal(whyItMatters(id), undefined)
})

test('hostile strings are shown as harmless words, and a megabyte of them in few', () => {
  const html = reportPage(hostilePage())
  assert.ok(html.length < 200_000, `${html.length} characters`)
  assert.doesNotMatch(html, /<script>alert|<img|<!--/)
  assert.equal([...html.matchAll(/<script\b/g)].length, 2, 'its own script, and the data of one slider')
  assert.doesNotMatch(html.replaceAll('\n', ''), /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/)
  assert.match(html, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/)
  assert.match(html, /\\x1b\[31mred\\x07/)
  const [, json = ''] = /<script type="application\/json"[^>]*>([^]*?)<\/script>/.exec(html) ?? []
  assert.doesNotMatch(json, /</)
  assert.match(JSON.stringify(JSON.parse(json)), /<script>alert\(1\)<\/script>/, 'in the data it is a string like any other')
})

test('every fact of the run is there: suite, server, profile, engine, tools, clock, timers, windows, seed, histories', () => {
  const { document } = failing
  const profile = { timers: { t1Ms: 100, t2Ms: 800, t4Ms: 5000 }, windows: { 'P-DELAY': 2000 }, impairment: { seed: 7 } }
  const tools = { node: '20.20.0', sipp: 'v3.6.1' }
  const told = words(reportPage({ ...failing, profile, document: { ...document, tools } }))
  const [, run = ''] = /How this run was made(.*?)Its histories/.exec(told) ?? []
  for (const fact of [
    `suite 0.1.0, SHA-256 ${'d'.repeat(64)}`,
    'server story 1, controlling',
    `profile reference, SHA-256 ${'e'.repeat(64)}`,
    'engine socket binding of CH-1 Diameter Rf tools node 20.20.0, sipp v3.6.1',
    'began 2026-11-23T10:00:00.000Z ended 2026-11-23T10:01:00.000Z clock monotonic',
    'SIP timers T1 100 ms, T2 800 ms, T4 5000 ms windows P-DELAY 2000 ms seed of the impairment 7',
  ])
    assert.ok(run.includes(fact), `${fact}: ${run}`)
  assert.match(told, /Its histories file clock began seconds events end w0\.ndjson \S+ \d+\.\d{3} \d+ sealed w1\.ndjson/)
})

test('the requirements stand with their purposes, the profile with what contradicts it', () => {
  assert.match(words(page), /OMA CR §6\.2\.3\.2 step 2 .*TP_DEP_001/)
  assert.match(page, /<section aria-labelledby="requirements">/)
  const choice = (declared: string, ...seen: string[]) => ({
    choice: 'P-JOIN',
    declared,
    seen: seen.map((value) => ({ value, events: [] })),
  })
  const said = (one: ReturnType<typeof choice>): string =>
    words(reportPage({ ...failing, document: { ...failing.document, choices: [one] } }))
  assert.match(said(choice('interim', 'start')), /✗ The server contradicts its profile: P-JOIN\..* P-JOIN interim start ✗ yes/)
  assert.match(said(choice('unknown', 'interim', 'start')), /✗ The server contradicts its profile: P-JOIN/)
  assert.match(said(choice('unknown', 'start')), /✓ Nothing that was seen contradicts the profile\./)
  assert.match(said(choice('interim', 'interim')), /✓ Nothing that was seen contradicts the profile\./)
})

test('a page with more than it can hold names what it leaves out and stays below its bound', () => {
  const [scenario] = failing.scenarios
  assert.ok(scenario)
  const scenarios = Array.from({ length: 400 }, (_, index) => ({ ...scenario, slice: { ...scenario.slice, k: index + 1 } }))
  const html = reportPage({ ...failing, scenarios })
  assert.ok(Buffer.byteLength(html) <= MAX_PAGE_BYTES, `${Buffer.byteLength(html)} bytes`)
  assert.match(html, /Its ladder is left out to keep this page small/)
  assert.match(html, /\d+ more scenarios are not drawn/)
})

test('a run in which nothing happened is a page all the same', () => {
  const empty = {
    ...failing,
    document: { ...failing.document, results: [], bills: [], billing: undefined, choices: undefined },
    scenarios: [],
    histories: [],
  }
  assert.match(words(reportPage(empty)), /Scenarios \(0\)/)
})
