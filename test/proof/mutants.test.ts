// The kill matrix, for real: every mutant is killed as named, and nothing that has nothing to do with it changes.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { mutants } from '../../sut/mutants'
import { matrixIn } from '../../reports/kill-matrix'
import { killMatrixSchema } from '../../reports/verdicts-schema'

const root = resolve(__dirname, '..', '..')

test('bin/ch1 mutants kills every mutant as named, without survivors and strangers', { timeout: 900_000 }, () => {
  const out = mkdtempSync(join(tmpdir(), 'ch1-kill-'))
  try {
    const args = [join(root, 'bin', 'ch1'), 'mutants', '--json', '--out', out]
    const run = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 890_000 })
    assert.equal(run.status, 0, `${run.stdout}\n${run.stderr}`)
    const matrix = killMatrixSchema.parse(JSON.parse(run.stdout))
    assert.deepEqual(matrix.summary, { mutants: mutants.length, killed: mutants.length, survived: 0, strangers: 0 })
    assert.deepEqual(matrixIn(readFileSync(join(out, 'kill-matrix.html'), 'utf8')), matrix)
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
})
