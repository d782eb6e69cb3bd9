// `ch1 mutants`: the kill matrix. Each mutant is the reference with one fault; the suite must catch it, and nothing else may change.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { VerdictsDocument } from '../judge/verdicts-document'
import { killMatrixSchema, type KillMatrixDocument } from '../reports/verdicts-schema'
import { mutants, type Mutant } from '../sut/mutants'
import { EXIT } from './exit-codes'
import { readFlags } from './flags'
import { mutantLines, mutantOf } from './mutant-flag'
import { DEFAULT_OUT, ROOT } from './suite'

/** Runs side by side: they mostly wait for windows to close. */
const SIDE_BY_SIDE = 4
/** Run with every mutant, besides what its fault may touch: what must stay as it was. */
const CONTROLS = ['TP_ARR_001', 'TP_ARR_002', 'TP_DEP_001', 'TP_DEP_003', 'TP_NEG_001', 'TP_NEG_009', 'TP_SEQ_001', 'TP_CNT_001']
const RUN_LIMIT_MS = 300_000

export async function command(args: readonly string[]): Promise<number> {
  const { values } = readFlags('mutants', args, {
    only: { type: 'string', multiple: true },
    whole: { type: 'boolean' },
    json: { type: 'boolean' },
    out: { type: 'string' },
  })
  if (values.help) {
    process.stdout.write(
      `Usage: ch1 mutants [--only ID] [--whole] [--json] [--out DIR]

Runs every mutant of the reference server and says which test purposes kill it: those its fault may touch and some others, or with
--whole the whole catalogue. Writes kill-matrix.json to --out (default reports/out).

The mutants, each with one fault:
${mutantLines()}
`,
    )
    return EXIT.passed
  }
  const chosen = values.only ? values.only.map((id) => mutantOf(id, '--only')) : mutants
  const work = mkdtempSync(join(tmpdir(), 'ch1-mutants-'))
  try {
    const documents = await runAll(work, [undefined, ...chosen], values.whole === true)
    const baseline = documents.get(undefined)
    const unsound = baseline?.results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
    if (!baseline || !unsound || unsound.length > 0 || baseline.summary.pass === 0) {
      const which = unsound?.map(({ id, verdict, reason }) => `${id} ${verdict} (${reason})`).slice(0, 3)
      throw new Error(
        `without a fault the same scenarios do not all pass, so no kill proves anything; see: ch1 run. ${which?.join('; ') ?? 'There are no verdicts'}`,
      )
    }
    const matrix = matrixOf(chosen, documents, baseline)
    const outDir = values.out ?? DEFAULT_OUT
    mkdirSync(outDir, { recursive: true })
    writeFileSync(join(outDir, 'kill-matrix.json'), `${JSON.stringify(matrix, null, 2)}\n`)
    process.stdout.write(values.json ? `${JSON.stringify(matrix, null, 2)}\n` : text(matrix))
    const { survived, strangers } = matrix.summary
    return survived === 0 && strangers === 0 ? EXIT.passed : EXIT.failed
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function runAll(
  work: string,
  faults: readonly (Mutant | undefined)[],
  whole: boolean,
): Promise<ReadonlyMap<string | undefined, VerdictsDocument>> {
  const queue = [...faults]
  const documents = new Map<string | undefined, VerdictsDocument>()
  const slot = async (index: number): Promise<void> => {
    for (let fault = queue.shift(); ; fault = queue.shift()) {
      const out = join(work, fault?.id ?? 'without-fault')
      await run(out, fault?.id, whole || !fault ? [] : neighbourhood(fault), index)
      documents.set(fault?.id, JSON.parse(readFileSync(join(out, 'verdicts.json'), 'utf8')) as VerdictsDocument)
      process.stderr.write(`${fault?.id ?? 'without a fault'}: run\n`)
      if (queue.length === 0) return
    }
  }
  await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, queue.length) }, (_, index) => slot(index)))
  return documents
}

/** What the fault must break, what it may touch, and the controls. */
function neighbourhood(mutant: Mutant): readonly string[] {
  return [...new Set([...mutant.names.map(({ purpose }) => purpose), ...mutant.touches, ...CONTROLS])]
}

function run(out: string, mutant: string | undefined, only: readonly string[], slot: number): Promise<void> {
  const args = [
    join(ROOT, 'bin', 'ch1'),
    'run',
    '--no-html',
    '--progress',
    'none',
    '--parallel',
    only.length === 0 ? '2' : '1',
    ...only.flatMap((id) => ['--only', id]),
    '--out',
    out,
    '--lease-base',
    String(21_000 + 2_000 * slot),
  ]
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args, ...(mutant === undefined ? [] : ['--mutant', mutant])], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)))
    const limit = setTimeout(() => child.kill('SIGINT'), RUN_LIMIT_MS)
    child.once('error', reject)
    child.once('exit', (code) => {
      clearTimeout(limit)
      if (code === EXIT.usage || code === null)
        reject(new Error(`the run of ${mutant ?? 'the reference'} did not finish: ${said}`))
      else resolve()
    })
  })
}

/**
 * Killed: a purpose the mutant names is `fail` with the rule the mutant names. A stranger: a purpose that neither the mutant's names
 * nor its `touches` speak of and that is not what it is without the fault.
 */
function matrixOf(
  chosen: readonly Mutant[],
  documents: ReadonlyMap<string | undefined, VerdictsDocument>,
  baseline: VerdictsDocument,
): KillMatrixDocument {
  const before = new Map(baseline.results.map((result) => [result.id, result.verdict]))
  const rows = chosen.map((mutant) => {
    const results = documents.get(mutant.id)?.results ?? []
    const kills = mutant.names.filter(({ purpose, rule }) =>
      results.some(
        (result) =>
          result.id === purpose &&
          result.verdict === 'fail' &&
          result.findings.some((finding) => finding.rule === rule && finding.events.length > 0),
      ),
    )
    const expected = new Set([...mutant.names.map(({ purpose }) => purpose), ...mutant.touches])
    const strangers = results
      .filter((result) => !expected.has(result.id) && result.verdict !== before.get(result.id))
      .map((result) => `${result.id} ${result.verdict}`)
    const names = mutant.names.map(({ purpose, rule }) => `${purpose} ${rule}`)
    return {
      id: mutant.id,
      description: mutant.description,
      names,
      killedBy: kills.map(({ purpose, rule }) => `${purpose} ${rule}`),
      strangers,
    }
  })
  return killMatrixSchema.parse({
    schema: 'ch1-kill-matrix/1',
    summary: {
      mutants: rows.length,
      killed: rows.filter((row) => row.killedBy.length > 0).length,
      survived: rows.filter((row) => row.killedBy.length === 0).length,
      strangers: rows.reduce((sum, row) => sum + row.strangers.length, 0),
    },
    mutants: rows,
  })
}

function text({ summary, mutants: rows }: KillMatrixDocument): string {
  const lines = rows.flatMap((row) => [
    `${row.killedBy.length > 0 ? 'killed  ' : 'SURVIVED'}  ${row.id}`,
    `            ${row.description}`,
    `            by ${row.killedBy.length} of ${row.names.length} named: ${row.killedBy.join(', ')}`,
    ...(row.strangers.length > 0 ? [`            strangers: ${row.strangers.join(', ')}`] : []),
  ])
  return `${lines.join('\n')}\n\n${summary.killed} of ${summary.mutants} killed, ${summary.survived} survived, ${summary.strangers} strangers\n`
}
