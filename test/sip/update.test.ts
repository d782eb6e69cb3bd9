// UPDATE: in early and confirmed dialogs, the target it refreshes, and offers that meet (RFC 3311).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InviteDialog, Respond, SipResponse } from '@ch1/sip'
import { AgentBench, outcome } from './agent-bench'

const SDP = { body: 'v=0', contentType: 'application/sdp' } as const
const MOVED = { headers: [['Contact', '<sip:moved@192.0.2.1:5072>']] } as const

test('an UPDATE is answered and refreshes the target on both sides', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bob.onRequest = (_request, respond) => respond(200, undefined, MOVED)
  const answer = alice.send('UPDATE', { headers: [['Contact', '<sip:elsewhere@192.0.2.1:5071>']] })
  bench.network.settle()
  assert.equal((await answer).status, 200)
  assert.deepEqual(
    [alice.dialog.remoteTarget, bob.dialog.remoteTarget],
    ['sip:moved@192.0.2.1:5072', 'sip:elsewhere@192.0.2.1:5071'],
  )
})

test('a refused UPDATE leaves the target of its sender', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bob.onRequest = (_request, respond) => respond(488, undefined, MOVED)
  const answer = alice.send('UPDATE', SDP)
  bench.network.settle()
  assert.deepEqual([(await answer).status, alice.dialog.remoteTarget], [488, 'sip:bob@192.0.2.1:5072'])
})

/** An early dialog on both sides, the INVITE's offer answered by a reliable 183 when `answered`. */
function early(answered: boolean): { bench: AgentBench; alice: InviteDialog; bob: InviteDialog } {
  const bench = new AgentBench()
  const outgoing = bench.invite({ ...SDP, reliable: 'supported' })
  const dialogs: InviteDialog[] = []
  outgoing.onProvisional = (_response, dialog) => {
    if (dialog !== undefined) dialogs.push(dialog)
  }
  void bench.invited.ringReliably(183, answered ? SDP : {})
  bench.network.settle()
  const [alice] = dialogs
  assert.ok(alice)
  return { bench, alice, bob: bench.invited.dialog }
}

test('in an early dialog both sides may update once the offer of the INVITE is answered', async () => {
  const { bench, alice, bob } = early(true)
  alice.onRequest = bob.onRequest = (_request, respond) => respond(200, undefined, SDP)
  for (const side of [alice, bob]) {
    const answer = side.send('UPDATE', SDP)
    bench.network.settle()
    assert.equal((await answer).status, 200)
  }
  assert.equal(alice.dialog.state, 'early')
})

test("while the INVITE's offer waits, the caller's offer is not sent, the callee's is refused 491", async () => {
  const { bench, alice, bob } = early(false)
  assert.equal(await outcome(alice.send('UPDATE', SDP)), 'SipStateError')
  const answer = bob.send('UPDATE', SDP)
  bench.network.settle()
  assert.equal((await answer).status, 491)
})

test('UPDATEs with offers that cross are both answered 491; without offers both pass', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  alice.onRequest = bob.onRequest = (_request, respond) => respond(200)
  for (const [o, statuses] of [
    [SDP, [491, 491]],
    [{}, [200, 200]],
  ] as const) {
    const both = [alice.send('UPDATE', o), bob.send('UPDATE', o)]
    bench.network.settle()
    assert.deepEqual(
      (await Promise.all(both)).map((response) => response.status),
      statuses,
    )
  }
})

test('an UPDATE before the one before it was answered gets 500 with Retry-After of 0 to 10 seconds', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  const waiting: Respond[] = []
  bob.onRequest = (_request, respond) => waiting.push(respond)
  const answers: Promise<SipResponse>[] = [alice.send('UPDATE'), alice.send('UPDATE')]
  bench.network.settle()
  const second = await answers[1]
  assert.equal(second?.status, 500)
  assert.match(second.header('Retry-After') ?? '', /^([0-9]|10)$/)
  waiting[0]?.(200)
  bench.network.settle()
  assert.equal((await answers[0])?.status, 200)
})

test("the peer's offer in a re-INVITE that is not answered yet refuses its UPDATE with 500", async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bob.onRequest = () => undefined
  void alice.send('INVITE', SDP)
  bench.network.settle()
  assert.equal(await outcome(alice.send('UPDATE', SDP)), 'SipStateError')
  const raw = alice.send('UPDATE', { headers: [['Content-Type', 'application/sdp']] })
  bench.network.settle()
  assert.notEqual(bench.network.words().at(-1), '500 UPDATE')
  void raw
})
