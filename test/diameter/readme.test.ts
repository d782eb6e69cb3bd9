// The example of the package's README runs and prints what the README says.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { compileFunction } from 'node:vm'
import ts from 'typescript'

const readme = readFileSync(join(__dirname, '..', '..', 'packages', 'diameter', 'README.md'), 'utf8')
const block = (fence: string): string => new RegExp('^' + fence + '\\n([^]*?)^```$', 'm').exec(readme)?.[1] ?? ''

test('the example of the README prints what it says', async () => {
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }
  const { outputText } = ts.transpileModule(block('```ts'), { compilerOptions: options })
  const example: { main?: () => Promise<string> } = {}
  const run = compileFunction(outputText, ['require', 'exports']) as (...given: readonly unknown[]) => void
  run(require, example)
  assert.ok(example.main !== undefined)
  const printed = await example.main()
  assert.equal(printed.replace(/(hop-by-hop 0x)[0-9a-f]{8}/, '$1…') + '\n', block('It prints:\n\n```'))
})
