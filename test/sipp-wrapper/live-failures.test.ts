// What goes wrong with a process, and that nothing of it stays behind.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { SippError, type AgentEnd, type AgentPorts, type SippErrorReason } from 'sipp-wrapper'
import { features, freePorts, Inbox, isAlive, sip, skip, startAgent, temporaryFolder, UdpPeer } from './live-agent'

const root = join(__dirname, '..', '..')

function failsAs(reason: SippErrorReason, pattern: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof SippError, String(error))
    assert.equal(error.reason, reason, error.message)
    assert.match(error.message, pattern)
    return true
  }
}

async function occupyUdp(t: TestContext, port: number, host: string): Promise<void> {
  const socket = createSocket('udp4')
  socket.bind(port, host)
  await once(socket, 'listening')
  t.after(() => socket.close())
}

for (const [use, port, words] of [
  ['SIP', (ports: AgentPorts) => ports.sip, 'SIP port'],
  ['control', (ports: AgentPorts) => ports.control, 'control \\(UDP\\) port'],
  ['media', (ports: AgentPorts) => ports.media, 'media \\(UDP\\) port'],
  ['second media', (ports: AgentPorts) => ports.media + 2, 'media \\(UDP\\) port'],
] as const) {
  const free = use.includes('media') && features?.lazyMedia === true ? 'SIPp 3.7 binds no media port without -rtp_echo' : skip
  test(`a taken ${use} port is named`, { skip: free }, async (t) => {
    const ports = await freePorts()
    await occupyUdp(t, port(ports), '127.0.0.1')
    await assert.rejects(startAgent(t, 9, { ports }), (error) => {
      failsAs('portInUse', new RegExp(`alice cannot have ${words} ${port(ports)}: somebody else has it`))(error)
      return error instanceof SippError && error.details.port === port(ports)
    })
  })
}

test('a taken command port is named, and its owner hears nothing', { skip }, async (t) => {
  const ports = await freePorts()
  let heard = 0
  const owner = createServer(() => (heard += 1)).listen(ports.twin, '127.0.0.1')
  await once(owner, 'listening')
  t.after(() => owner.close())
  await assert.rejects(startAgent(t, 9, { ports }), failsAs('portInUse', new RegExp(`command \\(TCP\\) port ${ports.twin}`)))
  assert.equal(heard, 0)
})

test('a missing program is notFound, with the command that installs it', async (t) => {
  const missing = startAgent(t, 9, { sippPath: '/nowhere/sipp' })
  await assert.rejects(missing, failsAs('notFound', /"\/nowhere\/sipp" \(ENOENT\).*apt-get install sip-tester/))
})

test('a program that ends at once is didNotStart, with what it said', { skip }, async (t) => {
  const nowhere = startAgent(t, 9, { transport: 'tcp', startTimeoutMs: 3_000 })
  await assert.rejects(nowhere, failsAs('didNotStart', /exit code 255.*Connection refused/))
})

test('a name that cannot name files, and a folder that is not there, are didNotStart', { skip }, async (t) => {
  await assert.rejects(startAgent(t, 9, { name: '../alice' }), failsAs('didNotStart', /cannot name a SIPp agent/))
  await assert.rejects(startAgent(t, 9, { dir: join(temporaryFolder(t), 'absent') }), failsAs('didNotStart', /ENOENT/))
})

test('a process killed in the middle: onExit tells, sends in flight and after fail as died', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port)
  await agent.send(sip('INVITE sip:b@x SIP/2.0', 'killed', '1 INVITE'))
  const exit = new Promise<AgentEnd>((resolve) => (agent.onExit = resolve))
  process.kill(agent.pid, 'SIGSTOP') // so that the next send cannot slip through
  const inFlight = agent.send(sip('BYE sip:b@x SIP/2.0', 'killed', '2 BYE'))
  const queued = agent.send(sip('BYE sip:b@x SIP/2.0', 'killed', '3 BYE'))
  process.kill(agent.pid, 'SIGKILL')
  for (const send of [inFlight, queued])
    await assert.rejects(send, failsAs('died', /alice \(pid \d+\) has ended before it showed .* as sent: killed \(SIGKILL\)/))
  const end = await exit
  assert.deepEqual([end.signal, end.expected, end.sent], ['SIGKILL', false, 1])
  await assert.rejects(agent.send(sip('BYE sip:b@x SIP/2.0', 'killed', '4 BYE')), failsAs('died', /Call-ID killed/))
  assert.deepEqual(await agent.stop(), end)
})

for (const [name, hostile] of [
  ['a method of 70 letters', sip(`${'X'.repeat(70)} sip:a@x SIP/2.0`, 'hostile', '1 X')],
  [
    'a To tag of 3,000 letters',
    Buffer.from(sip('SIP/2.0 200 OK', 'hostile', '1 INFO').toString().replace('b1', 'b'.repeat(3_000))),
  ],
] as const) {
  test(`${name}, which SIPp does not survive, is still told, and the end too`, { skip }, async (t) => {
    const peer = await UdpPeer.open(t)
    const agent = await startAgent(t, peer.port)
    const inbox = new Inbox(agent)
    const exit = new Promise<AgentEnd>((resolve) => (agent.onExit = resolve))
    peer.send(hostile, agent)
    assert.deepEqual(await inbox.next(), hostile)
    const end = await exit
    assert.deepEqual([end.expected, end.received], [false, 1])
    assert.match(end.explained, /fatal error|crashed|gave up/)
  })
}

test(
  'a process that does nothing: the send fails as notSent in time, stop still ends it within a second or so',
  { skip },
  async (t) => {
    const peer = await UdpPeer.open(t)
    const agent = await startAgent(t, peer.port, { sendTimeoutMs: 100 })
    process.kill(agent.pid, 'SIGSTOP')
    const send = agent.send(sip('INVITE sip:b@x SIP/2.0', 'frozen', '1 INVITE'))
    await assert.rejects(
      send,
      failsAs('notSent', /did not show "INVITE sip:b@x SIP\/2.0" of Call-ID frozen as sent within 100 ms/),
    )
    const began = performance.now()
    const end = await agent.stop()
    assert.ok(performance.now() - began < 1_500)
    assert.deepEqual([end.signal, end.expected], ['SIGKILL', true])
  },
)

test('a message given up on that is sent later after all does not confuse the next', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port, { sendTimeoutMs: 300 })
  process.kill(agent.pid, 'SIGSTOP')
  await assert.rejects(agent.send(sip('INVITE sip:b@x SIP/2.0', 'late', '1 INVITE')), failsAs('notSent', /late/))
  process.kill(agent.pid, 'SIGCONT')
  await peer.next()
  await agent.send(sip('BYE sip:b@x SIP/2.0', 'late', '2 BYE'))
  assert.deepEqual(await peer.next(), sip('BYE sip:b@x SIP/2.0', 'late', '2 BYE'))
})

test('what the hub cannot carry is refused before anything is sent, and the agent goes on', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port)
  await assert.rejects(agent.send(sip('FOO sip:b@x SIP/2.0', 'foo', '1 FOO')), failsAs('notCarriable', /no block for FOO/))
  await agent.send(sip('INFO sip:b@x SIP/2.0', 'foo', '2 INFO'))
  assert.deepEqual(await peer.next(), sip('INFO sip:b@x SIP/2.0', 'foo', '2 INFO'))
  assert.equal(agent.sentCount, 1)
})

test(
  'stop with calls open is quick, ends with 0, leaves neither process nor pipe, and the ports serve again at once',
  { skip },
  async (t) => {
    const peer = await UdpPeer.open(t)
    const ports = await freePorts()
    const dir = temporaryFolder(t)
    for (let round = 0; round < 3; round += 1) {
      const agent = await startAgent(t, peer.port, { ports, dir })
      for (let call = 0; call < 5; call += 1) await agent.send(sip('INVITE sip:b@x SIP/2.0', `open-${call}`, '1 INVITE'))
      const began = performance.now()
      const [end, again] = await Promise.all([agent.stop(), agent.stop()])
      const tookMs = performance.now() - began
      assert.ok(tookMs < 1_000, `stop took ${tookMs} ms`)
      assert.equal(end, again)
      assert.deepEqual([end.exitCode, end.signal, end.expected, end.unexplained], [0, null, true, []])
      assert.equal(isAlive(agent.pid), false)
      assert.deepEqual(
        readdirSync(dir).filter((file) => file.includes('fifo')),
        [],
      )
      await assert.rejects(agent.send(sip('BYE sip:b@x SIP/2.0', 'open-0', '2 BYE')), failsAs('notSent', /was stopped/))
    }
  },
)

for (const [how, end] of [
  [
    'killed with SIGKILL',
    (child: { kill(signal: 'SIGKILL'): void }) => {
      child.kill('SIGKILL')
    },
  ],
  [
    'ended by process.exit',
    (child: { send(message: string): void }) => {
      child.send('exit')
    },
  ],
] as const) {
  test(`a parent ${how} leaves no SIPp`, { skip }, async (t) => {
    const options = {
      name: 'orphan',
      host: '127.0.0.1',
      remote: { host: '127.0.0.1', port: 9 },
      ports: await freePorts(),
      dir: temporaryFolder(t),
    }
    const program = `require('./tools/register.js')
      process.on('message', () => process.exit(0))
      void require('sipp-wrapper').SippAgent.start(${JSON.stringify(options)}).then(async (agent) => {
        // With a call open SIPp does not end by itself when its connections break.
        await agent.send(Buffer.from(${JSON.stringify(sip('INVITE sip:b@x SIP/2.0', 'orphan', '1 INVITE').toString())}))
        process.send(agent.pid)
      })`
    const child = spawn(process.execPath, ['-e', program], { cwd: root, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const [pid] = (await once(child, 'message')) as [number]
    t.after(() => {
      if (isAlive(pid)) process.kill(pid, 'SIGKILL')
    })
    assert.equal(isAlive(pid), true)
    const gone = once(child, 'exit')
    end(child)
    await gone
    const until = Date.now() + 2_000
    while (isAlive(pid) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal(isAlive(pid), false)
  })
}

/** The inside of an agent, to break it. */
interface Inside {
  readonly parts: { readonly link: { destroy(): void }; readonly fifo: { close(): void } }
}

test('an agent whose command connection breaks is ended and says so', { skip }, async (t) => {
  const agent = await startAgent(t, 9)
  const exit = new Promise<AgentEnd>((resolve) => (agent.onExit = resolve))
  ;(agent as unknown as Inside).parts.link.destroy()
  assert.equal((await exit).expected, false)
  assert.equal(isAlive(agent.pid), false)
})

test('an agent whose trace breaks is ended, says so, and sends fail as badTrace', { skip }, async (t) => {
  const agent = await startAgent(t, 9)
  const exit = new Promise<AgentEnd>((resolve) => (agent.onExit = resolve))
  ;(agent as unknown as Inside).parts.fifo.close()
  const end = await exit
  assert.deepEqual(end.unexplained, ['SIPp closed its trace while it ran, and was killed'])
  assert.equal(isAlive(agent.pid), false)
  await assert.rejects(agent.send(sip('BYE sip:b@x SIP/2.0', 'trace', '1 BYE')), failsAs('badTrace', /has ended before/))
})
