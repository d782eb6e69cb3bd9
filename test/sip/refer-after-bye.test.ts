// Whoever refers and hangs up is still told how it went: a REFER's subscription outlives the session (RFC 3515, RFC 5057 §3).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IncomingRefer, InviteDialog, OutgoingRefer, ReferProgress } from '@ch1/sip'
import { AgentBench, outcome } from './agent-bench'
import { later, quiet } from './quiet'

interface Referred {
  readonly bench: AgentBench
  readonly alice: InviteDialog
  readonly bob: InviteDialog
  readonly refer: OutgoingRefer
  readonly told: string[]
  readonly progress: ReferProgress
}

/** Alice refers Bob, who accepts and tells 100; then Alice hangs up. */
async function referred(o: { readonly expiresS?: number } = {}): Promise<Referred> {
  const bench: AgentBench = new AgentBench({ nowMs: () => bench.timers.nowMs }, { nowMs: () => bench.timers.nowMs })
  const { alice, bob } = bench.session()
  let progress: ReferProgress | undefined
  bob.onRefer = (incoming: IncomingRefer): void => void (progress = incoming.accept(o))
  const refer = alice.refer({ referTo: 'sip:carol@h' })
  const told: string[] = []
  refer.onProgress = (status): void => void told.push(String(status))
  await quiet(bench)
  void alice.bye()
  await quiet(bench)
  assert.ok(progress)
  assert.deepEqual([alice.ended, bob.ended, told], [true, true, ['100']])
  bench.news()
  return { bench, alice, bob, refer, told, progress }
}

test('after the BYE of the one who referred, further status lines reach it, the last of them is the outcome', async () => {
  const { bench, refer, told, progress } = await referred()
  void progress.tell(180)
  await quiet(bench)
  await later(bench, 20_000)
  void progress.tell(200)
  await quiet(bench)
  assert.deepEqual(bench.news(), ['NOTIFY', '200 NOTIFY', 'NOTIFY', '200 NOTIFY'])
  assert.deepEqual([told, await refer.outcome], [['100', '180', '200'], { kind: 'told', status: 200, reason: 'OK' }])
  await later(bench, 32_000)
  assert.deepEqual([bench.alice.dialogCount, bench.bob.dialogCount, bench.timers.pending, bench.faults], [0, 0, 0, []])
})

test('the dialog stays for them after 64·T1, and goes with the last one', async () => {
  const { bench, told, progress } = await referred()
  await later(bench, 60_000)
  assert.deepEqual([bench.alice.dialogCount, bench.bob.dialogCount], [1, 1])
  void progress.tell(603)
  await quiet(bench)
  assert.deepEqual(told, ['100', '603'])
  assert.deepEqual([bench.alice.dialogCount, bench.bob.dialogCount], [0, 0])
  await later(bench, 64_000)
  assert.equal(bench.timers.pending, 0)
})

test('whoever is never told the end is not kept for ever: three minutes after the dialog would have gone', async () => {
  const { bench, refer, progress } = await referred({ expiresS: 3600 })
  // 64·T1 after the BYE, and three minutes
  await later(bench, 211_999)
  assert.deepEqual([bench.alice.dialogCount, bench.bob.dialogCount, progress.end], [1, 1, undefined])
  await later(bench, 1)
  assert.deepEqual([bench.alice.dialogCount, bench.bob.dialogCount, progress.end], [0, 0, 'dialogEnded'])
  assert.equal((await refer.outcome).kind, 'ended')
  assert.equal(await outcome(progress.tell(200)), 'SipStateError')
  await later(bench, 64_000)
  assert.equal(bench.timers.pending, 0)
})

test('in the time between, nothing else of the session is there: 481, and SipStateError for its owner', async () => {
  const { bench, alice, bob } = await referred()
  bob.onSubscribe = (): void => assert.fail('a new subscription of a session that has ended')
  bob.onRequest = (): void => assert.fail('a request of a session that has ended')
  const answers: string[] = []
  for (const [method, event] of [
    ['INFO', 'refer'],
    ['BYE', 'refer'],
    ['INVITE', 'refer'],
    ['SUBSCRIBE', 'conference'],
    ['NOTIFY', 'conference'],
  ] as const) {
    // The first is below the last number too; that the session is over is said before.
    const request = alice.dialog.request(method, {
      headers: [['Event', event], ...(answers.length === 0 ? [['CSeq', '1 INFO'] as const] : [])],
    })
    const to = { host: '192.0.2.1', port: 5072 }
    bench.alice.layer.send(request, to, {
      response: ({ status }) => answers.push(`${status} ${method}`),
      timeout: () => undefined,
    })
    await quiet(bench)
  }
  assert.deepEqual(answers, ['481 INFO', '481 BYE', '481 INVITE', '481 SUBSCRIBE', '481 NOTIFY'])
  for (const method of ['INFO', 'BYE', 'INVITE', 'UPDATE']) assert.equal(await outcome(alice.send(method)), 'SipStateError')
  assert.throws(() => alice.refer({ referTo: 'sip:dave@h' }), { name: 'SipStateError' })
  assert.throws(() => alice.subscribe({ event: 'conference' }), { name: 'SipStateError' })
})

test('the one who referred may ask for more time, or for no more', async () => {
  const { bench, refer, progress } = await referred()
  void refer.subscription.refresh(600)
  await quiet(bench)
  assert.deepEqual(bench.news(), ['SUBSCRIBE', '200 SUBSCRIBE', 'NOTIFY', '200 NOTIFY'])
  void refer.subscription.unsubscribe()
  await quiet(bench)
  assert.deepEqual([progress.end, (await refer.outcome).kind], ['unsubscribed', 'ended'])
})

test('close() ends them at once', async () => {
  const { bench, refer } = await referred()
  void bench.alice.close()
  await quiet(bench)
  const ended = await refer.outcome
  assert.deepEqual([ended.kind, ended.kind === 'ended' && ended.end.why], ['ended', 'dialogEnded'])
})

test('a roster subscription within the session still ends with it', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bob.onSubscribe = (incoming): void => void incoming.accept({ current: () => ({ body: 'x', contentType: 'text/plain' }) })
  const subscription = alice.subscribe({ event: 'conference', expiresS: 600 })
  await quiet(bench)
  void alice.bye()
  await quiet(bench)
  assert.deepEqual([subscription.end?.why, bob.events.size], ['dialogEnded', 0])
})
