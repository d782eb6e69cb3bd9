// Over real sockets on loopback: flows of two user agents, sizes, IPv6, ports in use, noise.
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { networkInterfaces } from 'node:os'
import { test, type TestContext } from 'node:test'
import {
  TransactionLayer,
  UdpTransport,
  UserAgent,
  type IncomingInvite,
  type InviteDialog,
  type SipParseError,
  type SipRequest,
} from '@ch1/sip'
import { requestBytes } from './wire-text'

const VALUES = { t1Ms: 100, t2Ms: 800, t4Ms: 1000 }
const HAS_IPV6 = Object.values(networkInterfaces()).some(
  (addresses) => addresses?.some((address) => address.address === '::1') === true,
)

async function agent(
  t: TestContext,
  name: string,
  host = '127.0.0.1',
  onGarbage?: (bytes: Uint8Array, why: SipParseError) => void,
): Promise<UserAgent> {
  const transport = await UdpTransport.bind({ host, port: 0 })
  const layer = new TransactionLayer({ transport, values: VALUES, onGarbage })
  const made = new UserAgent({ layer, contact: `<sip:${name}@${transport.sentBy.host}:${transport.sentBy.port}>` })
  t.after(() => made.close())
  return made
}

function next<T>(assign: (resolve: (value: T) => void) => void): Promise<T> {
  return new Promise(assign)
}

const call = (from: UserAgent, to: UserAgent): ReturnType<UserAgent['invite']> =>
  from.invite({
    uri: to.contact.slice(1, -1),
    from: '<sip:alice@home.example>',
    to: '<sip:bob@home.example>',
    body: 'v=0\r\n',
    contentType: 'application/sdp',
  })

for (const host of ['127.0.0.1', '::1']) {
  test(
    `invite, re-INVITE, REFER, BYE between two agents on ${host}`,
    { skip: host === '::1' && !HAS_IPV6 ? 'this machine has no IPv6 loopback' : false },
    async (t) => {
      const [alice, bob] = [await agent(t, 'alice', host), await agent(t, 'bob', host)]
      const incoming = next<IncomingInvite>((resolve) => (bob.onInvite = resolve))
      const outgoing = call(alice, bob)
      const invited = await incoming
      assert.equal(Buffer.from(invited.request.body).toString(), 'v=0\r\n')
      assert.equal(invited.from.port, alice.layer.transport.sentBy.port)
      invited.ring()
      const session = invited.accept({ body: 'v=1\r\n', contentType: 'application/sdp' })
      const ack = await next<SipRequest>((resolve) => (session.onAck = resolve))
      assert.equal(ack.method, 'ACK')
      const answer = await outgoing.final
      assert.equal(Buffer.from(answer.body).toString(), 'v=1\r\n')
      session.onRequest = (_request, respond) => respond(202)
      const dialog = outgoing.dialog as InviteDialog
      assert.equal((await dialog.send('REFER', { headers: [['Refer-To', '<sip:carol@home.example>']] })).status, 202)
      session.onRequest = (_request, respond) => respond(200)
      assert.equal((await dialog.send('INVITE')).status, 200)
      const bye = next<SipRequest>((resolve) => (dialog.onBye = resolve))
      assert.equal((await session.bye()).status, 200)
      assert.equal((await bye).method, 'BYE')
      assert.deepEqual([dialog.ended, session.ended], [true, true])
    },
  )
}

test('cancelling: the callee is told, the caller gets 487', async (t) => {
  const [alice, bob] = [await agent(t, 'alice'), await agent(t, 'bob')]
  const cancelled = next<undefined>((resolve) => {
    bob.onInvite = (incoming) => {
      incoming.onCancel = () => resolve(undefined)
      incoming.ring()
    }
  })
  const outgoing = call(alice, bob)
  outgoing.onProvisional = () => outgoing.cancel()
  assert.equal((await outgoing.final).status, 487)
  await cancelled
})

test('noise on the socket is told and the agent goes on serving', async (t) => {
  const noise: string[] = []
  const [alice, bob] = [await agent(t, 'alice'), await agent(t, 'bob', '127.0.0.1', (_bytes, why) => noise.push(why.name))]
  const socket = createSocket('udp4')
  t.after(() => socket.close())
  const { port } = bob.layer.transport.sentBy
  for (const bytes of ['noise', '\r\n\r\n', 'SIP/2.0 200 OK\r\n\r\n', '']) socket.send(bytes, port, '127.0.0.1')
  socket.send(requestBytes('INFO', ['Content-Length: 9999']), port, '127.0.0.1')
  const answer = await alice.request({ method: 'OPTIONS', uri: bob.contact.slice(1, -1), from: '<sip:a@h>', to: '<sip:b@h>' })
  assert.equal(answer.status, 200)
  assert.deepEqual(noise, ['SipParseError', 'SipParseError', 'SipParseError'])
})

test('a body of 20 000 bytes arrives whole; what no datagram can hold is a SipTransportError', async (t) => {
  const [alice, bob] = [await agent(t, 'alice'), await agent(t, 'bob')]
  bob.onRequest = (request, respond) => respond(200, String(request.body.length))
  const send = (size: number): Promise<{ reason: string }> =>
    alice.request({
      method: 'MESSAGE',
      uri: bob.contact.slice(1, -1),
      from: '<sip:a@h>',
      to: '<sip:b@h>',
      body: new Uint8Array(size),
      contentType: 'text/plain',
    })
  assert.equal((await send(20_000)).reason, '20000')
  await assert.rejects(send(70_000), { name: 'SipTransportError' })
})

test('a port in use is refused with the address in the message', async (t) => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  t.after(() => socket.close())
  await once(socket, 'listening')
  const { port } = socket.address()
  await assert.rejects(UdpTransport.bind({ host: '127.0.0.1', port }), {
    name: 'SipTransportError',
    message: new RegExp(`cannot bind UDP 127\\.0\\.0\\.1:${port}: .*EADDRINUSE`),
  })
})

test('a closed transport refuses to send; closing twice is fine; a wildcard may advertise another host', async () => {
  const transport = await UdpTransport.bind({ host: '0.0.0.0', port: 0, advertise: '127.0.0.1' })
  assert.equal(transport.sentBy.host, '127.0.0.1')
  assert.throws(() => transport.send(new Uint8Array(1), { host: '127.0.0.1', port: 0 }), /no UDP port/)
  await Promise.all([transport.close(), transport.close()])
  assert.throws(() => transport.send(new Uint8Array(1), { host: '127.0.0.1', port: 9 }), { name: 'SipTransportError' })
})
