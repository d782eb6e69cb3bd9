// TLS in the hands of strangers: garbage, silence, wrong and missing certificates (RFC 3261 §26.2.1, RFC 5922 §7).
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { TcpTransport, TlsTransport, type TlsOptions } from '@ch1/sip'
import { authority, OPENSSL, pemTexts } from '../foreign/certificates'
import { needs } from '../foreign/foreign-process'
import { FakeTimers } from './fake-timers'
import { agentOver, bareServer, caller, eventually, PARTIES, uriOf } from './transport-bench'

const AT = { host: '127.0.0.1', port: 0 }

async function tlsServer(
  t: TestContext,
  tls: TlsOptions,
): Promise<{ readonly uri: string; readonly port: number; readonly errors: string[] }> {
  const transport = await TlsTransport.bind({ ...AT, tls })
  const errors: string[] = []
  transport.onError = (error) => errors.push(`${error.name} ${error.message}`)
  return { uri: uriOf(agentOver(t, 'bob', transport)), port: transport.sentBy.port, errors }
}

test('what is no TLS handshake is told and closed; the transport goes on serving', async (t) => {
  if (!needs(t, OPENSSL)) return
  const own = pemTexts(authority().issue('b.example'))
  const { uri, port, errors } = await tlsServer(t, own)
  const rows = ['OPTIONS sip:bob@127.0.0.1 SIP/2.0\r\n\r\n', '\0\xff'.repeat(500), '\x16\x03\x01\x00\x05hello', '\r\n\r\n\r\n']
  for (const [at, row] of rows.entries()) {
    const bad = await caller(t, port)
    bad.socket.end(Buffer.from(row, 'latin1'))
    await eventually(
      () => bad.isClosed() && errors.length === at + 1,
      () => [at, errors],
    )
    assert.match(errors[at] ?? '', /^SipTransportError TLS 127\.0\.0\.1:\d+: the TLS handshake failed: /)
  }
  const alice = agentOver(t, 'alice', await TlsTransport.bind({ ...AT, tls: { ...own, servername: 'b.example' } }))
  assert.equal((await alice.request({ method: 'OPTIONS', uri, ...PARTIES })).status, 200)
})

test('garbage in an established TLS stream closes that connection alone', async (t) => {
  if (!needs(t, OPENSSL)) return
  const own = pemTexts(authority().issue('b.example'))
  const { uri } = await tlsServer(t, own)
  const transport = await TlsTransport.bind({ ...AT, tls: { ...own, servername: 'b.example' } })
  const alice = agentOver(t, 'alice', transport)
  const [, port = ''] = /:(\d+);/.exec(uri) ?? []
  transport.send(Buffer.from('GET / HTTP/1.1\r\n\r\n'), { host: '127.0.0.1', port: Number(port) })
  await eventually(() => transport.connectionCount === 1)
  await eventually(() => transport.connectionCount === 0)
  assert.equal((await alice.request({ method: 'OPTIONS', uri, ...PARTIES })).status, 200)
})

test('a server whose certificate is of another authority, or of another name, is not spoken to', async (t) => {
  if (!needs(t, OPENSSL)) return
  const [trusted, other] = [authority(), authority()]
  const { uri } = await tlsServer(t, pemTexts(trusted.issue('b.example')))
  const ask = async (tls: TlsOptions): Promise<number> => {
    const alice = agentOver(t, 'alice', await TlsTransport.bind({ ...AT, tls }))
    return (await alice.request({ method: 'OPTIONS', uri, ...PARTIES })).status
  }
  const own = pemTexts(trusted.issue('a.example'))
  const stranger = { ...own, ca: pemTexts(other.issue('x.example')).ca }
  await assert.rejects(ask({ ...stranger, servername: 'b.example' }), {
    name: 'SipTransportError',
    message: /verify|self.signed|issuer/i,
  })
  await assert.rejects(ask({ ...own, servername: 'c.example' }), {
    name: 'SipTransportError',
    message: /altnames|does not match/i,
  })
  await assert.rejects(ask(own), { name: 'SipTransportError', message: /127\.0\.0\.1 is not in the cert/i })
  assert.equal(await ask({ ...own, servername: 'b.example' }), 200)
  assert.equal(await ask({ ...stranger, rejectUnauthorized: false }), 200)
})

test('with mutual authentication a caller of another authority is refused, on both sides with a reason', async (t) => {
  if (!needs(t, OPENSSL)) return
  const [trusted, other] = [authority(), authority()]
  const own = pemTexts(trusted.issue('b.example'))
  const { uri, errors } = await tlsServer(t, { ...own, requestCert: true })
  const stranger = { ...pemTexts(other.issue('x.example')), ca: own.ca, servername: 'b.example' }
  const alice = agentOver(t, 'alice', await TlsTransport.bind({ ...AT, tls: stranger }))
  await assert.rejects(alice.request({ method: 'OPTIONS', uri, ...PARTIES }), { name: 'SipTransportError' })
  await eventually(() => errors.length === 1)
  assert.match(errors[0] ?? '', /the TLS handshake failed/)
})

test('a peer that never answers the handshake is given up after connectMs', async (t) => {
  if (!needs(t, OPENSSL)) return
  const { port } = await bareServer(t, () => undefined)
  const timers = new FakeTimers()
  const tls = pemTexts(authority().issue('a.example'))
  const alice = agentOver(t, 'alice', await TlsTransport.bind({ ...AT, timers, tls, limits: { connectMs: 5000 } }))
  const asked = alice.request({ method: 'OPTIONS', uri: `sip:bob@127.0.0.1:${port}`, ...PARTIES })
  const rejected = assert.rejects(asked, {
    name: 'SipTransportError',
    message: /no connection within 5000 ms \(limit connectMs\)$/,
  })
  timers.advance(5000)
  await rejected
})

test('close ends a handshake that is under way', async (t) => {
  if (!needs(t, OPENSSL)) return
  const own = pemTexts(authority().issue('b.example'))
  const transport = await TlsTransport.bind({ ...AT, tls: own })
  const bob = agentOver(t, 'bob', transport)
  const shaking = await caller(t, transport.sentBy.port)
  // Whoever called later was served: so the first was taken, too.
  const alice = agentOver(t, 'alice', await TlsTransport.bind({ ...AT, tls: { ...own, servername: 'b.example' } }))
  assert.equal((await alice.request({ method: 'OPTIONS', uri: uriOf(bob), ...PARTIES })).status, 200)
  assert.equal(shaking.isClosed(), false)
  await bob.close()
  await eventually(() => shaking.isClosed())
})

test('a key that is none is refused when the transport is made', async () => {
  await assert.rejects(TlsTransport.bind({ ...AT, tls: { key: 'x', cert: 'y' } }), {
    name: 'SipTransportError',
    message: /^cannot begin TLS at 127\.0\.0\.1:0 with this key and certificate: /,
  })
})

test('plain TCP towards a TLS port ends in a SipTransportError, and so does TLS towards a TCP port', async (t) => {
  if (!needs(t, OPENSSL)) return
  const own = pemTexts(authority().issue('b.example'))
  const { uri } = await tlsServer(t, own)
  const tcp = agentOver(t, 'alice', await TcpTransport.bind(AT))
  await assert.rejects(tcp.request({ method: 'OPTIONS', uri, ...PARTIES }), { name: 'SipTransportError' })
  const tls = agentOver(t, 'carol', await TlsTransport.bind({ ...AT, tls: own }))
  await assert.rejects(tls.request({ method: 'OPTIONS', uri: uriOf(tcp), ...PARTIES }), { name: 'SipTransportError' })
})
