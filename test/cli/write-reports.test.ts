// A report that cannot be written, on a full disk or otherwise, is told, and keeps no other from being made.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { writeReports } from '../../cli/write-reports'
import { newFolder } from '../bundle/run-folder'
import { sampleVerdicts } from '../reports/fixtures/sample-verdicts'

const FILES = ['verdicts.json', 'history/slices.json', 'junit.xml', 'requirements.json', 'requirements.html', 'report.html']

async function written(outDir: string, verdictsOnly = false): Promise<readonly string[]> {
  const nothing = { histories: [], slices: [], envelopes: [], environment: {} }
  return writeReports({ outDir, document: sampleVerdicts([]), ...nothing, html: false, verdictsOnly })
}

test('nothing is in the way: every report is there, and none is half written', async () => {
  const out = newFolder()
  assert.deepEqual(await written(out), [])
  for (const file of FILES) assert.ok(existsSync(path.join(out, file)), file)
})

for (const [name, told] of [
  ['verdicts.json', /^verdicts\.json: it cannot be written: EISDIR[^\n]*$/],
  ['history/slices.json', /^history\/slices\.json: it cannot be written: EISDIR/],
  ['junit.xml', /^junit\.xml: it cannot be written: EISDIR/],
  ['requirements.json', /^requirements: .*EISDIR/],
  ['report.html', /^report\.html: it cannot be written: EISDIR/],
] as const)
  test(`${name} cannot be written: told in one line, and the others are made`, async () => {
    const out = newFolder()
    mkdirSync(path.join(out, name), { recursive: true })
    const troubles = await written(out)
    assert.equal(troubles.length, 1, troubles.join())
    assert.match(troubles[0] ?? '', told)
    for (const file of FILES.filter((one) => !one.startsWith(name.split('.')[0] ?? '')))
      assert.ok(readFileSync(path.join(out, file)).length > 0, file)
    assert.deepEqual(
      readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.part')),
      [],
    )
  })

test('where only the verdicts are asked for, they cannot be lost in silence', async () => {
  const out = newFolder()
  mkdirSync(path.join(out, 'verdicts.json'))
  assert.match((await written(out, true)).join(), /^verdicts\.json: it cannot be written: EISDIR/)
})
