// SIP over TCP, TLS and IPv6, and over several at once: the same life, the same bill, Contacts that lead back.
import { TcpTransport, TlsTransport, TransactionLayer, UdpTransport, UserAgent, type SipTransport } from '@ch1/sip'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { authority, OPENSSL, pemTexts } from '../../foreign/certificates'
import { needs } from '../../foreign/foreign-process'
import { LIMIT, addressOf, meeting, type Meeting } from '../running-server'
import { SDP } from '../surroundings'
import { bill } from './bracket'

const LOOPBACK = { host: '127.0.0.1', port: 0 }
const LIFE = [
  ...['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 carol 3', 'INTERIM 3 bob 2', 'INTERIM 4 carol 1'],
  'STOP 5 alice -',
]

/** Bob is invited and expelled, Carol joins and leaves. */
async function life(around: Meeting): Promise<string> {
  const alice = await around.create('bob')
  await around.dialogOf('bob')
  const carol = await around.enter('carol', alice.conference)
  assert.equal(await around.server.expel(alice.conference, 'sip:bob@home.example'), 204)
  await around.line(/^expelled sip:bob@/)
  await carol.dialog.bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), LIFE)
  return alice.conference
}

test('over TCP', LIMIT, async (t) => {
  const around = await meeting(t, { sip: '127.0.0.1:0;transport=tcp', transport: await TcpTransport.bind(LOOPBACK) })
  assert.match(await life(around), /^sip:conf-[0-9a-f]+@127\.0\.0\.1:\d+;transport=tcp$/)
})

test('over TLS, each end shows its certificate', LIMIT, async (t) => {
  if (!needs(t, OPENSSL)) return
  const issuer = authority()
  const [server, core] = [issuer.issue('im.example'), issuer.issue('core.example')]
  const transport = await TlsTransport.bind({ ...LOOPBACK, tls: { ...pemTexts(core), servername: 'im.example' } })
  const around = await meeting(t, {
    sip: '127.0.0.1:0;transport=tls',
    flags: [
      ...['--sip-tls-key', server.key, '--sip-tls-cert', server.cert],
      ...['--sip-tls-ca', server.ca, '--sip-tls-name', 'core.example'],
    ],
    transport,
  })
  assert.match(await life(around), /;transport=tls$/)
})

test('over IPv6', LIMIT, async (t) => {
  const transport = await onIpv6()
  if (!transport) return t.skip('this machine has no IPv6 loopback')
  const around = await meeting(t, { sip: '[::1]:0', transport })
  assert.match(await life(around), /^sip:conf-[0-9a-f]+@\[::1\]:\d+$/)
})

test('over TCP and UDP at once: each joiner gets a Contact of its own transport', LIMIT, async (t) => {
  const around = await meeting(t, {
    sip: '127.0.0.1:0;transport=tcp,127.0.0.1:0',
    transport: await TcpTransport.bind(LOOPBACK),
  })
  const alice = await around.create()
  assert.match(alice.conference, /;transport=tcp$/)
  const also = around.server.listening['sipAlso']
  assert.ok(Array.isArray(also) && also.length === 1)
  assert.match(String(also[0]), /^127\.0\.0\.1:\d+;transport=udp$/)
  const udp = await UdpTransport.bind(LOOPBACK)
  const layer = new TransactionLayer({ transport: udp })
  const agent = new UserAgent({ layer, contact: `<sip:bob@127.0.0.1:${udp.sentBy.port}>`, nextHop: addressOf(also[0]) })
  t.after(() => agent.close())
  const call = agent.invite({
    ...{ uri: alice.conference, from: '<sip:bob@home.example>', to: `<${alice.conference}>` },
    ...{ contentType: 'application/sdp', body: SDP },
  })
  const { contacts } = await call.final
  assert.match(contacts[0]?.uri ?? '', /^sip:conf-[0-9a-f]+@127\.0\.0\.1:\d+$/)
  assert.equal((await call.dialog?.bye())?.status, 200)
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 0', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

async function onIpv6(): Promise<SipTransport | undefined> {
  try {
    return await UdpTransport.bind({ host: '::1', port: 0 })
  } catch {
    return undefined
  }
}
