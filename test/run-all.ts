// The one entry of all tests: forty files as processes cost seconds, loaded into one process they cost half a second.
// `node -r ./tools/register.js test/run-all.ts [part of a path]… [--not part of a path]…`: node:test runs what the files
// register, in order. With `--not`, a file that has that part in its path is left to another process.
import assert from 'node:assert/strict'
import path from 'node:path'
import { chosenFiles } from './chosen-files'

const args = process.argv.slice(2)
const files = chosenFiles(args)
assert.ok(files.length > 0, `no test file under test/ is asked for by ${args.join(' ')}`)
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the files are known only now, and one after the other is wanted
for (const file of files) require(path.join(__dirname, file))
