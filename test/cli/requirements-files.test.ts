// The requirement matrix below --out: whoever reads it while it is made again reads the old one whole or the new one whole.
import assert from 'node:assert/strict'
import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeRequirements } from '../../cli/requirements-files'
import { sampleResult, sampleVerdicts } from '../reports/fixtures/sample-verdicts'

test('requirements.json and requirements.html are put in place whole, and nothing else is left beside them', (t) => {
  const out = mkdtempSync(join(tmpdir(), 'ch1-requirements-'))
  t.after(() => {
    rmSync(out, { recursive: true, force: true })
  })
  const names = ['requirements.html', 'requirements.json']
  writeRequirements(out, sampleVerdicts([sampleResult('TP_DEP_001', 'fail')]))
  const before = names.map((name) => {
    linkSync(join(out, name), join(out, `reader of ${name}`)) // as an open file: what is written over shows through it
    return readFileSync(join(out, name), 'utf8')
  })
  writeRequirements(out, sampleVerdicts([sampleResult('TP_DEP_001', 'pass')]))
  for (const [i, name] of names.entries()) {
    assert.equal(readFileSync(join(out, `reader of ${name}`), 'utf8'), before[i])
    assert.notEqual(readFileSync(join(out, name), 'utf8'), before[i])
  }
  assert.deepEqual(
    readdirSync(out)
      .filter((name) => !name.startsWith('reader of '))
      .sort(),
    names,
  )
})
