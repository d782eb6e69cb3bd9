// `ch1 mutants`: the kill matrix. Each mutant is the reference with one fault; the suite must catch it, and nothing else may change.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { judges, testPurposes, type Role, type TestPurpose } from '../judge/requirements/test-purposes'
import type { VerdictsDocument } from '../judge/verdicts-document'
import { killMatrixPage } from '../reports/kill-matrix'
import type { KillMatrixDocument } from '../reports/verdicts-schema'
import { mutants, type Mutant } from '../sut/mutants'
import { EXIT } from './exit-codes'
import { readFlags } from './flags'
import { differs, killMatrix } from './kill-matrix'
import { mutantLines, mutantOf } from './mutant-flag'
import { shareOut } from './out-folder'
import { Interrupted, mutantRuns, STORMS, type Wanted } from './mutant-runs'
import { DEFAULT_OUT } from './suite'
import { UsageError } from './usage-error'

/** The run without a fault, which has them all, is made in so many parts. */
const PARTS = 4
/** Run with every mutant, besides what its fault may touch: what must stay as it was, by role. The invariants of every run are looked at anyway. */
const CONTROLS = {
  controlling: ['TP_ARR_001', 'TP_DEP_003', 'TP_NEG_001', 'TP_SEQ_001'],
  participating: ['TP_ARR_025', 'TP_DEP_022', 'TP_NEG_024'],
} as const

export async function command(args: readonly string[]): Promise<number> {
  const { values } = readFlags('mutants', args, {
    only: { type: 'string', multiple: true },
    whole: { type: 'boolean' },
    json: { type: 'boolean' },
    page: { type: 'string' },
    out: { type: 'string' },
  })
  if (values.help) {
    process.stdout.write(help())
    return EXIT.passed
  }
  if (values.page !== undefined && values.only)
    throw new UsageError('a page shows all mutants', '--page', 'leave --only out; kill-matrix.html of some is in --out')
  const chosen = values.only ? values.only.map((id) => mutantOf(id, '--only')) : mutants
  const outDir = values.out ?? DEFAULT_OUT
  shareOut(outDir)
  const documents = await runs(chosen, values.whole === true)
  if (!documents) return EXIT.inconclusive
  const baselines = new Map(bedsOf(chosen).map((bed) => [bed.name, soundBaseline(bed, documents.get(bed.name))]))
  const matrix = killMatrix(chosen, documents, (mutant) => baselines.get(bedOf(mutant).name))
  const pages = [join(outDir, 'kill-matrix.html'), ...(values.page === undefined ? [] : [values.page])]
  writeFileSync(join(outDir, 'kill-matrix.json'), `${JSON.stringify(matrix, null, 2)}\n`)
  for (const page of pages) {
    mkdirSync(dirname(page), { recursive: true })
    writeFileSync(page, killMatrixPage(matrix))
  }
  process.stdout.write(values.json ? `${JSON.stringify(matrix, null, 2)}\n` : text(matrix))
  const { survived, strangers } = matrix.summary
  return survived === 0 && strangers === 0 ? EXIT.passed : EXIT.failed
}

function help(): string {
  return `Usage: ch1 mutants [--only ID] [--whole] [--json] [--page FILE] [--out DIR]

Runs every mutant of the reference server and says which test purposes kill it: those its fault may touch and some others, or with
--whole the whole catalogue. Writes kill-matrix.json and kill-matrix.html to --out (default reports/out), and the page to --page too.
A mutant is killed when every purpose it names sees it by the rule it names. Exit 0: all killed, and no other purpose complained.

The mutants, each with one fault:
${mutantLines()}
`
}

/** The verdicts of all runs; undefined when they were ended by a signal. What a run wrote is removed. */
async function runs(chosen: readonly Mutant[], whole: boolean): Promise<ReadonlyMap<string, VerdictsDocument> | undefined> {
  const work = mkdtempSync(join(tmpdir(), 'ch1-mutants-'))
  const stop = new AbortController()
  const end = (): void => stop.abort()
  process.once('SIGINT', end).once('SIGTERM', end)
  const wanted: readonly Wanted[] = [
    ...bedsOf(chosen).flatMap((bed) =>
      parted(allOf(bed)).map((only) => ({ name: bed.name, mutant: undefined, flags: bed.flags, only })),
    ),
    ...chosen.map((mutant) => {
      const bed = bedOf(mutant)
      return { name: mutant.id, mutant: mutant.id, flags: bed.flags, only: whole ? allOf(bed) : neighbourhood(mutant) }
    }),
  ]
  try {
    return await mutantRuns(work, wanted, stop.signal, (line) => process.stderr.write(`${line}\n`))
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    process.stderr.write('ch1: stopped; there is no matrix\n')
    return undefined
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end)
    rmSync(work, { recursive: true, force: true })
  }
}

/** @throws Error where the reference itself does not pass: then no kill proves anything */
function soundBaseline({ flags }: Bed, baseline: VerdictsDocument | undefined): VerdictsDocument {
  const unsound = baseline?.results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
  if (baseline && unsound?.length === 0 && baseline.summary.pass > 0) return baseline
  const which = unsound?.map(({ id, verdict, reason }) => `${id} ${verdict} (${reason})`).slice(0, 3)
  throw new Error(
    `without a fault the same scenarios do not all pass, so no kill proves anything; see: ${['ch1 run', ...flags].join(' ')}. ${which?.join('; ') ?? 'There are no verdicts'}`,
  )
}

/** In what a mutant is run: the role of the server, and how a participating one accounts. */
interface Bed {
  readonly name: string
  readonly role: Role
  readonly flags: readonly string[]
}

function bedOf({ role, accounting: given }: Mutant): Bed {
  if (role === undefined) return { name: 'without a fault', role: 'controlling', flags: [] }
  const accounting = given ?? 'user'
  return { name: `${role} by ${accounting}, without a fault`, role, flags: ['--role', role, '--accounting', accounting] }
}

function bedsOf(chosen: readonly Mutant[]): readonly Bed[] {
  return [...new Map(chosen.map((mutant) => [bedOf(mutant).name, bedOf(mutant)])).values()]
}

/** The purposes of its role. */
function allOf({ role }: Bed): readonly string[] {
  const all: readonly TestPurpose[] = testPurposes
  return all.filter((purpose) => judges(purpose, role)).map(({ id }) => id)
}

function parted(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: PARTS }, (_, part) => ids.filter((_id, i) => i % PARTS === part))
}

/** What the fault must break, what it may touch, and the controls; a storm, which takes seconds of the whole machine, only where it is named. */
function neighbourhood(mutant: Mutant): readonly string[] {
  const named = mutant.names.map(({ purpose }) => purpose)
  return [...new Set([...named, ...mutant.touches.filter((id) => !STORMS.has(id)), ...CONTROLS[mutant.role ?? 'controlling']])]
}

function text({ summary, money, mutants: rows, purposes }: KillMatrixDocument): string {
  const lines = rows.flatMap((row) => [
    `${row.killedBy.length === row.names.length ? 'killed  ' : 'SURVIVED'}  ${row.id}`,
    `            ${row.description}`,
    `            by ${row.killedBy.length} of ${row.names.length} named: ${row.killedBy.join(', ')}`,
    ...(row.money === 'none' && !differs(row) ? [] : [`            ${billText(row)}`]),
    ...row.cells
      .filter(({ is }) => is === 'survived' || is === 'stranger')
      .map(({ is, purpose, rule, actual }) => `            ${is}: ${purpose} ${rule}: ${actual}`),
  ])
  const unexplained = purposes.filter((one) => one.alone.length === 0 && one.whyNotAlone === undefined).map(({ id }) => id)
  const alone =
    unexplained.length === 0 || rows.length < mutants.length
      ? ''
      : `Kill nothing alone, without a reason: ${unexplained.join(', ')}\n`
  return `${lines.join('\n')}\n\n${summary.killed} of ${summary.mutants} killed, ${summary.survived} survived, ${summary.strangers} strangers\n${moneyText(money)}${alone}`
}

function billText({ bill, money, whyUnseen }: KillMatrixDocument['mutants'][number]): string {
  const off = `${bill?.seconds ?? 0} s, ${bill?.heads ?? 0} heads, ${bill?.records ?? 0} records`
  return money === 'unseen'
    ? `touches money, and the bill, off by ${off}, cannot show it: ${whyUnseen ?? ''}`
    : `the bill is off by ${off}`
}

function moneyText(money: KillMatrixDocument['money']): string {
  if (!money) return ''
  const {
    mutants: all,
    billed,
    unseen,
    withoutFault: { conferences, seconds, heads, records },
  } = money
  return `${billed} of ${all - unseen} whose fault the bill can show have one that differs, ${unseen} touch money and it cannot; without a fault the bill of ${conferences} conferences is off by ${seconds} s, ${heads} heads, ${records} records\n`
}
