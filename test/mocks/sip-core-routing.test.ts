// The SIP/IP core's routing table, seen from outside: what goes in at one socket and comes out at another.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { Address } from '@ch1/sip'
import type { HistoryFact } from '../../judge/history/events'
import { SipCore } from '../../mocks/sip-core'
import { field, memoryRecorder, sip, SipBox } from './sip-box'

interface Bed {
  readonly core: SipCore
  readonly own: string
  readonly sut: SipBox
  readonly bob: SipBox
  readonly facts: HistoryFact[]
}

const BOB = 'sip:bob-7@home.example'

async function bed(t: TestContext, host = '127.0.0.1'): Promise<Bed> {
  const { facts, record } = memoryRecorder()
  const [sut, bob] = [await SipBox.open(host), await SipBox.open(host)]
  const core = await SipCore.start({ host, port: 0, sut: sut.address, record })
  core.register({ aor: BOB, participant: 'Bob', endpoint: bob.address })
  t.after(async () => {
    sut.close()
    bob.close()
    await core.close()
  })
  return { core, own: host.includes(':') ? `[${host}]:${core.port}` : `${host}:${core.port}`, sut, bob, facts }
}

function request(method: string, uri: string, via: string, ...more: readonly string[]): string {
  const cseq = more.some((line) => line.startsWith('CSeq')) ? [] : [`CSeq: 1 ${method}`]
  const to = more.some((line) => line.startsWith('To:')) ? [] : [`To: <${uri}>`]
  return sip(
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP ${via}`,
    `From: <${BOB}>;tag=f1`,
    ...to,
    'Call-ID: c1',
    ...cseq,
    ...more,
  )
}

function seen(facts: readonly HistoryFact[]): readonly string[] {
  return facts.map((fact) => (fact.kind === 'sip' ? `${fact.dir} ${fact.party ?? '-'}` : fact.kind))
}

function bytesOf(fact: HistoryFact | undefined): string {
  return fact?.kind === 'sip' || fact?.kind === 'garbage' ? Buffer.from(fact.bytes, 'base64').toString('latin1') : ''
}

test('an INVITE of a participant goes to the SUT with Record-Route, a Via, one hop less, and without the Route that led here', async (t) => {
  const { core, own, sut, bob, facts } = await bed(t)
  bob.send(
    request('INVITE', 'sip:factory@im.example', `${bob.at};branch=z9hG4bKa`, `Route: <sip:${own};lr>`, 'Max-Forwards: 70'),
    core.port,
  )
  const came = await sut.next()
  assert.match(came, /^INVITE sip:factory@im\.example SIP\/2\.0\r\n/)
  assert.deepEqual(field(came, 'Route'), [])
  assert.deepEqual(field(came, 'Record-Route'), [`<sip:${own};lr>`])
  assert.deepEqual(field(came, 'Max-Forwards'), ['69'])
  const [top, below] = field(came, 'Via')
  assert.match(top ?? '', new RegExp(`^SIP/2\\.0/UDP ${own};branch=z9hG4bK[0-9a-f]{32}$`))
  assert.equal(below, `SIP/2.0/UDP ${bob.at};branch=z9hG4bKa`)
  assert.deepEqual(seen(facts), ['toSut Bob'])
  assert.equal(bytesOf(facts[0]), came)
  const flow = facts[0]?.kind === 'sip' ? facts[0].flow : undefined
  assert.deepEqual(flow, { transport: 'udp', local: own, remote: sut.at })
})

test('the answer finds its way back by Via alone, without the core Via, and is recorded as received', async (t) => {
  const { core, sut, bob, facts } = await bed(t)
  bob.send(request('INVITE', 'sip:factory@im.example', `${bob.at};branch=z9hG4bKa`), core.port)
  const vias = field(await sut.next(), 'Via').map((via) => `Via: ${via}`)
  const answer = sip(
    'SIP/2.0 200 OK',
    ...vias,
    `From: <${BOB}>;tag=f1`,
    'To: <sip:factory@im.example>;tag=t1',
    'Call-ID: c1',
    'CSeq: 1 INVITE',
  )
  sut.send(answer, core.port)
  assert.deepEqual(field(await bob.next(), 'Via'), [`SIP/2.0/UDP ${bob.at};branch=z9hG4bKa`])
  assert.deepEqual(seen(facts), ['toSut Bob', 'fromSut Bob'])
  assert.equal(bytesOf(facts[1]), answer)
})

test('an in-dialog request of a participant gets no Record-Route and follows a Contact of another node of the SUT by literal IP only', async (t) => {
  const { core, sut, bob } = await bed(t)
  const node = await SipBox.open()
  t.after(() => node.close())
  const rows: readonly (readonly [uri: string, route: readonly string[], goesTo: SipBox])[] = [
    [`sip:conf-1@${node.at}`, [], node],
    ['sip:conf-1@node2.im.example:5062', [], sut],
    [`sip:conf-1@${bob.at}`, [], sut],
    ['sip:conf-1@0.0.0.0:5060', [], sut],
    ['sip:conf-1@im.example', [`Route: <sip:${node.at};lr>`], node],
    [`sip:conf-1@${node.at}`, ['Route: <sip:scscf.im.example;lr>'], sut],
  ]
  for (const [i, [uri, route, goesTo]] of rows.entries()) {
    const method = i % 2 === 0 ? 'INVITE' : 'BYE'
    bob.send(request(method, uri, `${bob.at};branch=z9hG4bKb${i}`, 'To: <sip:conf-1@im.example>;tag=t1', ...route), core.port)
    const came = await goesTo.next()
    assert.deepEqual(field(came, 'Record-Route'), [], uri)
    assert.deepEqual(
      field(came, 'Route'),
      route.map((line) => line.slice('Route: '.length)),
      uri,
    )
  }
})

test('out of dialog a participant reaches the configured SUT, whatever node the focus URI names', async (t) => {
  const { core, sut, bob } = await bed(t)
  for (const method of ['INVITE', 'SUBSCRIBE', 'REFER', 'OPTIONS']) {
    bob.send(request(method, 'sip:conf-1@127.0.0.9:5999', `${bob.at};branch=z9hG4bK${method}`), core.port)
    assert.equal(field(await sut.next(), 'Record-Route').length, method === 'OPTIONS' ? 0 : 1, method)
  }
})

test('CANCEL, the ACK to a refusal and a retransmission get the branch of their INVITE; the ACK to a 2xx another', async (t) => {
  const { core, sut, bob } = await bed(t)
  const invite = request('INVITE', 'sip:conf-1@127.0.0.9:5999', `${bob.at};branch=z9hG4bKa`)
  bob.send(invite, core.port)
  const first = await sut.next()
  bob.send(invite, core.port)
  assert.equal(await sut.next(), first, 'a retransmission gives the same bytes')
  bob.send(request('CANCEL', 'sip:conf-1@127.0.0.9:5999', `${bob.at};branch=z9hG4bKa`), core.port)
  assert.equal(field(await sut.next(), 'Via')[0], field(first, 'Via')[0])
  // In a dialog this Request-URI would be followed; the ACK to a refusal goes where the INVITE went.
  bob.send(
    request('ACK', 'sip:conf-1@127.0.0.9:5999', `${bob.at};branch=z9hG4bKa`, 'To: <sip:conf-1@im.example>;tag=t1'),
    core.port,
  )
  assert.equal(field(await sut.next(), 'Via')[0], field(first, 'Via')[0])
  bob.send(request('ACK', 'sip:conf-1@im.example', `${bob.at};branch=z9hG4bKz`, 'To: <sip:conf-1@im.example>;tag=t1'), core.port)
  assert.notEqual(field(await sut.next(), 'Via')[0], field(first, 'Via')[0])
})

test('a request of the SUT reaches the user it names, by address of record or by Contact, and is recorded as it came', async (t) => {
  const { core, own, sut, bob, facts } = await bed(t)
  const invite = request('INVITE', BOB, `${sut.at};branch=z9hG4bKs1`, `Route: <sip:${own};lr>, <sip:${own};lr>`)
  sut.send(invite, core.port)
  const came = await bob.next()
  assert.deepEqual(field(came, 'Route'), [])
  assert.deepEqual(field(came, 'Record-Route'), [`<sip:${own};lr>`])
  sut.send(request('BYE', `sip:anyone@${bob.at}`, `${sut.at};branch=z9hG4bKs2`, 'To: <sip:x@y>;tag=t1'), core.port)
  assert.match(await bob.next(), /^BYE /)
  assert.deepEqual(seen(facts), ['fromSut Bob', 'fromSut Bob'])
  assert.equal(bytesOf(facts[0]), invite)
})

test('the answer of a participant is recorded towards the SUT with the bytes sent', async (t) => {
  const { core, sut, bob, facts } = await bed(t)
  sut.send(request('INVITE', BOB, `${sut.at};branch=z9hG4bKs1`), core.port)
  const vias = field(await bob.next(), 'Via').map((via) => `Via: ${via}`)
  bob.send(
    sip('SIP/2.0 180 Ringing', ...vias, `From: <${BOB}>;tag=f1`, `To: <${BOB}>;tag=t1`, 'Call-ID: c1', 'CSeq: 1 INVITE'),
    core.port,
  )
  const came = await sut.next()
  assert.deepEqual(field(came, 'Via'), [`SIP/2.0/UDP ${sut.at};branch=z9hG4bKs1`])
  assert.deepEqual(seen(facts), ['fromSut Bob', 'toSut Bob'])
  assert.equal(bytesOf(facts[1]), came)
})

test('a request the SUT forwards with its Request-URI unchanged goes on to the user, not back to the SUT (LV-24)', async (t) => {
  const { core, own, sut, bob, facts } = await bed(t)
  const alice = await SipBox.open()
  t.after(() => alice.close())
  core.register({ aor: 'sip:alice-7@home.example', participant: 'Alice', endpoint: alice.address })
  alice.send(request('INVITE', BOB, `${alice.at};branch=z9hG4bKa`), core.port)
  const atSut = await sut.next()
  const forwarded = atSut.replace('\r\nVia:', `\r\nVia: SIP/2.0/UDP ${sut.at};branch=z9hG4bKpf\r\nRoute: <sip:${own};lr>\r\nVia:`)
  sut.send(forwarded, core.port)
  const atBob = await bob.next()
  const vias = field(atBob, 'Via')
  assert.equal(vias.length, 4)
  assert.notEqual(vias[0], vias[2], 'each passage has its own branch')
  assert.equal(field(atBob, 'Record-Route').length, 2)
  assert.equal(sut.waiting, 0)
  assert.deepEqual(seen(facts), ['toSut Alice', 'fromSut Bob'])
})

test('a user nobody knows is answered 404, the same for every copy, recorded, and noted; the ACK to it is absorbed', async (t) => {
  const { core, sut, facts } = await bed(t)
  const invite = request('INVITE', 'sip:nobody@home.example', `${sut.at};branch=z9hG4bKs1`)
  sut.send(invite, core.port)
  const answer = await sut.next()
  assert.match(answer, /^SIP\/2\.0 404 Not Found\r\n/)
  assert.match(field(answer, 'To')[0] ?? '', /;tag=[0-9a-f]{12}$/)
  sut.send(invite, core.port)
  assert.equal(await sut.next(), answer)
  sut.send(request('ACK', 'sip:nobody@home.example', `${sut.at};branch=z9hG4bKs1`), core.port)
  sut.send(request('CANCEL', 'sip:nobody@home.example', `${sut.at};branch=z9hG4bKs2`), core.port)
  assert.match(await sut.next(), /^SIP\/2\.0 481 /)
  assert.deepEqual(seen(facts), ['fromSut -', 'toSut -', 'fromSut -', 'toSut -', 'fromSut -', 'fromSut -', 'toSut -'])
  assert.equal(bytesOf(facts[1]), answer)
  assert.equal(core.unrouted.length, 4)
  assert.match(
    core.unrouted[0] ?? '',
    /^INVITE sip:nobody@home\.example SIP\/2\.0 from 127\.0\.0\.1:\d+: no participant is registered as sip:nobody@home\.example/,
  )
})

test('received and rport are written into the top Via where the sender is not where it says', async (t) => {
  const { core, sut, bob } = await bed(t)
  bob.send(request('OPTIONS', 'sip:im.example', `pc.home.example:9999;branch=z9hG4bKa;rport`), core.port)
  const vias = field(await sut.next(), 'Via')
  assert.equal(vias[1], `SIP/2.0/UDP pc.home.example:9999;branch=z9hG4bKa;rport=${bob.address.port};received=127.0.0.1`)
  sut.send(
    sip(
      'SIP/2.0 200 OK',
      ...vias.map((via) => `Via: ${via}`),
      'From: <sip:a@b>;tag=1',
      'To: <sip:b@c>;tag=2',
      'Call-ID: c1',
      'CSeq: 1 OPTIONS',
    ),
    core.port,
  )
  assert.match(await bob.next(), /^SIP\/2\.0 200 OK/)
})

test('a request that may hop no further is refused 483', async (t) => {
  const { core, sut, bob, facts } = await bed(t)
  bob.send(request('OPTIONS', 'sip:im.example', `${bob.at};branch=z9hG4bKa`, 'Max-Forwards: 0'), core.port)
  assert.match(await bob.next(), /^SIP\/2\.0 483 Too Many Hops/)
  assert.deepEqual(seen(facts), [], 'nothing crossed the boundary of the SUT')
  sut.send(request('OPTIONS', BOB, `${sut.at};branch=z9hG4bKs`, 'Max-Forwards: 0'), core.port)
  assert.match(await sut.next(), /^SIP\/2\.0 483 Too Many Hops/)
  assert.deepEqual(seen(facts), ['fromSut Bob', 'toSut -'])
})

test('the SUT may be told later; until then a participant is answered 503', async (t) => {
  const { record } = memoryRecorder()
  const [sut, bob] = [await SipBox.open(), await SipBox.open()]
  const core = await SipCore.start({ host: '127.0.0.1', port: 0, record })
  t.after(async () => {
    sut.close()
    bob.close()
    await core.close()
  })
  core.register({ aor: BOB, participant: 'Bob', endpoint: bob.address })
  bob.send(request('OPTIONS', 'sip:im.example', `${bob.at};branch=z9hG4bKa`), core.port)
  assert.match(await bob.next(), /^SIP\/2\.0 503 /)
  core.setSut(sut.address)
  bob.send(request('OPTIONS', 'sip:im.example', `${bob.at};branch=z9hG4bKb`), core.port)
  assert.match(await sut.next(), /^OPTIONS /)
})

test('any address that is no participant is the SUT: a second node of a cluster is recorded and answered', async (t) => {
  const { core, bob, facts } = await bed(t)
  const node = await SipBox.open()
  t.after(() => node.close())
  node.send(request('INVITE', BOB, `${node.at};branch=z9hG4bKn`), core.port)
  assert.match(await bob.next(), /^INVITE /)
  const flow = facts[0]?.kind === 'sip' ? facts[0].flow.remote : ''
  assert.equal(flow, node.at)
})

test('a late datagram of a participant who was unregistered is never taken for one of the SUT', async (t) => {
  const { core, sut, bob, facts } = await bed(t)
  core.unregister(BOB)
  bob.send(request('BYE', 'sip:conf-1@im.example', `${bob.at};branch=z9hG4bKa`), core.port)
  sut.send(request('OPTIONS', 'sip:nobody@home.example', `${sut.at};branch=z9hG4bKs`), core.port)
  await sut.next()
  assert.deepEqual(seen(facts), ['fromSut -', 'toSut -'])
  assert.match(core.unrouted[0] ?? '', /^a datagram of Bob \(.*\), who is not registered any more, was dropped$/)
  // The port may be given to a new SUT.
  core.setSut(bob.address)
  bob.send(request('OPTIONS', 'sip:nobody@home.example', `${bob.at};branch=z9hG4bKb`), core.port)
  assert.match(await bob.next(), /^SIP\/2\.0 404 /)
})

test('it routes over IPv6 as over IPv4', async (t) => {
  const { core, own, sut, bob, facts } = await bed(t, '::1')
  bob.send(request('INVITE', 'sip:factory@im.example', `${bob.at};branch=z9hG4bKa`, `Route: <sip:${own};lr>`), core.port)
  const came = await sut.next()
  assert.deepEqual(field(came, 'Record-Route'), [`<sip:${own};lr>`])
  sut.send(request('BYE', `sip:bob-7@${bob.at}`, `${sut.at};branch=z9hG4bKs`, 'To: <sip:x@y>;tag=t'), core.port)
  assert.match(await bob.next(), /^BYE /)
  assert.deepEqual(seen(facts), ['toSut Bob', 'fromSut Bob'])
})

test('an address that is taken is told as trouble of our own', async (t) => {
  const { core } = await bed(t)
  const address: Address = { host: '127.0.0.1', port: core.port }
  await assert.rejects(SipCore.start({ ...address, record: () => 0 }), {
    name: 'TestbedError',
    what: 'the SIP/IP core cannot listen',
    where: `UDP 127.0.0.1:${core.port}`,
    mend: 'free that address, or choose another one (port 0: any free one)',
  })
})
