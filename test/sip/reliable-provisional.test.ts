// Reliable provisional responses: PRACK, repeats, order, silence, misuse (RFC 3262).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rackOf, rseqOf, type SipResponse } from '@ch1/sip'
import { AgentBench, outcome } from './agent-bench'

const SDP = { body: 'v=0', headers: [['Content-Type', 'application/sdp']] } as const

test('a reliable 183 is acknowledged by a PRACK that names it, and the caller hears it once', async () => {
  const bench = new AgentBench()
  const heard: number[] = []
  const outgoing = bench.invite({ reliable: 'supported' })
  outgoing.onProvisional = (response) => heard.push(response.status)
  const prack = bench.invited.ringReliably(183)
  bench.network.settle()
  const response = bench.network.last('183 INVITE').message as SipResponse
  const rack = rackOf(await prack)
  assert.deepEqual(rack, { rseq: rseqOf(response), cseq: { number: 1, method: 'INVITE' } })
  assert.equal(bench.network.words().filter((what) => what === '200 PRACK').length, 1)
  bench.network.advance(5_000)
  assert.equal(bench.network.timesOf('183 INVITE').length, 1, 'no repeat after its PRACK')
  assert.deepEqual(heard, [183])
  bench.invited.accept()
  bench.network.settle()
  assert.equal((await outgoing.final).status, 200)
})

test('without a PRACK it is repeated at T1, 3·T1, 7·T1 … and the INVITE is refused 504 after 64·T1', async () => {
  const bench = new AgentBench()
  const outgoing = bench.invite({ reliable: 'supported', prack: () => undefined })
  const prack = outcome(bench.invited.ringReliably())
  bench.network.settle()
  bench.network.advance(32_000)
  assert.deepEqual(bench.network.timesOf('183 INVITE'), [0, 500, 1_500, 3_500, 7_500, 15_500, 31_500])
  assert.equal(await prack, 'SipTimeout')
  assert.equal((await outgoing.final).status, 504)
})

test('a lost PRACK: the response is repeated with the same bytes, and the caller does not hear it again', async () => {
  const bench = new AgentBench()
  let heard = 0
  const outgoing = bench.invite({ reliable: 'supported' })
  outgoing.onProvisional = () => (heard += 1)
  let lost = 0
  bench.network.drops = ({ what }) => what === 'PRACK' && ++lost === 1
  const prack = bench.invited.ringReliably()
  bench.network.settle()
  bench.network.advance(500)
  const sent = bench.network.sent.filter(({ what }) => what === '183 INVITE')
  assert.equal(sent.length, 2)
  assert.deepEqual(sent[1]?.bytes, sent[0]?.bytes)
  assert.equal((await prack).method, 'PRACK')
  assert.equal(heard, 1)
  outgoing.cancel()
  bench.network.settle()
})

test('the next reliable response waits for the PRACK of the one before, and is numbered one higher', async () => {
  const bench = new AgentBench()
  bench.invite({ reliable: 'supported' })
  bench.network.drops = ({ what }) => what === 'PRACK'
  const both = [bench.invited.ringReliably(180), bench.invited.ringReliably(183)]
  bench.network.settle()
  assert.deepEqual(bench.network.timesOf('183 INVITE'), [])
  bench.network.drops = () => false
  bench.network.advance(500)
  await Promise.all(both)
  const [first, second] = ['180 INVITE', '183 INVITE'].map((what) => rseqOf(bench.network.last(what).message as SipResponse) ?? 0)
  assert.equal(second, (first ?? 0) + 1)
})

test('a PRACK that acknowledges nothing under way is answered 481', async () => {
  const bench = new AgentBench()
  const outgoing = bench.invite({ reliable: 'supported', prack: () => undefined })
  let early: Promise<SipResponse> | undefined
  outgoing.onProvisional = (_, dialog) => {
    early ??= dialog?.send('PRACK', { headers: [['RAck', '7 1 INVITE']] })
  }
  void outcome(bench.invited.ringReliably())
  bench.network.settle()
  assert.equal((await early)?.status, 481)
})

test('misuse is an error: a caller without 100rel, a 100, an offer not acknowledged before the 2xx', async () => {
  const plain = new AgentBench()
  plain.invite()
  assert.equal(await outcome(plain.invited.ringReliably()), 'SipStateError')
  const bench = new AgentBench()
  bench.invite({ reliable: 'required', prack: () => undefined })
  assert.equal(await outcome(bench.invited.ringReliably(100)), 'SipStateError')
  void outcome(bench.invited.ringReliably(183, SDP))
  bench.network.settle()
  assert.throws(() => bench.invited.accept(), { name: 'SipStateError' })
})

test('a final response gives up the reliable ones that were never sent', async () => {
  const bench = new AgentBench()
  bench.invite({ reliable: 'supported', prack: () => undefined })
  const outcomes = [outcome(bench.invited.ringReliably(180)), outcome(bench.invited.ringReliably(183))]
  bench.network.settle()
  bench.invited.refuse(486)
  bench.network.settle()
  assert.deepEqual(await Promise.all(outcomes), ['SipStateError', 'SipStateError'])
  bench.network.advance(40_000)
  assert.equal(bench.network.timesOf('180 INVITE').length, 1)
})
