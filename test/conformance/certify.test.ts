// A fresh run against the embedded reference: verdicts, files, and evidence that three other programs agree with.
import { parseMessage, SipRequest } from '@ch1/sip'
import Ajv2020 from 'ajv/dist/2020'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { MessageTraceParser } from 'sipp-wrapper'
import { verifyBundle } from '../../bundle'
import type { HistoryEvent } from '../../judge/history/events'
import { testPurposes, type TestPurpose } from '../../judge/requirements/test-purposes'
import { NOT_ASKED } from './asked'
import { EARLIER, embeddedRun } from './embedded-run'
import { hasProgram, hasSipp } from './foreign-programs'
import { ROOT, ch1, story, verdictsOf } from './run-process'
import { judged } from '../judge/story'
import { requireJUnitSchema } from '../reports/fixtures/junit-schema'
import { elementsOf } from '../reports/fixtures/well-formed'
import { compare } from '../../judge/second/disagreements'
import { secondJudgment } from '../../judge/second/second-judge'
import { CROWD } from '../../mocks/crowd/crowd'
import { allEvents, histories, slices } from './stored-history'
import { validator } from '../reports/published-schema'

const all: readonly TestPurpose[] = testPurposes

test('certify: exit 0, every purpose passes, nothing on standard error', async () => {
  const { out, ended } = await embeddedRun()
  assert.equal(ended.code, 0, story(ended))
  const document = verdictsOf(out)
  assert.deepEqual(
    document.results.filter(({ verdict }) => verdict !== 'pass').map(({ id, verdict }) => `${id} ${verdict}`),
    NOT_ASKED.map((id) => `${id} not-applicable`),
  )
  assert.equal(document.results.length, testPurposes.length)
  assert.equal(document.summary.pass, testPurposes.length - NOT_ASKED.length)
  assert.equal(document.conformance, 'conformant')
  assert.equal(document.aborted, false)
  for (const { id, demands } of document.results) assert.equal(demands.decided, demands.total, `${id}: every demand is decided`)
})

test('certify: a second judge, which shares no rule with the first, contradicts it nowhere', async () => {
  const { out } = await embeddedRun()
  let [asked, unsaid] = [0, 0]
  for (const [file, events] of histories(out)) {
    const comparison = compare(judged(events), secondJudgment(events))
    assert.deepEqual(comparison.disagreements, [], file)
    asked += comparison.asked
    unsaid += comparison.unsaid
  }
  assert.ok(asked > 0 && unsaid / asked < 0.15, `${unsaid} of ${asked} questions left open`)
})

test('certify: verdicts.json is what its published schema says', async () => {
  const { out } = await embeddedRun()
  const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
  const ajv = new Ajv2020({ strict: true, formats: { 'date-time': isoDate } })
  const schema = JSON.parse(readFileSync(path.join(ROOT, 'docs', 'schema', 'verdicts.schema.json'), 'utf8')) as object
  const isValid = ajv.compile(schema)
  assert.ok(isValid(verdictsOf(out)), JSON.stringify(isValid.errors))
})

test('certify: every file of the contract is there and has something in it', async () => {
  const { out, ended } = await embeddedRun()
  const has = (...parts: readonly string[]): void => {
    const file = path.join(out, ...parts)
    assert.ok(existsSync(file) && statSync(file).size > 0, `${parts.join('/')} is missing or empty`)
  }
  has('junit.xml')
  has('requirements.json')
  has('requirements.html')
  has('history', 'slices.json')
  const published = validator('slices.schema.json')
  assert.ok(published(JSON.parse(readFileSync(path.join(out, 'history', 'slices.json'), 'utf8'))), 'slices.json is as published')
  has('allure-report', 'index.html')
  assert.ok(histories(out).size > 0)
  for (const [file, events] of histories(out)) {
    const last = events.at(-1)
    assert.ok(last?.kind === 'sealed' && last.why === 'done', `history/${file} is sealed`)
  }
  const scenarios = slices(out).filter(({ testPurpose }) => testPurpose.startsWith('TP_'))
  const purposes = all.filter((one) => !one.runWide && !NOT_ASKED.includes(one.id)).map(({ id }) => id)
  for (const id of purposes)
    assert.ok(
      scenarios.some((slice) => slice.testPurpose === id),
      `${id} has a scenario`,
    )
  for (const { testPurpose, k, events } of scenarios) {
    const folder = ['evidence', `${testPurpose}.${k}`]
    for (const file of ['ladder.svg', 'ch1.txt', 'sip.txt', 'traffic.pcapng']) has(...folder, file)
    for (const event of events)
      if (event.kind === 'wire' && event.state === 'started' && event.engine === 'sipp')
        has(...folder, `${event.participant}.sipp.xml`)
  }
  for (const { evidence } of verdictsOf(out).results)
    for (const folder of evidence) assert.ok(existsSync(path.join(out, folder)), folder)
  for (const [named] of ended.stdout.matchAll(/\/\S+\.(?:html|json|xml)\b/g))
    assert.ok(existsSync(named), `the summary names ${path.relative(out, named)}, which is not there`)
})

test('certify: the bill of every conference is right, and the page that shows it is green and below 5 MB', async () => {
  const { out } = await embeddedRun()
  const { bills = [], billing } = verdictsOf(out)
  assert.ok(bills.length >= slices(out).length / 2, `${bills.length} bills`)
  assert.deepEqual(
    bills.flatMap(({ scenario, difference }) => difference.what.map((what) => `${scenario}: ${what}`)),
    [],
  )
  assert.deepEqual(billing, { conferences: bills.length, seconds: 0, heads: 0, records: 0 })
  const page = readFileSync(path.join(out, 'report.html'), 'utf8')
  assert.ok(Buffer.byteLength(page) < 5_000_000, `${Buffer.byteLength(page)} bytes`)
  assert.match(page, /<header class="top good">/)
  for (const { testPurpose, k } of slices(out)) assert.ok(page.includes(`id="s-${testPurpose}.${k}"`), `${testPurpose}.${k}`)
})

test('certify: junit.xml is what strict CI readers take, and each ladder is well-formed', async () => {
  const { out } = await embeddedRun()
  requireJUnitSchema(readFileSync(path.join(out, 'junit.xml'), 'utf8'))
  for (const { testPurpose, k } of slices(out))
    elementsOf(readFileSync(path.join(out, 'evidence', `${testPurpose}.${k}`, 'ladder.svg'), 'utf8'))
})

test('certify: one Allure result a scenario and one a run-wide purpose', async () => {
  const { out } = await embeddedRun()
  const results = readdirSync(path.join(out, 'allure-results')).filter((file) => file.endsWith('-result.json'))
  const scenarios = slices(out).filter(({ testPurpose }) => testPurpose.startsWith('TP_'))
  const runWide = testPurposes.filter((one) => 'runWide' in one && one.runWide && !NOT_ASKED.includes(one.id))
  // what does not apply is in the report, skipped, and in no history
  const skipped = results.filter((file) => {
    const { status } = JSON.parse(readFileSync(path.join(out, 'allure-results', file), 'utf8')) as { readonly status?: string }
    return status === 'skipped'
  })
  assert.ok(skipped.length >= NOT_ASKED.length)
  assert.equal(results.length - skipped.length, scenarios.length + runWide.length)
  assert.ok(runWide.length > 0)
})

test('certify: the Allure report knows the run that was in the folder before', async () => {
  const { out } = await embeddedRun()
  const trend = readFileSync(path.join(out, 'allure-report', 'widgets', 'history-trend.json'), 'utf8')
  const [now, before] = JSON.parse(trend) as { buildOrder: number; data: { failed: number; total: number } }[]
  assert.deepEqual(before, EARLIER)
  assert.equal(now?.buildOrder, EARLIER.buildOrder + 1)
  assert.ok(now.data.failed === 0 && now.data.total > testPurposes.length)
})

test('certify: a real SIPp process for each participant', async (t) => {
  if (!(await hasSipp(t))) return
  const { out } = await embeddedRun()
  const started = allEvents(out).filter((event) => event.kind === 'wire' && event.state === 'started')
  assert.ok(started.length > 0)
  for (const event of started) {
    assert.ok(event.kind === 'wire')
    if (event.why !== undefined) continue // what SIPp cannot carry stands on sockets, and says so
    assert.equal(event.engine, 'sipp')
    assert.match(event.version ?? '', /^v3\.\d/)
    assert.ok((event.pid ?? 0) > 1)
  }
  const pids = started.flatMap((event) => (event.kind === 'wire' && event.why === undefined ? [event.pid] : []))
  assert.equal(new Set(pids).size, pids.length, 'one process a participant')
})

test("certify: each SIPp's own trace has the messages that the core has of that party", async (t) => {
  if (!(await hasSipp(t))) return
  const { out } = await embeddedRun()
  let compared = 0
  for (const { testPurpose, k, events } of slices(out)) {
    if (!testPurpose.startsWith('TP_')) continue
    for (const party of partiesOf(events)) {
      const trace = readFileSync(path.join(out, 'evidence', `${testPurpose}.${k}`, `${party}.messages.txt`))
      const own = new MessageTraceParser()
        .push(trace)
        .filter(({ control }) => !control)
        .map(({ direction, bytes }) => line(direction, bytes))
      const core = events.flatMap((event) =>
        event.kind === 'sip' && event.party === party
          ? [line(event.dir === 'toSut' ? 'sent' : 'received', Buffer.from(event.bytes, 'base64'))]
          : [],
      )
      const where = `${testPurpose}.${k} ${party}`
      assert.deepEqual([...new Set(own)].sort(), [...new Set(core)].sort(), where)
      const [its, ours] = [counted(own), counted(core)]
      // RFC 3261 §17 — what comes again over UDP may be lost on its way to a crowd's SIPp, with two hundred at once on a busy machine; nothing else
      for (const [one, times] of ours) {
        const mayBeLost = party === CROWD && one.startsWith('received')
        const isAsOften = its.get(one) === times || (mayBeLost && (its.get(one) ?? 0) < times)
        assert.ok(isAsOften, `${where}: ${one}: ${its.get(one)} times in SIPp's trace, ${times} times at the core`)
      }
      compared += own.length
    }
  }
  assert.ok(compared > 200, `${compared} messages compared`)
})

test('certify: tshark counts in each capture what the history has, and finds nothing malformed', async (t) => {
  if (!hasProgram(t, 'tshark')) return
  const { out } = await embeddedRun()
  for (const { testPurpose, k, events } of slices(out)) {
    if (!testPurpose.startsWith('TP_')) continue
    const where = `${testPurpose}.${k}`
    const file = path.join(out, 'evidence', where, 'traffic.pcapng')
    const ports = new Set(events.flatMap((event) => (event.kind === 'ch1' ? [portOf(event.flow.local)] : [])))
    const sipPorts = new Set(
      events.flatMap((event) => (event.kind === 'sip' ? [portOf(event.flow.local), portOf(event.flow.remote)] : [])),
    )
    const decode = [
      ...[...ports].flatMap((port) => ['-d', `tcp.port==${port},diameter`]),
      ...[...sipPorts].flatMap((port) => ['-d', `udp.port==${port},sip`]),
    ]
    const frames = tshark(file, decode, ['_ws.malformed', 'sip.Call-ID', 'diameter.cmd.code', 'diameter.flags.request'])
    assert.deepEqual(
      frames.filter(([malformed]) => malformed !== ''),
      [],
      `${where}: malformed`,
    )
    const sip = frames.filter(([, callId]) => callId !== '').length
    const acr = frames
      .flatMap(([, , codes = '', flags = '']) => codes.split(',').map((code, i) => [code, flags.split(',')[i]] as const))
      .filter(([code, request]) => code === '271' && (request === '1' || request === 'True')).length
    assert.ok(sip > 0, `${where}: no SIP`)
    assert.ok(acr > 0, `${where}: no ACR`)
    assert.equal(sip, events.filter((event) => event.kind === 'sip').length, `${where}: SIP messages`)
    assert.equal(acr, events.filter(isAcr).length, `${where}: ACRs`)
  }
})

// RFC 6733 §3 — version, length(3), flags with R first, command code(3): 271 is Accounting.
function isAcr(event: HistoryEvent): boolean {
  if (event.kind !== 'ch1') return false
  const bytes = Buffer.from(event.bytes, 'base64')
  return bytes.readUIntBE(5, 3) === 271 && ((bytes[4] ?? 0) & 0x80) !== 0
}

function partiesOf(events: readonly HistoryEvent[]): readonly string[] {
  return events.flatMap((event) =>
    event.kind === 'wire' && event.state === 'started' && event.engine === 'sipp' ? [event.participant] : [],
  )
}

function line(direction: 'sent' | 'received', bytes: Uint8Array): string {
  const message = parseMessage(bytes)
  const what = message instanceof SipRequest ? message.method : 'response'
  return `${direction} ${what} ${message.header('Call-ID') ?? ''} ${message.header('CSeq') ?? ''}`
}

function counted(lines: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const one of lines) counts.set(one, (counts.get(one) ?? 0) + 1)
  return counts
}

function portOf(end: string): string {
  return end.slice(end.lastIndexOf(':') + 1)
}

function tshark(file: string, decode: readonly string[], fields: readonly string[]): readonly (readonly string[])[] {
  const args = ['-r', file, ...decode, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])]
  const { status, stdout, stderr } = spawnSync('tshark', args, { encoding: 'utf8', timeout: 30_000, maxBuffer: 1 << 26 })
  assert.equal(status, 0, stderr)
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((row) => row.split('\t'))
}

// What a check costs is measured beside its limit by `bin/ch1 bench bundle`.
test('certify: the bundle of the run is intact, and holds all of it', async () => {
  const { out, bundle } = await embeddedRun()
  const checked = await verifyBundle(bundle)
  assert.ok(checked.state === 'intact', JSON.stringify(checked).slice(0, 500))
  const { manifest, run } = checked
  assert.deepEqual([manifest.aborted, run.conformance], [false, 'conformant'])
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter(
    (one) => one.isFile() && one.name !== '.ch1-run',
  )
  assert.equal(manifest.files.length, files.length)
  assert.deepEqual(
    manifest.histories.map(({ sealed }) => sealed),
    [...histories(out).keys()].map(() => 'done'),
  )
})

test('certify: judged again, the run has the same verdicts.json, byte for byte', async () => {
  const { out } = await embeddedRun()
  const again = await ch1('judge', out, '--json')
  assert.equal(again.code, 0, story(again))
  assert.equal(verdictsOf(out).conformance, 'conformant')
  assert.equal(again.stdout, readFileSync(path.join(out, 'verdicts.json'), 'utf8'))
})
