// Histories on disk: what was written is read; what was cut, edited, moved, doubled or joined is refused by file and line.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import type { HistoryEvent } from '../../judge/history/events'
import { recordSip, SipStamp } from '../../mocks/recorder'
import { HistoryError, readHistory } from '../../testbed/history-reader'
import { RecordingRoom } from '../../testbed/recorder'
import { Ticker } from '../../testbed/ticker'
import { Leases } from '../../testbed/leases'
import { tell } from '../judge/good-stories'

function folder(t: TestContext): string {
  const made = mkdtempSync(path.join(tmpdir(), 'ch1-history-'))
  t.after(() => rmSync(made, { recursive: true, force: true }))
  return made
}

function written(t: TestContext, ticks = 0): string {
  const file = path.join(folder(t), 'a.ndjson')
  const room = new RecordingRoom(file)
  for (const { n: _n, atUs: _atUs, ...fact } of tell('TP_ARR_001').events()) room.record(fact)
  for (let i = 0; i < ticks; i += 1) room.record({ kind: 'tick', lagUs: i })
  room.seal('done')
  return file
}

function refused(file: string, change: (lines: string[]) => string[], expected: RegExp): void {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  writeFileSync(file, change(lines).join('\n') + '\n')
  assert.throws(
    () => [...readHistory(file)],
    (error: unknown) => {
      assert.ok(error instanceof HistoryError)
      assert.ok(error.message.startsWith(file), error.message)
      assert.match(error.message, expected)
      return true
    },
  )
}

test('what was written is read back, with chain and seal', (t) => {
  const events = [...readHistory(written(t, 2500))]
  const kinds = new Set(events.map((event: HistoryEvent) => event.kind))
  assert.ok(kinds.has('chain') && kinds.has('sip') && kinds.has('ch1') && kinds.has('demand'))
  assert.equal(events.at(-1)?.kind, 'sealed')
  assert.deepEqual(
    events.map((event) => event.n),
    events.map((_, i) => i),
  )
})

test('a SIP message by the short way is the event that the long way makes, character by character, and is judged', (t) => {
  const flow = { transport: 'tls', local: '[::1]:5071', remote: '127.0.0.1:5061' } as const
  const bytes = Buffer.from('INVITE sip:alice@home.example SIP/2.0\r\n\r\n\0\xff', 'latin1')
  const [opened] = tell('TP_ARR_001').events()
  assert.ok(opened)
  const lines = [true, false].map((isShort) => {
    const file = path.join(folder(t), 'a.ndjson')
    const room = new RecordingRoom(file)
    room.record(opened)
    const record = isShort ? room.record : (...[fact]: Parameters<typeof room.record>) => room.record(fact)
    for (const dir of ['toSut', 'fromSut'] as const)
      for (const party of [undefined, 'Alice', 'Zoë "Z"\n']) {
        const stamp = new SipStamp(dir, flow)
        for (const isLost of [false, true]) assert.equal(recordSip(record, stamp, bytes, party, isLost), room.next - 1)
      }
    room.seal('done')
    assert.equal(recordSip(record, new SipStamp('toSut', flow), bytes, undefined, false), -1)
    assert.equal([...readHistory(file)].length, 14)
    return readFileSync(file, 'utf8')
      .split('\n')
      .slice(1, 13)
      .map((line) => line.replace(/"atUs":\d+/, ''))
  })
  assert.deepEqual(
    lines[0]?.map((line) => JSON.parse(line.replace(',,', ',')) as unknown),
    lines[1]?.map((line) => JSON.parse(line.replace(',,', ',')) as unknown),
  )
  // what is not ASCII stands escaped by the short way: the same JSON
  assert.deepEqual(
    lines[0]?.filter((line) => !line.includes('Zo')),
    lines[1]?.filter((line) => !line.includes('Zo')),
  )
})

test('a history without its last line is refused; as an incomplete one it is read', (t) => {
  const file = written(t)
  refused(file, (lines) => lines.slice(0, -1), /ends at line \d+ without its seal/)
  assert.ok([...readHistory(file, { complete: false })].length > 10)
})

test('half a last line is refused; as an incomplete one it is read up to there', (t) => {
  const file = written(t)
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.slice(0, -40))
  assert.throws(() => [...readHistory(file)], /line \d+: not JSON/)
  assert.equal([...readHistory(file, { complete: false })].length, text.trimEnd().split('\n').length - 1)
})

test('an edited line is refused where the chain breaks', (t) => {
  refused(written(t), (lines) => lines.map((line) => line.replace('"state":"open"', '"state":"closed"')), /hash chain breaks/)
})

test('two lines in the wrong order are refused', (t) => {
  refused(written(t), ([a = '', b = '', c = '', ...rest]) => [a, c, b, ...rest], /line 2: event number 2 where 1 belongs/)
})

test('a doubled line is refused', (t) => {
  refused(written(t), ([a = '', b = '', ...rest]) => [a, b, b, ...rest], /line 3: event number 1 where 2 belongs/)
})

test('a missing line is refused', (t) => {
  refused(written(t), ([a = '', , ...rest]) => [a, ...rest], /line 2: event number 2 where 1 belongs/)
})

test('two joined histories are refused', (t) => {
  refused(written(t), (lines) => [...lines, ...lines], /stands after the seal/)
})

test('an empty file and another schema are refused', (t) => {
  const file = written(t)
  refused(
    file,
    (lines) => lines.map((line) => line.replace('ch1-history/2', 'ch1-history/9')),
    /schema ch1-history\/1 or ch1-history\/2/,
  )
  writeFileSync(file, '')
  assert.throws(() => [...readHistory(file)], /empty/)
})

test('an unknown kind and a missing time are refused by line', (t) => {
  refused(written(t), ([a = '', , ...rest]) => [a, '{"n":1,"atUs":1,"kind":"zebra"}', ...rest], /line 2: unknown kind "zebra"/)
  refused(written(t), ([a = '', , ...rest]) => [a, '{"n":1,"kind":"tick"}', ...rest], /line 2: no time/)
})

test('after the seal nothing is taken any more', (t) => {
  const room = new RecordingRoom(path.join(folder(t), 'b.ndjson'))
  const [opened] = tell('TP_ARR_001').events()
  assert.ok(opened)
  room.record(opened)
  room.seal('aborted')
  assert.equal(room.record({ kind: 'tick', lagUs: 0 }), -1)
})

test('the ticker makes an event when the judge waits for an instant', async (t) => {
  const room = new RecordingRoom(path.join(folder(t), 'c.ndjson'))
  const [opened] = tell('TP_ARR_001').events()
  assert.ok(opened)
  room.record(opened)
  const ticker = new Ticker(room)
  t.after(() => ticker.stop())
  const before = room.next
  room.judge.dueAtUs = () => (room.next === before ? room.nowUs() + 1000 : undefined)
  ticker.arm()
  assert.ok(await room.until(() => room.next > before, 2000))
  ticker.noteLag(1000)
  const small = room.next
  ticker.noteLag(300_000)
  assert.equal(room.next, small + 1)
  room.seal('done')
})

test('after a standstill the first thing read stands behind the tick that tells of it', (t) => {
  const file = path.join(folder(t), 'd.ndjson')
  const room = new RecordingRoom(file)
  const ticker = new Ticker(room)
  t.after(() => ticker.stop())
  const facts = tell('TP_ARR_001')
    .events()
    .map(({ n: _n, atUs: _atUs, ...fact }) => fact)
  const [opened] = facts
  const sip = facts.find(({ kind }) => kind === 'sip')
  assert.ok(opened && sip)
  standStill(400)
  room.record(opened) // still the first
  room.record(sip)
  standStill(400)
  room.record(sip)
  room.record(sip)
  room.seal('done')
  const events = [...readHistory(file)]
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['opened', 'tick', 'sip', 'tick', 'sip', 'sip', 'sealed'],
  )
  for (const event of events) if (event.kind === 'tick') assert.ok(event.lagUs > 250_000 && event.lagUs < event.atUs)
})

/** As a stopped process: no timer runs, nothing is read. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

test('leased ports are free, rest before they return, and differ between users', async () => {
  const leases = new Leases('127.0.0.1', 60)
  const [a, b] = [await leases.ports(), await leases.ports()]
  assert.ok(a && b)
  assert.notEqual(a.sip, b.sip)
  leases.release(a)
  const c = await leases.ports()
  assert.notEqual(c?.sip, a.sip)
  assert.notEqual(leases.nextIdentity(), leases.nextIdentity())
})
