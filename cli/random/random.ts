// `ch1 random`: random conferences over real SIP; the first that fails is made as small as it can be, and told whole.
import { randomInt } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Billing } from '../../judge/verdicts-document'
import { conformanceRun, exclusions } from '../conformance-run'
import { verbsIn } from '../verbs'
import { EXIT } from '../exit-codes'
import { wholeNumber } from '../flags'
import { prepareOut } from '../out-folder'
import { runOptions, type RunOptions } from '../run-options'
import { UsageError } from '../usage-error'
import { runBatch, type Outcome } from './batch'
import { conferenceOf, featureText, type RandomConference } from './conference'
import { ownFlags } from './own-flags'
import { movesIn, smallest } from './smallest'

const USAGE = `Usage: ch1 random [--count N] [--seed S] [--rounds R] [--out DIR] [flags of ch1 run: --profile, --sut, --engine, …]

Conferences whose guests join, are added, refuse, leave, are expelled and cross their BYEs with the server's, in an order that is drawn,
some at the same time (TP_SEQ_011). The first that fails is made smaller as long as it fails, written as a feature, and run once more with
all reports.

  --count   how many conferences (default 20)
  --seed    of the first; the next has the next (default: drawn, and told)
  --rounds  how many rounds of moves each has (default 12)
  --out     folder for what failed (default reports/random)

Exit: as ch1 run.
`

/** So many conferences a run: enough that starting costs little, few enough that a failure is soon told. */
const A_BATCH = 50
const MOST = 1_000_000

export async function command(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(USAGE)
    return EXIT.passed
  }
  const { own, rest } = ownFlags(args)
  const count = own.count === undefined ? 20 : wholeNumber(own.count, '--count', 1, MOST)
  const first = own.seed === undefined ? randomInt(MOST) : wholeNumber(own.seed, '--seed', 0, 0xffff_ffff)
  const rounds = own.rounds === undefined ? 12 : wholeNumber(own.rounds, '--rounds', 1, 1000)
  const out = resolve(own.out ?? join('reports', 'random'))
  const options = await optionsOf(rest)
  prepareOut(out)
  process.stdout.write(`${count} random conferences of ${rounds} rounds, seeds ${first} to ${first + count - 1}\n`)
  const seeds = Array.from({ length: count }, (_, i) => first + i)
  const expels = verbsIn(options).has('expel')
  const conferences = seeds.map((seed) => conferenceOf(seed, rounds, expels))
  const { failing, code } = await firstFailing(conferences, options, out)
  return failing === undefined ? code : tellSmallest(failing, options, out)
}

async function optionsOf(rest: readonly string[]): Promise<RunOptions> {
  const options = await runOptions([...rest, '--only', 'TP_SEQ_011', '--progress', 'none'])
  if (options === 'help') throw new RangeError('a run that asks for help')
  const why = exclusions(options)['TP_SEQ_011']
  if (why !== undefined)
    throw new UsageError(`random conferences do not apply: ${why}`, 'the profile', 'see: ch1 list --profile FILE')
  return options
}

/** The first conference that fails, if one does; else the exit code of all of them. */
async function firstFailing(
  conferences: readonly RandomConference[],
  options: RunOptions,
  out: string,
): Promise<{ readonly failing?: RandomConference; readonly code: number }> {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, undecided: 0 }
  const bill = { conferences: 0, seconds: 0, heads: 0, records: 0 }
  let code: number = EXIT.passed
  for (let at = 0; at < conferences.length; at += A_BATCH) {
    const batch = conferences.slice(at, at + A_BATCH)
    const end = await runBatch(batch, options, join(out, `from-${batch[0]?.name.replace(' ', '-') ?? ''}`))
    for (const outcome of end.outcomes) counts[outcome] += 1
    for (const key of ['conferences', 'seconds', 'heads', 'records'] as const) bill[key] += end.billing[key]
    process.stdout.write(`${at + batch.length} of ${conferences.length}: ${countsText(counts)}${billText(bill)}\n`)
    const failing = batch[end.outcomes.indexOf('fail')]
    if (failing) return { failing, code: EXIT.failed }
    if (end.code === EXIT.failed) return { code: EXIT.failed } // a fail that is no conference's: the run's own folder tells it
    code = Math.max(code, end.code)
  }
  return { code }
}

function countsText({ pass, fail, undecided }: Readonly<Record<Outcome, number>>): string {
  return `${pass} passed${fail > 0 ? `, ${fail} failed` : ''}${undecided > 0 ? `, ${undecided} undecided` : ''}`
}

function billText({ conferences, seconds, heads, records }: Billing): string {
  return `; the bill of ${conferences} conferences is off by ${seconds} s, ${heads} heads, ${records} records`
}

/** Makes it smaller, writes it down, and runs it with all reports. */
async function tellSmallest(failing: RandomConference, options: RunOptions, out: string): Promise<number> {
  process.stdout.write(`\n${failing.name} fails with ${movesIn(failing.rounds)} moves; taking moves out of it\n`)
  let run = 0
  const { conference, isMinimal, runs } = await smallest(failing, async (candidates) => {
    run += 1
    const end = await runBatch(candidates, options, join(out, `smaller-${run}`))
    return end.outcomes.map((outcome) => outcome === 'fail')
  })
  const feature = join(out, 'smallest.feature')
  mkdirSync(out, { recursive: true })
  writeFileSync(feature, featureText([conference]))
  const how = isMinimal ? 'no move can be taken out of it' : 'it may be made smaller still'
  process.stdout.write(
    `${movesIn(conference.rounds)} moves are left after ${runs} runs (${how}):\n${featureText([conference])}\n`,
  )
  const code = await conformanceRun({ ...options, features: [feature], outDir: join(out, 'smallest') })
  if (code === EXIT.failed) return code
  process.stdout.write(`\nIt failed, and did not when it was run once more: what it left then is in ${out}, for ch1 judge.\n`)
  return EXIT.failed
}
