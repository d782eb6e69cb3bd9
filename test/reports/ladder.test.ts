// The ladder: what it shows, and that nothing foreign gets out of its text.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Explanation } from '../../judge/verdict'
import { ladderSvg } from '../../reports/ladder'
import { hostileSlice } from './fixtures/hostile-slice'
import { sampleSlice, SliceWriter, sipRequest, wallClock } from './fixtures/sample-slice'
import { elementsOf } from './fixtures/well-formed'

const svg = ladderSvg(sampleSlice())
const texts = [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map((match) => (match[1] ?? '').replace(/<[^>]*>/g, ''))
const count = (text: string) => texts.filter((one) => one === text).length

test('the ladder is well-formed SVG of text, without scripts and without anything loaded', () => {
  const names = new Set(elementsOf(svg))
  assert.deepEqual([...names].sort(), [
    'circle',
    'g',
    'line',
    'path',
    'polygon',
    'rect',
    'style',
    'svg',
    'text',
    'title',
    'tspan',
  ])
  assert.doesNotMatch(svg.replace('http://www.w3.org/2000/svg', ''), /https?:|url\(|@import|href/)
  assert.match(svg, /prefers-color-scheme: dark/)
})

test('each lane has its head, once above and once below a long ladder', () => {
  for (const name of ['Alice', 'Bob', 'Carol', 'SIP/IP core', 'SUT', 'cdf1']) assert.ok(count(name) >= 2, name)
})

test('messages have captions of their first line, records of type, number and participants', () => {
  assert.equal(count('200 OK (INVITE)'), 3)
  assert.equal(count('BYE'), 3)
  assert.equal(count('ACR[INTERIM] #1 · 2 participants'), 1)
  assert.equal(count('ACR[INTERIM] #4 · 1 participant'), 1)
  assert.equal(count('ACA 2001'), 6)
})

test('watchdogs that follow each other are folded into one line', () => {
  assert.equal(count('DWR / DWA × 2'), 1)
  assert.equal(count('DWR / DWA × 4'), 1)
})

test('each owed record has a curve from its trigger with its latency', () => {
  // both boxes of a record that has no place, as they stand in the ladder
  for (const sample of ['forbidden record', 'record that nothing explains']) assert.ok(svg.includes(sample), sample)
  assert.equal([...svg.matchAll(/<path [^>]*class="ch1 wire"/g)].length, 5 + 1) // and the sample in the legend
  for (const latency of ['900 µs', '2.5 ms', '3.8 ms', '2.2 ms', '1.6 ms']) assert.equal(count(latency), 1, latency)
})

test('a missing record is a dashed empty box, a forbidden one a thick box with a cross', () => {
  assert.equal([...svg.matchAll(/<rect [^>]*class="empty dashed"/g)].length, 1 + 1)
  assert.equal(count('missing: no record came'), 1)
  assert.equal([...svg.matchAll(/<rect [^>]*class="forbidden"/g)].length, 1 + 2) // and the legend's two
  assert.ok(texts.some((text) => text.startsWith('forbidden: a START inside a session')))
})

test('steps stand as bands with their text, the broken one marked, what follows the last named', () => {
  assert.ok(texts.includes('Given Alice has created a'), texts.join('\n'))
  assert.ok(texts.includes('before the first step') && texts.includes('after the last step'))
  assert.match(svg, /<text [^>]*class="bad"><tspan class="strong">Then<\/tspan>/)
  assert.doesNotMatch(svg, /<text [^>]*class="bad"><tspan class="strong">When<\/tspan>/)
})

test('findings are told in words below and cited by number at their events', () => {
  assert.ok(texts.some((text) => text.startsWith('TP_DEP_001 · departure-interim-missing')))
  assert.equal([...svg.matchAll(/class="tiny middle strong badge"/g)].length, 4)
})

test('hostile strings stay text, harmless and short', () => {
  const hostile = ladderSvg(hostileSlice())
  assert.deepEqual([...new Set(elementsOf(hostile))].includes('script'), false)
  assert.doesNotMatch(hostile.replaceAll('\n', ''), /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200f]/)
  assert.match(hostile, /\\x1b\[31mred\\x07/)
  assert.match(hostile, /\\u202egnp\.exe/)
  assert.doesNotMatch(hostile, /x{500}/)
})

test('a record that nothing explains is boxed with a question mark, and says so', () => {
  const slice = sampleSlice()
  const bare = ladderSvg({ ...slice, explanations: [], findings: [], missing: [] })
  assert.equal([...bare.matchAll(/<rect [^>]*class="forbidden"/g)].length, 6 + 2)
  assert.equal([...bare.matchAll(/>\?<\/text>/g)].length, 6 + 1)
  assert.match(bare, /the judge gives no explanation/)
})

test('an endless slice gives a bounded picture that says what it leaves out', () => {
  const w = new SliceWriter()
  const bytes = sipRequest('OPTIONS', 'alice', 1)
  for (let index = 0; index < 5000; index += 1) w.sip('toSut', 'Alice', bytes)
  const long = ladderSvg({ title: 't', wallClock, events: w.events, explanations: [], missing: [], findings: [] })
  assert.match(long, /folded: 4972 messages in [^,]+, 0 of them records, each explained/)
  assert.ok(long.length < 50_000, String(long.length))
})

test('a fold leaves what stands out: missing and unexplained records, what findings cite, and the rows around them', () => {
  const w = new SliceWriter()
  const explanations: Explanation[] = []
  const numbers: number[] = []
  for (let index = 0; index < 400; index += 1) {
    const trigger = w.sip('toSut', 'Alice', sipRequest('BYE', 'alice', index + 1))
    const record = w.record('INTERIM', index, 2, 1)
    numbers.push(record)
    if (index !== 200) explanations.push({ record, kind: 'owed', trigger, latencyUs: 1000, text: `record ${index} is explained` })
  }
  const cited = numbers[300] ?? 0
  const findings = sampleSlice()
    .findings.slice(0, 1)
    .map((one) => ({ ...one, events: [cited] }))
  const missing = [{ trigger: (numbers[100] ?? 0) - 1, dueAtUs: w.events.at(-1)?.atUs ?? 0, text: 'INTERIM owed' }]
  const drawn = ladderSvg({ title: 't', wallClock, events: w.events, explanations, missing, findings })
  const folds = [...drawn.matchAll(/folded: (\d+) messages in [^,]+, (\d+) of them records, each explained/g)]
  assert.equal(folds.length, 4)
  const kept = (n: number): boolean => drawn.includes(`>#${n}<`)
  assert.deepEqual([numbers[200] ?? 0, cited, (numbers[100] ?? 0) - 1].map(kept), [true, true, true])
  assert.equal(kept(numbers[150] ?? 0), false)
  assert.match(drawn, /missing: no record came/)
  assert.match(drawn, /the judge gives no explanation/)
})

test('where more stands out than a picture can show, the fold says how much it took in', () => {
  const w = new SliceWriter()
  for (let index = 0; index < 600; index += 1) w.record('INTERIM', index, 2, 1)
  const drawn = ladderSvg({ title: 't', wallClock, events: w.events, explanations: [], missing: [], findings: [] })
  assert.match(drawn, /\d+ of them records, \d+ rows of them with findings/)
})

test('an empty slice gives an empty ladder', () => {
  assert.ok(
    elementsOf(ladderSvg({ title: '', wallClock: 'never', events: [], explanations: [], missing: [], findings: [] })).length > 0,
  )
})

test('what the Charging Enabler is told stands at its own line, and makes no participant of it', () => {
  const writer = new SliceWriter()
  writer.step('Given', 'the Charging Enabler takes 400 ms')
  const args = ['{"kind":"delay","ms":400}', '{"kind":"answer","resultCode":2001}']
  writer.add({ kind: 'command', participant: 'cdf1', verb: 'will', args })
  writer.record('START', 0, 1, 5)
  const drawn = ladderSvg({ ...sampleSlice(), events: writer.events, explanations: [], missing: [], findings: [] })
  const words = [...drawn.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map((match) => (match[1] ?? '').replace(/<[^>]*>/g, ''))
  assert.ok(words.includes('will delay, ms 400; answer, resultCode 2001'), words.join(' | '))
  assert.equal(words.filter((word) => word === 'cdf1').length, 1, 'one head, of its own lane')
})
