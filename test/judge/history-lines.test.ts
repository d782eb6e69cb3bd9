// Short lines of a history: what they leave out is as in the line they name, and a line that names nothing sound is refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HistoryLines, HistoryLineError } from '../../judge/history/line'

const opened = (schema: string): string => `{"n":0,"atUs":0,"kind":"opened","schema":"${schema}"}`
const ch1 = (n: number): string =>
  `{"n":${n},"atUs":${n},"kind":"ch1","dir":"toSut","door":"diameter","enabler":"cdf1","conn":7,"flow":{"transport":"tcp"},"bytes":"AQ==","rule":"r"}`
const short = (n: number, as: unknown): string => `{"n":${n},"atUs":${n},"as":${JSON.stringify(as)},"bytes":"Ag=="}`
const chain = (n: number): string => `{"n":${n},"atUs":${n},"kind":"chain","upTo":${n - 1},"sha256":"x"}`

function events(...lines: readonly string[]): readonly unknown[] {
  const reader = new HistoryLines()
  return lines.map((line) => reader.next(line))
}

test('a short line is the event its long line would be, keys in the same order', () => {
  const [, first, second, third] = events(opened('ch1-history/2'), ch1(1), short(2, 1), short(3, 1))
  assert.equal(JSON.stringify(first), ch1(1))
  assert.equal(JSON.stringify(second), ch1(2).replace('AQ==', 'Ag=='))
  assert.equal(JSON.stringify(third), ch1(3).replace('AQ==', 'Ag=='))
})

test('a history of schema 1 is read as it was, and has no short lines', () => {
  const [, event] = events(opened('ch1-history/1'), ch1(1))
  assert.equal(JSON.stringify(event), ch1(1))
  assert.throws(() => events(opened('ch1-history/1'), ch1(1), short(2, 1)), /line 3: unknown kind undefined/)
})

test('a short line that names nothing sound is refused', () => {
  const schema = opened('ch1-history/2')
  const rows: readonly (readonly [what: string, lines: readonly string[], complaint: RegExp])[] = [
    ['an event that is not there', [schema, short(1, 9)], /line 2: as event 9, which is no CH-1 message/],
    ['a later event', [schema, short(1, 2), ch1(2)], /line 2: as event 2/],
    ['another kind', [schema, short(1, 0)], /line 2: as event 0/],
    ['a short line', [schema, ch1(1), short(2, 1), short(3, 2)], /line 4: as event 2/],
    ['a line before the chain event', [schema, ch1(1), chain(2), short(3, 1)], /line 4: as event 1.*behind the last chain event/],
    ['no number', [schema, ch1(1), short(2, '1')], /line 3: as event 1/],
    ['more than bytes', [schema, ch1(1), short(2, 1).replace('}', ',"rule":"x"}')], /line 3: a short line does not say "rule"/],
    ['no bytes', [schema, ch1(1), '{"n":2,"atUs":2,"as":1}'], /line 3: a short line without bytes/],
    ['no time', [schema, ch1(1), '{"n":2,"as":1,"bytes":""}'], /line 3: no time/],
    ['another number', [schema, ch1(1), short(3, 1)], /line 3: event number 3 where 2 belongs/],
  ]
  for (const [what, lines, complaint] of rows) {
    assert.throws(
      () => events(...lines),
      (error) => error instanceof HistoryLineError && complaint.test(error.message),
      what,
    )
  }
})
