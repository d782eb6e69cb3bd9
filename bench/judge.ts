// Bench `judge`: what judging a history costs beside reading and parsing it, and how time and memory grow with the run.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BenchOptions, BenchResult } from '../cli/bench'
import type { Passage } from './parts/judge-file'
import { sampleOf, writeLong, type Sample } from './parts/long-history'

/** Purposes whose scenarios end by themselves and leave all Diameter peers as they were: arrivals, departures, refusals, whole lives. */
const PURPOSES = [
  ...['TP_ARR_001', 'TP_ARR_002', 'TP_ARR_003', 'TP_ARR_005', 'TP_ARR_010', 'TP_DEP_001', 'TP_DEP_002', 'TP_DEP_003'],
  ...['TP_DEP_009', 'TP_DEP_012', 'TP_NEG_001', 'TP_NEG_002', 'TP_NEG_003', 'TP_NEG_005', 'TP_SEQ_001', 'TP_SEQ_004'],
]
const ROOT = path.join(__dirname, '..')
const REGISTER = path.join(ROOT, 'tools', 'register.js')
/** How much longer the long history is. */
const TIMES = 8
/** Events of the short one. */
const SIZES = { short: { rounds: 3, events: 12_500 }, full: { rounds: 3, events: 125_000 } } as const

type Way = 'parse' | 'judge' | 'chain'

/** CPU time an event of each way through the file, and what is held at its end, for N and 8 N events. */
export function run(o: BenchOptions): Promise<readonly BenchResult[]> {
  return Promise.resolve(measured(o))
}

function measured({ full, say }: BenchOptions): readonly BenchResult[] {
  const { rounds, events } = full ? SIZES.full : SIZES.short
  const folder = mkdtempSync(path.join(tmpdir(), 'ch1-bench-'))
  try {
    say(`recording ${PURPOSES.length} scenarios`)
    const sample = recorded(folder)
    const files = [path.join(folder, 'short.ndjson'), path.join(folder, 'long.ndjson')] as const
    const counts = [writeLong(files[0], sample, events), writeLong(files[1], sample, TIMES * events)] as const
    const ways = ['parse', 'judge', 'chain'] as const
    const seen = new Map<string, Passage[]>()
    for (let round = 0; round < rounds; round += 1)
      for (const way of ways)
        for (const [i, file] of files.entries()) {
          const one = passage(file, way)
          seen.set(`${way} ${i}`, [...(seen.get(`${way} ${i}`) ?? []), one])
          say(
            `${way} ${one.events} events: ${(one.cpuUs / one.events).toFixed(2)} µs of CPU each, ${one.heapMib.toFixed(0)} MiB held`,
          )
        }
    const of = (way: Way, i: number): readonly Passage[] => seen.get(`${way} ${i}`) ?? []
    requireSameVerdicts(of('judge', 0), of('judge', 1))
    const perEvent = (way: Way, i: number): readonly number[] => of(way, i).map((one) => one.cpuUs / one.events)
    const [n, many] = counts.map((count) => count.toLocaleString('en-US'))
    const held = (i: number): readonly number[] => of('judge', i).map((one) => one.heapMib)
    const most = (i: number): readonly number[] => of('judge', i).map((one) => one.rssMib)
    const growth = held(1).map((late, i) => ((late - (held(0)[i] ?? 0)) * 1024 ** 2) / (counts[1] - counts[0]))
    return [
      // a rate is the reverse of a time: 0.4 is the time of parsing alone over that of parsing and judging
      result(
        `events a second, judged (${many})`,
        '1/s',
        rates(perEvent('judge', 1)),
        'read and parsed',
        rates(perEvent('parse', 1)),
      ),
      result(`CPU per event, judged (${many})`, 'µs', perEvent('judge', 1), `that of ${n}`, perEvent('judge', 0)),
      result(`CPU per event, chain checked (${many})`, 'µs', perEvent('chain', 1)),
      result(`held at the end (${many})`, 'MiB', held(1), `that of ${n}`, held(0)),
      result(`most resident (${many})`, 'MiB', most(1), `that of ${n}`, most(0)),
      result('held more for each event more', 'bytes', growth),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A real run of ours, on sockets: its history. */
function recorded(folder: string): Sample {
  const out = path.join(folder, 'run')
  const args = ['run', '--engine', 'socket', '--parallel', '1', '--progress', 'none', '--out', out, '--only', ...PURPOSES]
  execFileSync(process.execPath, [path.join(ROOT, 'bin', 'ch1'), ...args], { stdio: 'ignore' })
  const [file] = readdirSync(path.join(out, 'history')).filter((name) => name.endsWith('.ndjson'))
  if (file === undefined) throw new Error('the run left no history')
  return sampleOf(path.join(out, 'history', file))
}

function passage(file: string, way: Way): Passage {
  const args = ['--expose-gc', '-r', REGISTER, path.join(__dirname, 'parts', 'judge-file.ts'), file, way]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Passage
}

/** The same scenarios have the same verdicts, however often they come: a longer run must not be judged otherwise. */
function requireSameVerdicts(short: readonly Passage[], long: readonly Passage[]): void {
  const [first] = short
  for (const { verdicts, findings } of [...short, ...long])
    if (findings !== 0 || JSON.stringify(verdicts) !== JSON.stringify(first?.verdicts))
      throw new Error(
        `verdicts differ: ${JSON.stringify(first?.verdicts)}, then ${JSON.stringify(verdicts)}, ${findings} findings`,
      )
}

function rates(timesUs: readonly number[]): readonly number[] {
  return timesUs.map((one) => 1e6 / one)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

function result(
  metric: string,
  unit: string,
  runs: readonly number[],
  against: string | null = null,
  others?: readonly number[],
): BenchResult {
  const value = median(runs)
  return { bench: 'judge', metric, value, unit, against, ratio: others === undefined ? null : value / median(others), runs }
}
