// Invitations between two user agents: ringing, answering, cancelling, forks, ACK and its repeats (RFC 3261 §13, §9).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { respond, type SipRequest, type SipResponse } from '@ch1/sip'
import { AgentBench, outcome } from './agent-bench'

const NEVER = (): never => assert.fail('must not be called')

test('an invitation that rings and is accepted: each side sees its part, in order', async () => {
  const bench = new AgentBench({ userAgentName: 'alice/1' }, { userAgentName: 'bob/1' })
  const seen: string[] = []
  const outgoing = bench.alice.invite({
    uri: 'sip:bob@192.0.2.1:5072',
    from: 'sip:alice@home.example',
    to: 'sip:bob@home.example',
    body: 'v=0',
    contentType: 'application/sdp',
    headers: [['P-Asserted-Identity', '<sip:alice@home.example>']],
  })
  outgoing.onProvisional = (response) => seen.push(String(response.status))
  outgoing.onAnswered = (response, dialog) => seen.push(`answered ${response.status} ${[...dialog.lastSent.keys()].join('+')}`)
  bench.network.settle()
  const { request } = bench.invited
  assert.deepEqual(
    [request.header('From')?.replace(/tag=.*/, ''), request.header('To')],
    ['<sip:alice@home.example>;', '<sip:bob@home.example>'],
  )
  assert.deepEqual(
    [
      request.header('Contact'),
      request.header('User-Agent'),
      request.header('Content-Type'),
      request.header('P-Asserted-Identity'),
      request.header('Max-Forwards'),
    ],
    ['<sip:alice@192.0.2.1:5071>', 'alice/1', 'application/sdp', '<sip:alice@home.example>', '70'],
  )
  bench.invited.ring()
  const dialog = bench.invited.accept({
    body: 'v=1',
    contentType: 'application/sdp',
    contact: '<sip:focus@192.0.2.1:5072>;isfocus',
  })
  dialog.onAck = (ack) => seen.push(`ack ${ack.header('CSeq') ?? ''}`)
  bench.network.settle()
  assert.deepEqual(seen, ['180', 'answered 200 INVITE+ACK', 'ack 1 ACK'])
  const final = await outgoing.final
  assert.deepEqual(
    [final.status, final.header('Contact'), final.header('Server')],
    [200, '<sip:focus@192.0.2.1:5072>;isfocus', 'bob/1'],
  )
  assert.deepEqual(bench.network.words(), ['INVITE', '180 INVITE', '200 INVITE', 'ACK'])
  assert.deepEqual(
    [outgoing.dialog?.dialog.state, dialog.dialog.state, outgoing.dialog?.response],
    ['confirmed', 'confirmed', final],
  )
  assert.equal((bench.network.last('ACK').message as SipRequest).requestUri, 'sip:focus@192.0.2.1:5072')
  void dialog.send('REFER')
  assert.equal(bench.network.last('REFER').message.header('Contact'), '<sip:focus@192.0.2.1:5072>;isfocus')
  assert.deepEqual([bench.invited.answered, bench.invited.lastResponse], [true, bench.network.last('200 INVITE').bytes])
})

test('the 2xx is repeated at T1, 3·T1 … every T2 until the ACK comes', () => {
  const bench = new AgentBench()
  bench.network.drops = (datagram) => datagram.what === 'ACK' && bench.timers.nowMs < 12_000
  bench.invite()
  let acks = 0
  const dialog = bench.invited.accept()
  dialog.onAck = () => (acks += 1)
  bench.network.settle()
  bench.network.advance(30_000)
  assert.deepEqual(bench.network.timesOf('200 INVITE'), [0, 500, 1500, 3500, 7500, 11500, 15500])
  const sent = bench.network.sent.filter((datagram) => datagram.what === 'ACK')
  assert.deepEqual(
    sent.map((datagram) => datagram.atMs),
    [0, 500, 1500, 3500, 7500, 11500, 15500],
  )
  assert.equal(new Set(sent.map((datagram) => Buffer.from(datagram.bytes).toString())).size, 1, 'the ACK repeats byte for byte')
  assert.deepEqual([acks, dialog.ended], [1, false])
})

test('without ACK for 64·T1 the callee sends BYE and is told', () => {
  const bench = new AgentBench()
  bench.network.drops = (datagram) => datagram.what === 'ACK'
  bench.invite()
  let told = 0
  const dialog = bench.invited.accept()
  dialog.onNoAck = () => (told += 1)
  bench.network.settle()
  bench.network.advance(31_999)
  assert.deepEqual([told, dialog.ended, bench.network.words(5072).includes('BYE')], [0, false, false])
  bench.network.advance(1)
  assert.deepEqual([told, dialog.ended, bench.network.words(5072).at(-1)], [1, true, 'BYE'])
})

test('a refusal resolves final, with reason and headers, and leaves no dialog', async () => {
  const bench = new AgentBench()
  const outgoing = bench.invite()
  outgoing.onAnswered = NEVER
  bench.invited.ring(183)
  bench.network.settle()
  bench.invited.refuse(603, { reason: 'No Thanks', headers: [['Warning', '399 h "x"']] })
  bench.network.settle()
  const final = await outgoing.final
  assert.deepEqual(
    [final.status, final.reason, final.header('Warning'), outgoing.dialog],
    [603, 'No Thanks', '399 h "x"', undefined],
  )
  assert.deepEqual([bench.alice.dialogCount, bench.bob.dialogCount, bench.invited.answered], [0, 0, true])
  assert.equal(bench.timers.pending, 2, 'timers D and I of the two transactions, and nothing of the dialogs')
})

test('an answered invitation cannot be answered again; a refusal is 300–699', () => {
  const bench = new AgentBench()
  bench.invite()
  assert.throws(() => bench.invited.refuse(200), { name: 'SipStateError' })
  bench.invited.accept()
  for (const again of [() => bench.invited.accept(), () => bench.invited.ring(), () => bench.invited.refuse(486)]) {
    assert.throws(again, { name: 'SipStateError', message: /answered or cancelled/ })
  }
})

test('an agent without onInvite refuses 480', async () => {
  const bench = new AgentBench()
  const outgoing = bench.alice.invite({ uri: 'sip:alice@192.0.2.1:5071', from: '<sip:a@h>', to: '<sip:a@h>' })
  bench.network.settle()
  assert.equal((await outgoing.final).status, 480)
})

test('an invitation nobody answers rejects with SipTimeout', async () => {
  const bench = new AgentBench()
  const outgoing = bench.invite({ uri: 'sip:nobody@192.0.2.1:5079' })
  bench.network.advance(32_000)
  assert.equal(await outcome(outgoing.final), 'SipTimeout')
})

test('cancel: CANCEL after the provisional response, 487 for the INVITE, the callee is told', async () => {
  const bench = new AgentBench()
  const outgoing = bench.invite()
  outgoing.onAnswered = NEVER
  let told = 0
  bench.invited.onCancel = () => (told += 1)
  outgoing.cancel()
  bench.invited.ring()
  bench.network.settle()
  assert.equal((await outgoing.final).status, 487)
  assert.deepEqual(bench.network.words(), ['INVITE', '180 INVITE', 'CANCEL', '200 CANCEL', '487 INVITE', 'ACK'])
  assert.deepEqual([told, bench.invited.answered, outgoing.cancelled, bench.bob.dialogCount], [1, true, true, 0])
  assert.throws(() => bench.invited.accept(), { name: 'SipStateError' })
})

test('a 2xx that crosses the CANCEL is acknowledged and ended by BYE', async () => {
  const bench = new AgentBench()
  const outgoing = bench.invite()
  outgoing.onAnswered = NEVER
  bench.invited.ring()
  const dialog = bench.invited.accept()
  outgoing.cancel()
  bench.network.settle()
  assert.equal((await outgoing.final).status, 200)
  const words = bench.network.words()
  assert.deepEqual(
    [words.includes('CANCEL'), words.indexOf('ACK') < words.indexOf('BYE'), words.includes('200 BYE')],
    [true, true, true],
  )
  assert.deepEqual([dialog.ended, outgoing.dialog?.ended], [true, true])
})

test('keepAfterCancel keeps that session', () => {
  const bench = new AgentBench()
  const outgoing = bench.invite({ keepAfterCancel: true })
  let answered = 0
  outgoing.onAnswered = () => (answered += 1)
  bench.invited.ring()
  bench.invited.accept()
  outgoing.cancel()
  bench.network.settle()
  assert.deepEqual([answered, bench.network.words().includes('BYE'), outgoing.dialog?.ended], [1, false, false])
})

test('cancel after a final response changes nothing', () => {
  const bench = new AgentBench()
  const { outgoing, alice } = bench.session()
  outgoing.cancel()
  bench.network.settle()
  assert.deepEqual([outgoing.cancelled, alice.ended, bench.network.words().includes('CANCEL')], [false, false, false])
})

test('each fork that answers is acknowledged and told; the others are forgotten after 64·T1', async () => {
  const bench = new AgentBench()
  const peer = bench.network.transport(5080)
  const outgoing = bench.invite({ uri: 'sip:fork@192.0.2.1:5080', keepForks: true })
  const tags: string[] = []
  outgoing.onAnswered = (_response, dialog) => tags.push(dialog.dialog.remoteTag)
  const answer = (status: number, toTag: string): void => {
    const response: SipResponse = respond(outgoing.request, status, undefined, {
      toTag,
      headers: [['Contact', '<sip:fork@192.0.2.1:5080>']],
    })
    peer.send(response.bytes, { host: '192.0.2.1', port: 5071 })
    bench.network.settle()
  }
  for (const tag of ['f1', 'f2', 'f3']) answer(180, tag)
  for (const tag of ['f2', 'f1', 'f2']) answer(200, tag)
  assert.deepEqual(
    [tags, bench.news().filter((word) => word === 'ACK').length, (await outgoing.final).toTag],
    [['f2', 'f1'], 3, 'f2'],
  )
  assert.equal(bench.alice.dialogCount, 3)
  bench.network.advance(32_000)
  assert.equal(bench.alice.dialogCount, 2)
  answer(200, 'f1')
  assert.deepEqual(bench.news().filter((word) => word === 'ACK').length, 1, 'a stray 2xx is acknowledged too')
})

test('a flood of forks is not held', () => {
  const bench = new AgentBench()
  const peer = bench.network.transport(5080)
  const outgoing = bench.invite({ uri: 'sip:fork@192.0.2.1:5080' })
  for (let i = 0; i < 100; i++)
    peer.send(respond(outgoing.request, 180, undefined, { toTag: `f${i}` }).bytes, { host: '192.0.2.1', port: 5071 })
  bench.network.settle()
  assert.equal(bench.alice.dialogCount, 16)
})

test('the ACK can carry a body, and preloaded routes decide the first hop', () => {
  const bench = new AgentBench()
  const outgoing = bench.invite({
    uri: 'sip:bob@home.example',
    route: ['<sip:192.0.2.1:5072;lr>'],
    ack: (response) => ({ body: `answer to ${response.status}`, contentType: 'text/plain' }),
  })
  assert.equal(bench.invited.request.header('Route'), '<sip:192.0.2.1:5072;lr>')
  bench.invited.accept()
  bench.network.settle()
  assert.equal(Buffer.from(bench.network.last('ACK').message.body).toString(), 'answer to 200')
  assert.equal(outgoing.dialog?.ended, false)
})

test('with nextHop set, everything goes there, whatever URIs and routes say', () => {
  const bench = new AgentBench({ nextHop: { host: '192.0.2.1', port: 5072 } }, {})
  bench.invite({ uri: 'tel:+1201', route: ['<sip:far.example;lr>'] })
  const dialog = bench.invited.accept({ contact: '<sip:bob@far.example>' })
  bench.network.settle()
  assert.deepEqual([bench.network.words(), dialog.ended], [['INVITE', '200 INVITE', 'ACK'], false])
})

test('an INVITE without a Contact is refused 400, one with an unknown Require 420', async () => {
  const bench = new AgentBench({}, { supports: ['timer'] })
  assert.equal(((await outcome(bench.invite({ headers: [['Contact', '*']] }).final)) as SipResponse).status, 400)
  const final = (await outcome(bench.invite({ headers: [['Require', 'timer, recipient-list-invite']] }).final)) as SipResponse
  assert.deepEqual([final.status, final.header('Unsupported'), bench.incoming.length], [420, 'recipient-list-invite', 0])
})

test('too many dialogs: 503 for the caller, SipLimitError for the owner', async () => {
  const bench = new AgentBench({ maxDialogs: 2 }, { maxDialogs: 1 })
  bench.session()
  const second = bench.invite()
  assert.equal((await second.final).status, 503)
  bench.invite({ uri: 'sip:fork@192.0.2.1:5080' })
  const third = new AgentBench({ maxDialogs: 0 })
  assert.throws(() => third.invite(), { name: 'SipLimitError' })
})
