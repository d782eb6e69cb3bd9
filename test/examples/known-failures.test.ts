// The example with Kamailio passes when a run found what is recorded, and is red for everything else: each row is one way to differ.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'

interface Finding {
  readonly rule: string
  readonly clause: string
  readonly actual: string
}
interface Result {
  readonly id: string
  readonly verdict: string
  readonly reason: string
  readonly findings: readonly Finding[]
}
interface Cause {
  readonly cause: string
  readonly reason: string
  readonly sometimes?: string
  readonly findings: readonly { purpose: string; rule: string; clause: string; says: string; count: number }[]
}
interface KnownFailures {
  readonly readKnownFailures: (file: string) => readonly Cause[]
  readonly differences: (
    document: { aborted: boolean; results: readonly Result[] },
    causes: readonly Cause[],
  ) => readonly string[]
}

const folder = path.join(__dirname, '..', '..', 'examples', 'kamailio')
const { readKnownFailures, differences } = createRequire(__filename)(path.join(folder, 'known-failures.js')) as KnownFailures

const finding = (rule: string, actual: string): Finding => ({ rule, clause: 'RFC 6733 §8.8', actual })
const result = (id: string, verdict: string, findings: readonly Finding[] = []): Result => ({
  id,
  verdict,
  reason: 'why',
  findings,
})
const recorded = (purpose: string, rule: string) => ({ purpose, rule, clause: 'RFC 6733 §8.8', says: 'another', count: 1 })
const causes: readonly Cause[] = [
  { cause: 'always', reason: 'r', findings: [recorded('TP_SEQ_018', 'served-session-id')] },
  {
    ...{ cause: 'a race', reason: 'r', sometimes: 'two processes' },
    findings: [recorded('TP_PEER_001', 'cer-grammar'), recorded('TP_PEER_002', 'cer-vendor')],
  },
]
const asRecorded = [
  result('TP_ARR_024', 'pass'),
  result('TP_CNT_020', 'not-applicable'),
  result('TP_SEQ_018', 'fail', [finding('served-session-id', 'another (79 places)')]),
  result('TP_PEER_001', 'pass'),
  result('TP_PEER_002', 'pass'),
]
const raceLost = [
  result('TP_PEER_001', 'fail', [finding('cer-grammar', 'another')]),
  result('TP_PEER_002', 'fail', [finding('cer-vendor', 'another (and at 2 more places of the run)')]),
]

/** What is recorded, with these results instead of those of the same test purpose. */
const but = (...others: readonly Result[]) => ({
  aborted: false,
  results: asRecorded.map((one) => others.find(({ id }) => id === one.id) ?? one),
})

test('a run that found what is recorded differs in nothing, whatever the number of places', () => {
  assert.deepEqual(differences(but(), causes), [])
})

test('what is recorded as sometimes there may be there whole', () => {
  assert.deepEqual(differences(but(...raceLost), causes), [])
})

const rows: readonly (readonly [string, Parameters<typeof differences>[0], readonly string[]])[] = [
  [
    'a failure that is recorded and did not occur',
    but(result('TP_SEQ_018', 'pass')),
    ['recorded, and did not occur: TP_SEQ_018 served-session-id (RFC 6733 §8.8) (always)'],
  ],
  [
    'a failure that became not applicable',
    but(result('TP_SEQ_018', 'not-applicable')),
    ['recorded, and did not occur: TP_SEQ_018 served-session-id (RFC 6733 §8.8) (always)'],
  ],
  [
    'a failure of a purpose that is not recorded',
    but(result('TP_ARR_024', 'fail', [finding('served-join-missing', 'none in 2000 ms')])),
    ['not recorded: TP_ARR_024 served-join-missing (RFC 6733 §8.8): none in 2000 ms'],
  ],
  [
    'another rule of a purpose that is recorded',
    but(result('TP_SEQ_018', 'fail', [finding('served-session-id', 'another'), finding('served-role', '1')])),
    ['not recorded: TP_SEQ_018 served-role (RFC 6733 §8.8): 1'],
  ],
  [
    'another clause',
    but(result('TP_SEQ_018', 'fail', [{ ...finding('served-session-id', 'another'), clause: 'RFC 6733 §9.5' }])),
    [
      'not recorded: TP_SEQ_018 served-session-id (RFC 6733 §9.5): another',
      'recorded, and did not occur: TP_SEQ_018 served-session-id (RFC 6733 §8.8) (always)',
    ],
  ],
  [
    'a second finding of the rule',
    but(result('TP_SEQ_018', 'fail', [finding('served-session-id', 'another'), finding('served-session-id', 'another')])),
    ['recorded 1 times, found 2 times: TP_SEQ_018 served-session-id (RFC 6733 §8.8)'],
  ],
  [
    'the same rule for another reason',
    but(result('TP_SEQ_018', 'fail', [finding('served-session-id', 'another one')])),
    ['recorded as "another", found as "another one": TP_SEQ_018 served-session-id (RFC 6733 §8.8)'],
  ],
  [
    'a fail without a finding',
    but(result('TP_SEQ_018', 'fail')),
    [
      'not recorded: TP_SEQ_018 (no finding) ((none)): why',
      'recorded, and did not occur: TP_SEQ_018 served-session-id (RFC 6733 §8.8) (always)',
    ],
  ],
  ['an inconclusive purpose', but(result('TP_ARR_024', 'inconclusive')), ['TP_ARR_024 is inconclusive: why']],
  ['an error of ours', but(result('TP_ARR_024', 'error')), ['TP_ARR_024 is error: why']],
  ['an aborted run', { ...but(), aborted: true }, ['the run was aborted']],
  ['half of what is sometimes there', but(raceLost[0] as Result), ['only a part of "a race" occurred']],
]

for (const [what, document, expected] of rows) {
  test(`differs from what is recorded: ${what}`, () => {
    assert.deepEqual(differences(document, causes), expected)
  })
}

test('the file of the example can be read, and a wrong one is refused by name', () => {
  assert.deepEqual(
    readKnownFailures(path.join(folder, 'known-failures.yaml')).map(({ sometimes }) => sometimes !== undefined),
    [false, true],
  )
  const work = mkdtempSync(path.join(tmpdir(), 'ch1-known-'))
  const file = path.join(work, 'known.yaml')
  const one = '{ purpose: TP_A, rule: r, clause: c, says: s, count: 1 }'
  try {
    for (const [wrong, what] of [
      ['[]', /known\.yaml: a list of causes is wanted/],
      [`- { cause: a, findings: [${one}] }`, /known\.yaml: a cause has cause, reason and findings/],
      [`- { cause: a, reason: b, sometimes: '', findings: [${one}] }`, /known\.yaml: a cause has cause, reason and findings/],
      ['- { cause: a, reason: b, findings: [] }', /known\.yaml: a cause has cause, reason and findings/],
      ['- { cause: a, reason: b, findings: [{ purpose: TP_A, rule: r, clause: c, says: s }] }', /and one of "a" has not/],
      [`- { cause: a, reason: b, findings: [${one}, ${one}] }`, /known\.yaml: TP_A r c stands there twice/],
    ] as const) {
      writeFileSync(file, wrong)
      assert.throws(() => readKnownFailures(file), what, wrong)
    }
  } finally {
    rmSync(work, { recursive: true })
  }
})
