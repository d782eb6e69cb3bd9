// The journal of an enabler that stands alone: the short way writes the same lines as the long one, at any length, and the chain holds.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import fc from 'fast-check'
import { Ch1Stamp, recordCh1 } from '../../mocks/recorder'
import type { HistoryEvent } from '../../judge/history/events'
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
  const expected: { readonly bytes: string; readonly rule: string | undefined; readonly enabler: string }[] = []
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 700 }),
      fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
      fc.string({ unit: 'binary' }),
      (bytes, rule, enabler) => {
        // as frames come: a view of a larger chunk
        const chunk = Buffer.concat([Buffer.from('xy'), bytes, Buffer.from('z')])
        recordCh1(journal.record, stamp(enabler), chunk.subarray(2, 2 + bytes.length), rule)
        expected.push({ bytes: Buffer.from(bytes).toString('base64'), rule, enabler })
      },
    ),
    { numRuns: 300 },
  )
  journal.seal('done')
  const events = [...readHistory(name)].filter((event) => event.kind === 'ch1')
  assert.equal(events.length, expected.length)
  for (const [i, { bytes, rule, enabler }] of expected.entries()) {
    const { n: _n, atUs: _atUs, ...fact } = events[i] as HistoryEvent
    const wanted = { ...stamp(enabler).fact, bytes, ...(rule === undefined ? {} : { rule }) }
    // JSON has no lone surrogates: both ways write what JSON makes of them
    assert.deepEqual(fact, JSON.parse(JSON.stringify(wanted)))
  }
})

test('the line itself is the same, character by character', (t) => {
  const [short, long] = [file(t), file(t)]
  const event = { n: 12, atUs: 3456, ...stamp('cdf1').fact, bytes: 'AQID', rule: 'out of space' } as HistoryEvent
  const a = new HistoryWriter(short)
  a.writeCh1(12, 3456, stamp('cdf1'), Uint8Array.of(1, 2, 3), 'out of space')
  a.close()
  const b = new HistoryWriter(long)
  b.write(event)
  b.close()
  assert.equal(readFileSync(short, 'utf8'), readFileSync(long, 'utf8'))
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
