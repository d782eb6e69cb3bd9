// The captures of the certify run, judged again one by one, say what the run said.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { judgedCapture } from '../../cli/judge-capture'
import { judgeStored } from '../../cli/rejudge'
import type { VerdictsDocument } from '../../judge/verdicts-document'
import { testPurpose } from '../../judge/requirements/test-purposes'
import { embeddedRun } from './embedded-run'
import { start, story } from './run-process'
import { slices } from './stored-history'

const profile = path.resolve(__dirname, '../../profiles/reference.yaml')

test('judge FILE: every capture of the run has the findings of the run: none; each record in it is explained as it was live', async () => {
  const { out } = await embeddedRun()
  const live = judgeStored(out, { complete: true })
  let records = 0
  const passed = new Set<string>()
  for (const slice of slices(out)) {
    const name = `${slice.testPurpose}.${slice.k}`
    const file = path.join(out, 'evidence', name, 'traffic.pcapng')
    assert.ok(existsSync(file), name)
    const { document, history } = judgedCapture(file, { profile })
    const found = document.results.flatMap((one) => one.findings.map((finding) => `${one.id} ${finding.rule}: ${finding.actual}`))
    assert.deepEqual(found, [], name)
    assert.deepEqual(
      document.results.filter((one) => one.verdict === 'fail' || one.verdict === 'error').map((one) => one.id),
      [],
      name,
    )
    for (const one of document.results) {
      if (one.verdict !== 'pass') continue
      assert.ok(testPurpose(one.id)?.runWide, `${name}: ${one.id} passes without a demand`)
      passed.add(one.id)
    }
    const told = live.find((one) => one.file === slice.file)?.judgment.explanations ?? []
    // what was sent before the scenario, and again in it, no capture of the scenario can know
    const isOfBefore = (text: string): boolean => Number(/is event (\d+) sent again/.exec(text)?.[1] ?? Infinity) < slice.first
    const owed = told
      .filter((one) => one.record >= slice.first && one.record <= slice.last && !isOfBefore(one.text))
      .map(({ kind }) => kind)
    const here = history.judgment.explanations.map(({ kind }) => kind).filter((kind) => kind !== 'foreign')
    assert.deepEqual(here.sort(), owed.sort(), name)
    records += owed.length
  }
  assert.ok(records > 800, `${records} records`)
  assert.ok(passed.size > 15, `${passed.size} run-wide purposes pass somewhere: ${[...passed].join(' ')}`)
})

test('judge FILE: prints what explains each record, by frames; the purposes that need a scenario say why they are inconclusive', async () => {
  const { out } = await embeddedRun()
  const file = path.join(out, 'evidence', 'TP_ARR_001.1', 'traffic.pcapng')
  const text = await start(['judge', file, '--profile', profile]).ended
  assert.equal(text.code, 2, story(text))
  assert.match(
    text.stdout,
    /^frame \d+ +owed +START, record 0, is explained by the server's 2xx to the INVITE of sip:alice\S+, who creates the conference \(frame \d+\)/m,
  )
  assert.match(text.stdout, /^frame \d+ +owed +INTERIM, record 1, is explained by the 200 OK to the server's INVITE from sip:/m)
  assert.match(text.stdout, /^frame \d+ +owed +STOP, record \d, is explained by the end of the conference/m)
  assert.match(text.stderr, /\d+ frames: \d+ SIP and \d+ CH-1 messages of the SUT/)
  const json = await start(['judge', file, '--profile', profile, '--json']).ended
  assert.equal(json.code, 2, story(json))
  const document = JSON.parse(json.stdout) as VerdictsDocument
  const arrival = document.results.find((one) => one.id === 'TP_ARR_001')
  assert.equal(arrival?.verdict, 'inconclusive')
  assert.match(arrival.reason, /^a capture has no demands/)
  assert.equal(document.results.find((one) => one.id === 'TP_SEQ_009')?.verdict, 'pass')
})
