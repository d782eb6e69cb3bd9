// The kill matrix, for real: every mutant is killed as named, and nothing that has nothing to do with it changes.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { differs } from '../../cli/kill-matrix'
import { mutants } from '../../sut/mutants'
import { matrixIn } from '../../reports/kill-matrix'
import { killMatrixSchema } from '../../reports/verdicts-schema'

const root = resolve(__dirname, '..', '..')

test(
  'bin/ch1 mutants kills every mutant as named, without survivors and strangers, and the bill of each that touches money differs',
  { timeout: 900_000 },
  () => {
    const out = mkdtempSync(join(tmpdir(), 'ch1-kill-'))
    try {
      const args = [join(root, 'bin', 'ch1'), 'mutants', '--json', '--out', out]
      const run = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 890_000, maxBuffer: 64 * 1_048_576 })
      assert.notEqual(run.stdout, '', run.stderr.slice(-4_000))
      const matrix = killMatrixSchema.parse(JSON.parse(run.stdout))
      const wrong = matrix.mutants.flatMap(({ id, names, killedBy, cells }) => {
        const odd = cells.filter(({ is }) => is === 'survived' || is === 'stranger')
        const told = odd.map(({ is, purpose, rule, actual }) => `${is}: ${purpose} ${rule}: ${actual}`)
        return killedBy.length === names.length && odd.length === 0 ? [] : [`${id}: ${told.join('; ')}`]
      })
      assert.deepEqual(wrong, [], run.stderr.slice(-1_000))
      assert.equal(run.status, 0, run.stderr.slice(-1_000))
      assert.deepEqual(matrix.summary, { mutants: mutants.length, killed: mutants.length, survived: 0, strangers: 0 })
      const unbilled = matrix.mutants.filter((row) => row.money === 'billed' && !differs(row)).map(({ id }) => id)
      assert.deepEqual(unbilled, [], 'a fault that touches money, and the bill of its run is right')
      assert.deepEqual(
        matrix.mutants.filter(({ money, whyUnseen }) => money === 'unseen' && !whyUnseen).map(({ id }) => id),
        [],
        'why the bill cannot show it',
      )
      const { conferences = 0, ...off } = matrix.money?.withoutFault ?? {}
      assert.deepEqual(off, { seconds: 0, heads: 0, records: 0 }, 'the bill without a fault')
      assert.ok(conferences > 100, `${conferences} conferences`)
      assert.deepEqual(matrixIn(readFileSync(join(out, 'kill-matrix.html'), 'utf8')), matrix)
    } finally {
      rmSync(out, { recursive: true, force: true })
    }
  },
)
