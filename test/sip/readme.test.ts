// The example in the README of @ch1/sip runs and prints what the README says.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { runInThisContext } from 'node:vm'
import ts from 'typescript'

const README = readFileSync(join(__dirname, '../../packages/sip/README.md'), 'utf8')

test('the example of the README runs', async (t) => {
  const example = /```ts\n([\s\S]*?)```/.exec(README)?.[1] ?? ''
  const imports = example.split('\n').filter((line) => line.startsWith('import '))
  const body = example.split('\n').filter((line) => !line.startsWith('import '))
  const source = [...imports, 'export const done = (async () => {', ...body, '})()'].join('\n')
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const printed: string[] = []
  t.mock.method(console, 'log', (...words: unknown[]) => void printed.push(words.join(' ')))
  const exports: { done?: Promise<void> } = {}
  const run = runInThisContext(`(function (require, exports) { ${outputText} })`) as (
    require: NodeJS.Require,
    exports: object,
  ) => void
  run(createRequire(__filename), exports)
  await exports.done
  assert.deepEqual(printed, ['180 Ringing', '200 OK', 'Alice hung up'])
  for (const line of printed) assert.ok(README.includes(`\`${line}\``), `the README says that it prints ${line}`)
})
