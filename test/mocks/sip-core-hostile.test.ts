// The SIP/IP core under bytes nobody should send: each is recorded or noted, none stops it, nothing grows without bound.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import fc from 'fast-check'
import type { HistoryFact } from '../../judge/history/events'
import { SipCore } from '../../mocks/sip-core'
import { field, memoryRecorder, sip, SipBox } from './sip-box'

const BOB = 'sip:bob-7@home.example'

async function bed(
  t: TestContext,
): Promise<{ core: SipCore; sut: SipBox; bob: SipBox; facts: HistoryFact[]; alive: () => Promise<void> }> {
  const { facts, record } = memoryRecorder()
  const [sut, bob] = [await SipBox.open(), await SipBox.open()]
  const core = await SipCore.start({ host: '127.0.0.1', port: 0, sut: sut.address, record })
  core.register({ aor: BOB, participant: 'Bob', endpoint: bob.address })
  t.after(async () => {
    sut.close()
    bob.close()
    await core.close()
  })
  let probes = 0
  const alive = async (): Promise<void> => {
    const probe = `probe${(probes += 1)}`
    sut.send(options(BOB, `${sut.at};branch=z9hG4bK${probe}`, probe), core.port)
    for (let seen = 0; seen < 300; seen += 1) if (field(await bob.next(), 'Call-ID')[0] === probe) return
    assert.fail('the core no longer forwards')
  }
  return { core, sut, bob, facts, alive }
}

function options(uri: string, via: string, callId: string, ...more: readonly string[]): string {
  return sip(
    `OPTIONS ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP ${via}`,
    'From: <sip:a@b>;tag=1',
    `To: <${uri}>`,
    `Call-ID: ${callId}`,
    'CSeq: 1 OPTIONS',
    ...more,
  )
}

test('bytes of the SUT that are no SIP are kept as garbage with the reason, exactly', async (t) => {
  const { core, sut, facts, alive } = await bed(t)
  const rows = [
    'hello',
    '\r\n\r\n',
    '\0\x1b\xff',
    'OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 99\r\n\r\nshort',
    'GET / HTTP/1.1\r\n\r\n',
  ]
  for (const bytes of rows) sut.send(bytes, core.port)
  await alive()
  const garbage = facts.filter((fact) => fact.kind === 'garbage')
  assert.deepEqual(
    garbage.map((fact) => Buffer.from(fact.bytes, 'base64').toString('latin1')),
    rows,
  )
  assert.ok(garbage.every((fact) => fact.plane === 'sip' && fact.why.startsWith('not SIP: ') && fact.flow.remote === sut.at))
})

test('what a participant sends malformed on purpose reaches the SUT as it is, and is recorded as garbage that says so', async (t) => {
  const { core, sut, bob, facts } = await bed(t)
  bob.send('INVITE  sip:conf@im.example SIP/7.0\r\n\0\r\n', core.port)
  assert.equal(await sut.next(), 'INVITE  sip:conf@im.example SIP/7.0\r\n\0\r\n')
  const [fact] = facts
  assert.equal(fact?.kind, 'garbage')
  assert.match(fact?.kind === 'garbage' ? fact.why : '', /^sent to the SUT as Bob sent it, unread: /)
})

test('header fields the core must read and cannot: the request is refused 400, the response dropped, both noted', async (t) => {
  const { core, sut, alive } = await bed(t)
  sut.send(options(BOB, `${sut.at};branch=z9hG4bKa`, 'c1', 'Route: <nonsense'), core.port)
  assert.match(await sut.next(), /^SIP\/2\.0 400 Bad Request/)
  sut.send(options('x:y', `${sut.at};branch=z9hG4bKb`, 'c2'), core.port)
  assert.match(await sut.next(), /^SIP\/2\.0 404 /)
  sut.send(sip('SIP/2.0 200 OK', 'Via: nonsense', 'From: <sip:a@b>', 'To: <sip:a@b>', 'Call-ID: c', 'CSeq: 1 OPTIONS'), core.port)
  sut.send(sip('SIP/2.0 200 OK', `Via: SIP/2.0/UDP 127.0.0.1:${core.port}`, 'Call-ID: c', 'CSeq: 1 OPTIONS'), core.port)
  sut.send(
    sip(
      'SIP/2.0 200 OK',
      `Via: SIP/2.0/UDP 127.0.0.1:${core.port}`,
      'Via: SIP/2.0/UDP 127.0.0.1:0',
      'Call-ID: c',
      'CSeq: 1 OPTIONS',
    ),
    core.port,
  )
  sut.send(sip('OPTIONS sip:nobody@x SIP/2.0'), core.port)
  assert.match(await sut.next(), /^SIP\/2\.0 404 /, 'without a Via the answer goes back to the source')
  await alive()
  assert.equal(core.unrouted.length, 6)
  assert.match(core.unrouted[2] ?? '', /its top Via is not the core's$/)
  assert.match(core.unrouted[3] ?? '', /no Via is left to send it by$/)
  assert.match(core.unrouted[4] ?? '', /there is no such port$/)
})

test('a message that the core own headers make too large for a datagram is refused 513 and not recorded as sent', async (t) => {
  const { core, bob, sut, facts } = await bed(t)
  const { facts: smallFacts, record } = memoryRecorder()
  const small = await SipCore.start({ host: '127.0.0.1', port: 0, sut: sut.address, record, limits: { datagramBytes: 600 } })
  t.after(() => small.close())
  small.register({ aor: BOB, participant: 'Bob', endpoint: bob.address })
  bob.send(options('sip:im.example', `${bob.at};branch=z9hG4bKa`, 'c1', `Subject: ${'x'.repeat(400)}`), small.port)
  assert.match(await bob.next(), /^SIP\/2\.0 513 Message Too Large/)
  assert.deepEqual(smallFacts, [])
  bob.send(options('sip:im.example', `${bob.at};branch=z9hG4bKb`, 'c2', `Subject: ${'x'.repeat(60_000)}`), core.port)
  assert.equal(field(await sut.next(), 'Subject')[0]?.length, 60_000)
  assert.equal(facts.length, 1)
})

test('notes on unroutable messages are bounded in number and length', async (t) => {
  const { core, sut } = await bed(t)
  for (let i = 0; i < 120; i += 1) {
    sut.send(options(`sip:nobody-${i}-${'x'.repeat(600)}@home.example`, `${sut.at};branch=z9hG4bK${i}`, 'c'), core.port)
    await sut.next()
  }
  assert.equal(core.unrouted.length, 100)
  assert.ok(core.unrouted.every((note) => note.length <= 501))
  assert.match(core.unrouted.at(-1) ?? '', /nobody-119-/)
})

test('a recorder that throws is told as a fault; the socket lives on', async (t) => {
  const faults: unknown[] = []
  const sut = await SipBox.open()
  let broken = true
  const core = await SipCore.start({
    host: '127.0.0.1',
    port: 0,
    sut: sut.address,
    record: () => {
      if (broken) throw new Error('disk full')
      return 0
    },
    onFault: (error) => faults.push(error),
  })
  t.after(async () => {
    sut.close()
    await core.close()
  })
  sut.send(options('sip:nobody@x', `${sut.at};branch=z9hG4bKa`, 'c'), core.port)
  sut.send(options('sip:nobody@x', `${sut.at};branch=z9hG4bKb`, 'c'), core.port)
  while (faults.length < 2) await new Promise((resolve) => setImmediate(resolve))
  broken = false
  sut.send(options('sip:nobody@x', `${sut.at};branch=z9hG4bKc`, 'c'), core.port)
  assert.match(await sut.next(), /^SIP\/2\.0 404 /)
})

test('mutilated messages from either side never stop the core', async (t) => {
  const { core, sut, bob, alive } = await bed(t)
  const whole = options(BOB, `${sut.at};branch=z9hG4bKx`, 'c', `Route: <sip:127.0.0.1:${core.port};lr>`, 'Max-Forwards: 7')
  const mutilated = fc.tuple(fc.nat(whole.length), fc.nat(40), fc.string({ maxLength: 20, unit: 'binary-ascii' }))
  await fc.assert(
    fc.asyncProperty(fc.array(mutilated, { minLength: 1, maxLength: 10 }), fc.boolean(), async (cuts, fromBob) => {
      const sender = fromBob ? bob : sut
      for (const [at, drop, put] of cuts) sender.send(whole.slice(0, at) + put + whole.slice(at + drop), core.port)
      await alive()
    }),
    { numRuns: 30 },
  )
})
