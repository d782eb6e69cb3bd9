// A watchdog that the SUT does not answer: when it is a fault, and when nobody can tell.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { watchdogBytes } from './record-plan'
import { Story } from './story'

const [DWR, DWA] = watchdogBytes(41)
const [OTHER_DWR, OTHER_DWA] = watchdogBytes(42)

/** A story with a DWR at 2 s, what `tell` adds, and the findings of it. */
function findings(tell: (s: Story) => void): readonly string[] {
  const s = new Story().begin('TP_PEER_005')
  s.ch1(2000, 'toSut', 1, DWR)
  tell(s)
  return s
    .wait(90_000)
    .end()
    .judged()
    .findings.map(({ rule, level, actual }) => `${rule} ${level}: ${actual}`)
}

test('a SUT that goes on sending and leaves a DWR for 30 s has not answered it: one finding a connection', () => {
  const found = findings((s) => {
    for (const [i, bytes] of [OTHER_DWA, OTHER_DWA].entries()) s.ch1(33_000 + i * 1000, 'fromSut', 1, bytes)
  })
  assert.deepEqual(found, ['dwa-missing MUST: a DWR without answer for 31.0 s when command 280 came (2 places)'])
})

test('the DWA to another DWR is no answer to this one, and its own is, in any order', () => {
  const crossed = (s: Story): void => {
    s.ch1(3000, 'toSut', 1, OTHER_DWR)
    s.ch1(3100, 'fromSut', 1, OTHER_DWA)
    s.ch1(3200, 'fromSut', 1, DWA)
    s.ch1(60_000, 'fromSut', 1, DWA)
  }
  assert.deepEqual(findings(crossed), [])
})

test('nobody can tell: a SUT that sends nothing any more, a DWA within 30 s, another connection, a lost one', () => {
  assert.deepEqual(
    findings(() => undefined),
    [],
    'we may have stopped reading',
  )
  assert.deepEqual(
    findings((s) => s.ch1(31_000, 'fromSut', 1, DWA)),
    [],
    '29 s are slow',
  )
  assert.deepEqual(
    findings((s) => s.ch1(60_000, 'fromSut', 2, OTHER_DWA)),
    [],
  )
  assert.deepEqual(
    findings((s) => {
      s.peer('closed', 1, 3000).peer('open', 1, 4000)
      s.ch1(60_000, 'fromSut', 1, OTHER_DWA)
    }),
    [],
  )
})

test('a machine that stood still says nothing of a DWA', () => {
  const found = findings((s) => {
    s.wait(20_000).lag(400)
    s.ch1(60_000, 'fromSut', 1, OTHER_DWA)
  })
  assert.deepEqual(found, [])
})
