// The summary on standard output, word for word.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { summaryText } from '../../reports/summary'
import { ansi } from './fixtures/hostile-slice'
import { sampleResult, sampleVerdicts } from './fixtures/sample-verdicts'

test('counts with their denominator first, then fails, errors, inconclusives, warnings, and where to look', () => {
  const text = summaryText(sampleVerdicts(), { out: 'reports/out', colour: false })
  assert.equal(
    text,
    `NON-CONFORMANT  2 of 5 applicable test purposes passed · 1 failed · 1 error on our side · 1 inconclusive · 1 warning · 1 not applicable
  sut       reference IM server 0.1.0, controlling
  profile   reference (ab12cd34ef56)
  suite     0.1.0 (3f2a9c81d6e0), engine sipp, 12.4 s

FAIL  TP_DEP_001  Ensure one interim is sent when a participant leaves
  clause    OMA CR §6.2.3.2 (MUST)   rule departure-interim-missing
  expected  exactly one ACR[INTERIM] within 2000 ms of the BYE of sip:bob-7@home.example
  actual    none
  when      2026-11-23T10:05:30.193600Z   events t1.ndjson#125
  evidence  reports/out/evidence/TP_DEP_001.1/{ladder.svg,ch1.txt,sip.txt,traffic.pcapng}
  try       bin/ch1 run --only TP_DEP_001

ERROR  TP_NEG_005  Ensure one interim is sent when a participant leaves
  because   the SIPp process of Bob ended (signal SIGKILL)
  demands   2 of 2 decided
  try       bin/ch1 run --only TP_NEG_005

INCONCLUSIVE  TP_DEP_003  Ensure one interim is sent when a participant leaves
  because   Bob never came in: no final response to the INVITE of the SUT
  demands   0 of 1 decided
  evidence  reports/out/evidence/TP_DEP_003.1/{ladder.svg,ch1.txt,sip.txt,traffic.pcapng}
  try       bin/ch1 run --only TP_DEP_003

WARNING  TP_ARR_005  3GPP TS 32.299 §7.2.117 (SHOULD)   rule arrival-count
  expected  885 = 3
  actual    885 = 2

N/A  TP_CNT_010  the profile says subscriptionId: no

where to look
  reports/out/report.html                    for reviewers: everything in one file
  reports/out/allure-report/index.html       Allure
  reports/out/evidence/<id>.<k>/ladder.svg   one scenario as a picture
  reports/out/verdicts.json                  for scripts (ch1-verdicts/1)
`,
  )
})

test('an aborted run says so, and a run of passes has no other section', () => {
  const d = { ...sampleVerdicts([sampleResult('TP_ARR_001', 'pass')]), aborted: true }
  const [first, ...rest] = summaryText(d, { out: 'out/', colour: false }).split('\n\n')
  assert.match(first ?? '', /^PARTIAL \(run aborted\) {2}1 of 1 applicable test purposes passed\n/)
  assert.equal(rest.length, 1)
})

test('colours come only when asked for, and never from the SUT', () => {
  const d = sampleVerdicts([sampleResult('TP_ARR_001', 'error', { reason: ansi })])
  const escape = /\u001b/
  assert.doesNotMatch(summaryText(d, { out: 'o', colour: false }), escape)
  const coloured = summaryText(d, { out: 'o', colour: true })
  assert.match(coloured, /\u001b\[31mERROR\u001b\[0m/)
  assert.match(coloured, /because {3}\\x1b\[31mred\\x07/)
})

test('more than three findings of a purpose are counted, not listed', () => {
  const many = sampleResult('TP_ARR_001', 'fail')
  const d = sampleVerdicts([{ ...many, findings: Array.from({ length: 5 }, () => many.findings).flat() }])
  const text = summaryText(d, { out: 'o', colour: false })
  assert.equal([...text.matchAll(/^FAIL /gm)].length, 3)
  assert.match(text, /and 2 more findings of TP_ARR_001 in verdicts\.json/)
})
