// The verdict over a run's counters, apart from any process: nothing is a success that was not earned.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Statistics } from 'sipp-wrapper'
import { judgeRun, type RunFacts } from '../../packages/sipp-wrapper/src/run/judge-run'

const statistics: Statistics = {
  ...{
    time: '2026-11-24\t03:57:23.866112\t1795492643.866112',
    created: 10,
    incoming: 0,
    outgoing: 10,
    open: 0,
    successful: 10,
    failed: 0,
  },
  ...{
    failures: new Map(),
    retransmissions: 0,
    outOfCall: 0,
    deadCall: 0,
    autoAnswered: 0,
    warnings: 0,
    fatalErrors: 0,
    columns: new Map(),
  },
}
const good: RunFacts = {
  ...{
    planned: 10,
    end: { exitCode: 0, signal: null },
    by: 'sipp',
    deadlineMs: 1_000,
    statistics,
    errors: [],
    stderr: '',
    remarks: [],
  },
}

test('planned, started, ended and succeeded alike, and a normal end: no problem', () => {
  assert.deepEqual(judgeRun(good).problems, [])
})

const rows: readonly (readonly [string, Partial<RunFacts>, readonly string[]])[] = [
  [
    'no statistics',
    { statistics: undefined },
    [
      '10 of 10 calls were never started',
      '0 of 10 calls succeeded, 10 are missing',
      'SIPp left no statistics',
      'SIPp ended before its calls were done, as it does when it is told to',
    ],
  ],
  [
    'one call fewer',
    { statistics: { ...statistics, created: 9, successful: 9 } },
    ['1 of 10 calls were never started', '9 of 10 calls succeeded, 1 are missing'],
  ],
  [
    'one call more',
    { statistics: { ...statistics, created: 11, successful: 11 } },
    ['11 calls were started, 1 more than the 10 planned', '11 of 10 calls succeeded, 1 too many'],
  ],
  [
    'one call open',
    { statistics: { ...statistics, successful: 9, open: 1 } },
    ['1 calls had not ended', '9 of 10 calls succeeded, 1 are missing'],
  ],
  [
    'one call failed, unexplained',
    { statistics: { ...statistics, successful: 9, failed: 1 } },
    ['1 calls failed: Other 1', '9 of 10 calls succeeded, 1 are missing'],
  ],
  ['a bad exit code alone', { end: { exitCode: 1, signal: null } }, ['SIPp ended with: a call failed (exit code 1)']],
  [
    'a crash',
    { end: { exitCode: null, signal: 'SIGSEGV' } },
    ['SIPp ended with: SIPp crashed (SIGSEGV)', 'the counters are those of 2026-11-24 03:57:23.866112, before its end'],
  ],
  [
    'a fatal error alone',
    { statistics: { ...statistics, fatalErrors: 1 }, errors: ['the\nfirst', 'the second'] },
    ['SIPp counted 1 fatal errors', 'SIPp said: the first'],
  ],
  ['the deadline, with all calls done', { by: 'deadline' }, ['the run was ended after its deadline of 1000 ms']],
  ['a stop, with all calls done', { by: 'stop' }, ['the run was stopped before its calls were done']],
  ['traces that could not be read', { remarks: ['3 lines'] }, ['3 lines']],
  [
    'a bad end, with words on stderr',
    { end: { exitCode: 255, signal: null }, stderr: "Resolving remote host 'a'... Done.\n oh  no" },
    [
      'SIPp ended with: a fatal error of SIPp, often a refused TCP connection or a message it cannot bear (exit code 255)',
      'SIPp said: oh no',
    ],
  ],
]
for (const [what, facts, problems] of rows) {
  test(`no success: ${what}`, () => {
    const found = judgeRun({ ...good, ...facts }).problems
    for (const problem of problems) assert.ok(found.includes(problem), `${problem}\nnot among\n${found.join('\n')}`)
    assert.equal(found.length >= problems.length, true)
  })
}

test('reasons that explain all failures leave no Other', () => {
  const failures = new Map([['MaxUDPRetrans', 2]])
  const { failures: told, unfinished } = judgeRun({ ...good, statistics: { ...statistics, successful: 8, failed: 2, failures } })
  assert.deepEqual([told, unfinished], [{ MaxUDPRetrans: 2 }, 0])
})
