// The disk is full while a history is written: whoever asked is told once, whole lines stay, and nothing more is written.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { readHistory } from '../../testbed'
import { HistoryWriter } from '../../testbed/history-writer'
import { Journal } from '../../testbed/journal'
import { RecordingRoom } from '../../testbed/recorder'
import { newFolder } from '../bundle/run-folder'

const STEP = { kind: 'step', edge: 'begin', text: 'x'.repeat(100) } as const

/** From now on the disk takes so many bytes more, and the last write may end in the middle of a line. */
function fullIn(t: TestContext, bytes: number): void {
  let left = bytes
  const { writeSync } = fs
  t.mock.method(fs, 'writeSync', (fd: number, buffer: Uint8Array, at: number, length: number): number => {
    if (left === 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' })
    const took = Math.min(left, length)
    left -= took
    return writeSync(fd, buffer, at, took)
  })
}

function wholeLines(file: string): number {
  const text = fs.readFileSync(file, 'utf8')
  assert.ok(text.endsWith('\n'), 'the last line is whole')
  return text.split('\n').length - 1
}

test('line by line: half a line is not left, and the recorder takes nothing more', (t) => {
  const file = path.join(newFolder(), 'w0.ndjson')
  const troubles: string[] = []
  const room = new RecordingRoom(file, (cause) => troubles.push(cause.message))
  fullIn(t, 100)
  assert.deepEqual([room.record(STEP), room.record(STEP)], [-1, -1])
  assert.equal(fs.statSync(file).size, 0)
  assert.ok(room.isSealed)
  room.seal('aborted')
  assert.deepEqual(troubles, ['ENOSPC: no space left on device, write'])
})

test('who waits for something in the history hears that it does not come', async (t) => {
  const room = new RecordingRoom(path.join(newFolder(), 'w0.ndjson'), () => undefined)
  const waits = room.until(() => false, 60_000)
  fullIn(t, 0)
  room.record(STEP)
  assert.equal(await waits, false)
})

test('many lines at a time: those that are whole stay, and what is written later goes nowhere', async (t) => {
  const file = path.join(newFolder(), 'journal.ndjson')
  const troubles: string[] = []
  const journal = new Journal(file, { testbed: 'mock', suite: '0' }, (cause) => troubles.push(cause.message))
  fullIn(t, 1_000)
  for (let i = 0; i < 20; i += 1) journal.record(STEP)
  await new Promise((resolve) => setImmediate(resolve))
  for (let i = 0; i < 20; i += 1) journal.record(STEP)
  journal.seal('done')
  assert.deepEqual(troubles, ['ENOSPC: no space left on device, write'])
  const lines = wholeLines(file)
  assert.ok(lines > 2 && lines < 20, `${lines} lines`)
  assert.equal([...readHistory(file, { complete: false })].length, lines)
})

test('a real full device: the error of the system', (t) => {
  if (!fs.existsSync('/dev/full')) return t.skip('there is no /dev/full')
  const writer = new HistoryWriter('/dev/full')
  assert.throws(() => writer.write({ n: 0, atUs: 0, ...STEP }), { code: 'ENOSPC' })
  writer.write({ n: 1, atUs: 0, ...STEP }) // and never again
})
