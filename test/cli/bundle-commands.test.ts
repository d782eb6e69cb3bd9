// bundle, verify, countersign and remark as a user meets them: what they say, and their exit codes.
import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import Ajv2020 from 'ajv/dist/2020'
import type { VerdictsDocument } from '../../judge/verdicts-document'
import { remarksIn } from '../../cli/remarks-file'
import { unearned } from '../../cli/unearned'
import { newFolder, runFolder } from '../bundle/run-folder'
import { ROOT, start, story, verdictsOf, type Ended } from '../conformance/run-process'
import { sampleResult, sampleVerdicts } from '../reports/fixtures/sample-verdicts'
import { validator } from '../reports/published-schema'

/** Runs `bin/ch1` with a configuration folder of its own. */
function desk(): { readonly folder: string; readonly ch1: (...args: readonly string[]) => Promise<Ended> } {
  const folder = newFolder()
  return { folder, ch1: (...args) => start(args, { env: { XDG_CONFIG_HOME: path.join(folder, 'config') } }).ended }
}

function refused(ended: Ended, what: RegExp): void {
  assert.equal(ended.code, 4, story(ended))
  assert.match(ended.stderr, what)
  assert.match(ended.stderr, /^ {2}where {2}.*\n {2}mend {3}./m)
  assert.doesNotMatch(ended.stderr, /\n\s+at .*:\d+/, 'no stack trace')
  assert.equal(ended.stdout, '')
}

test('a run is bundled, checked, countersigned and edited: exit 0, 2, 0, 1', async () => {
  const [lab, other] = [desk(), desk()]
  const dir = runFolder()
  const zip = path.join(lab.folder, 'run.zip')
  const made = await lab.ch1('bundle', dir, '--out', zip, '--by', 'the lab')
  assert.equal(made.code, 0, story(made))
  assert.match(made.stderr, /^ch1: made your signing key, .*config\/ch1-conformance\/signing-key\.pem: ed25519:\S{43}\n$/)
  const [, key = ''] = /signed by +(ed25519:\S{43}) \(maker\)/.exec(made.stdout) ?? []
  assert.match(made.stdout, /run\.zip: 5 files, 0\.\d MB\n {2}manifest {3}SHA-256 [0-9a-f]{64}\n/)

  const [own, unknown, trusted] = await Promise.all([
    lab.ch1('verify', zip),
    other.ch1('verify', zip),
    other.ch1('verify', zip, '--trust', key),
  ])
  assert.deepEqual([own.code, unknown.code, trusted.code], [0, 2, 0], [own, unknown, trusted].map(story).join('\n'))
  assert.match(own.stdout, /^INTACT {3}.*\n {2}signed by {2}ed25519:\S+ \(maker\), your own key, calls itself "the lab"; 20/)
  assert.match(unknown.stdout, /^INTACT[^]*UNKNOWN: nobody vouches for this key[^]*--trust ed25519:/)
  assert.match(trusted.stdout, /whom you trust/)
  assert.equal(existsSync(path.join(other.folder, 'config')), false, 'to verify makes no key')

  const countersigned = await other.ch1('countersign', zip, '--by', 'a reviewer')
  assert.equal(countersigned.code, 0, story(countersigned))
  const [both, json] = await Promise.all([other.ch1('verify', zip), other.ch1('verify', zip, '--trust', key, '--json')])
  assert.equal(both.code, 2, 'the maker is unknown to the reviewer')
  assert.match(both.stdout, /\(maker\), UNKNOWN[^]*\(reviewer\), your own key, calls itself "a reviewer"/)
  assert.equal(json.code, 0)
  const isValid = validator('verify.schema.json')
  assert.equal(isValid(JSON.parse(json.stdout)), true, json.stdout)
  assert.equal(isValid({ ...(JSON.parse(json.stdout) as object), state: 'altered' }), false, 'altered, and nothing says what')
  const told = JSON.parse(json.stdout) as { state: string; aborted: boolean; signers: { role: string; known: string }[] }
  assert.deepEqual(
    [told.state, told.aborted, told.signers.map(({ role, known }) => `${role} ${known}`)],
    ['intact', false, ['maker trusted', 'reviewer own']],
  )
  refused(await lab.ch1('bundle', dir, '--out', zip), /there is a file already, and a reviewer signed it/)

  const bytes = readFileSync(zip)
  const at = bytes.indexOf('run/report.html') + 20
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(zip, bytes)
  const [altered, alteredJson] = await Promise.all([
    lab.ch1('verify', zip, '--trust', key),
    lab.ch1('verify', zip, '--trust', key, '--json'),
  ])
  assert.equal(isValid(JSON.parse(alteredJson.stdout)), true, alteredJson.stdout)
  assert.equal(altered.code, 1, story(altered))
  assert.match(altered.stdout, /^ALTERED {2}.*\n {2}altered {4}run\/report\.html .*\n {2}was signed ed25519/)
  assert.doesNotMatch(altered.stdout, /conformant|intact|passed/i)
  const unsigned = await lab.ch1('countersign', zip)
  assert.equal(unsigned.code, 1, story(unsigned))
  assert.match(unsigned.stderr, /altered, and is not signed/)
})

test('what is wrong is one message: exit 4, and nothing is written', async () => {
  const { folder, ch1 } = desk()
  const dir = runFolder()
  const file = path.join(folder, 'thesis.txt')
  writeFileSync(file, 'years of work')
  const linked = runFolder()
  symlinkSync('/etc/hostname', path.join(linked, 'evidence', 'link'))
  const edited = runFolder()
  const history = path.join(edited, 'history', 'w0.ndjson')
  writeFileSync(history, readFileSync(history, 'utf8').replace('TP_DEP_001', 'TP_DEP_002'))
  const better = runFolder()
  const verdicts = path.join(better, 'verdicts.json')
  writeFileSync(verdicts, readFileSync(verdicts, 'utf8').replace('"conformance": "partial"', '"conformance": "conformant"'))
  const rows: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [['bundle'], /no folder given/],
    [['bundle', folder], /there is no history to judge/],
    [['bundle', dir, '--out', file], /there is a file already, and it is no bundle/],
    [['bundle', dir, '--out', path.join(dir, 'run.zip')], /would lie in the folder that it holds/],
    [['bundle', dir, '--out', path.join(folder, 'none', 'run.zip')], /there a bundle cannot be written: ENOENT/],
    [['bundle', dir, '--key', file], /this is no private key/],
    [['bundle', dir, '--by', ''], /this is no name/],
    [['bundle', linked, '--out', path.join(folder, 'a.zip')], /evidence\/link is a symbolic link/],
    [['bundle', edited, '--out', path.join(folder, 'b.zip')], /the hash chain breaks/],
    [['bundle', better, '--out', path.join(folder, 'c.zip')], /verdicts\.json says conformant, and the histories give partial/],
    [['verify'], /no bundle given/],
    [['verify', file], /this is not a bundle: it does not begin as a zip/],
    [['verify', path.join(folder, 'none.zip')], /cannot be opened: ENOENT/],
    [['verify', file, '--trust', 'ed25519:short'], /this is no key, and no file/],
    [['verify', file, '--trust', file], /there is no Ed25519 public key in this file/],
    [['countersign', file], /this is not a bundle/],
    [['run', '--bundle', file, '--out', path.join(folder, 'out')], /there is a file already, and it is no bundle[^]*--bundle/],
    [['run', '--key', file, '--out', path.join(folder, 'out')], /without a bundle nothing is signed/],
    [['remark', dir, '--purpose', 'TP_DEP_001', '--by', 'Ann'], /0 readings are given/],
    [['remark', dir, '--purpose', 'TP_ARR_001', '--by', 'Ann', '--reading', 'x'], /the run has no test purpose "TP_ARR_001"/],
    [['remark', dir, '--by', 'Ann', '--reading', 'x'], /no test purpose is named/],
    [['remark', dir, '--purpose', 'TP_DEP_001', '--reading', 'x'], /0 names are given for 1 reading/],
    [['remark', dir, '--purpose', 'TP_DEP_001', '--by', 'Ann', '--reading', 'x'.repeat(4001)], /empty or too long/],
  ]
  await inFours(rows, async ([args, said]) => refused(await ch1(...args), said))
  assert.equal(readFileSync(file, 'utf8'), 'years of work')
  assert.deepEqual(readdirSync(folder).sort(), ['config', 'thesis.txt'])
})

test('a remark and a dispute travel with the bundle, stand in report.html, and change no verdict', async () => {
  const { folder, ch1 } = desk()
  const dir = runFolder()
  const before = readFileSync(path.join(dir, 'verdicts.json'))
  const hostile = '<script>alert(1)</script>\u001b[31m\u202e'
  const one = await ch1(
    'remark',
    dir,
    '--purpose',
    'TP_DEP_001',
    '--by',
    `Ann ${hostile}`,
    '--reading',
    `Seen twice.\n${hostile}`,
  )
  assert.equal(one.code, 0, story(one))
  const two = await ch1(
    'remark',
    dir,
    '--purpose',
    'TP_DEP_001',
    '--by',
    'vendor',
    '--reading',
    'The clause allows it.',
    '--by',
    'lab',
    '--reading',
    'It does not.',
  )
  assert.match(two.stdout, /dispute on TP_DEP_001 \(pass\), 2 of it now; report\.html made again, no verdict changed/)
  assert.ok(readFileSync(path.join(dir, 'verdicts.json')).equals(before))
  assert.deepEqual(
    remarksIn(dir).map(({ purpose, verdict, readings }) => [purpose, verdict, readings.map(({ by }) => by)]),
    [
      ['TP_DEP_001', 'pass', [`Ann ${hostile}`]],
      ['TP_DEP_001', 'pass', ['vendor', 'lab']],
    ],
  )
  const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
  const schema = JSON.parse(readFileSync(path.join(ROOT, 'docs', 'schema', 'remarks.schema.json'), 'utf8')) as object
  const isValid = new Ajv2020({ strict: true, formats: { 'date-time': isoDate } }).compile(schema)
  assert.ok(isValid(JSON.parse(readFileSync(path.join(dir, 'remarks.json'), 'utf8'))), JSON.stringify(isValid.errors))
  const page = readFileSync(path.join(dir, 'report.html'), 'utf8')
  assert.match(
    page,
    /Remarks and disputes \(2\)[^]*Seen twice\.[^]*Ann &lt;script&gt;[^]*Dispute on [^]*The clause allows it\.[^]*vendor[^]*It does not\.[^]*lab/,
  )
  assert.doesNotMatch(page, /\u001b|\u202e|<script>alert/)
  const zip = path.join(folder, 'run.zip')
  assert.equal((await ch1('bundle', dir, '--out', zip)).code, 0)
  assert.ok(readFileSync(zip).includes('run/remarks.json'))
  writeFileSync(path.join(dir, 'remarks.json'), '{"schema":"ch1-remarks/1","remarks":[{}]}')
  refused(
    await ch1('remark', dir, '--purpose', 'TP_DEP_001', '--by', 'Ann', '--reading', 'x'),
    /remarks\.json: remarks\.0\.purpose/,
  )
})

test('half a verdicts.json, as a killed run may leave: the reports are made from the history, and the run is no better for it', async () => {
  const { folder, ch1 } = desk()
  const dir = runFolder()
  truncateSync(path.join(dir, 'verdicts.json'), 300)
  const history = path.join(dir, 'history', 'w0.ndjson')
  truncateSync(history, readFileSync(history).length - 40)
  mkdirSync(path.join(dir, 'work'), { recursive: true })
  writeFileSync(path.join(dir, 'work', 'w0.json'), JSON.stringify({ pid: 999_999_999 }))
  const zip = path.join(folder, 'run.zip')
  const made = await ch1('bundle', dir, '--out', zip)
  assert.equal(made.code, 0, story(made))
  assert.match(made.stderr, /the run left no verdicts; they are made again from its histories, as of an aborted run/)
  assert.match(made.stdout, /of an aborted run/)
  const verified = await ch1('verify', zip)
  assert.equal(verified.code, 0, story(verified))
  assert.match(verified.stdout, /^ {2}run {8}ABORTED, partial: \d+ passed/m)
})

test('a run that was killed while it wrote its reports: all of it is there, and it is aborted all the same', async () => {
  const { folder, ch1 } = desk()
  const dir = runFolder({ more: { 'work/w0.json': JSON.stringify({ pid: 999_999_999 }) } })
  assert.equal(verdictsOf(dir).aborted, false)
  const zip = path.join(folder, 'run.zip')
  const made = await ch1('bundle', dir, '--out', zip)
  assert.equal(made.code, 0, story(made))
  assert.match(made.stderr, /killed before all its reports were written/)
  assert.match((await ch1('verify', zip)).stdout, /^ {2}run {8}ABORTED, partial/m)
  assert.equal((await ch1('judge', dir)).code, 2)
})

test('a history that was cut off after its verdicts: not bundled as it is, and as aborted once its reports are made again', async () => {
  const { folder, ch1 } = desk()
  const dir = runFolder()
  const history = path.join(dir, 'history', 'w0.ndjson')
  truncateSync(history, readFileSync(history).length - 40)
  const zip = path.join(folder, 'run.zip')
  refused(await ch1('bundle', dir, '--out', zip), /verdicts\.json says that the run came to its end, and a history has no seal/)
  assert.equal((await ch1('report', dir)).code, 0)
  assert.deepEqual([verdictsOf(dir).aborted, verdictsOf(dir).conformance], [true, 'partial'])
  assert.match((await ch1('bundle', dir, '--out', zip)).stdout, /of an aborted run/)
})

test('a history of which this process cannot hold every event, a report that cannot be written: one message, and what was there stays', async () => {
  const { folder, ch1 } = desk()
  const huge = runFolder()
  truncateSync(path.join(huge, 'history', 'w0.ndjson'), 3e9) // a hole: it takes no room on the disk
  const closed = runFolder()
  rmSync(path.join(closed, 'report.html'))
  mkdirSync(path.join(closed, 'report.html'))
  mkdirSync(path.join(closed, 'junit.xml'))
  const before = verdictsOf(closed)
  const rows: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [['judge', huge], /a line longer than 16777216 bytes/],
    [['report', huge], /the histories have 3\.0 GB, and to tell of every event takes more memory[^]*--max-old-space-size=24000/],
    [['bundle', huge, '--out', path.join(folder, 'a.zip')], /3\.0 GB/],
    [['report', closed], /it cannot be written: EISDIR/],
    [['remark', closed, '--purpose', 'TP_DEP_001', '--by', 'Ann', '--reading', 'x'], /it cannot be written: EISDIR/],
    [['verify', '\u001b[31mred\u202e'], /\\x1b\[31mred\\u202e/],
  ]
  await inFours(rows, async ([args, said]) => {
    const ended = await ch1(...args)
    refused(ended, said)
    assert.doesNotMatch(ended.stderr, /[\u001b\u202e]/)
  })
  assert.equal(statSync(path.join(huge, 'history', 'w0.ndjson')).size, 3e9)
  assert.equal(verdictsOf(closed).results.length, before.results.length, 'whole, and not half of it')
  assert.deepEqual(
    readdirSync(closed).filter((name) => name.endsWith('.part')),
    [],
  )
})

test('verdicts better than the histories give are told; worse ones, by trouble of ours, are not', () => {
  const doc = (verdict: Parameters<typeof sampleResult>[1], more: Partial<VerdictsDocument> = {}): VerdictsDocument => ({
    ...sampleVerdicts([sampleResult('TP_DEP_001', verdict)]),
    ...more,
  })
  const slice = { testPurpose: 'TP_DEP_001', k: 1, scenario: '', file: 'w0.ndjson', first: 0, last: 1 }
  assert.equal(unearned(doc('pass'), doc('pass'), [slice]), undefined)
  assert.equal(unearned(doc('error'), doc('pass', { conformance: 'partial' }), [slice]), undefined)
  assert.match(unearned(doc('pass'), doc('fail'), [slice]) ?? '', /says pass of TP_DEP_001, and the histories give fail/)
  assert.match(unearned(doc('inconclusive'), doc('fail'), [slice]) ?? '', /says inconclusive/)
  assert.match(unearned(doc('not-applicable'), doc('pass'), [slice]) ?? '', /the histories hold its scenario/)
  assert.match(unearned(doc('pass', { results: [] }), doc('fail'), []) ?? '', /leaves out TP_DEP_001, which fails/)
  assert.match(
    unearned(doc('fail', { summary: { ...doc('fail').summary, fail: 0 } }), doc('fail'), [slice]) ?? '',
    /counts other verdicts/,
  )
  assert.match(unearned(doc('pass'), doc('pass', { aborted: true }), [slice]) ?? '', /came to its end/)
})

/** Four processes at a time, and the failures of all of them. */
async function inFours<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += 4) await Promise.all(all.slice(at, at + 4).map(work))
}
