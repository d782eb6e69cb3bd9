// Judges stored histories again: the same fold over the same events, from disk.
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { getHeapStatistics } from 'node:v8'
import type { ConferenceAccount } from '../judge/accounts/account'
import type { HistoryEvent } from '../judge/history/events'
import { Judge } from '../judge/judge'
import type { Judgment } from '../judge/verdict'
import type { Slice } from '../judge/verdicts-document'
import { PREFLIGHT } from '../judge/verdicts'
import { HistoryError, readHistory } from '../testbed'
import { UsageError } from './usage-error'

/** One testbed's history, whole, with what the judge says of it. */
export interface JudgedHistory {
  readonly file: string
  readonly events: readonly HistoryEvent[]
  readonly judgment: Judgment
  readonly accounts: readonly ConferenceAccount[]
  readonly sealed: 'done' | 'aborted' | undefined
}

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
  const dir = join(outDir, 'history')
  if (!existsSync(dir)) throw new UsageError('there is no history to judge', dir, 'name the --out folder of a run')
  const files = readdirSync(dir)
    .filter((name) => name.endsWith('.ndjson'))
    .sort()
  if (files.length === 0) throw new UsageError('there is no history to judge', dir, 'name the --out folder of a run')
  requireRoom(dir, files)
  return files.map((file) => judgeFile(join(dir, file), file, o.complete))
}

/** An event in memory, with what the judge keeps of it, takes so many times the bytes of its line: 6 measured, and some to spare. */
const MEMORY_PER_BYTE = 8

/** A history that this process cannot hold would end it in the middle, without a word. */
function requireRoom(dir: string, files: readonly string[]): void {
  const bytes = files.reduce((sum, file) => sum + statSync(join(dir, file)).size, 0)
  const needsMb = Math.ceil((bytes * MEMORY_PER_BYTE) / 1e6)
  if (needsMb * 1e6 <= getHeapStatistics().heap_size_limit) return
  throw new UsageError(
    `the histories have ${(bytes / 1e9).toFixed(1)} GB, and to judge them takes more memory than this process may use`,
    dir,
    `NODE_OPTIONS=--max-old-space-size=${needsMb} on a machine that has it; the histories are kept as they are`,
  )
}

function judgeFile(path: string, file: string, complete: boolean): JudgedHistory {
  const judge = new Judge()
  const events: HistoryEvent[] = []
  try {
    for (const event of readHistory(path, { complete })) {
      judge.step(event)
      events.push(event)
    }
  } catch (error) {
    if (error instanceof HistoryError || error instanceof RangeError)
      throw new UsageError(error.message, path, 'judge an unedited history of this suite version')
    throw error
  }
  const last = events.at(-1)
  return {
    file,
    events,
    judgment: judge.judgment(),
    accounts: judge.accounts().map(({ account }) => account),
    sealed: last?.kind === 'sealed' ? last.why : undefined,
  }
}

/** What hindered every scenario, as a history tells it: trouble before the first one. */
export function hindranceIn(
  histories: readonly JudgedHistory[],
): { readonly word: 'inconclusive' | 'error'; readonly reason: string } | undefined {
  for (const { events } of histories) {
    const first = events.findIndex((event) => event.kind === 'scenario' && event.testPurpose !== PREFLIGHT)
    for (const event of first < 0 ? events : events.slice(0, first))
      if (event.kind === 'trouble')
        return event.verdict === 'error'
          ? { word: 'error', reason: `${event.name}: ${event.message}` }
          : { word: 'inconclusive', reason: event.message }
  }
  return undefined
}

/** Where each scenario stands; the preflight is none. */
export function slicesOf(histories: readonly JudgedHistory[]): readonly Slice[] {
  const slices: Slice[] = []
  for (const { file, events } of histories) {
    let begun: (HistoryEvent & { kind: 'scenario' }) | undefined
    for (const event of events) {
      if (event.kind === 'scenario' && event.testPurpose !== PREFLIGHT) {
        if (event.edge === 'begin') begun = event
        else if (begun) {
          slices.push({ testPurpose: event.testPurpose, k: event.k, scenario: event.name, file, first: begun.n, last: event.n })
          begun = undefined
        }
      }
    }
    if (begun)
      slices.push({
        testPurpose: begun.testPurpose,
        k: begun.k,
        scenario: begun.name,
        file,
        first: begun.n,
        last: events.at(-1)?.n ?? begun.n,
      })
  }
  return slices.sort((a, b) => (a.testPurpose < b.testPurpose ? -1 : a.testPurpose > b.testPurpose ? 1 : a.k - b.k))
}
