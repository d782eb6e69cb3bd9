// Whole calls of two user agents over every transport, IPv4 and IPv6, and over sets that choose by size.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import {
  TcpTransport,
  TlsTransport,
  TransportSet,
  UdpTransport,
  type IncomingInvite,
  type InviteDialog,
  type SipRequest,
  type SipTransport,
  type UserAgent,
} from '@ch1/sip'
import { authority, OPENSSL, pemTexts } from '../foreign/certificates'
import { needs } from '../foreign/foreign-process'
import { agentOver, NO_IPV6, PARTIES, uriOf } from './transport-bench'

function next<T>(assign: (resolve: (value: T) => void) => void): Promise<T> {
  return new Promise(assign)
}

/** INVITE with a body, 180, 200, ACK, re-INVITE from the callee, CANCEL of a second call, BYE. */
async function wholeCall(alice: UserAgent, bob: UserAgent, body = 'v=0\r\n'): Promise<SipRequest> {
  const incoming = next<IncomingInvite>((resolve) => (bob.onInvite = resolve))
  const outgoing = alice.invite({ uri: uriOf(bob), ...PARTIES, body, contentType: 'application/sdp' })
  const invited = await incoming
  assert.equal(Buffer.from(invited.request.body).toString(), body)
  invited.ring()
  const session = invited.accept({ body, contentType: 'application/sdp' })
  const ack = await next<SipRequest>((resolve) => (session.onAck = resolve))
  assert.equal(ack.method, 'ACK')
  assert.equal((await outgoing.final).status, 200)
  const dialog = outgoing.dialog as InviteDialog
  dialog.onRequest = (_request, respond) => respond(200)
  assert.equal((await session.send('INVITE')).status, 200)
  bob.onInvite = (second) => second.ring()
  const cancelled = alice.invite({ uri: uriOf(bob), ...PARTIES })
  cancelled.onProvisional = () => cancelled.cancel()
  assert.equal((await cancelled.final).status, 487)
  const bye = next<SipRequest>((resolve) => (dialog.onBye = resolve))
  assert.equal((await session.bye()).status, 200)
  assert.equal((await bye).method, 'BYE')
  return invited.request
}

for (const host of ['127.0.0.1', '::1']) {
  const skip = host === '::1' ? NO_IPV6 : false
  const shown = host === '::1' ? '[::1]' : host
  const kinds = { UDP: UdpTransport, TCP: TcpTransport }
  for (const [name, kind] of Object.entries(kinds)) {
    test(`a whole call over ${name} on ${host}`, { skip }, async (t) => {
      const bind = (): Promise<SipTransport> => kind.bind({ host, port: 0 })
      const [alice, bob] = [agentOver(t, 'alice', await bind()), agentOver(t, 'bob', await bind())]
      const invite = await wholeCall(alice, bob)
      const { port } = alice.layer.transport.sentBy
      assert.ok(invite.header('Via')?.startsWith(`SIP/2.0/${name} ${shown}:${port};branch=`), invite.header('Via'))
      assert.equal(invite.topVia?.params.has('received'), false)
    })
  }

  test(`a whole call over TLS with certificates on both sides on ${host}`, { skip }, async (t) => {
    if (!needs(t, OPENSSL)) return
    const trusted = authority()
    const bind = (name: string): Promise<TlsTransport> =>
      TlsTransport.bind({
        ...{ host, port: 0 },
        tls: {
          ...pemTexts(trusted.issue(name)),
          requestCert: true,
          servername: name === 'a.example' ? 'b.example' : 'a.example',
        },
      })
    const [alice, bob] = [agentOver(t, 'alice', await bind('a.example')), agentOver(t, 'bob', await bind('b.example'))]
    const invite = await wholeCall(alice, bob)
    assert.equal(invite.topVia?.transport, 'TLS')
  })
}

/** UDP and TCP on one port, as a peer expects them that answers a large request. */
async function udpAndTcp(t: TestContext, host = '127.0.0.1'): Promise<TransportSet> {
  for (let attempt = 0; ; attempt++) {
    const tcp = await TcpTransport.bind({ host, port: 0 })
    try {
      return new TransportSet(await UdpTransport.bind({ host, port: tcp.sentBy.port }), tcp)
    } catch (error) {
      await tcp.close()
      // The port that the system chose for TCP may be taken for UDP.
      if (attempt === 20) throw error
      t.diagnostic(String(error))
    }
  }
}

test('a set sends requests above 1300 bytes by TCP, others by UDP, and says so in Via (RFC 3261 §18.1.1)', async (t) => {
  const [alice, bob] = [agentOver(t, 'alice', await udpAndTcp(t)), agentOver(t, 'bob', await udpAndTcp(t))]
  bob.onRequest = (request, respond, from) =>
    respond(200, `${request.topVia?.transport ?? ''} ${from.transport ?? ''} ${request.body.length}`)
  const send = (size: number, uri: string): Promise<{ reason: string }> =>
    alice.request({ method: 'MESSAGE', uri, ...PARTIES, body: new Uint8Array(size), contentType: 'text/plain' })
  const bare = uriOf(bob).replace(';transport=udp', '')
  assert.equal((await send(10, bare)).reason, 'UDP UDP 10')
  assert.equal((await send(1300, bare)).reason, 'TCP TCP 1300')
  assert.equal((await send(1300, uriOf(bob))).reason, 'TCP TCP 1300')
  assert.equal((await send(10, `${bare};transport=tcp`)).reason, 'TCP TCP 10')
  await assert.rejects(send(10, `${bare};transport=tls`), {
    name: 'SipTransportError',
    message: /there is no TLS transport to send to TLS 127\.0\.0\.1:\d+$/,
  })
})

test('a whole call over sets: a large INVITE goes by TCP with its CANCEL and refusal, what is small by UDP', async (t) => {
  const [alice, bob] = [agentOver(t, 'alice', await udpAndTcp(t)), agentOver(t, 'bob', await udpAndTcp(t))]
  const invite = await wholeCall(alice, bob, 'x'.repeat(2000))
  assert.equal(invite.topVia?.transport, 'TCP')
  bob.onInvite = (incoming) => incoming.ring()
  const large = alice.invite({ uri: uriOf(bob), ...PARTIES, body: 'x'.repeat(2000), contentType: 'text/plain' })
  large.onProvisional = () => large.cancel()
  assert.equal((await large.final).status, 487)
  assert.equal(large.request.topVia?.transport, 'TCP')
})

test('a set of IPv4 and IPv6 transports reaches each address by its own', { skip: NO_IPV6 }, async (t) => {
  const both = new TransportSet(
    await TcpTransport.bind({ host: '127.0.0.1', port: 0 }),
    await TcpTransport.bind({ host: '::1', port: 0 }),
  )
  const alice = agentOver(t, 'alice', both)
  for (const host of ['127.0.0.1', '::1']) {
    const bob = agentOver(t, 'bob', await TcpTransport.bind({ host, port: 0 }))
    bob.onRequest = (request, respond) => respond(200, request.topVia?.host)
    const answer = await alice.request({ method: 'MESSAGE', uri: uriOf(bob), ...PARTIES })
    assert.equal(answer.reason, host === '::1' ? '[::1]' : host)
  }
})

test('a UDP socket on the IPv6 wildcard speaks with IPv4 peers', { skip: NO_IPV6 }, async (t) => {
  const alice = agentOver(t, 'alice', await UdpTransport.bind({ host: '127.0.0.1', port: 0 }))
  const bob = agentOver(t, 'bob', await UdpTransport.bind({ host: '::', port: 0, advertise: '127.0.0.1' }))
  bob.onRequest = (_request, respond, from) => respond(200, from.host)
  assert.equal((await alice.request({ method: 'MESSAGE', uri: uriOf(bob), ...PARTIES })).reason, '127.0.0.1')
  assert.equal((await bob.request({ method: 'OPTIONS', uri: uriOf(alice), ...PARTIES })).status, 200)
})
