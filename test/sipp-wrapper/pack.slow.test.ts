// The package by itself: compiled apart from the project it holds nothing but what it should, and works in plain Node.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from './live-agent'

const root = join(__dirname, '..', '..')
const folder = join(root, 'packages', 'sipp-wrapper')

test('the package alone: its files are sane, and it loads without anything of ours', (t) => {
  const dir = temporaryFolder(t)
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const args = [tsc, '-p', join(folder, 'tsconfig.build.json'), '--outDir', join(dir, 'dist')]
  const compiled = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 })
  assert.equal(compiled.status, 0, compiled.stdout)
  for (const name of ['package.json', 'README.md', 'LICENSE', 'examples'])
    cpSync(join(folder, name), join(dir, name), { recursive: true })

  const pack = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: dir,
    encoding: 'utf8',
    timeout: 60_000,
  })
  const [packed] = JSON.parse(pack.stdout) as readonly { readonly files: readonly { readonly path: string }[] }[]
  const files = packed?.files.map(({ path }) => path) ?? []
  const sources = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const compiledNames = sources.flatMap((file) => [`dist/${file.replace(/ts$/, 'js')}`, `dist/${file.replace(/ts$/, 'd.ts')}`])
  const examples = readdirSync(join(folder, 'examples')).map((file) => `examples/${file}`)
  assert.deepEqual([...files].sort(), [...compiledNames, ...examples, 'LICENSE', 'README.md', 'package.json'].sort())

  const program = `const { checkScenario, runSipp, SippAgent } = require(${JSON.stringify(dir)})
    console.log(typeof runSipp, typeof SippAgent.start, checkScenario('<?xml ?><scenario><nop/></scenario>').length)`
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], { cwd: dir, encoding: 'utf8' })
  assert.equal(stdout, 'function function 0\n', stderr)
})
