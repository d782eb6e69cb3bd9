// The journal of an enabler that stands alone: the short way writes the same lines as the long one, at any length, and the chain holds.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import fc from 'fast-check'
import { Ch1Stamp, recordCh1 } from '../../mocks/recorder'
import type { HistoryEvent } from '../../judge/history/events'
import { putDecimal } from '../../testbed/decimal'
import { HistoryWriter } from '../../testbed/history-writer'
import { readHistory } from '../../testbed/history-reader'
import { Journal } from '../../testbed/journal'

function file(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ch1-journal-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return path.join(folder, 'journal.ndjson')
}

const flow = { transport: 'tcp', local: '127.0.0.1:3868', remote: '[::1]:41200' } as const

function stamp(enabler: string): Ch1Stamp {
  return new Ch1Stamp({ dir: 'fromSut', door: 'diameter', enabler, conn: 7, flow })
}

test('a message by the short way is the event that the long way would have made, whatever its bytes and names', (t) => {
  const name = file(t)
  const journal = new Journal(name, { testbed: 'mock', suite: '1' })
  let newest = stamp('')
  const expected: { readonly bytes: string; readonly rule: string | undefined; readonly enabler: string }[] = []
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 700 }),
      fc.oneof(fc.constantFrom(undefined, 'default'), fc.string({ unit: 'binary' })),
      fc.string({ unit: 'binary' }),
      fc.boolean(),
      (bytes, rule, name, isAgain) => {
        // half of them as the one before, so that both lines are written
        if (!isAgain) newest = stamp(name)
        const { enabler } = newest.fact
        // as frames come: a view of a larger chunk
        const chunk = Buffer.concat([Buffer.from('xy'), bytes, Buffer.from('z')])
        recordCh1(journal.record, newest, chunk.subarray(2, 2 + bytes.length), rule)
        expected.push({ bytes: Buffer.from(bytes).toString('base64'), rule, enabler })
      },
    ),
    { numRuns: 300 },
  )
  journal.seal('done')
  assert.match(readFileSync(name, 'utf8'), /^\{"n":\d+,"atUs":\d+,"as":\d+,"bytes":/m)
  const events = [...readHistory(name)].filter((event) => event.kind === 'ch1')
  assert.equal(events.length, expected.length)
  for (const [i, { bytes, rule, enabler }] of expected.entries()) {
    const { n: _n, atUs: _atUs, ...fact } = events[i] as HistoryEvent
    const wanted = { ...stamp(enabler).fact, bytes, ...(rule === undefined ? {} : { rule }) }
    // JSON has no lone surrogates: both ways write what JSON makes of them
    assert.deepEqual(fact, JSON.parse(JSON.stringify(wanted)))
  }
})

test('the first message of a connection, direction and rule is told at length, the next by short lines, until a chain event', (t) => {
  const name = file(t)
  const writer = new HistoryWriter(name)
  const [one, other] = [stamp('cdf1'), stamp('cdf2')]
  const bytes = Uint8Array.of(1, 2, 3)
  const long = (n: number, { fact }: Ch1Stamp, rule?: string): string =>
    JSON.stringify({ n, atUs: n * 1_000, ...fact, bytes: 'AQID', ...(rule === undefined ? {} : { rule }) })
  const wanted = [
    long(10, one),
    long(11, one, 'default'),
    '{"n":12,"atUs":12000,"as":10,"bytes":"AQID"}',
    '{"n":13,"atUs":13000,"as":11,"bytes":"AQID"}',
    long(14, other, 'default'),
    '{"n":15,"atUs":15000,"as":11,"bytes":"AQID"}',
    '{"n":16,"atUs":16000,"as":10,"bytes":"AQID"}',
    '{"n":17,"atUs":17000,"kind":"chain","upTo":16,"sha256":"x"}',
    long(18, one, 'default'),
    '{"n":19,"atUs":19000,"as":18,"bytes":"AQID"}',
  ]
  const told: readonly (readonly [stamp: Ch1Stamp, rule?: string] | undefined)[] = [
    [one],
    [one, 'default'],
    [one],
    [one, 'default'],
    [other, 'default'],
    [one, 'default'],
    [one],
    undefined,
    [one, 'default'],
    [one, 'default'],
  ]
  for (const [i, what] of told.entries()) {
    const n = 10 + i
    if (what === undefined) writer.write({ n, atUs: n * 1_000, kind: 'chain', upTo: n - 1, sha256: 'x' })
    else writer.writeCh1(n, n * 1_000, what[0], bytes, what[1])
  }
  writer.close()
  assert.deepEqual(readFileSync(name, 'utf8').trimEnd().split('\n'), wanted)
})

test('a stamp that two journals share is told at length in each', (t) => {
  const names = [file(t), file(t)]
  const journals = names.map((name) => new Journal(name, { testbed: 'mock', suite: '1' }))
  const shared = stamp('cdf1')
  for (const journal of [...journals, ...journals]) recordCh1(journal.record, shared, Uint8Array.of(1))
  for (const [i, name] of names.entries()) {
    journals[i]?.seal('done')
    const events = [...readHistory(name)].filter(({ kind }) => kind === 'ch1')
    assert.deepEqual(events.length, 2)
  }
})

test('numbers of any size are written as JSON writes them', () => {
  const into = new Uint8Array(20)
  const law = (value: number): void => {
    const end = putDecimal(value, into, 1)
    assert.equal(Buffer.from(into.subarray(1, end)).toString('latin1'), JSON.stringify(value))
  }
  for (const value of [0, 9, 10, 999_999_999, 1_000_000_000, 1_000_000_007, 4_294_967_296, Number.MAX_SAFE_INTEGER]) law(value)
  fc.assert(fc.property(fc.maxSafeNat(), law))
  fc.assert(fc.property(fc.nat(), law))
})

test('messages longer than all that waits are written whole, between the others, and the chain holds', (t) => {
  const name = file(t)
  const journal = new Journal(name, { testbed: 'mock', suite: '1' })
  const one = stamp('cdf1')
  const sizes = [10, 2_000_000, 10, 60_000, 60_000, 900_000, 1_048_576, 3]
  for (const size of sizes) recordCh1(journal.record, one, Buffer.alloc(size, 1))
  journal.record({ kind: 'garbage', plane: 'ch1', flow, bytes: 'x'.repeat(1_500_000), why: 'long' })
  for (let i = 0; i < 2_500; i += 1) recordCh1(journal.record, one, Buffer.from([i & 255]))
  journal.seal('done')
  const events = [...readHistory(name)]
  const lengths = events.flatMap((event) => (event.kind === 'ch1' ? [Buffer.from(event.bytes, 'base64').length] : []))
  assert.deepEqual(lengths.slice(0, sizes.length), sizes)
  assert.equal(lengths.length, sizes.length + 2_500)
  assert.deepEqual(
    events.flatMap((event) => (event.kind === 'chain' ? [event.n] : [])),
    [1000, 2000],
  )
})

test("a line is on its way to the disk when write returns; a journal's at the end of the turn, or when it is told to flush", async (t) => {
  const [now, later] = [file(t), file(t)]
  const writer = new HistoryWriter(now)
  t.after(() => writer.close())
  writer.write({ n: 0, atUs: 0, kind: 'tick', lagUs: 1 })
  assert.match(readFileSync(now, 'utf8'), /"lagUs":1\}\n$/)
  writer.writeCh1(1, 1, stamp('cdf1'), Uint8Array.of(1), undefined)
  assert.match(readFileSync(now, 'utf8'), /"bytes":"AQ=="\}\n$/)
  const journal = new Journal(later, { testbed: 'mock', suite: '1' })
  t.after(() => journal.seal('done'))
  assert.equal(readFileSync(later, 'utf8'), '')
  await new Promise((resolve) => setImmediate(resolve))
  assert.match(readFileSync(later, 'utf8'), /"kind":"opened"/)
  journal.record({ kind: 'tick', lagUs: 2 })
  journal.flush()
  assert.match(readFileSync(later, 'utf8'), /"lagUs":2\}\n$/)
})

test('after the seal nothing is taken any more, by either way', (t) => {
  const name = file(t)
  const journal = new Journal(name, { testbed: 'mock', suite: '1' })
  journal.seal('aborted')
  journal.seal('done')
  assert.equal(journal.record({ kind: 'tick', lagUs: 0 }), -1)
  assert.equal(recordCh1(journal.record, stamp('cdf1'), Uint8Array.of(1)), -1)
  assert.deepEqual(
    [...readHistory(name)].map(({ kind }) => kind),
    ['opened', 'sealed'],
  )
})
