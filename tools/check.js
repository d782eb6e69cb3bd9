// Everything `npm test` checks: types, lint, import rules, then the tests; one line a part, the output of a part that failed,
// and as the last line `N passed, N failed` (`, N skipped` where a test could not run). Each static part counts as one.
'use strict'
const { spawn } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { lanes } = require('./test-lanes')

const root = path.resolve(__dirname, '..')
const inCi = process.env.CI === 'true'

/** The lowest: others go first. */
const PATIENT = os.constants.priority.PRIORITY_LOW

const staticParts = [
  { name: 'types', commands: [['typescript/bin/tsc', '--noEmit', '-p', '.']] },
  {
    name: 'lint',
    // a minute and a half on one core: it takes what the tests leave of the machine, which wait a fifth of their time
    isPatient: true,
    commands: [
      ['eslint/bin/eslint.js', '.', '--max-warnings=0'],
      ['prettier/bin/prettier.cjs', '--check', '.'],
    ],
  },
  {
    name: 'import rules',
    commands: [['dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', '.']],
  },
]

void main()

async function main() {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  const patient = staticParts.filter(({ isPatient }) => isPatient).map(runStaticPart)
  const running = staticParts.filter(({ isPatient }) => !isPatient).map(runStaticPart)
  for (const part of running) tell(await part, sum)
  const tests = lanes.map((files, i) => runTests(files, `tests ${i + 1} of ${lanes.length}`, leasesOf(i)))
  for (const part of [...tests, ...patient]) tell(await part, sum)
  console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`)
  process.exitCode = sum.failed > 0 ? 1 : 0
}

function tell(part, sum) {
  for (const key of Object.keys(sum)) sum[key] += part[key]
  console.log(`${part.failed > 0 ? 'FAILED' : 'ok    '} ${part.name} (${(part.durationMs / 1000).toFixed(1)} s)${part.detail}`)
  for (const line of part.notes) console.log(`       ${line}`)
  if (part.failed > 0) console.log(part.output.trimEnd())
}

async function runStaticPart({ name, commands, isPatient = false }) {
  const startedAt = performance.now()
  let output = ''
  let failed = 0
  for (const [script, ...words] of commands) {
    const result = await run([path.join(root, 'node_modules', script), ...words], {}, isPatient ? PATIENT : undefined)
    if (result.code !== 0) {
      failed = 1
      output += result.output
    }
  }
  const durationMs = performance.now() - startedAt
  return { name, passed: 1 - failed, failed, skipped: 0, durationMs, detail: '', notes: [], output }
}

async function runTests(files, lane, leases) {
  const startedAt = performance.now()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ch1-check-'))
  const tapFile = path.join(folder, 'tests.tap')
  const reporters = ['spec', 'stdout', 'tap', tapFile].map((value, i) => `--test-reporter${i % 2 ? '-destination' : ''}=${value}`)
  const result = await run([...reporters, '-r', './tools/register.js', 'test/run-all.ts', ...files], {
    CH1_TEST_LEASES: leases,
  })
  const tap = fs.existsSync(tapFile) ? fs.readFileSync(tapFile, 'utf8') : ''
  fs.rmSync(folder, { recursive: true, force: true })

  const skippedTests = [...tap.matchAll(/^ *ok \d+ - (.*?) # SKIP ?(.*)$/gm)].map(
    ([, test, why]) => `skipped: ${test} (${why || 'no reason given'})`,
  )
  const skipped = count(tap, 'skipped')
  const passed = count(tap, 'pass')
  let failed = count(tap, 'fail') + count(tap, 'cancelled') + (inCi ? skipped : 0)
  let detail = ` ${passed} passed, ${failed} failed, ${skipped} skipped`
  if (inCi && skipped > 0) detail += ' (with CI=true a skipped test is a failure)'
  // A process that died leaves no summary, or a good summary and a bad exit code: neither may look like success.
  if (failed === 0 && (result.code !== 0 || passed === 0)) {
    failed = 1
    detail = ` the tests ended with ${result.code === null ? `signal ${result.signal}` : `exit code ${result.code}`}${passed === 0 ? ', none passed' : ''}`
  }
  const durationMs = performance.now() - startedAt
  return {
    name: lane,
    passed,
    failed,
    skipped: inCi ? 0 : skipped,
    durationMs,
    detail,
    notes: skippedTests,
    output: failuresOf(result.output),
  }
}

function count(tap, word) {
  return Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0)
}

// The spec reporter repeats the failing tests at its end; without that list (a crash) everything is shown.
function failuresOf(output) {
  const at = output.lastIndexOf('failing tests:')
  return at < 0 ? output : output.slice(output.lastIndexOf('\n', at) + 1)
}

// The lanes run at once, and each starts runs of its own: their participants' ports do not meet.
function leasesOf(lane) {
  return String(27_000 + 1000 * lane)
}

function run(words, env = {}, priority) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    if (priority !== undefined && child.pid !== undefined) os.setPriority(child.pid, priority)
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text))
    child.on('error', (error) => resolve({ code: 1, signal: null, output: `${error.message}\n` }))
    child.on('close', (code, signal) => resolve({ code, signal, output }))
  })
}
