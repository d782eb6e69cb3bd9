// UPDATE in early and confirmed dialogs, and what forbids one (RFC 3311).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InviteDialog, SipResponse } from '@ch1/sip'
import { AgentBench, outcome } from './agent-bench'

const OFFER = { body: 'v=0', headers: [['Content-Type', 'application/sdp']] } as const

test('an UPDATE moves the target of the dialog, at both ends', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bob.onRequest = (_, respond) => respond(200)
  const answered = alice.send('UPDATE', { headers: [['Contact', '<sip:alice@192.0.2.1:5071;moved=1>']] })
  bench.network.settle()
  assert.equal((await answered).status, 200)
  void bob.bye()
  bench.network.settle()
  const bye = bench.network.last('BYE').message
  assert.match(bye.startLine, /^BYE sip:alice@192\.0\.2\.1:5071;moved=1 /)
})

test('an UPDATE in an early dialog is served before the INVITE is answered', async () => {
  const bench = new AgentBench()
  let early: InviteDialog | undefined
  const outgoing = bench.invite()
  outgoing.onProvisional = (_, dialog) => (early = dialog)
  bench.invited.dialog.onRequest = (request, respond) => respond(request.method === 'UPDATE' ? 200 : 405)
  bench.invited.ring(180)
  bench.network.settle()
  const answered = early?.send('UPDATE')
  bench.network.settle()
  assert.equal((await answered)?.status, 200)
  assert.ok(!bench.network.words().includes('200 INVITE'))
})

test('offers that cross are both refused 491', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  alice.onRequest = bob.onRequest = (_, respond) => respond(200)
  const both = [alice.send('UPDATE', OFFER), bob.send('UPDATE', OFFER)]
  bench.network.settle()
  assert.deepEqual(
    (await Promise.all(both)).map(({ status }) => status),
    [491, 491],
  )
})

test('a second UPDATE while the first waits for its answer: 500 with Retry-After', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  const waiting: (() => void)[] = []
  bob.onRequest = (_, respond) => waiting.push(() => respond(200))
  const first = alice.send('UPDATE')
  bench.network.settle()
  const second = alice.send('UPDATE')
  bench.network.settle()
  const refused: SipResponse = await second
  assert.equal(refused.status, 500)
  assert.match(refused.header('Retry-After') ?? '', /^\d$/)
  waiting.forEach((answer) => answer())
  bench.network.settle()
  assert.equal((await first).status, 200)
})

test('our own second offer before the answer to the first is an error, not a message', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bob.onRequest = () => undefined
  void outcome(alice.send('UPDATE', OFFER))
  bench.network.settle()
  const before = bench.network.sent.length
  assert.equal(await outcome(alice.send('UPDATE', OFFER)), 'SipStateError')
  assert.equal(bench.network.sent.length, before)
})
