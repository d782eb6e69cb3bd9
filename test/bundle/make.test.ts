// Making a bundle: everything of a run, the same bytes for the same run, nothing lost when it goes wrong.
import assert from 'node:assert/strict'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { openPromise } from 'yauzl'
import { BundleError, makeBundle, verifyBundle, type Checked } from '../../bundle'
import { written } from '../../bundle/make'
import { AT, bundled, maker, newFolder, runFolder } from './run-folder'

/** Path → content, as another reader of zips finds it. */
async function unzipped(file: string): Promise<Readonly<Record<string, string>>> {
  const zip = await openPromise(file, { strictFileNames: true })
  const found: Record<string, string> = {}
  for await (const entry of zip.eachEntry()) found[entry.fileName] = await text(await zip.openReadStreamPromise(entry))
  return found
}

test('another reader of zips finds every file of the run, as it is, and nothing else but manifest and signatures', async () => {
  const { dir, file } = await bundled({ more: { 'evidence/José.txt': 'é', 'work/w0.json': '{}' } })
  const found = await unzipped(file)
  const names = ['evidence/José.txt', 'evidence/TP_DEP_001.1/empty.txt', 'evidence/TP_DEP_001.1/sip.txt', 'history/w0.ndjson']
  const run = [...names, 'report.html', 'verdicts.json']
  assert.deepEqual(Object.keys(found), ['ch1-manifest.json', 'ch1-signatures.json', ...run.map((name) => `run/${name}`)])
  for (const name of run) assert.equal(found[`run/${name}`], readFileSync(path.join(dir, name), 'utf8'), name)
})

test('the same run gives the same bytes; another time of signing changes the signature alone', async () => {
  const { dir, file } = await bundled()
  const again = path.join(newFolder(), 'again.zip')
  await makeBundle(dir, again, maker)
  assert.ok(readFileSync(file).equals(readFileSync(again)))
  await makeBundle(dir, again, { ...maker, at: AT.replace('12:', '13:') })
  const [one, other] = [await unzipped(file), await unzipped(again)]
  const differing = Object.keys(one).filter((name) => one[name] !== other[name])
  assert.deepEqual(differing, ['ch1-signatures.json'])
})

test('a file of some megabytes goes piece by piece, there and back', async () => {
  const { file, made } = await bundled({ more: { 'evidence/long.txt': 'a line of a long file\n'.repeat(600_000) } })
  assert.ok(made.manifest.files.some(({ bytes }) => bytes > 13_000_000))
  assert.equal((await verifyBundle(file)).state, 'intact')
})

test('a history that was cut off is bundled as aborted, and never under verdicts that say otherwise', async () => {
  const dir = runFolder()
  const history = path.join(dir, 'history', 'w0.ndjson')
  truncateSync(history, readFileSync(history).length - 40)
  const file = path.join(newFolder(), 'cut.zip')
  await assert.rejects(
    makeBundle(dir, file, maker),
    /verdicts.json says that the run came to its end, and history\/w0.ndjson has no seal/,
  )
  assert.equal(existsSync(file), false)
  const verdicts = path.join(dir, 'verdicts.json')
  writeFileSync(verdicts, readFileSync(verdicts, 'utf8').replace('"aborted": false', '"aborted": true'))
  const { manifest, run } = await makeBundle(dir, file, maker)
  assert.deepEqual([manifest.aborted, run.aborted, manifest.histories[0]?.sealed], [true, true, 'no'])
  writeFileSync(verdicts, readFileSync(verdicts, 'utf8').replace('"partial"', '"conformant"'))
  await assert.rejects(makeBundle(dir, file, maker), /says conformant of an aborted run/)
})

test('what cannot be bundled is refused by its name', async () => {
  const rows: readonly (readonly [said: RegExp, spoil: (dir: string) => void])[] = [
    [/evidence\/link.txt is a symbolic link/, (dir) => symlinkSync('/etc/hostname', path.join(dir, 'evidence', 'link.txt'))],
    [/folder is a symbolic link/, (dir) => symlinkSync('/etc', path.join(dir, 'folder'))],
    [/ab:c.txt has a character in its name/, (dir) => writeFileSync(path.join(dir, 'ab:c.txt'), '')],
    [/is one file with VERDICTS.json/, (dir) => writeFileSync(path.join(dir, 'VERDICTS.json'), '')],
    [/has a name that is not in Unicode form NFC/, (dir) => writeFileSync(path.join(dir, 'e\u0301'), '')],
    [
      /history\/w0.ndjson the hash chain breaks at line/,
      (dir) => edited(path.join(dir, 'history', 'w0.ndjson'), 'TP_DEP_001', 'TP_DEP_002'),
    ],
    [/w0.ndjson something stands behind the seal/, (dir) => appendFileSync(path.join(dir, 'history', 'w0.ndjson'), '{"n":99}\n')],
    [/w0.ndjson something stands behind the seal/, (dir) => appendFileSync(path.join(dir, 'history', 'w0.ndjson'), '{"n":99')],
    [/verdicts.json is no JSON/, (dir) => truncateSync(path.join(dir, 'verdicts.json'), 100)],
    [
      /verdicts.json is not of schema ch1-verdicts\/1/,
      (dir) => edited(path.join(dir, 'verdicts.json'), 'ch1-verdicts/1', 'ch1-verdicts/9'),
    ],
  ]
  for (const [said, spoil] of rows) {
    const dir = runFolder()
    spoil(dir)
    const target = path.join(newFolder(), 'no.zip')
    await assert.rejects(
      makeBundle(dir, target, maker),
      (error) => error instanceof BundleError && said.test(error.what),
      String(said),
    )
    assert.deepEqual(readdirSync(path.dirname(target)), [])
  }
})

test('a chain event in the middle of a history counts as well as its seal', async () => {
  const dir = runFolder()
  const history = path.join(dir, 'history', 'w0.ndjson')
  const lines = readFileSync(history, 'utf8').trimEnd().split('\n')
  const at = lines.findIndex((line) => line.includes('"kind":"sealed"'))
  assert.equal(at, lines.length - 1)
  writeFileSync(
    history,
    `${lines.slice(0, 3).join('\n')}\n{"n":3,"atUs":3,"kind":"chain","upTo":2,"sha256":"${'0'.repeat(64)}"}\n`,
  )
  await assert.rejects(makeBundle(dir, path.join(newFolder(), 'no.zip'), maker), /the hash chain breaks at line 4/)
})

test('a full disk, a folder that is no folder: one typed error, and what was there stays', async () => {
  const { dir, file } = await bundled()
  const before = readFileSync(file)
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  const entry = { name: 'run/a', bytes: 1, open: () => Promise.reject(full) }
  await assert.rejects(
    written(file, [entry]),
    (error) => error instanceof BundleError && /cannot be written: ENOSPC/.test(error.what),
  )
  await assert.rejects(makeBundle(dir, path.join(file, 'in-a-file.zip'), maker), /the bundle cannot be written: ENOTDIR/)
  mkdirSync(path.join(path.dirname(file), 'a-folder.zip'))
  await assert.rejects(
    makeBundle(dir, path.join(path.dirname(file), 'a-folder.zip'), maker),
    /the bundle cannot be written: EISDIR/,
  )
  assert.ok(readFileSync(file).equals(before))
  assert.deepEqual(readdirSync(path.dirname(file)).sort(), ['a-folder.zip', 'run', 'run.zip'])
})

test('a folder that somebody writes to meanwhile gives no bundle', async () => {
  const dir = runFolder({ more: { 'evidence/long.txt': 'a line of a long file\n'.repeat(400_000) } })
  const target = path.join(newFolder(), 'no.zip')
  const making: Promise<Checked> = makeBundle(dir, target, maker)
  // the list is made before the first await; what is read for the zip comes later
  writeFileSync(path.join(dir, 'report.html'), '<!doctype htmL>')
  await assert.rejects(making, /the folder was changed while it was bundled: run\/report.html/)
  assert.deepEqual(readdirSync(path.dirname(target)), [])
})

function edited(file: string, from: string, to: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
}
