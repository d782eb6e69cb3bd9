// The embedded server as a process of its own: started, watched, told, stopped.
import { TransactionLayer, UdpTransport, UserAgent } from '@ch1/sip'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { startEmbedded } from '../../sut/embedded'

const root = join(__dirname, '..', '..')
const COMMAND = [process.execPath, '-r', join(root, 'tools', 'register.js'), join(__dirname, 'im-server-child.ts')]
const NOWHERE = { host: '127.0.0.1', port: 9 }
const OPTIONS = { command: COMMAND, nextHop: NOWHERE, ch1: [NOWHERE] }

test('it starts, serves SIP and its control door, beats, and is gone after stop', async () => {
  const sut = await startEmbedded(OPTIONS)
  assert.deepEqual([[...sut.can], sut.name, sut.version], [['expel', 'restart', 'decide'], 'reference IM server', '0.1.0'])
  const transport = await UdpTransport.bind({ host: '127.0.0.1', port: 0 })
  const agent = new UserAgent({ layer: new TransactionLayer({ transport }), contact: '<sip:a@127.0.0.1>', nextHop: sut.sip })
  const ping = await agent.request({
    method: 'OPTIONS',
    uri: 'sip:factory@im.example',
    from: '<sip:a@x.example>',
    to: '<sip:factory@im.example>',
  })
  assert.equal(ping.status, 200)
  await agent.close()
  await assert.rejects(sut.control('expel', ['sip:conf-x@im.example', 'sip:a@x.example']), {
    name: 'SutError',
    message: /answered 404/,
  })
  await assert.rejects(sut.control('logs', []), { name: 'SutError', message: /cannot be told to logs.*It can: expel, restart/ })
  let exits = 0
  sut.onExit = () => exits++
  await sut.stop()
  await sut.stop()
  assert.equal(isAlive(sut.pid ?? 0), false)
  assert.equal(exits, 0, 'an exit that was asked for is not told')
})

test('a mutant is in the name', async () => {
  const sut = await startEmbedded({ ...OPTIONS, mutant: 'interim-on-refusal' })
  assert.equal(sut.name, 'reference IM server with interim-on-refusal')
  await sut.stop()
})

test('restarted, it is another process at the same SIP address, with a control door and heartbeats; nobody is told of an exit', async () => {
  const sut = await startEmbedded(OPTIONS)
  const before = sut.pid ?? 0
  const { host, port } = sut.sip
  let exits = 0
  sut.onExit = () => exits++
  await sut.control('restart', [])
  assert.notEqual(sut.pid, before)
  assert.deepEqual([isAlive(before), isAlive(sut.pid ?? 0)], [false, true])
  await assert.rejects(UdpTransport.bind({ host, port }), /EADDRINUSE/) // it has that address again
  await assert.rejects(sut.control('expel', ['sip:conf-x@im.example', 'sip:a@x.example']), /answered 404/)
  // its end is told again, once, and only where nobody asked for it
  assert.equal(exits, 0)
  const told = new Promise<string>((resolve) => (sut.onExit = resolve))
  process.kill(sut.pid ?? 0, 'SIGKILL')
  assert.match(await told, /^signal SIGKILL/)
  await sut.stop()
})

test('stopped while it restarts, it leaves no process behind', async () => {
  const sut = await startEmbedded(OPTIONS)
  const restarting = assert.rejects(sut.control('restart', []), { name: 'SutError' })
  await sut.stop()
  await restarting
  await sut.stop()
  assert.equal(isAlive(sut.pid ?? 0), false)
})

test('a process that does not run is told as lag', async () => {
  const sut = await startEmbedded({ ...OPTIONS, extra: ['--fault', 'freezes'] })
  const longest = await new Promise<number>((resolve) => {
    let most = 0
    sut.onLag = (lagMs) => {
      most = Math.max(most, lagMs)
      if (most >= 400) resolve(most)
    }
  })
  assert.ok(longest < 5000)
  await sut.stop()
})

test('a server that goes away by itself is told once', async () => {
  const sut = await startEmbedded(OPTIONS)
  const told = new Promise<string>((resolve) => (sut.onExit = resolve))
  process.kill(sut.pid ?? 0, 'SIGKILL')
  assert.match(await told, /^signal SIGKILL/)
  await sut.stop()
})

test('a server that will not go is killed within the bound', async () => {
  const sut = await startEmbedded({ ...OPTIONS, extra: ['--fault', 'deaf'] })
  const before = performance.now()
  await sut.stop()
  assert.ok(performance.now() - before < 1600)
  assert.equal(isAlive(sut.pid ?? 0), false)
})

test('a server that dies, is silent or says something else is a SutError, and nothing is left running', async () => {
  const failing = (fault: string, startTimeoutMs = 20_000) =>
    startEmbedded({ ...OPTIONS, extra: ['--fault', fault], startTimeoutMs })
  await assert.rejects(failing('dies'), {
    name: 'SutError',
    message: /ended before it listened: exit code 3; its last words: cannot go on: no licence/,
  })
  await assert.rejects(failing('silent', 300), { name: 'SutError', message: /did not listen within 300 ms/ })
  await assert.rejects(failing('babbles'), { name: 'SutError', message: /first line is not its listening line: hello/ })
  await assert.rejects(startEmbedded({ ...OPTIONS, command: [join(root, 'no-such-program')] }), {
    name: 'SutError',
    message: /ENOENT/,
  })
})

test('a server whose parent is killed ends by itself', async () => {
  const script = `
    require(${JSON.stringify(COMMAND[2])})
    const { startEmbedded } = require(${JSON.stringify(join(root, 'sut', 'embedded.ts'))})
    startEmbedded(${JSON.stringify(OPTIONS)}).then((sut) => console.log(sut.pid))`
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = Number(line.toString())
  assert.equal(isAlive(pid), true)
  parent.kill('SIGKILL')
  for (let i = 0; i < 100 && isAlive(pid); i++) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(isAlive(pid), false)
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
