// The files that wires leave go to the evidence folder of their scenario, each under a name of its own.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeEvidence } from '../../cli/evidence'
import { HISTORY_SCHEMA, type HistoryEvent, type HistoryFact } from '../../judge/history/events'
import { Judge } from '../../judge/judge'

test('wires of one scenario leave a file each, whatever the participants are called and however often they come', (t) => {
  const out = mkdtempSync(join(tmpdir(), 'ch1-evidence-'))
  t.after(() => {
    rmSync(out, { recursive: true, force: true })
  })
  mkdirSync(join(out, 'work'))
  const left: readonly (readonly [participant: string, file: string])[] = [
    ['A b', '1.sipp.xml'],
    ['A_b', '2.sipp.xml'],
    ['A_b', '3.sipp.xml'],
    ['../Bob', '4.messages.txt'],
    ['crowd', 'arrive.xml'],
    ['crowd', 'leave.xml'],
  ]
  const facts = left.map(([participant, name]): HistoryFact => {
    const file = join(out, 'work', name)
    writeFileSync(file, name)
    return { kind: 'wire', participant, aor: 'sip:a@home.example', engine: 'sipp', state: 'stopped', files: [file] }
  })
  const opened: HistoryFact = {
    kind: 'opened',
    schema: HISTORY_SCHEMA,
    testbed: 'w0',
    profile: { digest: '0', values: {} },
    suite: '0',
    wallClock: '2026-11-23T10:04:07.113Z',
    engine: 'sipp',
    sut: { name: 'im1', version: '1', role: 'controlling', embedded: false },
  }
  const events = [opened, ...facts].map((fact, n): HistoryEvent => ({ n, atUs: n, ...fact }))
  const history = { file: 'h.ndjson', events, judgment: new Judge().judgment(), accounts: [], sealed: 'done' } as const
  const slice = { testPurpose: 'TP_ARR_001', k: 1, scenario: 's', file: 'h.ndjson', first: 1, last: left.length }
  writeEvidence(out, [history], [slice])

  const folder = join(out, 'evidence', 'TP_ARR_001.1')
  const moved = readdirSync(folder).filter((name) => /\.sipp\.xml$|messages/.test(name))
  const contents = Object.fromEntries(moved.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  assert.deepEqual(contents, {
    'A_b.2.sipp.xml': '3.sipp.xml',
    'A_b.sipp.xml': '2.sipp.xml',
    'A_b_2.sipp.xml': '1.sipp.xml',
    '___Bob.messages.txt': '4.messages.txt',
    'crowd.2.sipp.xml': 'leave.xml',
    'crowd.sipp.xml': 'arrive.xml',
  })
  assert.deepEqual(readdirSync(join(out, 'work')), [], 'nothing stays in the work folder')
  assert.deepEqual(readdirSync(out).sort(), ['evidence', 'work'], 'nothing went beside the evidence folder')
})
