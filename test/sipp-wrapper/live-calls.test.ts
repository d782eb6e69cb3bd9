// Calls through a live agent against a small user agent made of a socket: order, retransmission, side effects, evidence.
import assert from 'node:assert/strict'
import { createSocket as createDatagramSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { test } from 'node:test'
import { MessageTraceParser } from 'sipp-wrapper'
import { Inbox, sip, skip, startAgent, UdpPeer } from './live-agent'

const sdp = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=message 9 TCP/MSRP *\r\n'

test('a call from the agent: INVITE, 100, 180, 200, ACK, BYE, 200', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port)
  const inbox = new Inbox(agent)
  const invite = sip('INVITE sip:bob@example.org SIP/2.0', 'out-1', '1 INVITE', sdp)
  await agent.send(invite)
  assert.deepEqual(await peer.next(), invite)
  const responses = [
    sip('SIP/2.0 100 Trying', 'out-1', '1 INVITE'),
    sip('SIP/2.0 180 Ringing', 'out-1', '1 INVITE'),
    sip('SIP/2.0 200 OK', 'out-1', '1 INVITE', sdp),
  ]
  for (const response of responses) peer.send(response, agent)
  for (const response of responses) assert.deepEqual(await inbox.next(), response)
  for (const request of [
    sip('ACK sip:bob@example.org SIP/2.0', 'out-1', '1 ACK'),
    sip('BYE sip:bob@example.org SIP/2.0', 'out-1', '2 BYE'),
  ]) {
    await agent.send(request)
    assert.deepEqual(await peer.next(), request)
  }
  peer.send(sip('SIP/2.0 200 OK', 'out-1', '2 BYE'), agent)
  assert.deepEqual(await inbox.next(), sip('SIP/2.0 200 OK', 'out-1', '2 BYE'))
  const end = await agent.stop()
  assert.deepEqual([end.exitCode, end.sent, end.received, end.expected, end.unexplained], [0, 3, 4, true, []])
})

test('a call to the agent: INVITE, 180, 200, ACK, BYE, 200', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port)
  const inbox = new Inbox(agent)
  const arrive = async (message: Buffer): Promise<void> => {
    peer.send(message, agent)
    assert.deepEqual(await inbox.next(), message)
  }
  const answer = async (message: Buffer): Promise<void> => {
    await agent.send(message)
    assert.deepEqual(await peer.next(), message)
  }
  await arrive(sip('INVITE sip:alice@example.org SIP/2.0', 'in-1', '1 INVITE', sdp))
  await answer(sip('SIP/2.0 180 Ringing', 'in-1', '1 INVITE'))
  await answer(sip('SIP/2.0 200 OK', 'in-1', '1 INVITE', sdp))
  await arrive(sip('ACK sip:alice@example.org SIP/2.0', 'in-1', '1 ACK'))
  await arrive(sip('BYE sip:alice@example.org SIP/2.0', 'in-1', '2 BYE'))
  await answer(sip('SIP/2.0 200 OK', 'in-1', '2 BYE'))
  assert.equal((await agent.stop()).exitCode, 0)
})

test('messages given at once go out in order for one Call-ID, and none is lost among many', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port)
  const messages = Array.from({ length: 60 }, (_, i) =>
    sip('MESSAGE sip:b@x SIP/2.0', `at-once-${i % 3}`, `${i} MESSAGE`, `${i}`),
  )
  await Promise.all(messages.map((message) => agent.send(message)))
  const arrived: Buffer[] = []
  while (arrived.length < messages.length) arrived.push(await peer.next())
  for (const call of [0, 1, 2]) {
    const ofCall = (list: readonly Buffer[]): readonly Buffer[] =>
      list.filter((message) => message.includes(`at-once-${call}\r\n`))
    assert.deepEqual(ofCall(arrived), ofCall(messages))
  }
  assert.equal(agent.sentCount, messages.length)
})

test('sends succeed while the peer floods the same call', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port)
  let told = 0
  agent.onMessage = () => (told += 1)
  for (let step = 0; step < 100; step += 1) {
    for (const code of [100, 180]) peer.send(sip(`SIP/2.0 ${code} Flood`, 'flood', `${step} INFO`), agent)
    peer.send(sip('INFO sip:a@x SIP/2.0', 'flood', `${step} INFO`), agent)
    await agent.send(sip('INFO sip:b@x SIP/2.0', 'flood', `${step} INFO`))
    assert.deepEqual(await peer.next(), sip('INFO sip:b@x SIP/2.0', 'flood', `${step} INFO`))
  }
  const end = await agent.stop()
  assert.deepEqual([end.sent, end.received, told, end.exitCode], [100, 300, 300, 0])
})

test('a retransmitted INVITE is told twice, and SIPp repeats no response of its own', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port)
  const inbox = new Inbox(agent)
  const invite = sip('INVITE sip:alice@example.org SIP/2.0', 'twice', '1 INVITE', sdp)
  peer.send(invite, agent)
  assert.deepEqual(await inbox.next(), invite)
  await agent.send(sip('SIP/2.0 180 Ringing', 'twice', '1 INVITE'))
  peer.send(invite, agent)
  assert.deepEqual(await inbox.next(), invite)
  await agent.send(sip('SIP/2.0 486 Busy Here', 'twice', '1 INVITE'))
  assert.match((await peer.next()).toString(), /^SIP\/2.0 180/)
  assert.match((await peer.next()).toString(), /^SIP\/2.0 486/)
  assert.equal(peer.unread, 0)
})

test('what arrives before anybody listens is kept and told', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port)
  const early = sip('OPTIONS sip:a@x SIP/2.0', 'early', '1 OPTIONS')
  peer.send(early, agent)
  for (let i = 0; i < 200 && agent.receivedCount === 0; i += 1)
    await agent.send(sip('OPTIONS sip:b@x SIP/2.0', 'probe', `${i} OPTIONS`))
  assert.equal(agent.receivedCount, 1)
  const told: { readonly message: Buffer; readonly traceTime: string }[] = []
  agent.onMessage = (message, { traceTime }) => told.push({ message: Buffer.from(message), traceTime })
  assert.deepEqual(told[0]?.message, early)
  assert.match(told[0].traceTime, /^\d{4}-\d\d-\d\d.\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)?$/)
})

test('garbage reaches only the end report, and a message with NUL is reported as such, not told in part', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port)
  const inbox = new Inbox(agent)
  const good = sip('OPTIONS sip:a@x SIP/2.0', 'good', '1 OPTIONS')
  const withNul = sip('MESSAGE sip:a@x SIP/2.0', 'nul', '1 MESSAGE', 'before\0after')
  for (const message of [Buffer.from('garbage'), Buffer.from('OPTIONS sip:a SIP/2.0\r\nTo: x\r\n\r\n'), withNul, good])
    peer.send(message, agent)
  assert.deepEqual(await inbox.next(), good)
  const end = await agent.stop()
  assert.equal(end.received, 1)
  assert.deepEqual(
    end.unexplained.map((entry) => entry.split(' ').slice(0, 3).join(' ')),
    ['non SIP message', '(1) No valid', 'SIP message without', 'a received message'],
  )
  assert.match(end.unexplained[3] ?? '', /^a received message of \d+ bytes has a NUL at byte \d+, where/)
})

test('the messages file is a trace of the SIP messages alone, the commands file holds the commands', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port)
  const inbox = new Inbox(agent)
  const sent = sip('MESSAGE sip:b@x SIP/2.0', 'file', '1 MESSAGE', 'héllo')
  const received = sip('SIP/2.0 200 OK', 'file', '1 MESSAGE')
  await agent.send(sent)
  peer.send(received, agent)
  await inbox.next()
  const { files } = await agent.stop()
  const entries = new MessageTraceParser().push(readFileSync(files.messages))
  assert.deepEqual(
    entries.map(({ direction, control, transport }) => [direction, control, transport]),
    [
      ['sent', false, 'UDP'],
      ['received', false, 'UDP'],
    ],
  )
  assert.deepEqual(
    entries.map(({ bytes }) => Buffer.from(bytes)),
    [sent, received],
  )
  assert.match(readFileSync(files.commands, 'latin1'), /^Call-ID: file\r\nX-Goto: \d+\r\nX-Data: /m)
  assert.match(readFileSync(files.scenario, 'latin1'), /^<\?xml version="1.0" encoding="ISO-8859-1" \?>/)
})

test('over TCP: bytes exact both ways, messages glued into one segment told one by one', { skip }, async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const connected = once(server, 'connection') as Promise<[Socket]>
  const agent = await startAgent(t, (server.address() as AddressInfo).port, { transport: 'tcp' })
  const inbox = new Inbox(agent)
  const [peer] = await connected
  t.after(() => peer.destroy())
  const read = async (expected: Buffer): Promise<void> => {
    let bytes = Buffer.alloc(0)
    while (bytes.length < expected.length) {
      if (peer.readableLength === 0) await once(peer, 'readable', { signal: AbortSignal.timeout(3_000) })
      bytes = Buffer.concat([bytes, (peer.read() as Buffer | null) ?? Buffer.alloc(0)])
    }
    assert.deepEqual(bytes, expected)
  }
  const invite = sip('INVITE sip:b@x SIP/2.0', 'tcp', '1 INVITE', sdp)
  await agent.send(invite)
  await read(invite)
  const glued = [
    sip('SIP/2.0 200 OK', 'tcp', '1 INVITE', sdp),
    sip('OPTIONS sip:a@x SIP/2.0', 'tcp', '1 OPTIONS'),
    sip('BYE sip:a@x SIP/2.0', 'tcp', '2 BYE'),
  ]
  peer.write(Buffer.concat(glued))
  for (const message of glued) assert.deepEqual(await inbox.next(), message)
  const ok = sip('SIP/2.0 200 OK', 'tcp', '2 BYE')
  await agent.send(ok)
  await read(ok)
  assert.equal((await agent.stop()).exitCode, 0)
})

test('over IPv6', { skip: skip || (hasIpv6() ? false : 'this machine has no ::1') }, async (t) => {
  const socket = createDatagramSocket('udp6')
  socket.bind(0, '::1')
  await once(socket, 'listening')
  t.after(() => socket.close())
  const agent = await startAgent(t, 0, { host: '::1', remote: { host: '::1', port: socket.address().port } })
  const message = sip('OPTIONS sip:b@x SIP/2.0', 'six', '1 OPTIONS')
  const arrived = once(socket, 'message', { signal: AbortSignal.timeout(3_000) }) as Promise<[Buffer]>
  await agent.send(message)
  assert.deepEqual((await arrived)[0], message)
})

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'))
}
