// Reliable provisional responses: RSeq, PRACK, repeats, order, and what goes wrong (RFC 3262).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knowsReliable, rackOf, rseqOf, type SipResponse } from '@ch1/sip'
import { AgentBench, outcome } from './agent-bench'

const SDP = { body: 'v=0', contentType: 'application/sdp' } as const

test('a reliable 183 carries Require and RSeq, is acknowledged by PRACK, and the PRACK is answered 200', async () => {
  const bench = new AgentBench()
  const outgoing = bench.invite({ reliable: 'supported' })
  assert.equal(knowsReliable(outgoing.request), true)
  const seen: number[] = []
  outgoing.onProvisional = (response) => seen.push(response.status)
  const acknowledged = bench.invited.ringReliably(183, SDP)
  bench.network.settle()
  const prack = await acknowledged
  const ringing = bench.network.last('183 INVITE').message as SipResponse
  assert.deepEqual(rackOf(prack), { rseq: rseqOf(ringing), cseq: { number: 1, method: 'INVITE' } })
  assert.deepEqual([prack.header('CSeq'), seen, bench.network.words().includes('200 PRACK')], ['2 PRACK', [183], true])
  bench.invited.accept()
  bench.network.settle()
  assert.equal((await outgoing.final).status, 200)
})

test('without its PRACK it is repeated at T1, 3·T1, 7·T1 … without bound by T2; after 64·T1 the INVITE is refused 504', async () => {
  const bench = new AgentBench()
  bench.network.drops = ({ what }) => what === 'PRACK'
  const outgoing = bench.invite({ reliable: 'supported' })
  const acknowledged = bench.invited.ringReliably(180)
  bench.network.settle()
  bench.network.advance(32_000)
  assert.deepEqual(bench.network.timesOf('180 INVITE'), [0, 500, 1500, 3500, 7500, 15_500, 31_500])
  assert.equal(await outcome(acknowledged), 'SipTimeout')
  assert.equal((await outgoing.final).status, 504)
})

test('repeats are the same bytes, are acknowledged once, and are told once', () => {
  const bench = new AgentBench()
  bench.network.drops = ({ what, atMs }) => what === 'PRACK' && atMs < 1000
  const outgoing = bench.invite({ reliable: 'required' })
  let told = 0
  outgoing.onProvisional = () => (told += 1)
  void bench.invited.ringReliably()
  bench.network.advance(4000)
  const sent = bench.network.sent.filter(({ what }) => what === '183 INVITE').map(({ bytes }) => Buffer.from(bytes).toString())
  const numbers = bench.network.sent.filter(({ what }) => what === 'PRACK').map(({ message }) => message.header('CSeq'))
  assert.deepEqual([sent.length, new Set(sent).size, told, new Set(numbers).size], [3, 1, 1, 1])
})

test('the next response waits for the PRACK of the one before and has the next number', async () => {
  const bench = new AgentBench()
  bench.invite({ reliable: 'supported' })
  const both = [bench.invited.ringReliably(183), bench.invited.ringReliably(180)]
  assert.equal(bench.network.words().includes('180 INVITE'), false)
  bench.network.settle()
  const [first, second] = (await Promise.all(both)).map((prack) => rackOf(prack)?.rseq ?? 0)
  assert.equal(second, (first ?? 0) + 1)
})

test('a response that skips a number is dropped without PRACK', () => {
  const bench = new AgentBench()
  const outgoing = bench.invite({ reliable: 'supported' })
  const told: number[] = []
  outgoing.onProvisional = (response) => told.push(response.status)
  const ring = (status: number, rseq: number): void => {
    bench.invited.ring(status, {
      headers: [
        ['Require', '100rel'],
        ['RSeq', String(rseq)],
      ],
    })
    bench.network.settle()
  }
  ring(180, 7)
  ring(183, 9)
  ring(182, 8)
  assert.deepEqual([told, bench.network.timesOf('PRACK').length], [[180, 182], 2])
})

test('a PRACK that matches nothing is answered 481', async () => {
  const bench = new AgentBench()
  const outgoing = bench.invite({ reliable: 'supported', prack: () => undefined })
  let early: Promise<SipResponse> | undefined
  outgoing.onProvisional = (_response, dialog) => {
    early = dialog?.send('PRACK', { headers: [['RAck', '1 1 INFO']] })
  }
  void bench.invited.ringReliably()
  bench.network.settle()
  assert.equal((await early)?.status, 481)
})

test('accept() waits for the PRACK to a session description; a late PRACK is still answered 200', async () => {
  const bench = new AgentBench()
  bench.network.drops = ({ what }) => what === 'PRACK' && bench.timers.nowMs < 400
  bench.invite({ reliable: 'supported' })
  void bench.invited.ringReliably(183, SDP)
  bench.network.settle()
  assert.throws(() => bench.invited.accept(), { name: 'SipStateError' })
  bench.network.advance(500)
  const late = bench.invited.ringReliably(180)
  bench.invited.accept()
  bench.network.settle()
  assert.equal((await late).method, 'PRACK')
  assert.equal(bench.network.last('200 PRACK').message.header('CSeq'), bench.network.last('PRACK').message.header('CSeq'))
})

test('a caller that does not name 100rel gets no reliable response, a callee without it refuses 420', async () => {
  const bench = new AgentBench({}, { supports: [] })
  bench.invite()
  assert.equal(await outcome(bench.invited.ringReliably()), 'SipStateError')
  const refused = bench.invite({ reliable: 'required' })
  const answer = await refused.final
  assert.deepEqual([answer.status, answer.header('Unsupported')], [420, '100rel'])
})

test('an invitation that is cancelled or refused gives up what waits; nothing is left running', async () => {
  for (const end of ['cancel', 'refuse'] as const) {
    const bench = new AgentBench()
    bench.network.drops = ({ what }) => what === 'PRACK'
    const outgoing = bench.invite({ reliable: 'supported' })
    const waiting = [bench.invited.ringReliably(), bench.invited.ringReliably()]
    bench.network.settle()
    if (end === 'cancel') outgoing.cancel()
    else bench.invited.refuse(486)
    bench.network.settle()
    assert.deepEqual(await Promise.all(waiting.map(outcome)), ['SipStateError', 'SipStateError'])
    bench.network.advance(70_000)
    assert.equal(bench.timers.pending, 0)
  }
})
