// The import rules are seen to bite: one seeded violation of each, in a small tree of the same rooms; and the real tree is clean.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'

const root = path.resolve(__dirname, '..', '..')
const config = path.join(root, '.dependency-cruiser.cjs')

interface CruiseResult {
  readonly summary: {
    readonly totalCruised: number
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string; readonly to: string }[]
  }
}

/** What a tree holds that breaks nothing; every seed is laid into it. */
const soundTree: Readonly<Record<string, string>> = {
  'packages/sip/package.json': manifest('@ch1/sip'),
  'packages/sip/src/index.ts': 'export const sip = 1\n',
  'packages/diameter/package.json': manifest('@ch1/diameter', 'codec'),
  'packages/diameter/src/index.ts': "import 'node:net'\nexport * from './codec'\n",
  'packages/diameter/src/codec.ts': 'export const codec = 1\n',
  'packages/sipp-wrapper/package.json': manifest('sipp-wrapper'),
  'packages/sipp-wrapper/src/index.ts': "import 'node:child_process'\nexport const sipp = 1\n",
  'node_modules/zod/package.json': '{"name":"zod","version":"1.0.0","main":"index.js"}',
  'node_modules/zod/index.js': 'exports.z = 1\n',
  'node_modules/yaml/package.json': '{"name":"yaml","version":"1.0.0","main":"index.js"}',
  'node_modules/yaml/index.js': 'exports.parse = 1\n',
  'package.json': '{"name":"tree","version":"1.0.0","dependencies":{"zod":"1.0.0","yaml":"1.0.0"}}',
  'judge/history/events.ts': 'export interface Event { readonly at: number }\nexport const line = 1\n',
  'judge/verdict.ts': 'export const order = 1\n',
  'judge/rules/rule.ts': 'export const rule = 1\n',
  'judge/second/second-judge.ts': "import '../history/events'\nimport '@ch1/sip'\nexport const second = 1\n",
  'judge/judge.ts':
    "import '@ch1/sip'\nimport '@ch1/diameter/codec'\nimport 'zod'\nimport './history/events'\nexport const judge = 1\n",
  'mocks/testbed-error.ts': 'export const testbedError = 1\n',
  'mocks/recorder.ts': "import 'sipp-wrapper'\nimport type { Event } from '../judge/history/events'\nexport type Seen = Event\n",
  'sut/adapter.ts': "import '@ch1/diameter'\nexport const adapter = 1\n",
  'testbed/index.ts':
    "import '@ch1/sip'\nimport '../mocks/recorder'\nimport '../sut/adapter'\nimport '../judge/judge'\nexport const testbed = 1\n",
  'steps/world.ts':
    "import '../testbed/index'\nimport '../judge/judge'\nimport '../mocks/testbed-error'\nexport const world = 1\n",
  'capture/index.ts': "import '@ch1/sip'\nimport '../judge/history/events'\nexport const capture = 1\n",
  'reports/summary.ts': "import '../judge/judge'\nimport '@ch1/sip'\nimport 'node:fs'\nexport const summary = 1\n",
  'bundle/index.ts': "import 'node:fs'\nimport 'zod'\nexport const bundle = 1\n",
  'cli/main.ts':
    "import 'yaml'\nimport '../bundle/index'\nimport '../reports/summary'\nimport '../steps/world'\nimport '../testbed/index'\nimport '../sut/adapter'\nexport const main = 1\n",
  'bench/decode.ts': "import '../cli/main'\nexport const bench = 1\n",
  'test/cli/main.test.ts':
    "import '../../cli/main'\nimport '../../packages/sip/src/index'\nimport '../../bench/decode'\nexport const test = 1\n",
}

const seeds: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['packages-stand-alone', 'packages/sip/src/to-sibling.ts', "import '@ch1/diameter'\n"],
  [
    'packages-stand-alone',
    'packages/diameter/src/to-room.ts',
    "import type { Event } from '../../../judge/history/events'\nexport type E = Event\n",
  ],
  ['history-imports-nothing', 'judge/history/to-npm.ts', "import 'zod'\n"],
  ['history-imports-nothing', 'judge/history/to-judge.ts', "import '../rules/rule'\n"],
  ['judge-is-pure', 'judge/to-mocks.ts', "import '../mocks/recorder'\n"],
  ['judge-is-pure', 'judge/to-sut.ts', "import '../sut/adapter'\n"],
  ['judge-is-pure', 'judge/to-engine.ts', "import 'sipp-wrapper'\n"],
  ['judge-is-pure', 'judge/to-npm.ts', "import 'yaml'\n"],
  ['second-judge-is-its-own', 'judge/second/to-model.ts', "import '../rules/rule'\n"],
  ['second-judge-takes-types-of-verdicts', 'judge/second/to-verdict.ts', "import '../verdict'\n"],
  ['nobody-asks-the-second-judge', 'judge/to-second.ts', "import './second/second-judge'\n"],
  ['judge-takes-the-codec-alone', 'judge/to-peers.ts', "import '@ch1/diameter'\n"],
  ['judge-takes-the-codec-alone', 'judge/to-peer-types.ts', "import type { d } from '@ch1/diameter'\nexport type D = typeof d\n"],
  ['judge-takes-the-codec-alone', 'judge/to-inside.ts', "import '../packages/diameter/src/inside'\n"],
  ['codec-without-core-modules', 'packages/diameter/src/codec.ts', "import './socket'\nexport const codec = 1\n"],
  ['judge-without-core-modules', 'judge/rules/to-core.ts', "import 'node:fs'\n"],
  ['judge-without-core-modules', 'judge/rules/to-core-unprefixed.ts', "import 'crypto'\n"],
  ['mocks-imports', 'mocks/to-sut.ts', "import '../sut/adapter'\n"],
  ['mocks-imports', 'mocks/to-judge.ts', "import type { R } from '../judge/rules/rule'\nexport type S = R\n"],
  [
    'mocks-take-types-of-history',
    'mocks/to-history-values.ts',
    "import { line } from '../judge/history/events'\nexport const l = line\n",
  ],
  ['sut-imports', 'sut/to-judge.ts', "import '../judge/judge'\n"],
  ['sut-imports', 'sut/to-history-types.ts', "import type { Event } from '../judge/history/events'\nexport type E = Event\n"],
  ['sut-imports', 'sut/to-mocks.ts', "import '../mocks/recorder'\n"],
  ['testbed-imports', 'testbed/to-steps.ts', "import '../steps/world'\n"],
  ['testbed-imports', 'testbed/to-reports.ts', "import '../reports/summary'\n"],
  ['steps-imports', 'steps/to-sut.ts', "import '../sut/adapter'\n"],
  ['steps-imports', 'steps/to-mocks.ts', "import '../mocks/recorder'\n"],
  ['bundle-imports', 'bundle/to-history.ts', "import '../judge/history/events'\n"],
  ['capture-imports', 'capture/to-judge.ts', "import '../judge/judge'\n"],
  ['capture-is-pure', 'capture/to-file.ts', "import 'node:fs'\n"],
  ['reports-imports', 'reports/to-testbed.ts', "import '../testbed/index'\n"],
  ['nobody-imports-the-outside', 'steps/to-cli.ts', "import '../cli/main'\n"],
  ['nobody-imports-the-outside', 'tools/to-bench.ts', "import '../bench/decode'\n"],
  ['nobody-imports-the-outside', 'reports/to-test.ts', "import '../test/cli/main.test'\n"],
  ['ends-import-inwards', 'cli/to-bench.ts', "import '../bench/decode'\n"],
  ['ends-import-inwards', 'cli/to-test.ts', "import '../test/cli/main.test'\n"],
  ['test-loads-what-it-tests', 'test/to-bin.test.ts', "import '../bin/ch1'\n"],
  ['not-to-unresolvable', 'sut/to-nowhere.ts', "import './not-there'\n"],
  ['no-circular', 'sut/about.ts', "import { a } from './round'\nexport const b = (): unknown => a\n"],
]

const beside: Readonly<Record<string, string>> = {
  'judge/rules/rule.ts': 'export type R = 1\n',
  'packages/diameter/src/inside.ts': 'export const inside = 1\n',
  'packages/diameter/src/socket.ts': "import 'node:net'\nexport const socket = 1\n",
  'bin/ch1.ts': 'export const launcher = 1\n',
  'sut/round.ts': "import { b } from './about'\nexport const a = (): unknown => b\n",
}

test('a tree that keeps the import rules is clean', (t) => {
  assert.deepEqual(violations(cruise(layTree(t, { ...soundTree }))), [])
})

test('every seeded breach of an import rule is reported, under its own rule', (t) => {
  const seeded = Object.fromEntries(seeds.map(([, file, text]) => [file, text]))
  const found = violations(cruise(layTree(t, { ...soundTree, ...beside, ...seeded })))
  for (const [rule, file] of seeds)
    assert.ok(found.includes(`${rule}: ${file}`), `${rule} did not report ${file}; found\n${found.join('\n')}`)
  const files = new Set([...seeds.map(([, file]) => file), 'sut/round.ts'])
  assert.deepEqual(
    found.filter((line) => !files.has(line.slice(line.indexOf(': ') + 2))),
    [],
    'files that keep the rules are reported too',
  )
})

test('no import rule is without a seeded breach', () => {
  const text = readFileSync(config, 'utf8')
  const names = [...text.matchAll(/name: '([\w-]+)'|room\(\s*'(\w+)'/g)].map(
    ([, name, roomName]) => name ?? `${roomName ?? ''}-imports`,
  )
  assert.ok(names.length >= 14, `only ${names.length} rules were read from the configuration`)
  assert.deepEqual(new Set(names), new Set(seeds.map(([rule]) => rule)))
})

test('the real tree keeps the import rules, and all of it was looked at', () => {
  const result = cruise(root)
  assert.deepEqual(violations(result), [])
  assert.ok(result.summary.totalCruised > 200, `only ${result.summary.totalCruised} modules were cruised`)
})

function manifest(name: string, ...subpaths: readonly string[]): string {
  const entry = (file: string): object => ({ 'ch1-source': `./src/${file}.ts`, default: `./dist/${file}.js` })
  const exports = { '.': entry('index'), ...Object.fromEntries(subpaths.map((one) => [`./${one}`, entry(one)])) }
  return JSON.stringify({ name, version: '1.0.0', exports })
}

function layTree(t: { after(fn: () => void): void }, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ch1-import-rules-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), text)
  }
  // Our packages are linked as npm links workspaces: so their resolution to source is under test too.
  mkdirSync(path.join(folder, 'node_modules', '@ch1'))
  symlinkSync('../../packages/sip', path.join(folder, 'node_modules', '@ch1', 'sip'))
  symlinkSync('../../packages/diameter', path.join(folder, 'node_modules', '@ch1', 'diameter'))
  symlinkSync('../packages/sipp-wrapper', path.join(folder, 'node_modules', 'sipp-wrapper'))
  return folder
}

function cruise(folder: string): CruiseResult {
  const script = path.join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs')
  const words = [script, '--config', config, '--output-type', 'json', '.']
  const child = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8', maxBuffer: 64 << 20, timeout: 60_000 })
  assert.ok(child.stdout.startsWith('{'), `dependency-cruiser gave no result: ${child.stderr}`)
  return JSON.parse(child.stdout) as CruiseResult
}

function violations(result: CruiseResult): readonly string[] {
  return [...new Set(result.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`))]
}
