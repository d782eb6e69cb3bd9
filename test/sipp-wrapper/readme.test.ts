// The README's examples are the files in examples/, run as printed there and print what is printed there.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkScenario } from 'sipp-wrapper'
import { skip, temporaryFolder } from './live-agent'

const root = join(__dirname, '..', '..')
const folder = join(root, 'packages', 'sipp-wrapper')
const readme = readFileSync(join(folder, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/```ts\n([^]*?)```\n\nprints\n\n```text\n([^]*?)```/g)].map(([, source, printed]) => [
  source,
  printed,
])

for (const name of ['run', 'agent', 'scenario', 'traces']) {
  test(`the example ${name} of the README`, { skip }, (t) => {
    const file = join(folder, 'examples', `${name}.ts`)
    const block = blocks.find(([source]) => source === readFileSync(file, 'utf8'))
    assert.ok(block, `the README shows no block that is ${file}`)
    const dir = temporaryFolder(t)
    const env = { ...process.env, TMPDIR: dir }
    const args = ['-r', join(root, 'tools', 'register.js'), file]
    const run = spawnSync(process.execPath, args, { cwd: dir, env, encoding: 'utf8', timeout: 60_000 })
    assert.equal(run.stderr, '')
    assert.equal(run.stdout, block[1])
    assert.equal(run.status, 0)
  })
}

test('every example is in the README, and every block there is an example', () => {
  assert.equal(blocks.length, readdirSync(join(folder, 'examples')).length)
  assert.equal(readme.split('```ts').length - 1, blocks.length)
})

test('the README names every rule of the checker', () => {
  const source = readdirSync(join(folder, 'src', 'scenario')).map((file) =>
    readFileSync(join(folder, 'src', 'scenario', file), 'utf8'),
  )
  const rules = new Set<string>()
  for (const text of source)
    for (const [, rule] of text.matchAll(/(?:problems|this)\.?(?:fault|warning)\(\s*'([a-z-]+)'|this\.fault\('([a-z-]+)'/g))
      rules.add(rule ?? '')
  rules.delete('')
  assert.ok(rules.size > 30, `found ${rules.size} rules`)
  for (const rule of rules) assert.ok(readme.includes(`\`${rule}\``), `the README does not name the rule ${rule}`)
  assert.equal(checkScenario('')[0]?.rule, 'xml-line')
})
