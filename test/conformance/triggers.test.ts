// An outside server that is made to act by what the profile says: it acts, it cannot be made to, and nobody blames the server for that.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import type { VerdictsDocument } from '../../judge/verdicts-document'
import { against, freePorts, outsideServer, profileWith } from './outside-server'
import { ch1, LEASES, newFolder, ROOT, story, verdictsOf, type Ended } from './run-process'

const EXPULSION = 'TP_DEP_003'

/** One run of the purpose that needs an expulsion, the trigger given as a line of YAML; `{control}` in it is the server's door. */
async function runWith(
  line: string,
  isAtTerminal: boolean,
): Promise<{ readonly ended: Ended; readonly result: VerdictsDocument['results'][number] }> {
  const listening = await freePorts()
  const server = await outsideServer(listening)
  try {
    const profile = profileWith({ triggers: `{ expel: ${line.replace('{control}', server.control)} }` })
    const out = newFolder()
    const { sip } = server
    // side by side, each on ports of its own, and none on those of another lane
    const [flag, base] = LEASES
    const leases = [flag, String(Number(base) + 100 * (started.size + 1))]
    const args = ['run', '--progress', 'none', '--no-html', '--out', out, '--only', EXPULSION, '--profile', profile, ...leases]
    const ended = await (isAtTerminal ? atTerminal : ch1)(...args, ...against({ sip }, listening))
    assert.ok(existsSync(path.join(out, 'verdicts.json')), story(ended))
    const result = verdictsOf(out).results.find(({ id }) => id === EXPULSION)
    assert.ok(result, story(ended))
    return { ended, result }
  } finally {
    await server.stop()
  }
}

const CALL = `const [url, conference, user] = process.argv.slice(1); fetch(url, { method: "POST", body: JSON.stringify({ conference, user }) }).then(({ status }) => process.exit(status === 204 ? 0 : 1))`

// side by side: each has a server and ports of its own
const runs = {
  command: `{ command: [${JSON.stringify(process.execPath)}, "-e", ${JSON.stringify(CALL)}, "{control}/expel", "{conference}", "{user}"] }`,
  http: `{ http: { url: "{control}/expel", headers: [[content-type, application/json]], body: '{"conference": "{conference}", "user": "{user}"}', expect: [204] } }`,
  fails: '{ shell: "echo no such user >&2; exit 7" }',
  hangs: '{ command: [sleep, "300"], deadlineMs: 500 }',
  prompt: '{ prompt: "Expel {user} now" }',
  unanswered: '{ prompt: "Expel {user} now", deadlineMs: 400 }',
} as const
type Name = keyof typeof runs
const started = new Map<Name, ReturnType<typeof runWith>>()
function begin(name: Name): void {
  const run = runWith(runs[name], name === 'unanswered')
  run.catch(() => undefined) // told where it is asked for
  started.set(name, run)
}
function outcome(name: Name): ReturnType<typeof runWith> {
  for (const one of Object.keys(runs) as Name[]) if (!started.has(one)) begin(one)
  return started.get(name) as ReturnType<typeof runWith>
}

for (const name of ['command', 'http'] as const) {
  test(`an expulsion by a trigger in the profile, ${name}: the purpose passes`, async () => {
    const { ended, result } = await outcome(name)
    assert.equal(`${result.verdict} ${result.reason}`, 'pass all demands met', story(ended))
    assert.equal(ended.code, 0)
  })
}

for (const [name, said] of [
  ['fails', /\/bin\/sh ended with 7; it said: no such user/],
  ['hangs', /sleep was still running after 500 ms/],
] as const) {
  test(`a trigger that ${name} is our own trouble: error, and no fail of the server`, async () => {
    const { ended, result } = await outcome(name)
    assert.equal(result.verdict, 'error', story(ended))
    assert.match(result.reason, said)
    assert.deepEqual(result.findings, [])
    assert.equal(ended.code, 5)
  })
}

test('a prompt without a terminal: the purpose is not applicable, and says why', async () => {
  const { ended, result } = await outcome('prompt')
  const why = 'the tester is to make the SUT expel a user, and there is no terminal to ask at'
  assert.deepEqual([result.verdict, result.reason], ['not-applicable', why], story(ended))
})

test('without any trigger the purpose is not applicable, and says what to give', async () => {
  const whyWith = async (profile: string): Promise<string | undefined> => {
    const { stdout } = await ch1('list', '--json', '--profile', profile)
    const { testPurposes } = JSON.parse(stdout) as {
      readonly testPurposes: readonly { readonly id: string; readonly why: string }[]
    }
    return testPurposes.find(({ id }) => id === EXPULSION)?.why
  }
  assert.equal(
    await whyWith(profileWith({})),
    'nothing here can make the SUT expel a user: give triggers.expel or addresses.control in the profile',
  )
  assert.equal(await whyWith(profileWith({ triggers: `{ expel: ${runs.fails} }` })), '')
})

test('a tester who does not answer in time: inconclusive, and no fail of the server', async (t) => {
  if (!hasTerminals(t)) return
  const { ended, result } = await outcome('unanswered')
  assert.equal(result.verdict, 'inconclusive', story(ended))
  assert.match(result.reason, /the tester did not press Enter within 1 s/)
  assert.match(ended.stdout, /▶ Expel sip:bob-\S+@home\.example now/)
  assert.equal(ended.code, 2)
})

test('at a real terminal the tester is asked, and Enter goes on', async (t) => {
  if (!hasTerminals(t)) return
  assert.equal(await asked('\n'), 'done')
  assert.match(await asked('n\n'), /TesterAbsent: the tester says that it cannot be done: restart/)
  assert.match(await asked(''), /TesterAbsent: the tester did not press Enter within 1 s/)
})

/** What becomes of a prompt where somebody types this. */
async function asked(typed: string): Promise<string> {
  const ask = `const { pull } = require('./sut/triggers'); pull({ prompt: 'Restart it', deadlineMs: 1000 }, { verb: 'restart' }, new AbortController().signal).then(() => console.log('=done='), (error) => console.log('=' + error.name + ': ' + error.message + '='))`
  const { stdout } = await inTerminal(`${process.execPath} -r ./tools/register.js -e "${ask}"`, typed)
  return /=(.*)=/.exec(stdout)?.[1] ?? stdout
}

function hasTerminals(t: TestContext): boolean {
  const has = spawnSync('script', ['--version']).status === 0
  if (!has) t.skip('the program script (util-linux) is not installed')
  return has
}

/** `bin/ch1` at a terminal where nobody types. */
function atTerminal(...args: readonly string[]): Promise<Ended> {
  return inTerminal([process.execPath, path.join(ROOT, 'bin', 'ch1'), ...args].join(' '), '')
}

/** Runs a command line in a terminal made by `script`; `typed` follows the tester's being asked. */
async function inTerminal(command: string, typed: string): Promise<Ended> {
  const began = Date.now()
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: ROOT, stdio: ['pipe', 'pipe', 'ignore'] })
  const limit = setTimeout(() => child.kill('SIGKILL'), 60_000)
  let stdout = ''
  child.stdout.on('data', (chunk: Buffer) => {
    const wasAsked = stdout.includes('it cannot be done) ')
    stdout += chunk.toString()
    if (!wasAsked && stdout.includes('it cannot be done) ') && typed !== '') child.stdin.write(typed)
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearTimeout(limit)
  return { code, signal: null, stdout, stderr: '', tookMs: Date.now() - began, tooLong: false }
}
