// `ch1 bench`: the benchmarks. A file in bench/ that exports `run` is one; it is loaded when it is asked for.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { EXIT } from './exit-codes'
import { readFlags } from './flags'
import { UsageError } from './usage-error'

/** One metric: the median of `runs`, and its ratio to what it is measured against, where there is such a thing. */
export interface BenchResult {
  readonly bench: string
  readonly metric: string
  readonly value: number
  readonly unit: string
  readonly against: string | null
  readonly ratio: number | null
  readonly runs: readonly number[]
}

/** What a bench is given: whether it may take long, and where progress is told. */
export interface BenchOptions {
  readonly full: boolean
  readonly say: (line: string) => void
}

interface Bench {
  run(o: BenchOptions): Promise<readonly BenchResult[]>
}

const FOLDER = path.join(__dirname, '..', 'bench')
const load = createRequire(__filename)

const help = `Usage: ch1 bench [NAME…] [--json] [--full]

Runs the benchmarks of that name, or all, and prints the median of each metric with its ratio.
  --full   longer: more repetitions, more records
`

export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = readFlags('bench', args, { json: { type: 'boolean' }, full: { type: 'boolean' } }, 100)
  if (values.help) {
    process.stdout.write(`${help}\nBenchmarks: ${names().join(', ')}\n`)
    return EXIT.passed
  }
  if (names().length === 0)
    throw new UsageError('the benchmarks are not in this package', 'ch1 bench', 'run it in a checkout of the project')
  const wanted = positionals.length === 0 ? names() : positionals
  for (const name of wanted)
    if (!names().includes(name))
      throw new UsageError(`there is no benchmark "${name}"`, 'ch1 bench', `one of: ${names().join(', ')}`)
  const results: BenchResult[] = []
  for (const name of wanted) {
    const say = (line: string): void => void process.stderr.write(`${name}: ${line}\n`)
    results.push(...(await (load(path.join(FOLDER, `${name}.ts`)) as Bench).run({ full: values.full === true, say })))
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ schema: 'ch1-bench/1', results }, null, 2)}\n`)
  else process.stdout.write(table(results))
  return EXIT.passed
}

// The other files in bench/ are the parts of these.
function names(): readonly string[] {
  if (!existsSync(FOLDER)) return []
  return readdirSync(FOLDER)
    .filter(
      (file) => file.endsWith('.ts') && /^export (async )?function run\(/m.test(readFileSync(path.join(FOLDER, file), 'utf8')),
    )
    .map((file) => file.replace(/\.ts$/, ''))
    .sort()
}

function table(results: readonly BenchResult[]): string {
  const rows = results.map((one) => [
    one.bench,
    one.metric,
    `${figure(one.value)} ${one.unit}`,
    one.ratio === null || one.against === null ? '' : `${figure(one.ratio)} × ${one.against}`,
    `(${one.runs.map(figure).join(', ')})`,
  ])
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

function figure(value: number): string {
  return value >= 1_000 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3)
}
