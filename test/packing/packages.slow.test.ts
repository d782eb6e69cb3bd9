// Each package alone, as a user gets it: its tarball holds what it should, installs offline, loads in plain Node, type-checks, and the
// first example of its README runs from there.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { skip as withoutSipp } from '../sipp-wrapper/live-agent'
import { compile, emptyProject, install, pack, PACKAGES, ROOT, run } from './packed'

const read = (name: string, file: string): string => readFileSync(join(ROOT, 'packages', name, file), 'utf8')

/** First example of a README, and what it says that it prints. */
const examples = PACKAGES.map((name) => {
  const [source = '', after = ''] = read(name, 'README.md')
    .split(/^```ts\n/m)[1]
    ?.split(/^```$/m)
    .slice(0, 2) as string[]
  const inWords = [...after.matchAll(/`([^`\n]+)`/g)].map(([, line]) => `${line}\n`).join('')
  const inBlock = /^```(?:text)?\n([^]*?)^```$/m.exec(read(name, 'README.md').split(source)[1]?.replace(/^```$/m, '') ?? '')?.[1]
  return { name, source, prints: name === 'sip' ? inWords.split('\n').slice(0, 3).join('\n') + '\n' : (inBlock ?? '') }
})

test('each package packs, installs offline outside the checkout, loads, type-checks and runs its first example', async (t) => {
  const project = emptyProject(t)
  const tarballs = await Promise.all(PACKAGES.map((name) => pack(join(ROOT, 'packages', name), join(project, 'tarballs', name))))

  for (const [i, name] of PACKAGES.entries()) {
    const folder = join(ROOT, 'packages', name)
    const sources = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    const compiled = sources.flatMap((file) => [`dist/${file.replace(/ts$/, 'js')}`, `dist/${file.replace(/ts$/, 'd.ts')}`])
    const shown = name === 'sipp-wrapper' ? readdirSync(join(folder, 'examples')).map((file) => `examples/${file}`) : []
    const wanted = [...compiled, ...shown, 'LICENSE', 'README.md', 'package.json'].sort()
    assert.deepEqual(tarballs[i]?.own, wanted, `files of ${name}`)
    assert.ok(!readdirSync(folder).includes('dist'), `npm pack left ${name}/dist behind`)
    assert.equal(read(name, 'LICENSE'), readFileSync(join(ROOT, 'LICENSE'), 'utf8'), `the licence of ${name} is the project's`)
  }

  await install(project, tarballs, ['zod'])
  const installed = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))
  assert.deepEqual(installed, ['@ch1', 'sipp-wrapper', 'zod'], 'what the four packages bring with them')

  const names = PACKAGES.map((name) => (JSON.parse(read(name, 'package.json')) as { name: string }).name)
  const load = `for (const name of ${JSON.stringify([...names, '@ch1/diameter/codec'])})
    console.log(name, Object.keys(require(name)).length > 5, require.resolve(name).startsWith(${JSON.stringify(project)}))`
  const loaded = await run(process.execPath, ['-e', load], project)
  assert.equal(loaded.stdout, [...names, '@ch1/diameter/codec'].map((name) => `${name} true true\n`).join(''), loaded.stderr)

  for (const { name, source } of examples) {
    // an example that offers main() is called as a user would
    const call = /^export (?:async )?function main\(/m.test(source) ? '\nconsole.log(await main())\n' : ''
    writeFileSync(join(project, `${name}.mts`), source + call)
  }
  // one fault is seeded, so that declarations which are just any would be seen
  writeFileSync(
    join(project, 'wrong.mts'),
    `import { parseMessage } from '@ch1/sip'\nexport const wrong: number = parseMessage\n`,
  )
  const said = await compile(project, [...PACKAGES.map((name) => `${name}.mts`), 'wrong.mts'])
  assert.match(said, /^wrong\.mts\(2,14\): error TS2322: [^\n]*\n$/, 'the examples against the shipped declarations')

  for (const { name, prints } of examples) {
    if (name === 'sipp-wrapper' && withoutSipp !== false) continue // its own tests say that SIPp is missing
    const { code, stdout, stderr } = await run(process.execPath, [`${name}.mjs`], project)
    assert.equal(stdout.replace(/(hop-by-hop 0x)[0-9a-f]{8}/, '$1…'), prints, `the example of ${name}: ${stderr}`)
    assert.equal(code, 0)
  }
})
