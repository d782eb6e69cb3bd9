// The one entry of all tests: forty files as processes cost seconds, loaded into one process they cost half a second.
// `node -r ./tools/register.js test/run-all.ts [part of a path]… [--not part of a path]…`: node:test runs what the files
// register, in order. With `--not`, a file that has that part in its path is left to another process.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { not: { type: 'string', multiple: true } },
})
const files = testFiles(__dirname).filter((file) => isWanted(file) && !values.not?.some((part) => file.includes(part)))
assert.ok(files.length > 0, `no test file under test/ is asked for by ${process.argv.slice(2).join(' ')}`)
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the files are known only now, and one after the other is wanted
for (const file of files) require(path.join(__dirname, file))

function isWanted(file: string): boolean {
  return wanted.length === 0 || wanted.some((part) => file.includes(part))
}

function testFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .sort((a, b) => lateness(a) - lateness(b) || (a < b ? -1 : 1))
}

// What takes long comes late, so that a small fault is known early: slow tests, then those that start whole runs.
function lateness(file: string): number {
  if (['conformance', 'proof'].includes(path.dirname(file))) return 2
  return file.endsWith('.slow.test.ts') ? 1 : 0
}
