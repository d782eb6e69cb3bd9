// What the documents say of the suite itself, docs/kill-matrix.html, is of the suite there is now.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { definitionsDigest } from '../../cli/kill-matrix'
import { testPurposes } from '../../judge/requirements/test-purposes'
import { killMatrixPage, matrixIn } from '../../reports/kill-matrix'
import { mutants } from '../../sut/mutants'

const inDocs = (name: string): string => readFileSync(join(resolve(__dirname, '..', '..'), 'docs', name), 'utf8')
const AGAIN = 'run: bin/ch1 mutants --page docs/kill-matrix.html'

test('docs/kill-matrix.html was made from the mutants and purposes there are', () => {
  const matrix = matrixIn(inDocs('kill-matrix.html'))
  const idsOf = (all: readonly { readonly id: string }[]): readonly string[] => all.map(({ id }) => id)
  assert.deepEqual(idsOf(matrix.mutants), idsOf(mutants), AGAIN)
  assert.deepEqual(idsOf(matrix.purposes), idsOf(testPurposes), AGAIN)
  assert.equal(matrix.digest, definitionsDigest(), `a mutant or a purpose is defined otherwise now; ${AGAIN}`)
})

test('docs/kill-matrix.html is what its document gives', () => {
  const page = inDocs('kill-matrix.html')
  assert.ok(killMatrixPage(matrixIn(page)) === page, AGAIN)
})

test('docs/kill-matrix.html shows no survivor and no stranger', () => {
  const { mutants: all, killed, survived, strangers } = matrixIn(inDocs('kill-matrix.html')).summary
  assert.deepEqual([killed, survived, strangers], [all, 0, 0])
})
