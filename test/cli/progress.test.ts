// Progress: a live line on a terminal, plain lines elsewhere, events on demand.
import type { Envelope } from '@cucumber/messages'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { progress, type ProgressMode } from '../../cli/progress'

type Word = 'pass' | 'fail' | 'inconclusive' | 'error' | 'skipped' | 'undefined'

const types = { fail: 'ConformanceAssertion', inconclusive: 'Inconclusive', error: 'TestbedError' } as const

/** A run of scenarios that take 10 s each, one after the other. */
function shown(mode: ProgressMode, words: readonly Word[], terminal?: { columns: number }): readonly string[] {
  const said: string[] = []
  let ms = 0
  const stream = { isTTY: terminal !== undefined, ...terminal, write: (text: string) => said.push(text) }
  const show = progress(
    mode,
    () => words.length,
    stream,
    () => ms,
  )
  const on = (envelope: unknown): void => show.on(envelope as Envelope)
  for (const k of words.keys()) {
    on({ pickle: { id: `p${k}`, name: `scenario\u001b[31m ${k}`, tags: [{ name: `@TP_DEP_00${k}` }] } })
    on({ testCase: { id: `c${k}`, pickleId: `p${k}` } })
  }
  for (const [k, word] of words.entries()) {
    on({ testCaseStarted: { id: `s${k}`, testCaseId: `c${k}` } })
    ms += 10_000
    const type = types[word as keyof typeof types]
    const status = type ? 'FAILED' : word === 'pass' ? 'PASSED' : word.toUpperCase()
    const result = { status, ...(type ? { exception: { type } } : {}) }
    on({ testStepFinished: { testCaseStartedId: `s${k}`, testStepResult: result } })
    on({ testStepFinished: { testCaseStartedId: `s${k}`, testStepResult: { status: 'SKIPPED' } } })
    if (word === 'pass') on({ testStepFinished: { testCaseStartedId: `s${k}`, testStepResult: { status: 'PASSED' } } })
    on({ testCaseFinished: { testCaseStartedId: `s${k}` } })
  }
  show.over()
  return said
}

const WORDS = ['fail', 'inconclusive', 'error', 'undefined', 'skipped'] as const

test('not on a terminal: a plain line a scenario, and no escape in it', () => {
  const said = shown('auto', WORDS)
  assert.deepEqual(said, [
    '  1/5  TP_DEP_000   fail\n',
    '  2/5  TP_DEP_001   inconclusive\n',
    '  3/5  TP_DEP_002   error\n',
    '  4/5  TP_DEP_003   error\n',
    '  5/5  TP_DEP_004   skipped\n',
  ])
  assert.deepEqual(shown('plain', WORDS, { columns: 80 }), said, 'plain is plain on a terminal too')
  assert.deepEqual(shown('none', WORDS, { columns: 80 }), [])
})

test('on a terminal: one line with counts, time left and the current scenario; what did not pass stays above it', () => {
  const said = shown('auto', WORDS, { columns: 80 })
  assert.equal(said[0], '\r\u001b[K0/5  TP_DEP_000')
  assert.equal(said[1], '\r\u001b[K  1/5  TP_DEP_000   fail\n')
  assert.ok(said.includes('\r\u001b[K3/5  1 failed · 1 inconclusive · 1 error  about 20 s left  TP_DEP_003'), said.join('|'))
  assert.deepEqual(
    said.slice(-2),
    ['\r\u001b[K5/5  1 failed · 1 inconclusive · 2 error · 1 skipped', '\r\u001b[K'],
    'nothing is left of it',
  )
  assert.equal(said.filter((one) => one.endsWith('\n')).length, 4)
  for (const one of shown('auto', WORDS, { columns: 30 }))
    if (!one.endsWith('\n')) assert.ok(one.length - '\r\u001b[K'.length < 30, `no line wraps: ${one}`)
})

test('json: an event a line, with counts and the time left, and nothing in it commands a terminal', () => {
  const events = shown('json', WORDS, { columns: 80 }).map((one) => {
    assert.match(one, /^[^\n\u001b]*\n$/)
    return JSON.parse(one) as Record<string, unknown>
  })
  assert.deepEqual(
    events.map(({ event }) => event),
    [...WORDS.flatMap(() => ['begin', 'end']), 'over'],
  )
  assert.deepEqual(events[0], { event: 'begin', testPurpose: 'TP_DEP_000', scenario: 'scenario\\x1b[31m 0', done: 0, of: 5 })
  const counts = { pass: 0, fail: 1, inconclusive: 1, error: 1, skipped: 0 }
  assert.deepEqual(events[5], {
    ...{ event: 'end', testPurpose: 'TP_DEP_002', scenario: 'scenario\\x1b[31m 2', outcome: 'error' },
    ...{ done: 3, of: 5, counts, leftMs: 20_000 },
  })
  assert.deepEqual(events.at(-1), { event: 'over', done: 5, of: 5, counts: { ...counts, error: 2, skipped: 1 } })
})
