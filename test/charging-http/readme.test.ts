// The example of the package's README runs and gives what the README says.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { compileFunction } from 'node:vm'
import ts from 'typescript'

const readme = readFileSync(join(__dirname, '..', '..', 'packages', 'charging-http', 'README.md'), 'utf8')
const block = (fence: string): string => new RegExp('^' + fence + '\\n([^]*?)^```$', 'm').exec(readme)?.[1] ?? ''

test('the example of the README gives what it says', () => {
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }
  const { outputText } = ts.transpileModule(block('```ts'), { compilerOptions: options })
  const example: { main?: () => string } = {}
  const run = compileFunction(outputText, ['require', 'exports']) as (...given: readonly unknown[]) => void
  run(require, example)
  assert.equal(`${example.main?.() ?? ''}\n`, block('It gives:\n\n```'))
})

test('the README says that the binding is experimental and outside any conformance claim', () => {
  assert.match(readme, /\*\*Experimental\.\*\* No standard defines this binding/)
  assert.match(readme, /no part of any conformance claim/)
})
