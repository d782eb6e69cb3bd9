// The buffer on disk, as files: what a next life finds there, whatever happened to the last one.
import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import type { RecordType, StampedRecord } from '../../sut/im-server/charging/record'
import { DiskStore, type Recovered } from '../../sut/im-server/charging/rf/disk-store'
import { Journal } from '../../sut/im-server/charging/rf/journal'
import { event } from './conference-events'

test('records without an answer are there again, in their order, with their identifiers and times; answered ones are not', async (t) => {
  const folder = newFolder(t)
  const first = open(folder)
  for (const [i, name] of ['a', 'b', 'c'].entries()) first.store.put({ stored: i, endToEnd: 100 + i, record: recordOf(name, i) })
  first.store.done(1)
  first.store.renamed(2, 999)
  await first.store.close()
  const { left } = open(folder, t)
  assert.deepEqual(
    left.map(({ stored, endToEnd, record }) => `${stored} ${endToEnd} ${record.sessionId}`),
    ['0 100 a', '2 999 c'],
  )
  assert.deepEqual(left[0]?.record, recordOf('a', 0))
})

test('the Origin-State-Id grows from life to life, also within one second and with a clock set back', async (t) => {
  const folder = newFolder(t)
  const ids: number[] = []
  for (const nowSeconds of [1000, 1000, 900, 2000]) {
    const { store, originStateId } = open(folder, undefined, { nowSeconds })
    ids.push(originStateId)
    await store.close()
  }
  assert.deepEqual(ids, [1000, 1001, 1002, 2000])
})

test('sessions without STOP are told with their last record, answered or not; those with STOP and EVENTs are not', async (t) => {
  const folder = newFolder(t)
  const { store } = open(folder)
  const put = (stored: number, name: string, number: number, type: RecordType): void => {
    store.put({ stored, endToEnd: stored, record: recordOf(name, number, type) })
    store.done(stored)
  }
  put(0, 'a', 0, 'start')
  put(1, 'a', 1, 'interim')
  put(2, 'b', 0, 'start')
  put(3, 'b', 1, 'stop')
  put(4, 'e', 0, 'event')
  await store.close()
  const second = open(folder)
  assert.deepEqual(names(second), ['a 1'])
  await second.store.close()
  assert.deepEqual(names(open(folder, t)), ['a 1'], 'also after the journal was written anew')
})

test('a torn last line and a spoilt one are left out with a word each, the rest is read', async (t) => {
  const folder = newFolder(t)
  const { store } = open(folder)
  store.put({ stored: 0, endToEnd: 1, record: recordOf('a', 0) })
  await store.close()
  appendFileSync(join(folder, 'records.ndjson'), '{"put":{}}\n7\n{"put":{"stored":1,"endTo')
  const lines: string[] = []
  const { left } = open(folder, t, { lines })
  assert.equal(left.length, 1)
  assert.equal(lines.filter((line) => /cannot be read and is left out/.test(line)).length, 3)
})

test('the journal does not grow for ever', async (t) => {
  const folder = newFolder(t)
  const { store } = open(folder)
  for (let i = 0; i < 4000; i++) {
    store.put({ stored: i, endToEnd: i, record: recordOf('a', i, 'interim') })
    store.done(i)
  }
  store.put({ stored: 4000, endToEnd: 7, record: recordOf('b', 0) })
  await store.close()
  assert.ok(statSync(join(folder, 'records.ndjson')).size < 1_300_000)
  assert.deepEqual(
    open(folder, t).left.map(({ stored }) => stored),
    [4000],
  )
})

test('two servers cannot have one buffer; one that is gone without a word leaves it free', async (t) => {
  const folder = newFolder(t)
  writeFileSync(join(folder, 'lock'), String(process.ppid))
  assert.throws(() => open(folder), /another server \(pid \d+\) uses this buffer/)
  writeFileSync(join(folder, 'lock'), '999999999')
  await open(folder).store.close()
  assert.throws(() => statSync(join(folder, 'lock')), /ENOENT/)
})

test('a folder that cannot be used is an error that says so', (t) => {
  const folder = newFolder(t)
  writeFileSync(join(folder, 'file'), '')
  assert.throws(() => open(join(folder, 'file')), /the buffer cannot be used: .*Give a folder that can be written/)
})

test('what waits to be written is bounded', async (t) => {
  const folder = newFolder(t)
  const { store } = DiskStore.open({ folder, nowSeconds: 1, mostWaitingBytes: 10, log: () => undefined })
  let taken = 0
  for (let i = 0; i < 50; i++) taken += Number(store.put({ stored: i, endToEnd: i, record: recordOf('a', i) }))
  assert.ok(taken > 0 && taken < 50, `${taken} taken without a wait`)
  await store.close()
})

test('a disk that is full is no space, is said so once, and all is written when there is room again', async (t) => {
  const folder = newFolder(t)
  const file = join(folder, 'journal')
  symlinkSync('/dev/full', file)
  const lines: string[] = []
  const journal = new Journal(file, { mostWaitingBytes: 1000, log: (line) => lines.push(line) })
  assert.ok(journal.hasSpace)
  journal.append('one\n')
  await until(() => !journal.hasSpace)
  unlinkSync(file)
  journal.append('two\n')
  await until(() => journal.hasSpace)
  assert.equal(readFileSync(file, 'utf8').trim(), 'one\ntwo')
  assert.equal(lines.length, 1)
  assert.match(lines.join(), /the buffer cannot be written: .*ENOSPC/)
  await journal.close()
})

function names({ unended }: Recovered): readonly string[] {
  return unended.map(({ sessionId, number }) => `${sessionId} ${number}`)
}

function recordOf(sessionId: string, number: number, type: RecordType = 'start'): StampedRecord {
  return { type, cause: event('created', 'alice', ['alice']), sessionId, originHost: 'im1.im.example', number, participants: 1 }
}

function open(folder: string, t?: TestContext, o: { nowSeconds?: number; lines?: string[] } = {}): Recovered {
  const recovered = DiskStore.open({ folder, nowSeconds: o.nowSeconds ?? 1, log: (line) => o.lines?.push(line) })
  t?.after(() => recovered.store.close())
  return recovered
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.ok(holds())
}

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'ch1-buffer-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
