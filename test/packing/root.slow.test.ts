// The suite as a package: packed, installed offline outside the checkout, and a conformance run from there.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { compile, emptyProject, install, pack, PACKAGES, ROOT, run } from './packed'

const ROOMS = ['bundle', 'capture', 'cli', 'judge', 'mocks', 'reports', 'steps', 'sut', 'testbed']
const SHOWN = ['docs', 'examples', 'features', 'profiles']
const SINGLE = ['CHANGELOG.md', 'LICENSE', 'README.md', 'bin/ch1', 'cli/silent-formatter.cjs', 'package.json']

test('the root packs, installs offline outside the checkout, and runs a test purpose from there', async (t) => {
  const project = emptyProject(t)
  const before = await run('git', ['status', '--porcelain'], ROOT)
  const tarball = await pack(ROOT, join(project, 'tarballs'))

  const after = await run('git', ['status', '--porcelain'], ROOT)
  assert.equal(after.stdout, before.stdout, 'npm pack left files in the work tree')
  for (const folder of ['.', ...PACKAGES.map((name) => join('packages', name))])
    assert.ok(!existsSync(join(ROOT, folder, 'dist')), `npm pack left ${folder}/dist behind, which git does not show`)

  const compiled = ROOMS.flatMap((room) => filesUnder(room))
    .filter((file) => file.endsWith('.ts') && !file.startsWith('reports/out/'))
    .flatMap((file) => [`dist/${file.replace(/ts$/, 'js')}`, `dist/${file.replace(/ts$/, 'd.ts')}`])
  assert.deepEqual(tarball.own, [...compiled, ...SHOWN.flatMap(filesUnder), ...SINGLE].sort())
  assert.deepEqual(tarball.bundled, ['@ch1/charging-http', '@ch1/diameter', '@ch1/sip', 'sipp-wrapper', 'zod'])

  await install(project, [tarball], await thirdParty())
  const ch1 = (...args: readonly string[]): ReturnType<typeof run> => run('npx', ['--offline', 'ch1', ...args], project)
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  assert.equal((await ch1('--version')).stdout, `${version}\n`)
  assert.match((await ch1('list')).stdout, /^TP_ARR_001 /m)

  const ended = await ch1('run', '--only', 'TP_ARR_001', '--engine', 'socket', '--no-html')
  assert.equal(ended.code, 0, `${ended.stdout}${ended.stderr}`)
  const document = JSON.parse(readFileSync(join(project, 'reports', 'out', 'verdicts.json'), 'utf8')) as {
    readonly results: readonly { readonly id: string; readonly verdict: string }[]
  }
  assert.equal(document.results.find(({ id }) => id === 'TP_ARR_001')?.verdict, 'pass')

  const bench = await ch1('bench')
  assert.match(bench.stderr, /the benchmarks are not in this package/)
  assert.notEqual(bench.code, 0)

  // The package's face for a program: the judge, with its types.
  const program = `import { Judge } from 'ch1-conformance'\nconst ids: readonly string[] = new Judge().judgment().verdicts.map(({ testPurpose }) => testPurpose)\nconsole.log(ids.length)\n`
  writeFileSync(join(project, 'judging.mts'), program)
  assert.equal(await compile(project, ['judging.mts']), '')
  assert.equal((await run(process.execPath, ['judging.mjs'], project)).stdout, '0\n')
})

function filesUnder(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
}

/** What a registry would bring: the production dependencies, as paths under node_modules; nested ones lie within their parents. */
async function thirdParty(): Promise<readonly string[]> {
  const listed = await run('npm', ['ls', '--omit=dev', '--all', '--parseable', '--offline'], ROOT)
  const modules = join(ROOT, 'node_modules') + '/'
  const paths = listed.stdout.split('\n').filter((line) => line.startsWith(modules))
  const names = paths.map((line) => line.slice(modules.length)).filter((name) => !name.includes('/node_modules/'))
  assert.ok(names.includes('@cucumber/cucumber'), `npm ls: ${listed.stderr}`)
  return names.filter((name) => !name.startsWith('@ch1/') && name !== 'sipp-wrapper' && name !== 'zod')
}
