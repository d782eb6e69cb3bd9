// Bench `hostile`: a million mutated messages against the Charging Enabler, what they leave in its memory, and how soon it serves again.
import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BenchOptions, BenchResult } from '../cli/bench'
import { seeded, sendMutated } from './hostile-peer'
import { LoadClient } from './load-client'

const SEED = 20_261_124

/** Sizes of the short bench and of `--full`. */
const SIZES = { short: { early: 50_000, all: 200_000 }, full: { early: 100_000, all: 1_000_000 } } as const

/** RSS after a garbage collection, after all messages beside that after the first of them; and the next good peer's first answer. */
export async function run({ full, say }: BenchOptions): Promise<readonly BenchResult[]> {
  const early: number[] = []
  const late: number[] = []
  const served: number[] = []
  const rate: number[] = []
  const { early: few, all } = full ? SIZES.full : SIZES.short
  for (let round = 0; round < 3; round++) {
    const folder = mkdtempSync(path.join(tmpdir(), 'ch1-bench-'))
    const child = fork(path.join(__dirname, 'hostile-server.ts'), [path.join(folder, 'journal.ndjson')], {
      execArgv: ['--expose-gc', '-r', path.join(__dirname, '..', 'tools', 'register.js')],
    })
    try {
      const { port = 0 } = await told(child)
      const random = seeded(SEED + round)
      const begun = process.hrtime.bigint()
      await sendMutated(port, few, random)
      early.push(await rssOf(child))
      await sendMutated(port, all - few, random)
      rate.push(all / (Number(process.hrtime.bigint() - begun) / 1e9))
      late.push(await rssOf(child))
      const asked = process.hrtime.bigint()
      const good = await LoadClient.open(port)
      await good.run(1, 1)
      served.push(Number(process.hrtime.bigint() - asked) / 1e6)
      good.close()
      say(
        `RSS ${early.at(-1)?.toFixed(0) ?? '?'} MiB, then ${late.at(-1)?.toFixed(0) ?? '?'} MiB; served after ${served.at(-1)?.toFixed(0) ?? '?'} ms`,
      )
    } finally {
      child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const after = median(early)
  return [
    result(`RSS after ${all} mutated messages`, 'MiB', late, `after ${few}`, median(late) / after),
    result('next good peer answered', 'ms', served, 'a second', median(served) / 1_000),
    result('mutated messages per second', '1/s', rate),
  ]
}

async function rssOf(child: ChildProcess): Promise<number> {
  child.send('gc')
  return (await told(child)).rssMib ?? Number.NaN
}

function told(child: ChildProcess): Promise<{ readonly port?: number; readonly rssMib?: number }> {
  return new Promise((resolve, reject) => {
    const died = (code: number | null): void => reject(new Error(`the server ended with ${code ?? 'a signal'}`))
    child.once('exit', died)
    child.once('message', (message) => {
      child.off('exit', died)
      resolve(message as { readonly port?: number; readonly rssMib?: number })
    })
  })
}

function result(metric: string, unit: string, runs: readonly number[], against?: string, ratio?: number): BenchResult {
  return { bench: 'hostile', metric, value: median(runs), unit, against: against ?? null, ratio: ratio ?? null, runs }
}

function median(runs: readonly number[]): number {
  return [...runs].sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? Number.NaN
}
