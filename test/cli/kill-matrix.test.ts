// The kill matrix from verdicts: what is killed as named, what survived, who is a stranger.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { definitionsDigest, killMatrix } from '../../cli/kill-matrix'
import type { ReportedFinding, ReportedResult, VerdictsDocument } from '../../judge/verdicts-document'
import { killMatrixPage, matrixIn } from '../../reports/kill-matrix'
import { FAMILIES, mutants, type Mutant } from '../../sut/mutants'
import { sampleVerdicts } from '../reports/fixtures/sample-verdicts'

const MUTANT: Mutant = {
  id: 'sample',
  family: 'trigger',
  description: 'One <fault> & no other.',
  names: [{ purpose: 'TP_DEP_001', rule: 'departure-interim-missing' }],
  touches: ['TP_SEQ_001'],
  seams: {},
}

test('killed: every named purpose fails by the named rule; by another rule, or by none, the mutant survived', () => {
  const killed = matrixOf([fail('TP_DEP_001', 'departure-interim-missing')])
  assert.deepEqual(killed.summary, { mutants: 1, killed: 1, survived: 0, strangers: 0 })
  assert.deepEqual(killed.mutants[0]?.killedBy, ['TP_DEP_001 departure-interim-missing'])
  const otherwise = {
    'by another rule': [fail('TP_DEP_001', 'record-sequence')],
    'by nobody': [pass('TP_DEP_001')],
    'as inconclusive': [{ ...fail('TP_DEP_001', 'departure-interim-missing'), verdict: 'inconclusive' as const }],
    'by a finding without events': [fail('TP_DEP_001', 'departure-interim-missing', [])],
    'not run': [],
  }
  for (const [how, results] of Object.entries(otherwise)) {
    const matrix = matrixOf(results)
    assert.deepEqual([matrix.summary.killed, matrix.summary.survived, matrix.mutants[0]?.cells[0]?.is], [0, 1, 'survived'], how)
  }
})

test('one of two named purposes is not enough', () => {
  const names = [...MUTANT.names, { purpose: 'TP_DEP_002', rule: 'departure-interim-missing' }]
  const matrix = matrixOf([fail('TP_DEP_001', 'departure-interim-missing'), pass('TP_DEP_002')], { ...MUTANT, names })
  assert.deepEqual([matrix.summary.killed, matrix.summary.survived], [0, 1])
})

test('a rule that fails nobody kills by its warning, and only where the mutant says so', () => {
  const warned = { ...pass('TP_DEP_001'), warnings: [findingOf('departure-interim-missing')] }
  assert.equal(matrixOf([warned]).summary.survived, 1)
  const names = [{ purpose: 'TP_DEP_001', rule: 'departure-interim-missing', as: 'warning' as const }]
  const matrix = matrixOf([warned], { ...MUTANT, names })
  assert.deepEqual([matrix.summary.killed, matrix.mutants[0]?.cells[0]?.byWarning], [1, true])
})

test('a stranger: another verdict, or a rule that is silent without the fault; what is foreseen is touched', () => {
  const killed = fail('TP_DEP_001', 'departure-interim-missing')
  const cellsWith = (result: ReportedResult): readonly string[] =>
    matrixOf([killed, result]).mutants.flatMap((row) => row.cells.slice(1).map(({ is, purpose }) => `${is} ${purpose}`))
  assert.deepEqual(cellsWith(fail('TP_ARR_001', 'arrival-interim-missing')), ['stranger TP_ARR_001'])
  assert.deepEqual(cellsWith({ ...pass('TP_ARR_001'), warnings: [findingOf('arrival-party')] }), ['stranger TP_ARR_001'])
  assert.deepEqual(cellsWith({ ...pass('TP_ARR_001'), verdict: 'inconclusive' }), ['stranger TP_ARR_001'])
  assert.deepEqual(cellsWith(pass('TP_ARR_001')), [])
  assert.deepEqual(cellsWith(fail('TP_SEQ_001', 'record-sequence')), ['touched TP_SEQ_001'])
})

test('a purpose kills alone what nobody else kills', () => {
  const matrix = matrixOf([fail('TP_DEP_001', 'departure-interim-missing')])
  const of = (id: string): unknown => matrix.purposes.find((one) => one.id === id)?.alone
  assert.deepEqual([of('TP_DEP_001'), of('TP_DEP_002')], [['sample'], []])
})

test('the page holds its matrix, and text of others cannot break out of it', () => {
  const matrix = matrixOf([fail('TP_DEP_001', 'departure-interim-missing')])
  const page = killMatrixPage(matrix)
  assert.deepEqual(matrixIn(page), matrix)
  assert.equal(page, killMatrixPage(matrixIn(page)))
  assert.ok(!page.includes('<fault>') && page.includes('One &lt;fault&gt; &amp; no other.'))
  assert.doesNotMatch(
    page,
    /\b(src|href)="(?!#)|@import|url\(|<script(?! type="application\/json")/,
    'nothing from outside, no script',
  )
  assert.throws(() => matrixIn('<html></html>'), /holds no kill matrix/)
})

test('the bill: of its run, on the page, and counted where the fault touches money', () => {
  const bill = { conferences: 2, seconds: 1.5, heads: 1, records: 0 }
  const of = (billing: typeof bill | undefined, mutant: Mutant = MUTANT): ReturnType<typeof killMatrix> =>
    killMatrix([mutant], new Map([[mutant.id, { ...documentOf([]), billing }]]), () => ({
      ...documentOf([]),
      billing: { ...bill, seconds: 0, heads: 0 },
    }))
  const billed = of(bill)
  assert.deepEqual(billed.mutants[0]?.bill, { seconds: 1.5, heads: 1, records: 0 })
  assert.ok(killMatrixPage(billed).includes('The bill is off by 1.5 s, 1 heads, 0 records.'))
  const withoutFault = { conferences: 2, seconds: 0, heads: 0, records: 0 }
  assert.deepEqual(billed.money, { mutants: 1, billed: 1, unseen: 0, withoutFault })
  assert.deepEqual(of(undefined).money, { mutants: 1, billed: 0, unseen: 0, withoutFault }, 'a bill that is right')
  assert.deepEqual(of(bill, { ...MUTANT, money: 'none' }).money, { mutants: 0, billed: 0, unseen: 0, withoutFault })
  const unseen = of(bill, { ...MUTANT, money: { unseen: 'It <cannot>.' } })
  assert.deepEqual(unseen.money, { mutants: 1, billed: 0, unseen: 1, withoutFault })
  assert.ok(killMatrixPage(unseen).includes('It &lt;cannot&gt;.'))
})

test('the digest is of what mutants and purposes are', () => {
  assert.match(definitionsDigest(), /^[0-9a-f]{64}$/)
  assert.equal(definitionsDigest(), definitionsDigest())
})

test('the mutants differ in kind: another purpose, another rule, or a reason; each family has some', () => {
  assert.ok(mutants.length >= 84, `${mutants.length} mutants`)
  const kinds = new Map<string, string>()
  for (const { id, names, beside, role, accounting } of mutants) {
    const kind = [role, accounting, ...names.map(({ purpose, rule }) => `${purpose} ${rule}`).sort()].join()
    const twin = kinds.get(kind)
    assert.ok(twin === undefined || beside !== undefined, `${id} is killed just as ${twin}: say in "beside" why it is there`)
    kinds.set(kind, id)
  }
  for (const family of Object.keys(FAMILIES))
    assert.ok(
      mutants.some((one) => one.family === family),
      `no mutant of ${family}`,
    )
})

function matrixOf(results: readonly ReportedResult[], mutant = MUTANT): ReturnType<typeof killMatrix> {
  const without = documentOf(['TP_DEP_001', 'TP_DEP_002', 'TP_ARR_001', 'TP_SEQ_001'].map(pass))
  return killMatrix([mutant], new Map([[mutant.id, documentOf(results)]]), () => without)
}

function documentOf(results: readonly ReportedResult[]): VerdictsDocument {
  return { ...sampleVerdicts(), results }
}

function pass(id: string): ReportedResult {
  return {
    ...{ id, purpose: 'Ensure', requirements: [], level: 'MUST', verdict: 'pass', reason: 'all demands met', durationMs: 1 },
    ...{ demands: { decided: 1, total: 1 }, findings: [], warnings: [], evidence: [] },
  }
}

function fail(id: string, rule: string, events = ['w0.ndjson#7']): ReportedResult {
  return { ...pass(id), verdict: 'fail', reason: rule, findings: [{ ...findingOf(rule), events }] }
}

function findingOf(rule: string): ReportedFinding {
  const at = '2026-11-28T10:00:00.000Z'
  return { rule, clause: 'OMA CR §6.2.3.2', expected: 'one', actual: 'none', at, events: ['w0.ndjson#7'] }
}
