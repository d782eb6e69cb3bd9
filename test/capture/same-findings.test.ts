// The judge finds in a capture of ours what it finds in the history it is of: all but what steps demand.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HistoryEvent } from '../../judge/history/events'
import { testPurpose, testPurposes } from '../../judge/requirements/test-purposes'
import { ruleOf } from '../../judge/rules'
import type { Judgment } from '../../judge/verdict'
import { tell } from '../judge/good-stories'
import { faults } from '../judge/red/rows'
import { judged } from '../judge/story'
import { captured, read, wired } from './story-capture'

/** The rules that were found broken, by their findings; those that only a demand sees left out. */
function found({ findings }: Judgment): readonly string[] {
  return [...new Set(findings.map(({ rule }) => rule))].filter((rule) => ruleOf(rule).sees !== 'demand').sort()
}

function runWide({ verdicts }: Judgment): readonly string[] {
  return verdicts.filter((one) => testPurpose(one.testPurpose)?.runWide === true).map((one) => `${one.testPurpose} ${one.word}`)
}

/** Without its demands and scenarios: what a capture can show. */
function undemanded(events: readonly HistoryEvent[]): Judgment {
  return judged(events.filter(({ kind }) => kind !== 'demand'))
}

test('capture: the good history of every purpose is as good as a capture, wherever that begins, and each record is explained alike', () => {
  let records = 0
  for (const { id } of testPurposes) {
    const events = wired(tell(id).events())
    const live = undemanded(events)
    for (const quiet of [true, false]) {
      const { judgment } = read(captured(events, { quiet }), events)
      assert.deepEqual(judgment.findings, [], id)
      if (!quiet) continue
      assert.deepEqual(runWide(judgment), runWide(live), id)
      const kinds = (one: Judgment): readonly string[] => one.explanations.map(({ kind }) => kind)
      assert.deepEqual(kinds(judgment), kinds(live), id)
      records += judgment.explanations.length
    }
  }
  assert.ok(records > 500, `${records} records`)
})

test('capture: what a fault breaks is found in its capture, by the same rules, and in one that may begin anywhere nothing else', () => {
  let red = 0
  let redAnyway = 0
  for (const { purpose, rule, fault, edit, o } of faults) {
    const events = wired(tell(purpose, { ...(edit ? { edit } : {}), ...o }).events())
    // that the server was made to restart is told by no packet: there its record is one sent again without T
    const isUntold = rule === 'kept-record-not-resent' && edit !== undefined && fault.startsWith('T clear')
    // nor is which connection of a user broke: there its record is one that nothing explains
    const isUnseen = rule === 'interim-for-lost-media'
    const live = isUntold ? ['resend-without-t'] : isUnseen ? ['record-unexplained'] : found(judged(events))
    const { judgment } = read(captured(events), events)
    assert.deepEqual(found(judgment), live, `${purpose} ${rule}: ${fault}`)
    if (live.length > 0) red += 1
    const anywhere = found(read(captured(events, { quiet: false }), events).judgment)
    const extra = anywhere.filter((one) => !live.includes(one))
    assert.deepEqual(extra, [], `${purpose} ${rule}: ${fault}`)
    if (anywhere.length > 0) redAnyway += 1
  }
  assert.ok(redAnyway > 130, `${redAnyway} of ${red} are seen all the same`)
  assert.ok(red > 140, `${red} of ${faults.length} faults are seen without a demand`)
})

test('capture: from wherever in a good history it begins, nothing is found', () => {
  for (const id of ['TP_SEQ_001', 'TP_ARR_002', 'TP_DEP_001', 'TP_DEP_003', 'TP_ERR_004', 'TP_NEG_001', 'TP_ARR_024'] as const) {
    const events = wired(tell(id).events())
    const [opened, ...rest] = events
    assert.ok(opened)
    const last = rest.findLastIndex(({ kind }) => kind === 'sip' || kind === 'ch1')
    for (let begin = 0; begin <= last; begin += 1) {
      const part = [opened, ...rest.slice(begin)]
      const { judgment } = read(captured(part, { quiet: false }), events)
      assert.deepEqual(
        judgment.findings.map((one) => `${one.rule}: ${one.actual}`),
        [],
        `${id} from event ${rest[begin]?.n}`,
      )
    }
  }
})

test('capture: time goes on to the end of its scenario, behind the last packet; a machine that ran late then is no fail', () => {
  const story = wired(tell('TP_SEQ_001', { edit: (plan) => (plan.type === 'stop' ? [] : [plan]) }).events())
  const last = story.findLast(({ kind }) => kind === 'sip')
  assert.ok(last)
  const before = story.slice(0, story.indexOf(last) + 1)
  const tick = (afterMs: number, lagUs: number): HistoryEvent => ({
    ...{ n: last.n + afterMs, atUs: last.atUs + afterMs * 1000 },
    ...{ kind: 'tick', lagUs },
  })
  const rules = (events: readonly HistoryEvent[]): readonly string[] => found(read(captured(events), events).judgment)
  assert.deepEqual(rules(before), [])
  assert.deepEqual(rules([...before, tick(4_000, 0)]), ['stop-missing'])
  assert.deepEqual(rules([...before, tick(500, 400_000), tick(4_000, 0)]), [])
})

test('capture: a record sent again whose first sending was before the capture breaks no rule on its session', () => {
  const story = wired(tell('TP_SEQ_001').events())
  const sent = story.filter((event) => event.kind === 'ch1' && event.dir === 'fromSut' && event.n > 10)
  const [, first, second] = sent
  assert.ok(first?.kind === 'ch1' && second?.kind === 'ch1')
  const [opened, ...rest] = story
  assert.ok(opened)
  const bytes = Buffer.from(first.bytes, 'base64')
  bytes[4] = (bytes[4] ?? 0) | 0x10 // RFC 6733 §3 — T
  const again: HistoryEvent = { ...first, n: second.n, atUs: second.atUs + 10, bytes: bytes.toString('base64') }
  const part = [opened, ...rest.filter(({ n }) => n > first.n).flatMap((one) => (one === second ? [one, again] : [one]))]
  assert.deepEqual(found(read(captured(part, { quiet: false }), story).judgment), [])
  assert.deepEqual(found(read(captured(part, { quiet: true }), story).judgment).includes('record-number-unique-growing'), true)
})
