// The published JSON Schemas: fresh, and telling good documents from bad ones.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { schemaFiles, verdictsSchema, type CatalogueDocument, type KillMatrixDocument } from '../../reports/verdicts-schema'
import { sampleVerdicts } from './fixtures/sample-verdicts'
import { validator } from './published-schema'

const root = path.resolve(__dirname, '..', '..')
test('docs/schema is what the zod schemas say (else: node tools/write-schemas.js)', () => {
  for (const [name, text] of Object.entries(schemaFiles())) {
    assert.equal(readFileSync(path.join(root, 'docs', 'schema', name), 'utf8'), text, name)
  }
})

test('verdicts: a whole document is valid, also with a field added; a word misspelt or a field missing is not', () => {
  const isValid = validator('verdicts.schema.json')
  const d = sampleVerdicts()
  assert.equal(isValid(d), true)
  assert.equal(isValid({ ...d, added: 1 }), true)
  assert.equal(isValid({ ...d, conformance: 'conforming' }), false)
  assert.equal(isValid({ ...d, summary: { ...d.summary, pass: -1 } }), false)
  assert.equal(isValid({ ...d, results: [{ ...d.results[0], reason: undefined }] }), false)
  assert.equal(verdictsSchema.safeParse(d).success, true)
  assert.equal(verdictsSchema.safeParse({ ...d, startedAt: 'yesterday' }).success, false)
})

test('kill matrix and catalogue', () => {
  const matrix: KillMatrixDocument = {
    schema: 'ch1-kill-matrix/1',
    suite: { version: '0.1.0' },
    digest: 'ab',
    summary: { mutants: 1, killed: 1, survived: 0, strangers: 0 },
    families: [{ id: 'trigger', title: 'Triggers' }],
    mutants: [
      {
        id: 'interim-missing-on-bye',
        family: 'trigger',
        description: 'no interim',
        names: ['TP_DEP_001'],
        killedBy: ['TP_DEP_001'],
        strangers: [],
        cells: [
          {
            purpose: 'TP_DEP_001',
            is: 'killed',
            rule: 'departure-interim-missing',
            verdict: 'fail',
            byWarning: false,
            actual: 'none in 1001 ms',
          },
        ],
      },
    ],
    purposes: [{ id: 'TP_DEP_001', purpose: 'Ensure', kills: ['interim-missing-on-bye'], alone: ['interim-missing-on-bye'] }],
  }
  const catalogue: CatalogueDocument = {
    schema: 'ch1-catalogue/1',
    testPurposes: [
      {
        id: 'TP_DEP_001',
        purpose: 'Ensure',
        requirements: ['CR_6.2.3.2_2'],
        level: 'MUST',
        kind: 'P',
        applicable: true,
        why: '',
      },
    ],
  }
  assert.equal(validator('kill-matrix.schema.json')(matrix), true)
  assert.equal(validator('kill-matrix.schema.json')({ ...matrix, summary: {} }), false)
  assert.equal(validator('kill-matrix.schema.json')({ ...matrix, digest: undefined }), false)
  const [row] = matrix.mutants
  const cells = row?.cells.map((cell) => ({ ...cell, is: 'dead' }))
  assert.equal(validator('kill-matrix.schema.json')({ ...matrix, mutants: [{ ...row, cells }] }), false)
  assert.equal(validator('catalogue.schema.json')(catalogue), true)
  assert.equal(validator('catalogue.schema.json')({ ...catalogue, schema: 'ch1-catalogue/2' }), false)
})

test('slices: every scenario names its purpose, its file and its events', () => {
  const isValid = validator('slices.schema.json')
  const slice = { testPurpose: 'TP_DEP_001', k: 1, scenario: 'Bob leaves', file: 'w0.ndjson', first: 12, last: 80 }
  assert.equal(isValid({ schema: 'ch1-slices/1', slices: [slice] }), true)
  for (const wrong of [{ k: 0 }, { testPurpose: 'Bob leaves' }, { first: -1 }, { last: undefined }, { file: '' }])
    assert.equal(isValid({ schema: 'ch1-slices/1', slices: [{ ...slice, ...wrong }] }), false, JSON.stringify(wrong))
})
