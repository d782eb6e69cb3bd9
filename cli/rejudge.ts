// Judges stored histories again: the same fold over the same events, from disk.
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { getHeapStatistics } from 'node:v8'
import type { ConferenceAccount } from '../judge/accounts/account'
import type { HistoryEvent } from '../judge/history/events'
import { Judge } from '../judge/judge'
import type { Judgment } from '../judge/verdict'
import type { Slice } from '../judge/verdicts-document'
import { HistoryError, readHistory } from '../testbed'
import { HistoryBills, type HistoryBill } from './history-bills'
import { HistoryNotes, type Hindrance } from './history-notes'
import { UsageError } from './usage-error'

/** One testbed's history with what the judge says of it. */
export interface JudgedHistory {
  readonly file: string
  /** Of {@link JudgedResults} none is kept, nor is an account. */
  readonly events: readonly HistoryEvent[]
  readonly accounts: readonly ConferenceAccount[]
  readonly judgment: Judgment
  readonly bills: readonly HistoryBill[]
  readonly notes: HistoryNotes
}

/** What the documents of a run are made of. */
export type JudgedResults = Pick<JudgedHistory, 'file' | 'judgment' | 'bills' | 'notes'>

/** Did a testbed of this run record anything? What was cut off before its first line is removed. */
export function hasHistory(outDir: string): boolean {
  const dir = join(outDir, 'history')
  if (!existsSync(dir)) return false
  const files = readdirSync(dir).filter((name) => name.endsWith('.ndjson'))
  const empty = files.filter((name) => statSync(join(dir, name)).size === 0)
  for (const name of empty) rmSync(join(dir, name))
  return empty.length < files.length
}

/** Every history below `outDir/history`. `complete: false` takes what a killed run left. */
export function judgeStored(outDir: string, o: { complete: boolean }): readonly JudgedHistory[] {
  const { dir, files } = stored(outDir)
  requireRoom(dir, files)
  return files.map((file) => wholeFrom(join(dir, file), (path) => judgedHistory(file, readHistory(path, o))))
}

/** The same of a run of any length, without its events: what is over is billed, and let go. */
export function judgeResults(outDir: string, o: { complete: boolean }): readonly JudgedResults[] {
  const { dir, files } = stored(outDir)
  return files.map((file) => wholeFrom(join(dir, file), (path) => judgedResults(file, readHistory(path, o))))
}

/** @throws RangeError where they are no history */
export function judgedHistory(file: string, history: Iterable<HistoryEvent>): JudgedHistory {
  const judge = new Judge()
  const notes = new HistoryNotes(file)
  const events: HistoryEvent[] = []
  for (const event of history) {
    judge.step(event)
    notes.take(event)
    events.push(event)
  }
  const accounts = judge.accounts()
  const bills = new HistoryBills().all(accounts, notes.lastUs)
  return { file, events, notes, bills, judgment: judge.judgment(), accounts: accounts.map(({ account }) => account) }
}

function judgedResults(file: string, history: Iterable<HistoryEvent>): JudgedResults {
  const bills = new HistoryBills()
  const judge = new Judge({ closed: ({ accounts }) => bills.add(accounts) })
  const notes = new HistoryNotes(file)
  for (const event of history) {
    judge.step(event)
    notes.take(event)
  }
  return { file, notes, bills: bills.all(judge.accounts(), notes.lastUs), judgment: judge.judgment() }
}

function stored(outDir: string): { readonly dir: string; readonly files: readonly string[] } {
  const dir = join(outDir, 'history')
  const names = existsSync(dir) ? readdirSync(dir) : []
  const files = names.filter((name) => name.endsWith('.ndjson')).sort()
  if (files.length === 0) throw new UsageError('there is no history to judge', dir, 'name the --out folder of a run')
  return { dir, files }
}

/** An event in memory, with what the judge keeps of it, takes so many times the bytes of its line: 6 measured, and some to spare. */
const MEMORY_PER_BYTE = 8

/** A history that this process cannot hold would end it in the middle, without a word. */
function requireRoom(dir: string, files: readonly string[]): void {
  const bytes = files.reduce((sum, file) => sum + statSync(join(dir, file)).size, 0)
  const needsMb = Math.ceil((bytes * MEMORY_PER_BYTE) / 1e6)
  if (needsMb * 1e6 <= getHeapStatistics().heap_size_limit) return
  throw new UsageError(
    `the histories have ${(bytes / 1e9).toFixed(1)} GB, and to tell of every event takes more memory than this process may use`,
    dir,
    `NODE_OPTIONS=--max-old-space-size=${needsMb} on a machine that has it, or its verdicts alone: ch1 judge; the histories are kept as they are`,
  )
}

function wholeFrom<T>(path: string, judged: (path: string) => T): T {
  try {
    return judged(path)
  } catch (error) {
    if (error instanceof HistoryError || error instanceof RangeError)
      throw new UsageError(error.message, path, 'judge an unedited history of this suite version')
    throw error
  }
}

/** What hindered every scenario, as a history tells it: trouble before the first one. */
export function hindranceIn(histories: readonly JudgedResults[]): Hindrance | undefined {
  return histories.find(({ notes }) => notes.hindrance)?.notes.hindrance
}

/** Where each scenario stands; the preflight is none. */
export function slicesOf(histories: readonly JudgedResults[]): readonly Slice[] {
  const slices = histories.flatMap(({ notes }) => notes.slices())
  return slices.sort((a, b) => (a.testPurpose < b.testPurpose ? -1 : a.testPurpose > b.testPurpose ? 1 : a.k - b.k))
}
