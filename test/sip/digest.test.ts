// Digest between a user agent and who challenges it: answers, counts, staleness, refusal, hostile text (RFC 3261 §22).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  buildRequest,
  challengesOf,
  DIGEST_ALGORITHMS,
  DigestClient,
  DigestServer,
  readAuthParams,
  respond,
  type DigestServerOptions,
  type HeaderList,
  type SipRequest,
} from '@ch1/sip'
import { AgentBench } from './agent-bench'

const PASSWORDS: Readonly<Record<string, string>> = { alice: 'open sesame', jürgen: 'größe' }

function client(password = 'open sesame', username = 'alice'): DigestClient {
  return new DigestClient({ credentials: () => ({ username, password }) })
}

function server(o: Partial<DigestServerOptions> = {}): DigestServer {
  return new DigestServer({ realm: 'home.example', password: (username) => PASSWORDS[username], ...o })
}

function message(callId = 'c1', cseq = 1): SipRequest {
  return buildRequest({
    method: 'MESSAGE',
    uri: 'sip:bob@home.example',
    headers: [
      ['Via', 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa'],
      ['From', '<sip:alice@home.example>;tag=f'],
      ['To', '<sip:bob@home.example>'],
      ['Call-ID', callId],
      ['CSeq', `${cseq} MESSAGE`],
      ['Content-Type', 'text/plain'],
    ],
    body: 'hi',
  })
}

function answered(by: DigestClient, headers: HeaderList, status = 401): SipRequest | undefined {
  return by.exchange().answer(message(), respond(message(), status, undefined, { headers }))
}

function field(request: SipRequest | undefined, name: string, header = 'Authorization'): string | undefined {
  return request?.all(header).flatMap(readAuthParams)[0]?.params.get(name)
}

for (const algorithm of DIGEST_ALGORITHMS)
  for (const qop of [[], ['auth'], ['auth-int']] as const)
    test(`${algorithm} with qop ${qop.join() || 'none'}: answer and check agree, and a changed request does not pass`, () => {
      const asks = server({ algorithms: [algorithm], qop })
      const request = answered(client(), asks.challenge())
      assert.ok(request)
      assert.equal(field(request, 'algorithm'), algorithm)
      assert.equal(asks.verify(request.with('CSeq', '9 INFO').withBody(request.body)).kind, 'accepted')
      const tampered = asks.verify(answered(client(), asks.challenge())?.withBody('changed') ?? message())
      assert.equal(tampered.kind, qop[0] === 'auth-int' ? 'refused' : 'accepted')
      const wrong = answered(client('wrong'), asks.challenge())
      assert.deepEqual(asks.verify(wrong ?? message()), { kind: 'refused', why: 'username or response' })
    })

test('the answer keeps Call-ID, From, To and body, is numbered one higher and drops the old Via', () => {
  const again = answered(client(), server().challenge())
  assert.deepEqual(
    ['Call-ID', 'From', 'To', 'CSeq', 'Via'].map((name) => again?.header(name)),
    ['c1', '<sip:alice@home.example>;tag=f', '<sip:bob@home.example>', '2 MESSAGE', undefined],
  )
  assert.equal(Buffer.from(again?.body ?? []).toString(), 'hi')
})

test('of several challenges for a realm the strongest known is answered, unknown ones and other schemes are passed over', () => {
  const [md5, sha] = server({ algorithms: ['MD5', 'SHA-256'] }).challenge()
  assert.ok(md5 && sha)
  const odd: HeaderList = [
    ['WWW-Authenticate', 'Basic realm="home.example"'],
    ['WWW-Authenticate', 'Digest realm="home.example", nonce="n", algorithm=SHA3-512'],
    ['WWW-Authenticate', 'Digest realm="home.example", nonce="n", algorithm=SHA-512-256, qop="other"'],
  ]
  assert.equal(field(answered(client(), [md5, ...odd, sha]), 'algorithm'), 'SHA-256')
  assert.equal(answered(client(), odd), undefined)
})

test('a challenge without algorithm is MD5 and the answer names none', () => {
  const again = answered(client(), [['WWW-Authenticate', 'Digest realm="home.example", nonce="n"']])
  assert.deepEqual([field(again, 'algorithm'), field(again, 'qop'), field(again, 'response')?.length], [undefined, undefined, 32])
})

test('407 is answered in Proxy-Authorization; a user agent behind two proxies carries both', () => {
  const by = client()
  const exchange = by.exchange()
  const [first, second] = [server({ status: 407 }), server({ status: 407, realm: 'away.example' })]
  const one = exchange.answer(message(), respond(message(), 407, undefined, { headers: first.challenge() }))
  assert.ok(one)
  assert.equal(first.verify(one).kind, 'accepted')
  const two = exchange.answer(one, respond(one, 407, undefined, { headers: second.challenge() }))
  assert.ok(two)
  assert.deepEqual([first.verify(two).kind, second.verify(two).kind], ['accepted', 'accepted'])
  assert.deepEqual(
    [two.header('CSeq'), two.all('Proxy-Authorization').length, two.all('Authorization').length],
    ['3 MESSAGE', 2, 0],
  )
})

test('a realm that refuses its credentials is not asked again', () => {
  const asks = server()
  const by = client('wrong')
  const exchange = by.exchange()
  const one = exchange.answer(message(), respond(message(), 401, undefined, { headers: asks.challenge() }))
  assert.ok(one)
  assert.equal(exchange.answer(one, respond(one, 401, undefined, { headers: asks.challenge() })), undefined)
  assert.equal(by.dress(message('c1', 5)).header('Authorization'), undefined)
})

test('a stale nonce is renewed once, with the new nonce; staleness without end is final', () => {
  const asks = server()
  const exchange = client().exchange()
  const challenge = (stale: boolean): HeaderList => asks.challenge({ stale })
  const one = exchange.answer(message(), respond(message(), 401, undefined, { headers: challenge(false) }))
  assert.ok(one)
  const headers = challenge(true)
  const two = exchange.answer(one, respond(one, 401, undefined, { headers }))
  assert.ok(two)
  assert.equal(field(two, 'nonce'), readAuthParams(headers[0]?.[1] ?? '')[0]?.params.get('nonce'))
  assert.equal(exchange.answer(two, respond(two, 401, undefined, { headers: challenge(true) })), undefined)
})

test('stale=true with the very same nonce is final', () => {
  const exchange = client().exchange()
  const headers: HeaderList = [['WWW-Authenticate', 'Digest realm="r", nonce="n", stale=true']]
  const one = exchange.answer(message(), respond(message(), 401, undefined, { headers }))
  assert.ok(one)
  assert.equal(exchange.answer(one, respond(one, 401, undefined, { headers })), undefined)
})

test('later requests of the Call-ID carry the credentials ahead, the count grows, a repeated count is stale', () => {
  const asks = server()
  const by = client()
  const first = by.exchange().answer(message(), respond(message(), 401, undefined, { headers: asks.challenge() }))
  const second = by.dress(message('c1', 3))
  assert.deepEqual([field(first, 'nc'), field(second, 'nc')], ['00000001', '00000002'])
  assert.deepEqual([asks.verify(second).kind, asks.verify(second).kind], ['accepted', 'stale'])
  assert.equal(by.dress(message('c2')).header('Authorization'), undefined)
})

test('without credentials for the realm the challenge is final', () => {
  const by = new DigestClient({ credentials: () => undefined })
  assert.equal(answered(by, server().challenge()), undefined)
})

test('user names and passwords outside ASCII count in UTF-8', () => {
  const asks = server()
  const again = answered(client('größe', 'jürgen'), asks.challenge())
  assert.deepEqual(asks.verify(again ?? message()), { kind: 'accepted', username: 'jürgen', algorithm: 'MD5' })
})

test('the server tells missing, wrong and worn credentials apart', () => {
  const asks = server({ opaque: 'o', maxUses: 1 })
  assert.deepEqual(asks.verify(message()), { kind: 'missing' })
  const by = client()
  const good = by.exchange().answer(message(), respond(message(), 401, undefined, { headers: asks.challenge() }))
  assert.ok(good)
  const line = good.header('Authorization') ?? ''
  const verdict = (from: RegExp, to: string): string => {
    const judged = asks.verify(good.with('Authorization', line.replace(from, to)))
    return judged.kind === 'refused' ? judged.why : judged.kind
  }
  assert.deepEqual(
    [
      verdict(/algorithm=MD5/, 'algorithm=SHA-256'),
      verdict(/qop=auth/, 'qop=auth-int'),
      verdict(/nc=0/, 'nc=x'),
      verdict(/uri="[^"]*"/, 'uri="sip:eve@home.example"'),
      verdict(/opaque="o"/, 'opaque="p"'),
      verdict(/username="alice"/, 'username="nobody"'),
      verdict(/response="[^"]*"/, 'response=""'),
      verdict(/realm="home.example"/, 'realm="other"'),
    ],
    ['algorithm', 'qop', 'nc or cnonce', 'uri', 'opaque', 'username or response', 'username or response', 'missing'],
  )
  assert.equal(asks.verify(good).kind, 'accepted')
  assert.equal(asks.verify(by.dress(message('c1', 2))).kind, 'stale')
})

test('tables are bounded: nonces of the server, Call-IDs of the client, realms of a call', () => {
  const asks = server({ maxNonces: 3 })
  for (let i = 0; i < 10; i++) asks.challenge()
  assert.equal(asks.nonceCount, 3)
  const by = new DigestClient({ credentials: () => ({ username: 'a', password: 'b' }), maxCalls: 2 })
  const challenged = (callId: string, headers: HeaderList): SipRequest | undefined =>
    by.exchange().answer(message(callId), respond(message(callId), 401, undefined, { headers }))
  for (const callId of ['a', 'b', 'c']) challenged(callId, asks.challenge())
  assert.equal(by.callCount, 2)
  const many = Array.from({ length: 100 }, (_, i) => ['WWW-Authenticate', `Digest realm="r${i}", nonce="n"`] as const)
  assert.equal(challenged('d', many)?.all('Authorization').length, 8)
})

test('hostile challenges and credentials are passed over, quickly', () => {
  const lines = [
    '',
    ',,,',
    'Digest',
    'Digest ,',
    'Digest =',
    '"',
    'Digest realm="',
    `Digest ${'a=b,'.repeat(20_000)}`,
    'a b '.repeat(9000),
  ]
  for (const line of lines) {
    assert.deepEqual(challengesOf(respond(message(), 401, undefined, { headers: [['WWW-Authenticate', line]] })), [])
    assert.notEqual(server().verify(message().append('Authorization', line)).kind, 'accepted')
  }
})

test('several challenges on one line are told apart', () => {
  const line = 'Digest realm="a", nonce="1", Digest realm="b", nonce="x, y", qop="auth,auth-int"'
  assert.deepEqual(
    challengesOf(respond(message(), 401, undefined, { headers: [['WWW-Authenticate', line]] })).map((c) => [
      c.realm,
      c.nonce,
      c.qop,
    ]),
    [
      ['a', '1', undefined],
      ['b', 'x, y', 'auth'],
    ],
  )
})

test('an INVITE is challenged, answered and acknowledged with its credentials; requests of the dialog carry them ahead', async () => {
  const bench = new AgentBench({ digest: client() })
  const asks = server({ status: 407 })
  const numbers: (string | undefined)[] = []
  bench.bob.onInvite = (incoming) => {
    numbers.push(incoming.request.header('CSeq'))
    const headers = asks.refusalOf(incoming.request)
    if (headers !== undefined) return incoming.refuse(407, { headers })
    incoming.accept().onRequest = (request, answer) => answer(asks.verify(request).kind === 'accepted' ? 200 : 403)
  }
  const outgoing = bench.invite()
  assert.equal((await outgoing.final).status, 200)
  assert.deepEqual(numbers, ['1 INVITE', '2 INVITE'])
  const { message: ack } = bench.network.last('ACK')
  assert.deepEqual([ack.header('CSeq'), ack.all('Proxy-Authorization')], ['2 ACK', outgoing.request.all('Proxy-Authorization')])
  const info = outgoing.dialog?.send('INFO')
  bench.network.settle()
  assert.equal((await info)?.status, 200)
  assert.equal(bench.network.last('INFO').message.header('CSeq'), '3 INFO')
})

test('a challenge within the dialog takes the next number of the dialog', async () => {
  const bench = new AgentBench({ digest: client() })
  const { alice, bob } = bench.session()
  const asks = server()
  bob.onRequest = (request, answer) => {
    const headers = asks.refusalOf(request)
    answer(headers === undefined ? 200 : 401, undefined, { headers: headers ?? [] })
  }
  const first = alice.send('INVITE')
  bench.network.settle()
  assert.equal((await first).status, 200)
  assert.ok(bench.network.last('ACK').message.header('Authorization'))
  const second = alice.send('INFO')
  bench.network.settle()
  assert.equal((await second).status, 200)
  assert.deepEqual([alice.dialog.localCseq, bench.network.timesOf('INFO').length], [4, 1])
})

test('a cancelled INVITE is not sent again when it is challenged; a wrong password ends in the 401', async () => {
  const bench = new AgentBench({ digest: client('wrong') })
  const asks = server()
  bench.bob.onInvite = (incoming) => incoming.refuse(401, { headers: asks.challenge() })
  const wrong = bench.invite()
  assert.equal((await wrong.final).status, 401)
  assert.equal(bench.network.timesOf('INVITE').length, 2)
  bench.bob.onInvite = (incoming) => bench.incoming.push(incoming)
  const cancelled = bench.invite()
  cancelled.cancel()
  bench.invited.refuse(401, { headers: asks.challenge() })
  bench.network.settle()
  assert.equal((await cancelled.final).status, 401)
  assert.equal(bench.network.timesOf('INVITE').length, 3)
})
