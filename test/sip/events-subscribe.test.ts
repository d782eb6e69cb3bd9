// Subscriptions between two agents: made, notified, refreshed, ended by either side (RFC 6665).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AgentBench, outcome } from './agent-bench'
import { later, quiet } from './quiet'
import { TO_BOB, watched } from './subscription-bench'

test('SUBSCRIBE is accepted, the state is told at once, and both headers say for how long', async () => {
  const { bench, subscription, states, bodies } = await watched({ accept: 'text/plain' }, { maxExpiresS: 300 })
  assert.deepEqual(bench.network.words(), ['SUBSCRIBE', '200 SUBSCRIBE', 'NOTIFY', '200 NOTIFY'])
  const { message } = bench.network.last('SUBSCRIBE')
  assert.deepEqual(
    [message.header('Event'), message.header('Expires'), message.header('Accept')],
    ['conference', '600', 'text/plain'],
  )
  const answer = await subscription.answered
  assert.deepEqual([answer.header('Expires'), answer.contacts[0]?.uri], ['300', 'sip:bob@192.0.2.1:5072'])
  assert.deepEqual([states, bodies, subscription.state], [['active;expires=300'], ['state 1'], 'active'])
  assert.deepEqual([bench.alice.dialogCount, bench.bob.dialogCount, bench.faults], [1, 1, []])
})

test('changes are told in order, one NOTIFY after the other, with the time that is left', async () => {
  const { bench, notifier, states, bodies } = await watched()
  bench.timers.advance(100_000)
  bench.news()
  const answers = ['a', 'b', 'c'].map((body) => notifier().notify({ body, contentType: 'text/plain' }))
  bench.network.settle()
  assert.deepEqual(bench.news(), ['NOTIFY', '200 NOTIFY'], 'the second waits for the answer to the first')
  await quiet(bench)
  assert.deepEqual(
    (await Promise.all(answers)).map(({ status }) => status),
    [200, 200, 200],
  )
  assert.deepEqual(bodies.slice(1), ['a', 'b', 'c'])
  assert.deepEqual(states.slice(1), ['active;expires=500', 'active;expires=500', 'active;expires=500'])
})

test('it is refreshed at half the time, in its dialog, and lives on; the state is told again', async () => {
  const { bench, subscription, bodies } = await watched()
  await later(bench, 299_999)
  assert.deepEqual(bench.network.timesOf('SUBSCRIBE'), [0])
  await later(bench, 1)
  assert.deepEqual(bench.network.timesOf('SUBSCRIBE'), [0, 300_000])
  const [first, second] = bench.network.sent.filter(({ what }) => what === 'SUBSCRIBE').map(({ message }) => message)
  assert.deepEqual([first?.toTag, second?.toTag === undefined, second?.cseq?.number], [undefined, false, 2])
  await later(bench, 590_000)
  assert.deepEqual([subscription.state, subscription.end, bodies], ['active', undefined, ['state 1', 'state 2', 'state 3']])
})

test('without refresh it runs out, told by a last NOTIFY; where that is lost, the subscriber knows by itself', async () => {
  for (const isLost of [false, true]) {
    const { bench, notifier, ends } = await watched({ refreshes: false, expiresS: 60 })
    await later(bench, 59_999)
    assert.deepEqual(ends, [])
    bench.network.drops = ({ what }) => isLost && what === 'NOTIFY'
    await later(bench, 1)
    assert.deepEqual(ends, [isLost ? { why: 'expired' } : { why: 'notified', reason: 'timeout', resubscribeAfterS: 0 }])
    assert.equal(bench.network.last('NOTIFY').message.header('Subscription-State'), 'terminated;reason=timeout')
    await later(bench, 32_000)
    assert.deepEqual([notifier().end, bench.alice.dialogCount, bench.bob.dialogCount], ['expired', 0, 0])
  }
})

test('unsubscribing brings the last state and ends both sides', async () => {
  const { bench, subscription, notifier, states, bodies, ends } = await watched()
  const answer = subscription.unsubscribe()
  await quiet(bench)
  assert.deepEqual([(await answer).status, (await answer).header('Expires')], [200, '0'])
  assert.deepEqual([states.at(-1), bodies.at(-1)], ['terminated;reason=timeout', 'state 2'])
  assert.deepEqual(ends, [{ why: 'notified', reason: 'timeout', resubscribeAfterS: 0 }])
  assert.deepEqual([notifier().end, bench.alice.dialogCount, bench.bob.dialogCount], ['unsubscribed', 0, 0])
  assert.equal(await outcome(subscription.refresh()), 'SipStateError')
  assert.equal(await outcome(notifier().notify()), 'SipStateError')
  bench.network.advance(100_000)
  assert.equal(bench.timers.pending, 0, 'nothing of it is left')
})

test('a fetch, Expires 0, brings the state once and keeps nothing', async () => {
  const { bench, bodies, ends } = await watched({ expiresS: 0 })
  assert.deepEqual(
    [bodies, ends.map(({ why }) => why), bench.alice.dialogCount, bench.bob.dialogCount],
    [['state 1'], ['notified'], 0, 0],
  )
})

test('the notifier ends it with a reason, which says whether to come again', async () => {
  for (const [reason, retry, after] of [
    ['noresource', undefined, undefined],
    ['rejected', 9, undefined],
    ['deactivated', undefined, 0],
    ['probation', 30, 30],
    ['giveup', undefined, 0],
  ] as const) {
    const { bench, notifier, ends } = await watched()
    void notifier().terminate(reason, undefined, retry)
    await quiet(bench)
    assert.deepEqual(ends, [{ why: 'notified', reason, resubscribeAfterS: after }])
    assert.deepEqual([bench.alice.dialogCount, bench.bob.dialogCount], [0, 0])
  }
})

test('pending, until it is activated', async () => {
  const { bench, subscription, notifier, states } = await watched({}, { state: 'pending' })
  assert.deepEqual([subscription.state, states], ['pending', ['pending;expires=600']])
  void notifier().activate()
  await quiet(bench)
  assert.deepEqual([subscription.state, states.at(-1)], ['active', 'active;expires=600'])
})

test('a NOTIFY that overtakes the 200 makes the dialog, and the 200 changes nothing', async () => {
  const bench = new AgentBench()
  bench.network.drops = ({ what, atMs }) => what === '200 SUBSCRIBE' && atMs < 400
  bench.bob.onSubscribe = (incoming) => void incoming.accept({ current: () => ({ body: 'x', contentType: 'text/plain' }) })
  const subscription = bench.alice.subscribe({ ...TO_BOB, event: 'conference' })
  await quiet(bench)
  assert.deepEqual([subscription.state, bench.alice.dialogCount, bench.network.words().at(-1)], ['active', 1, '200 NOTIFY'])
  await later(bench, 500)
  assert.deepEqual([(await subscription.answered).status, bench.alice.dialogCount, subscription.end], [200, 1, undefined])
  void subscription.unsubscribe()
  await quiet(bench)
  assert.deepEqual([subscription.end?.why, bench.alice.dialogCount, bench.bob.dialogCount], ['notified', 0, 0])
})

test('a fetch whose NOTIFY overtakes the 200 leaves nothing', async () => {
  const bench = new AgentBench()
  bench.network.drops = ({ what, atMs }) => what === '200 SUBSCRIBE' && atMs < 400
  bench.bob.onSubscribe = (incoming) => void incoming.accept({ current: () => ({}) })
  const subscription = bench.alice.subscribe({ ...TO_BOB, event: 'conference', expiresS: 0 })
  await quiet(bench)
  assert.equal(subscription.end?.why, 'notified')
  await later(bench, 500)
  assert.deepEqual([(await subscription.answered).status, bench.alice.dialogCount, bench.bob.dialogCount], [200, 0, 0])
})

test('a refresh is granted at most the longest time, and no more than asked', async () => {
  const { bench, subscription } = await watched({}, { maxExpiresS: 300 })
  for (const [asked, granted] of [
    [900, '300'],
    [20, '20'],
  ] as const) {
    const answer = subscription.refresh(asked)
    await quiet(bench)
    assert.equal((await answer).header('Expires'), granted)
  }
})

test('two who subscribe to each other in one session are kept apart', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  const seen: string[] = []
  for (const [name, side] of Object.entries({ alice, bob }))
    side.onSubscribe = (incoming) => void incoming.accept({ current: () => ({ body: name, contentType: 'text/plain' }) })
  for (const [name, side] of Object.entries({ alice, bob })) {
    const subscription = side.subscribe({ event: 'conference', expiresS: 100 })
    subscription.onNotify = (notify) => seen.push(`${name} hears ${Buffer.from(notify.body).toString()}`)
    await quiet(bench)
  }
  await later(bench, 50_000)
  assert.deepEqual(seen.sort(), ['alice hears bob', 'alice hears bob', 'bob hears alice', 'bob hears alice'])
})
