// Waiting for messages with an end to it, agents on leased ports side by side, and a peer that sends garbage without end.
import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { SippAgent, SippError, type SippErrorReason } from 'sipp-wrapper'
import { Inbox } from '../../packages/sipp-wrapper/src/agent/inbox'
import { isAlive, sip, skip, startAgent, temporaryFolder, UdpPeer } from './live-agent'

function failsAs(reason: SippErrorReason, pattern: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof SippError, String(error))
    assert.equal(error.reason, reason, error.message)
    assert.match(error.message, pattern)
    return true
  }
}

async function leasedAgent(t: TestContext, peerPort: number, name = 'alice'): Promise<SippAgent> {
  const agent = await SippAgent.start({
    name,
    host: '127.0.0.1',
    remote: { host: '127.0.0.1', port: peerPort },
    dir: temporaryFolder(t),
  })
  t.after(() => agent.stop())
  return agent
}

const late = (): Error => new Error('late')

test('each message is received once, the first that fits, before or after it comes', async () => {
  const inbox = new Inbox()
  inbox.add(Buffer.from('a1'))
  inbox.add(Buffer.from('b1'))
  const isB = (message: Buffer): boolean => message.toString().startsWith('b')
  assert.equal(String(await inbox.take({ where: isB }, late)), 'b1')
  const nextB = inbox.take({ where: isB }, late)
  assert.equal(String(await inbox.take({}, late)), 'a1')
  inbox.add(Buffer.from('a2'))
  inbox.add(Buffer.from('b2'))
  assert.equal(String(await nextB), 'b2')
  assert.equal(String(await inbox.take({}, late)), 'a2')
  await assert.rejects(inbox.take({ withinMs: 1 }, late), /late/)
})

test('a wait whose condition throws ends with that error, and hinders no other', async () => {
  const inbox = new Inbox()
  const wrong = inbox.take({ where: () => { throw new Error('of the test') } }, late) // prettier-ignore
  const right = inbox.take({}, late)
  inbox.add(Buffer.from('a'))
  await assert.rejects(wrong, /of the test/)
  assert.equal(String(await right), 'a')
})

test('what nobody receives is kept within limits', async () => {
  const inbox = new Inbox()
  for (let i = 0; i < 1_200; i += 1) inbox.add(Buffer.from(String(i)))
  assert.equal(inbox.dropped, 200)
  assert.equal(String(await inbox.take({}, late)), '200')
  for (let i = 0; i < 100; i += 1) inbox.add(Buffer.alloc(64_000))
  assert.ok(inbox.dropped > 1_000)
})

test('a wait that is too long prints the last messages', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await leasedAgent(t, peer.port)
  await agent.send(sip('INFO sip:b@x SIP/2.0', 'waits', '1 INFO'))
  peer.send(sip('SIP/2.0 200 OK', 'waits', '1 INFO'), agent)
  assert.match(String(await agent.receive()), /^SIP\/2\.0 200 OK/)
  const bye = agent.receive({ withinMs: 30, where: (message) => message.toString().startsWith('BYE') })
  await assert.rejects(bye, (error) => {
    const pattern =
      /alice did not receive what was waited for within 30 ms; 1 messages came in all\.\nThe last messages:\n {2}[\d:.]{12} -> INFO sip:b@x SIP\/2\.0 \(CSeq 1 INFO, Call-ID waits, \d+ bytes\)\n {2}[\d:.]{12} <- SIP\/2\.0 200 OK/
    failsAs('notReceived', pattern)(error)
    return error instanceof SippError && error.details.lastMessages?.length === 2
  })
})

test('a send that is too long prints them too', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port, { sendTimeoutMs: 100 })
  await agent.send(sip('INVITE sip:b@x SIP/2.0', 'slow', '1 INVITE'))
  process.kill(agent.pid, 'SIGSTOP')
  const bye = agent.send(sip('BYE sip:b@x SIP/2.0', 'slow', '2 BYE'))
  await assert.rejects(bye, failsAs('notSent', /within 100 ms.*\nThe last messages:\n.* -> INVITE sip:b@x/))
})

test('the end of the agent ends every wait: stop as notReceived, a death as died', { skip }, async (t) => {
  const [stopped, killed] = await Promise.all([leasedAgent(t, 9), leasedAgent(t, 9, 'bob')])
  const [first, second] = [stopped.receive(), killed.receive()]
  const ends = [
    assert.rejects(first, failsAs('notReceived', /alice was stopped before it received/)),
    assert.rejects(second, failsAs('died', /bob \(pid \d+\) has ended before it received .*: killed \(SIGKILL\)/)),
  ]
  process.kill(killed.pid, 'SIGKILL')
  await stopped.stop()
  await Promise.all(ends)
  await assert.rejects(stopped.receive(), failsAs('notReceived', /was stopped/))
  await assert.rejects(killed.receive(), failsAs('died', /has ended/))
})

test('twenty agents at once, each on ports of its own, all gone at once', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const dir = temporaryFolder(t)
  const remote = { host: '127.0.0.1', port: peer.port }
  const beganMs = performance.now()
  const names = Array.from({ length: 20 }, (_, at) => `agent-${at}`)
  const agents = await Promise.all(
    names.map(async (name) => {
      const agent = await SippAgent.start({ name, host: '127.0.0.1', remote, dir })
      t.after(() => agent.stop())
      return agent
    }),
  )
  t.diagnostic(`20 agents started in ${Math.round(performance.now() - beganMs)} ms`) // bin/ch1 bench sip measures it
  assert.deepEqual(
    agents.filter(({ pid }) => !isAlive(pid)).map(({ name }) => name),
    [],
    'all of them live at the same time',
  )
  assert.equal(new Set(agents.map(({ local }) => local.port)).size, 20)
  await Promise.all(agents.map((agent) => agent.send(sip('INFO sip:b@x SIP/2.0', agent.name, '1 INFO'))))
  const seen = new Set<string>()
  for (const _ of agents) seen.add(/Call-ID: (\S+)/.exec(String(await peer.next()))?.[1] ?? '')
  assert.equal(seen.size, 20)
  const ends = await Promise.all(agents.map((agent) => agent.stop()))
  assert.ok(ends.every(({ exitCode }) => exitCode === 0))
  assert.ok(agents.every(({ pid }) => !isAlive(pid)))
})

test('garbage without end: the agent goes on, and what it keeps of it is bounded', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await leasedAgent(t, peer.port)
  // SIPp writes each datagram into its error trace: 300 of 32 kB are more than the file may hold.
  for (let i = 0; i < 300; i += 1) {
    peer.send(Buffer.alloc(32_000, 'x'), agent)
    if (i % 10 === 9) {
      await agent.send(sip('INFO sip:b@x SIP/2.0', 'garbage', `${i} INFO`))
      await peer.next()
    }
  }
  assert.equal(agent.sentCount, 30)
  const { unexplained, files } = await agent.stop()
  assert.ok(unexplained.length > 1 && unexplained.length <= 202)
  assert.match(unexplained[0] ?? '', /^non SIP message discarded/)
  assert.ok(statSync(files.errors).size <= 4 << 20)
  assert.match(readFileSync(files.errors, 'latin1'), /non SIP message discarded/)
})
