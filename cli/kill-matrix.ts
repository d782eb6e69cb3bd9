// From the verdicts of runs with a fault, and of one without, to the kill matrix.
import { createHash } from 'node:crypto'
import { testPurposes, type TestPurpose } from '../judge/requirements/test-purposes'
import type { ReportedFinding, ReportedResult, VerdictsDocument } from '../judge/verdicts-document'
import { killMatrixSchema, type KillMatrixCell, type KillMatrixDocument } from '../reports/verdicts-schema'
import { FAMILIES, MONEY, type Kill, type Mutant } from '../sut/mutants'
import { mutants as all } from '../sut/mutants'
import { addedUp } from './bills'
import { whyNotAlone } from './kills-nothing-alone'
import { suiteVersion } from './suite'

const purposes: readonly TestPurpose[] = testPurposes

/** SHA-256 (hex) over what mutants and purposes are defined to be: a matrix made from other definitions is stale. */
export function definitionsDigest(): string {
  const ofMutants = all.map(({ id, family, description, names, touches, money, shipped, beside }) => [
    ...[id, family, description, money ?? MONEY[family], shipped, beside],
    ...[names.map(({ purpose, rule, as }) => [purpose, rule, as]), touches],
  ])
  const ofPurposes = purposes.map(({ id, purpose, requirements, level, kind }) => [id, purpose, requirements, level, kind])
  return createHash('sha256')
    .update(JSON.stringify([FAMILIES, ofMutants, ofPurposes]))
    .digest('hex')
}

/**
 * The matrix. A cell is `killed` when the purpose that the mutant names broke by the rule that it names (for a rule that fails nobody:
 * warned by it), `survived` when it did not, `stranger` when a purpose that neither `names` nor `touches` speak of is not what it is
 * without the fault.
 */
export function killMatrix(
  chosen: readonly Mutant[],
  documents: ReadonlyMap<string, VerdictsDocument>,
  baselineOf: (mutant: Mutant) => VerdictsDocument | undefined,
): KillMatrixDocument {
  const rows = chosen.map((mutant) => {
    const before = new Map(baselineOf(mutant)?.results.map((result) => [result.id, result]))
    return rowOf(mutant, documents.get(mutant.id), before)
  })
  const isKilled = (row: (typeof rows)[number]): boolean => !row.cells.some(({ is }) => is === 'survived')
  return killMatrixSchema.parse({
    schema: 'ch1-kill-matrix/1',
    suite: { version: suiteVersion() },
    digest: definitionsDigest(),
    summary: {
      mutants: rows.length,
      killed: rows.filter(isKilled).length,
      survived: rows.filter((row) => !isKilled(row)).length,
      strangers: rows.reduce((sum, row) => sum + row.strangers.length, 0),
    },
    money: {
      mutants: rows.filter(({ money }) => money !== 'none').length,
      billed: rows.filter((row) => row.money === 'billed' && differs(row)).length,
      unseen: rows.filter(({ money }) => money === 'unseen').length,
      withoutFault: addedUp([...new Set(chosen.map(baselineOf))].map((one) => one?.billing)),
    },
    families: Object.entries(FAMILIES).map(([id, title]) => ({ id, title })),
    mutants: rows,
    purposes: purposes.map((purpose) => purposeOf(purpose, rows)),
  })
}

function rowOf(
  mutant: Mutant,
  run: VerdictsDocument | undefined,
  before: ReadonlyMap<string, ReportedResult>,
): KillMatrixDocument['mutants'][number] {
  const results = run?.results ?? []
  const { id, family, description, names, touches, shipped, beside } = mutant
  const named = new Set(names.map(({ purpose }) => purpose))
  const cells = [
    ...names.map((kill) => namedCell(kill, results)),
    ...results
      .filter((result) => !named.has(result.id))
      .flatMap((result) => complaint(result, before.get(result.id), touches.includes(result.id)) ?? []),
  ]
  return {
    ...{ id, family, description },
    names: names.map(textOf),
    killedBy: cells.filter(({ is }) => is === 'killed').map(textOf),
    strangers: cells
      .filter(({ is }) => is === 'stranger')
      .map(({ purpose, verdict, rule }) => `${purpose} ${verdict} ${rule}`.trim()),
    ...(shipped !== undefined && { shipped }),
    ...(beside !== undefined && { beside }),
    ...moneyOf(mutant, run),
    cells,
  }
}

/** What is said of the fault, and by what the bills of its run differ. */
function moneyOf(
  { money: own, family }: Mutant,
  run: VerdictsDocument | undefined,
): Pick<KillMatrixDocument['mutants'][number], 'money' | 'whyUnseen' | 'bill'> {
  const money = own ?? MONEY[family]
  const { seconds, heads, records } = addedUp([run?.billing])
  const bill = { seconds, heads, records }
  return typeof money === 'string' ? { money, bill } : { money: 'unseen', whyUnseen: money.unseen, bill }
}

/** Does it ask for a correction? */
export function differs({ bill }: KillMatrixDocument['mutants'][number]): boolean {
  return bill !== undefined && (bill.seconds > 0 || bill.heads > 0 || bill.records > 0)
}

function namedCell({ purpose, rule, as }: Kill, results: readonly ReportedResult[]): KillMatrixCell {
  const result = results.find((one) => one.id === purpose)
  const byWarning = as === 'warning'
  const findings = byWarning ? result?.warnings : result?.verdict === 'fail' ? result.findings : []
  const finding = findings?.find((one) => one.rule === rule && one.events.length > 0)
  const actual = finding ? finding.actual : `${result?.verdict ?? 'not run'}: ${result?.reason ?? ''}`
  return { purpose, is: finding ? 'killed' : 'survived', rule, verdict: result?.verdict ?? 'inconclusive', byWarning, actual }
}

/** A purpose nobody named that is not what it is without the fault: by its verdict, or by a rule that was silent then. */
function complaint(result: ReportedResult, before: ReportedResult | undefined, isForeseen: boolean): KillMatrixCell | undefined {
  const silent = new Set([...(before?.findings ?? []), ...(before?.warnings ?? [])].map(({ rule }) => rule))
  const fresh = ({ rule }: ReportedFinding): boolean => !silent.has(rule)
  const finding = result.findings.find(fresh) ?? result.warnings.find(fresh)
  if (result.verdict === before?.verdict && !finding) return undefined
  return {
    purpose: result.id,
    is: isForeseen ? 'touched' : 'stranger',
    rule: finding?.rule ?? '',
    verdict: result.verdict,
    byWarning: finding !== undefined && result.verdict === 'pass',
    actual: finding?.actual ?? result.reason,
  }
}

function purposeOf({ id, purpose }: TestPurpose, rows: KillMatrixDocument['mutants']): KillMatrixDocument['purposes'][number] {
  const killers = (row: (typeof rows)[number]): ReadonlySet<string> =>
    new Set(row.cells.filter(({ is }) => is === 'killed').map((one) => one.purpose))
  const kills = rows.filter((row) => killers(row).has(id))
  const alone = kills.filter((row) => killers(row).size === 1).map((row) => row.id)
  const why = alone.length === 0 ? whyNotAlone(id) : undefined
  return { id, purpose, kills: kills.map((row) => row.id), alone, ...(why !== undefined && { whyNotAlone: why }) }
}

function textOf({ purpose, rule }: { readonly purpose: string; readonly rule: string }): string {
  return `${purpose} ${rule}`
}
