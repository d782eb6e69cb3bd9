// Life within a session: BYE, crossing BYEs, re-INVITE, requests out of order or for unknown dialogs, closing (RFC 3261 §12–§15).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildRequest, type SipRequest, type SipResponse } from '@ch1/sip'
import { AgentBench, outcome } from './agent-bench'

test('BYE: the peer is told before it answers, both sides end, the bytes are kept for repeats', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  const seen: string[] = []
  bob.onBye = (bye) => seen.push(`${bye.header('X') ?? ''}, sent so far ${bench.network.words(5072).join(' ')}`)
  const answered = alice.bye([['X', '1']])
  bench.network.settle()
  assert.equal((await answered).status, 200)
  assert.deepEqual(seen, ['1, sent so far 200 INVITE'])
  assert.deepEqual([alice.ended, bob.ended, alice.dialog.state], [true, true, 'terminated'])
  assert.deepEqual(alice.lastSent.get('BYE'), bench.network.last('BYE').bytes)
  assert.equal(await outcome(alice.bye()), 'SipStateError')
  assert.equal(await outcome(alice.send('INFO')), 'SipStateError')
})

test('ended dialogs are forgotten after 64·T1', () => {
  const bench = new AgentBench()
  const { alice } = bench.session()
  void alice.bye()
  bench.network.settle()
  bench.network.advance(31_999)
  assert.deepEqual([bench.alice.dialogCount, bench.bob.dialogCount], [1, 1])
  bench.network.advance(1)
  assert.deepEqual([bench.alice.dialogCount, bench.bob.dialogCount, bench.timers.pending], [0, 0, 0])
})

test('BYEs that cross are both told and both answered 200; a second BYE from one side gets 481', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  let told = 0
  alice.onBye = bob.onBye = () => (told += 1)
  const both = [alice.bye(), bob.bye()]
  bench.network.settle()
  assert.deepEqual(
    (await Promise.all(both)).map((response) => response.status),
    [200, 200],
  )
  assert.equal(told, 2)
  const again = buildRequest({
    method: 'BYE',
    uri: 'sip:bob@192.0.2.1:5072',
    headers: [
      ['From', `<sip:alice@home.example>;tag=${alice.dialog.localTag}`],
      ['To', `<sip:bob@home.example>;tag=${alice.dialog.remoteTag}`],
      ['Call-ID', alice.dialog.callId],
      ['CSeq', '99 BYE'],
    ],
  })
  let status = 0
  bench.alice.layer.send(
    again,
    { host: '192.0.2.1', port: 5072 },
    { response: (response) => (status = response.status), timeout: () => undefined },
  )
  bench.network.settle()
  assert.deepEqual([status, told], [481, 2])
})

test("the callee's BYE waits for the ACK to its 2xx", async () => {
  const bench = new AgentBench()
  bench.network.drops = (datagram) => datagram.what === 'ACK' && bench.timers.nowMs < 400
  bench.invite()
  const bob = bench.invited.accept()
  const answered = bob.bye()
  bench.network.settle()
  assert.equal(await outcome(bob.bye()), 'SipStateError')
  assert.equal(bench.network.words().includes('BYE'), false)
  bench.network.advance(500)
  assert.equal((await answered).status, 200)
  assert.ok(bench.network.words().indexOf('BYE') > bench.network.words().lastIndexOf('ACK'))
})

test("a callee's waiting BYE goes out after 64·T1 when no ACK comes", () => {
  const bench = new AgentBench()
  bench.network.drops = (datagram) => datagram.what === 'ACK'
  bench.invite()
  const bob = bench.invited.accept()
  void bob.bye()
  bench.network.settle()
  bench.network.advance(32_000)
  assert.deepEqual([bench.network.timesOf('BYE'), bob.ended], [[32_000], true])
})

test('a repeated 2xx is acknowledged even after the BYE', () => {
  const bench = new AgentBench()
  const { alice } = bench.session()
  void alice.bye()
  bench.network.settle()
  bench.news()
  bench.bob.layer.sendStateless(bench.network.last('200 INVITE').message, { host: '192.0.2.1', port: 5071 })
  bench.network.settle()
  assert.deepEqual(bench.news(), ['200 INVITE', 'ACK'])
})

test("the caller's BYE in an early dialog: 200 for it, 487 for the INVITE, the callee is told", async () => {
  const bench = new AgentBench()
  const outgoing = bench.invite()
  bench.invited.ring()
  bench.network.settle()
  let told = 0
  bench.invited.onCancel = () => (told += 1)
  const ringing = bench.network.last('180 INVITE').message as SipResponse
  const bye = buildRequest({
    method: 'BYE',
    uri: 'sip:bob@192.0.2.1:5072',
    headers: [
      ['From', ringing.header('From') ?? ''],
      ['To', ringing.header('To') ?? ''],
      ['Call-ID', ringing.callId ?? ''],
      ['CSeq', '2 BYE'],
    ],
  })
  bench.alice.layer.send(bye, { host: '192.0.2.1', port: 5072 }, { response: () => undefined, timeout: () => undefined })
  bench.network.settle()
  assert.equal((await outgoing.final).status, 487)
  assert.deepEqual([told, bench.network.words().includes('200 BYE'), bench.invited.answered], [1, true, true])
})

test('requests in the dialog reach onRequest and get its answer; numbers grow', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  const numbers: (string | undefined)[] = []
  bob.onRequest = (request, respond) => {
    numbers.push(request.header('CSeq'))
    respond(202, 'Yes', { headers: [['X', request.method]] })
  }
  const answers = [
    alice.send('REFER', { headers: [['Refer-To', '<sip:c@h>']] }),
    alice.send('INFO', { body: 'x', contentType: 'text/plain' }),
  ]
  bench.network.settle()
  assert.deepEqual(
    (await Promise.all(answers)).map((response) => [response.status, response.reason, response.header('X')]),
    [
      [202, 'Yes', 'REFER'],
      [202, 'Yes', 'INFO'],
    ],
  )
  assert.deepEqual(
    [numbers, [...alice.lastSent.keys()]],
    [
      ['2 REFER', '3 INFO'],
      ['INVITE', 'ACK', 'REFER', 'INFO'],
    ],
  )
})

test('without onRequest: re-INVITE 488, OPTIONS 200, others 405 with Allow', async () => {
  const bench = new AgentBench()
  const { alice } = bench.session()
  const statuses: number[] = []
  for (const method of ['INVITE', 'INVITE', 'OPTIONS', 'INFO']) {
    const answer = alice.send(method)
    bench.network.settle()
    statuses.push((await answer).status)
  }
  assert.deepEqual(statuses, [488, 488, 200, 405])
  assert.equal(bench.network.last('405 INFO').message.header('Allow'), 'INVITE, ACK, CANCEL, BYE, OPTIONS')
  assert.equal(alice.ended, false)
})

test('a re-INVITE that is accepted is acknowledged, its 2xx repeated until then, and the target refreshed', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bob.onRequest = (_request, respond) => respond(200, 'OK', { headers: [['Contact', '<sip:moved@192.0.2.1:5072>']] })
  const acks: (string | undefined)[] = []
  bob.onAck = (ack) => acks.push(ack.header('CSeq'))
  bench.network.drops = (datagram) => datagram.what === 'ACK' && bench.timers.nowMs < 400
  const answer = alice.send('INVITE', { body: 'v=0', contentType: 'application/sdp' })
  bench.network.settle()
  bench.network.advance(500)
  assert.equal((await answer).status, 200)
  assert.deepEqual([acks, alice.dialog.remoteTarget], [['2 ACK'], 'sip:moved@192.0.2.1:5072'])
  assert.equal(bench.network.timesOf('ACK').length, 3)
  bench.network.advance(40_000)
  assert.equal(bob.ended, false)
})

test('re-INVITEs that cross are answered 491; one at a time from one side', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  const both = [alice.send('INVITE'), bob.send('INVITE')]
  assert.equal(await outcome(alice.send('INVITE')), 'SipStateError')
  bench.network.settle()
  assert.deepEqual(
    (await Promise.all(both)).map((response) => response.status),
    [491, 491],
  )
})

test('a second INVITE while the first waits gets 500 with Retry-After; a CANCEL of the first gets it 487', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bob.onRequest = (_request, respond) => respond(180)
  const first = alice.send('INVITE')
  bench.network.settle()
  const reinvite = bench.network.last('INVITE').message as SipRequest
  const second = reinvite.without('Via').with('CSeq', '3 INVITE')
  let answered: SipResponse | undefined
  bench.alice.layer.send(
    second,
    { host: '192.0.2.1', port: 5072 },
    { response: (response) => (answered = response), timeout: () => undefined },
  )
  bench.network.settle()
  assert.deepEqual([answered?.status, answered?.header('Retry-After')], [500, '5'])
  const cancel = buildRequest({
    method: 'CANCEL',
    uri: reinvite.requestUri,
    headers: [
      ...['Via', 'From', 'To', 'Call-ID'].map((name) => [name, reinvite.header(name) ?? ''] as const),
      ['CSeq', '2 CANCEL'],
    ],
  })
  bench.alice.layer.sendStateless(cancel, { host: '192.0.2.1', port: 5072 })
  bench.network.settle()
  assert.equal((await first).status, 487)
})

test('a BYE that overtakes a re-INVITE gets it answered 487', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bob.onRequest = () => undefined
  const reinvite = alice.send('INVITE')
  const bye = alice.bye()
  bench.network.settle()
  assert.deepEqual([(await reinvite).status, (await bye).status], [487, 200])
})

test('an ACK with the number of another INVITE does not end the repeats of the 2xx', () => {
  const bench = new AgentBench()
  bench.network.drops = (datagram) => datagram.what === 'ACK' && datagram.message.cseq?.number === 1
  bench.invite()
  const bob = bench.invited.accept()
  bob.onAck = () => assert.fail('it acknowledges nothing')
  bench.network.settle()
  const wrong = bench.network.last('ACK').message.with('CSeq', '2 ACK')
  bench.alice.layer.sendStateless(wrong, { host: '192.0.2.1', port: 5072 })
  bench.network.advance(500)
  assert.deepEqual([bench.network.timesOf('200 INVITE'), bench.faults], [[0, 500], []])
})

test('a lower CSeq is answered 500, unknown dialogs and tags 481', async () => {
  const bench = new AgentBench()
  const { alice } = bench.session()
  const ask = async (headers: readonly (readonly [string, string])[]): Promise<number> => {
    const answer = alice.send('INFO', { headers })
    bench.network.settle()
    return (await answer).status
  }
  assert.equal(await ask([['CSeq', '0 INFO']]), 500)
  assert.equal(await ask([['To', '<sip:bob@home.example>;tag=wrong']]), 481)
  assert.equal(await ask([['From', '<sip:alice@home.example>;tag=wrong']]), 481)
  assert.equal(await ask([['Call-ID', 'other']]), 481)
  bench.bob.onUnknownDialog = (_request, respond) => respond(202)
  assert.equal(await ask([['Call-ID', 'other']]), 202)
})

test('a request nobody answers rejects with SipTimeout; one that nobody waits for does not end the process', async () => {
  const bench = new AgentBench()
  const { alice } = bench.session()
  bench.network.drops = () => true
  void alice.send('INFO')
  const bye = alice.bye()
  bench.network.advance(32_000)
  assert.equal(await outcome(bye), 'SipTimeout')
})

test('outside dialogs: OPTIONS 200, others 405, or what onRequest says; given headers win', async () => {
  const bench = new AgentBench()
  const ask = async (method: string): Promise<SipResponse> => {
    const answer = bench.alice.request({
      method,
      uri: 'sip:bob@192.0.2.1:5072',
      from: '<sip:a@h>',
      to: '<sip:b@h>',
      headers: [['CSeq', `9 ${method}`]],
      callId: 'mine',
    })
    bench.network.settle()
    return answer
  }
  const options = await ask('OPTIONS')
  assert.deepEqual(
    [options.status, options.header('Allow'), options.header('CSeq'), options.callId],
    [200, 'INVITE, ACK, CANCEL, BYE, OPTIONS', '9 OPTIONS', 'mine'],
  )
  assert.notEqual(options.toTag, undefined)
  assert.equal((await ask('MESSAGE')).status, 405)
  bench.bob.onRequest = (_request, respond, from) => respond(299, `from ${from.port}`)
  assert.equal((await ask('MESSAGE')).reason, 'from 5071')
})

test('close: what is pending rejects with SipClosed, and no alarm stays', async () => {
  const bench = new AgentBench()
  const { alice } = bench.session()
  bench.network.drops = () => true
  const pending = [
    bench.invite().final,
    alice.send('INFO'),
    bench.alice.request({ method: 'OPTIONS', uri: 'sip:x@192.0.2.1', from: '<sip:a@h>', to: '<sip:b@h>' }),
  ]
  await Promise.all([bench.alice.close(), bench.bob.close()])
  assert.deepEqual(await Promise.all(pending.map(outcome)), ['SipClosed', 'SipClosed', 'SipClosed'])
  assert.deepEqual([bench.timers.pending, bench.faults], [0, []])
})
