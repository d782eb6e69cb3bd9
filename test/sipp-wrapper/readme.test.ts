// The README's example runs as printed there and prints what is printed there; only its ports are exchanged for free ones.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { freePorts, skip, temporaryFolder } from './live-agent'

const root = join(__dirname, '..', '..')

test('the example of the README', { skip }, async (t) => {
  const readme = readFileSync(join(root, 'packages', 'sipp-wrapper', 'README.md'), 'utf8')
  const block = (language: string): string => new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(readme)?.[1] ?? ''
  const [ports, { sip: bob }] = [await freePorts(), await freePorts()]
  const replaced = { 5070: bob, 5061: ports.sip, 5062: ports.control, 5063: ports.twin, 5064: ports.media }
  let source = block('ts')
  for (const [from, to] of Object.entries(replaced)) source = source.replaceAll(from, String(to))
  const dir = temporaryFolder(t)
  const file = join(dir, 'example.ts')
  writeFileSync(file, source)
  const register = join(root, 'tools', 'register.js')
  const env = { ...process.env, TMPDIR: dir }
  const run = spawnSync(process.execPath, ['-r', register, file], { cwd: dir, env, encoding: 'utf8', timeout: 20_000 })
  assert.equal(run.stderr, '')
  assert.equal(run.stdout, block('text'))
  assert.equal(run.status, 0)
})
