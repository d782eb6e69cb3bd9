// Bench `bundle`: what checking a bundle costs beside unpacking and hashing what is in it, and how long a reviewer waits for the answer.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BenchOptions, BenchResult } from '../cli/bench'
import type { BundlePassage } from './parts/bundle-file'

const ROOT = path.join(__dirname, '..')
const CH1 = path.join(ROOT, 'bin', 'ch1')
const REGISTER = path.join(ROOT, 'tools', 'register.js')
/** Without `--full`: scenarios of each kind, in seconds. */
const PURPOSES = ['TP_ARR_001', 'TP_ARR_002', 'TP_ARR_003', 'TP_DEP_001', 'TP_DEP_009', 'TP_NEG_001', 'TP_SEQ_001']
const ROUNDS = { short: 3, full: 7 } as const
/** A bundle of a full run is to be checked in so long. */
const LIMIT_MS = 1000

/** CPU time of a check beside that of unpacking and hashing alone, in turns; wall time of the command beside a second. */
export function run(o: BenchOptions): Promise<readonly BenchResult[]> {
  return Promise.resolve(measured(o))
}

function measured({ full, say }: BenchOptions): readonly BenchResult[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'ch1-bench-'))
  try {
    say(full ? 'recording the whole catalogue' : `recording ${PURPOSES.length} scenarios`)
    const { bundle, env } = recorded(folder, full)
    const [check, limit, wallMs] = [[], [], []] as [BundlePassage[], BundlePassage[], number[]]
    for (let round = 0; round < ROUNDS[full ? 'full' : 'short']; round += 1) {
      check.push(passage(bundle, 'check'))
      limit.push(passage(bundle, 'limit'))
      wallMs.push(waited(bundle, env))
      say(`check ${check.at(-1)?.cpuMs.toFixed(0)} ms of CPU, unpacked and hashed alone ${limit.at(-1)?.cpuMs.toFixed(0)} ms`)
    }
    const [files, mib] = [check[0]?.files ?? 0, statSync(bundle).size / 1024 ** 2]
    const what = `${files.toLocaleString('en-US')} files, ${mib.toFixed(1)} MiB`
    const cpu = (all: readonly BundlePassage[]): readonly number[] => all.map(({ cpuMs }) => cpuMs)
    return [
      result(`CPU of a check (${what})`, 'ms', cpu(check), 'unpacked and hashed alone', median(cpu(limit))),
      result(`ch1 verify, wall (${what})`, 'ms', wallMs, 'one second', LIMIT_MS),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A real run of ours, and its bundle, signed with a key of the bench's own. */
function recorded(folder: string, full: boolean): { readonly bundle: string; readonly env: NodeJS.ProcessEnv } {
  const bundle = path.join(folder, 'run.zip')
  const env = { ...process.env, XDG_CONFIG_HOME: path.join(folder, 'config') }
  const only = full ? [] : PURPOSES.flatMap((id) => ['--only', id])
  const args = ['run', '--progress', 'none', '--out', path.join(folder, 'run'), '--bundle', bundle, ...only]
  const { status, stderr } = spawnSync(process.execPath, [CH1, ...args], { encoding: 'utf8', env })
  if (status !== 0) throw new Error(`the run to be bundled ended with ${String(status)}: ${stderr.slice(-500)}`)
  return { bundle, env }
}

function passage(bundle: string, way: 'check' | 'limit'): BundlePassage {
  const args = ['-r', REGISTER, path.join(__dirname, 'parts', 'bundle-file.ts'), bundle, way]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as BundlePassage
}

/** From the command to its answer, the start of Node included, ms. */
function waited(bundle: string, env: NodeJS.ProcessEnv): number {
  const before = performance.now()
  const { status, stdout } = spawnSync(process.execPath, [CH1, 'verify', bundle], { encoding: 'utf8', env })
  const ms = performance.now() - before
  if (status !== 0) throw new Error(`ch1 verify ended with ${String(status)}: ${stdout.slice(0, 500)}`)
  return ms
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

function result(metric: string, unit: string, runs: readonly number[], against: string, other: number): BenchResult {
  const value = median(runs)
  return { bench: 'bundle', metric, value, unit, against, ratio: value / other, runs }
}
