// Triggers from outside: what a profile says about making a server act, and everything that can go wrong with it.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import nock from 'nock'
import { outsideSut } from '../../sut/outside'
import { collectedMemory } from '../collected-memory'
import { askTester, type Terminal } from '../../sut/triggers/ask-tester'
import { pull, TesterAbsent, TriggerError, verbsOf, type Occasion, type Trigger } from '../../sut/triggers'

const BOB: Occasion = { verb: 'expel', conference: 'sip:conf-1@im.example', user: 'sip:bob@home.example' }
const NODE = process.execPath
const never = new AbortController().signal

function folder(t: TestContext): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'ch1-trigger-'))
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

async function fails(
  trigger: Trigger,
  problem: TriggerError['problem'],
  said: RegExp,
  occasion = BOB,
  signal = never,
): Promise<TriggerError> {
  const error: unknown = await pull(trigger, occasion, signal).then(
    () => undefined,
    (one: unknown) => one,
  )
  assert.ok(error instanceof TriggerError, String(error))
  assert.equal(error.problem, problem)
  assert.match(error.message, said)
  return error
}

/** Does a process of this id run? One that ended and that nobody has fetched yet does not. */
function lives(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

async function until(holds: () => boolean): Promise<boolean> {
  for (let i = 0; i < 200 && !holds(); i += 1) await new Promise((resolve) => setTimeout(resolve, 10))
  return holds()
}

// -- a command -----------------------------------------------------------------------------------------

test('a command gets each argument as it is, and no shell sees it', async (t) => {
  const file = path.join(folder(t), 'args')
  const write = 'require("fs").writeFileSync(process.argv[1], JSON.stringify([process.argv.slice(2), process.env.CH1_USER]))'
  const user = 'sip:$(touch nothing);"bob"@home.example'
  const command = [NODE, '-e', write, file, '{user}', 'in {conference}', '`id`']
  await pull({ command, deadlineMs: 5000 }, { ...BOB, user }, never)
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), [[user, 'in sip:conf-1@im.example', '`id`'], user])
})

test('a shell line gets the occasion in its environment, and nothing is filled in', async (t) => {
  const file = path.join(folder(t), 'said')
  const shell = `printf '%s %s %s %s' "$CH1_VERB" "$CH1_CONFERENCE" "$CH1_USER" '{user}' > ${file}`
  await pull({ shell, deadlineMs: 5000 }, { ...BOB, user: '"; touch x; "' }, never)
  assert.equal(readFileSync(file, 'utf8'), 'expel sip:conf-1@im.example "; touch x; " {user}')
})

test('a command that fails is told with its code and the end of what it said', async () => {
  const command = [NODE, '-e', 'console.log("x".repeat(1e6)); console.error("no such user"); process.exitCode = 3']
  const error = await fails({ command, deadlineMs: 5000 }, 'exit code', /ended with 3; it said: .*no such user.*triggers\.expel/)
  assert.ok(error.message.length < 2600, `${error.message.length} characters`)
})

test('a command that is not there, or is ended by a signal, is told', async () => {
  await fails({ command: ['/nowhere/expel'], deadlineMs: 5000 }, 'not started', /\/nowhere\/expel does not start: .*ENOENT/)
  await fails({ shell: 'kill -9 $$', deadlineMs: 5000 }, 'signal', /was ended by SIGKILL/)
})

test('a command that hangs is ended at its deadline, with whatever it started', async (t) => {
  const file = path.join(folder(t), 'pids')
  const shell = `trap '' TERM; sleep 300 & echo $! $$ > ${file}; wait; sleep 300`
  await fails({ shell, deadlineMs: 300 }, 'deadline', /was still running after 300 ms/)
  const pids = readFileSync(file, 'utf8').trim().split(' ').map(Number)
  assert.equal(pids.length, 2)
  assert.ok(await until(() => !pids.some(lives)), 'nothing of it is left')
})

test('what a command leaves in the background goes on, and nobody waits for it', async (t) => {
  const file = path.join(folder(t), 'pid')
  const beganMs = performance.now()
  await pull({ shell: `sleep 300 & echo $! > ${file}`, deadlineMs: 20_000 }, { verb: 'restart' }, never)
  assert.ok(performance.now() - beganMs < 10_000)
  const pid = Number(readFileSync(file, 'utf8'))
  assert.ok(lives(pid))
  process.kill(pid, 'SIGKILL')
})

test('the end of the run ends a command', async () => {
  const run = new AbortController()
  setTimeout(() => run.abort(), 50)
  await fails(
    { command: [NODE, '-e', 'setTimeout(() => 0, 60000)'], deadlineMs: 20_000 },
    'stopped',
    /ended with the run/,
    BOB,
    run.signal,
  )
})

test('a user who is named where nobody is expelled is a mistake, not an empty word', async () => {
  await fails({ command: ['/bin/true', '{user}'], deadlineMs: 1000 }, 'placeholder', /\{user\} means nothing to restart/, {
    verb: 'restart',
  })
})

// -- an HTTP call ----------------------------------------------------------------------------------------

const http = (more: object = {}, deadlineMs = 2000): Trigger => ({
  http: { method: 'POST', url: 'http://control.example/api/{conference}/expel', headers: [], ...more },
  deadlineMs,
})

nock.restore() // it takes HTTP as soon as it is loaded, and other tests have use for that

function nocked(t: TestContext): nock.Scope {
  nock.activate()
  nock.disableNetConnect()
  t.after(() => {
    nock.cleanAll()
    nock.enableNetConnect()
    nock.restore()
  })
  return nock('http://control.example')
}

const PLACE = '/api/sip%3Aconf-1%40im.example/expel'

test('a call has the values in its URL, its headers and its JSON, each written as it must be there', async (t) => {
  process.env['CH1_TEST_TOKEN'] = 'secret'
  t.after(() => delete process.env['CH1_TEST_TOKEN'])
  const user = 'sip:"bob"@home.example'
  const scope = nocked(t)
    .matchHeader('authorization', 'Bearer secret')
    .matchHeader('x-who', user)
    .post(PLACE, { user })
    .reply(200, 'done')
  const headers = [
    ['content-type', 'application/json'],
    ['authorization', 'Bearer {env.CH1_TEST_TOKEN}'],
    ['x-who', '{user}'],
  ]
  await pull(http({ headers, body: '{"user": "{user}"}' }), { ...BOB, user }, never)
  assert.ok(scope.isDone())
})

test('another status is told with the beginning of what was answered; the profile may expect others', async (t) => {
  const scope = nocked(t)
    .post(PLACE)
    .reply(404, `no such user ${'x'.repeat(5000)}`)
  const error = await fails(http(), 'status', /answered 404 no such user x+, 2xx was expected/)
  assert.ok(error.message.length < 900, `${error.message.length} characters`)
  scope.post(PLACE).reply(200)
  await fails(http({ expect: [202, 204] }), 'status', /answered 200, 202 or 204 was expected/)
  scope.post(PLACE).reply(404)
  await pull(http({ expect: [404] }), BOB, never)
})

test('a redirection is not followed', async (t) => {
  nocked(t).post(PLACE).reply(302, '', { location: 'http://elsewhere.example/' })
  await fails(http(), 'status', /answered 302/)
})

test('a call without an answer, or with none in time, is told', async (t) => {
  const scope = nocked(t).post(PLACE).replyWithError('connection refused')
  await fails(http(), 'no answer', /connection refused/)
  scope.post(PLACE).delay(2000).reply(204)
  await fails(http({}, 100), 'deadline', /no answer within 100 ms/)
  scope.post(PLACE).delay(2000).reply(204)
  const run = new AbortController()
  setTimeout(() => run.abort(), 50)
  await fails(http(), 'stopped', /ended with the run/, BOB, run.signal)
})

test('a header that needs what the environment does not have makes no call', async () => {
  await fails(
    http({ headers: [['x-token', '{env.CH1_TEST_NOWHERE}']] }),
    'placeholder',
    /the environment has no CH1_TEST_NOWHERE/,
  )
})

// -- the tester ------------------------------------------------------------------------------------------

/** A terminal at which somebody says this after a while; nothing at all without. */
function somebody(says?: string): { readonly at: () => Terminal; readonly read: () => string; readonly isClosed: () => boolean } {
  let written = ''
  let closed = false
  const at = (): Terminal => ({
    write: (text) => void (written += text),
    line: (signal) =>
      new Promise((resolve) => {
        if (says !== undefined) setTimeout(() => resolve(says), 20)
        signal.addEventListener('abort', () => resolve(undefined), { once: true })
      }),
    close: () => void (closed = true),
  })
  return { at, read: () => written, isClosed: () => closed }
}

const prompt = (deadlineMs = 5000) => ({ prompt: 'Expel {user} from {conference} now', deadlineMs })

test('the tester reads what to do and by when, and Enter goes on', async () => {
  const tester = somebody('')
  await askTester(prompt(), BOB, never, tester.at)
  assert.match(tester.read(), /▶ Expel sip:bob@home\.example from sip:conf-1@im\.example now\n {2}then press Enter within 5 s/)
  assert.ok(tester.isClosed())
})

test('a tester who says no, says nothing, or is not there: nobody can tell', async () => {
  const absent = (says: string | undefined, deadlineMs: number, signal = never) => {
    const tester = somebody(says)
    return assert.rejects(askTester(prompt(deadlineMs), BOB, signal, tester.at), (error) => {
      assert.ok(error instanceof TesterAbsent && tester.isClosed())
      return true
    })
  }
  await absent('n', 5000)
  await absent('No', 5000)
  await absent(undefined, 100)
  const run = new AbortController()
  setTimeout(() => run.abort(), 20)
  await absent(undefined, 60_000, run.signal)
  await assert.rejects(
    askTester(prompt(), BOB, never, () => undefined),
    /this run has no terminal to ask at/,
  )
})

test('the time of a tester is up though memory is collected while he is waited for', { timeout: 10_000 }, async () => {
  const collecting = setInterval(() => collectedMemory(), 10)
  const given = setTimeout(() => run.abort(), 5_000)
  const run = new AbortController()
  const tester = somebody(undefined)
  await assert.rejects(askTester(prompt(200), BOB, run.signal, tester.at), /the tester did not press Enter within 1 s/)
  clearInterval(collecting)
  clearTimeout(given)
})

test('a prompt counts only where somebody can be asked', () => {
  const triggers = { expel: prompt(), restart: { command: ['/bin/true'], deadlineMs: 1000 } }
  assert.deepEqual(
    verbsOf(triggers, () => false),
    ['restart'],
  )
  assert.deepEqual(
    verbsOf(triggers, () => true),
    ['expel', 'restart'],
  )
  assert.deepEqual(verbsOf({}), [])
})

// -- the adapter -----------------------------------------------------------------------------------------

test('an outside server can what its profile says how to do, and no more', async (t) => {
  const sip = { host: '127.0.0.1', port: 5060 }
  const file = path.join(folder(t), 'verb')
  const sut = outsideSut({ sip, triggers: { restart: { shell: `echo "$CH1_VERB$CH1_USER" > ${file}`, deadlineMs: 5000 } } })
  assert.deepEqual([...sut.can], ['restart'])
  await sut.control('restart', [])
  assert.equal(readFileSync(file, 'utf8'), 'restart\n')
  await assert.rejects(sut.control('expel', ['sip:c@d', 'sip:a@b']), /Say how in triggers\.expel of the profile/)
})

test('a control door goes before a trigger', async (t) => {
  const scope = nocked(t).post('/control/expel', { conference: BOB.conference, user: BOB.user }).reply(204)
  const sut = outsideSut({
    sip: { host: '127.0.0.1', port: 5060 },
    controlUrl: 'http://control.example/control',
    triggers: { expel: { command: ['/bin/false'], deadlineMs: 1000 } },
  })
  await sut.control('expel', [BOB.conference ?? '', BOB.user ?? ''])
  assert.ok(scope.isDone())
})

test('the end of an outside server ends the trigger that is under way', async () => {
  const sut = outsideSut({
    sip: { host: '127.0.0.1', port: 5060 },
    triggers: { restart: { command: [NODE, '-e', 'setTimeout(() => 0, 60000)'], deadlineMs: 30_000 } },
  })
  const restarted = sut.control('restart', [])
  await sut.stop()
  await assert.rejects(restarted, (error) => error instanceof TriggerError && error.problem === 'stopped')
})
