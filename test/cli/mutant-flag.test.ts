// Mutants on the command line, and what "where to look" may name.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { mutantIn, mutantLines, mutantOf } from '../../cli/mutant-flag'
import { isThere } from '../../cli/out-folder'
import { UsageError } from '../../cli/usage-error'
import { mutants } from '../../sut/mutants'

test('a mutant is found by its id; another id is refused, and says where all are listed', () => {
  for (const mutant of mutants) assert.equal(mutantOf(mutant.id, '--mutant'), mutant)
  assert.throws(
    () => mutantOf('nobody', '--mutant'),
    (error: unknown) => error instanceof UsageError && /there is no mutant "nobody"[^]*ch1 mutants --help/.test(error.message),
  )
})

test('a mutant of the other role is refused: it would show nothing', () => {
  assert.equal(mutantIn('served-leaver-without-stop', '--mutant', 'participating').role, 'participating')
  for (const [id, role] of [
    ['served-leaver-without-stop', 'controlling'],
    ['interim-missing-on-bye', 'participating'],
  ] as const)
    assert.throws(
      () => mutantIn(id, '--mutant', role),
      (error: unknown) => error instanceof UsageError && error.message.includes(`${id} is a fault of a`),
    )
})

test('each mutant has a line of its own, with what the server does wrong', () => {
  const lines = mutantLines().split('\n')
  assert.deepEqual(
    lines.map((line) => line.trim().split(/ {2,}/)),
    mutants.map(({ id, description }) => [id, description]),
  )
})

test('only what is there is named, and what stands for many', () => {
  const dir = mkdtempSync(join(tmpdir(), 'ch1-there-'))
  try {
    writeFileSync(join(dir, 'verdicts.json'), '{}')
    const names = ['report.html', 'verdicts.json', 'evidence/<id>.<k>/ladder.svg'].filter(isThere(dir))
    assert.deepEqual(names, ['verdicts.json', 'evidence/<id>.<k>/ladder.svg'])
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})
