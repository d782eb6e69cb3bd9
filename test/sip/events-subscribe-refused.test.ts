// Subscriptions that do not come about or are lost: silence, refusals, peers that forgot, requests of none (RFC 6665).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type IncomingSubscribe, type SipRequest, type SipResponse } from '@ch1/sip'
import { AgentBench, outcome } from './agent-bench'
import { later, quiet } from './quiet'
import { buildResponse, TO_BOB, watched } from './subscription-bench'

test('silence for 64·T1 ends it: after the first SUBSCRIBE, and after a refresh', async () => {
  const quietBob = new AgentBench()
  quietBob.bob.onRequest = (_request, respond) =>
    respond(200, undefined, {
      headers: [
        ['Expires', '600'],
        ['Contact', '<sip:bob@192.0.2.1:5072>'],
      ],
    })
  const first = quietBob.alice.subscribe({ ...TO_BOB, event: 'conference' })
  await quiet(quietBob)
  await later(quietBob, 31_999)
  assert.equal(first.end, undefined)
  await later(quietBob, 1)
  assert.deepEqual([first.end, quietBob.alice.dialogCount], [{ why: 'silent' }, 0])

  const { bench, ends } = await watched()
  bench.network.drops = ({ what, from }) => what === 'NOTIFY' && from === 5072
  await later(bench, 300_000)
  assert.deepEqual(ends, [])
  await later(bench, 32_000)
  assert.deepEqual(ends, [{ why: 'silent' }])
})

test('refusals: at first any; at a refresh only those that say it is not there', async () => {
  const refused = new AgentBench()
  refused.bob.onSubscribe = (incoming) => incoming.refuse(403, { reason: 'No' })
  const first = refused.alice.subscribe({ ...TO_BOB, event: 'conference' })
  await quiet(refused)
  assert.deepEqual(
    [(await first.answered).reason, first.end, refused.timers.pending > 0],
    ['No', { why: 'refused', status: 403 }, true],
  )
  assert.deepEqual([refused.alice.dialogCount, refused.bob.dialogCount], [0, 0])

  for (const [status, ends] of [
    [500, []],
    [481, [{ why: 'refused', status: 481 }]],
  ] as const) {
    const watch = await watched()
    const dialogId = watch.bench.network.last('NOTIFY').message.fromTag ?? ''
    watch.bench.bob.layer.onRequest = (tx, request) => tx.respond(buildResponse(request, status, dialogId))
    await later(watch.bench, 300_000)
    await later(watch.bench, 40_000)
    assert.deepEqual(watch.ends, ends, String(status))
  }
})

test('an unreachable notifier ends it; so does close()', async () => {
  const bench = new AgentBench()
  bench.network.drops = () => true
  const lost = bench.alice.subscribe({ ...TO_BOB, event: 'conference' })
  await later(bench, 32_000)
  assert.deepEqual([['silent', 'unreachable'].includes(lost.end?.why ?? ''), await outcome(lost.answered)], [true, 'SipTimeout'])

  const { bench: closing, ends } = await watched()
  await closing.alice.close()
  assert.deepEqual(ends, [{ why: 'dialogEnded' }])
})

test('a subscriber that has forgotten it answers 481, and the notifier forgets it too', async () => {
  const { bench, notifier } = await watched()
  bench.alice.layer.onRequest = (tx, request) => tx.respond(buildResponse(request, 481))
  const told = notifier().notify()
  await quiet(bench)
  assert.deepEqual([(await told).status, notifier().end, bench.bob.dialogCount], [481, 'rejected', 0])
})

test('a subscriber that does not answer is given up', async () => {
  const { bench, notifier } = await watched()
  bench.network.drops = ({ what }) => what === 'NOTIFY'
  const told = [notifier().notify(), notifier().notify()]
  await later(bench, 32_000)
  assert.deepEqual(
    [notifier().end, bench.bob.dialogCount, await outcome(told[0] ?? Promise.reject(new Error()))],
    ['unreachable', 0, 'SipTimeout'],
  )
  await later(bench, 1)
  assert.equal(await outcome(told[1] ?? Promise.reject(new Error())), 'SipStateError')
})

test('unknown packages: 489 with those allowed; no Event, no Contact, nobody who serves', async () => {
  const bench = new AgentBench({}, { allowEvents: ['conference', 'refer'] })
  const seen: IncomingSubscribe[] = []
  bench.bob.onSubscribe = (incoming) => {
    seen.push(incoming)
    incoming.refuse(480)
  }
  const ask = async (headers: readonly (readonly [string, string])[]): Promise<SipResponse> => {
    const answer = bench.alice.request({ method: 'SUBSCRIBE', ...TO_BOB, headers })
    await quiet(bench)
    return answer
  }
  const bad = await ask([['Event', 'presence']])
  assert.deepEqual([bad.status, bad.reason, bad.header('Allow-Events')], [489, 'Bad Event', 'conference, refer'])
  assert.equal((await ask([])).status, 489)
  assert.equal(
    (
      await ask([
        ['Event', 'conference'],
        ['Event', 'refer'],
      ])
    ).status,
    489,
  )
  assert.equal((await ask([['Event', ';;']])).status, 489)
  assert.equal(
    (
      await ask([
        ['Event', 'conference'],
        ['Contact', '*'],
      ])
    ).status,
    400,
  )
  assert.equal(seen.length, 0)
  assert.equal((await ask([['o', 'conference;id=7']])).status, 480)
  assert.deepEqual([seen[0]?.event.package, seen[0]?.event.id, seen[0]?.expiresS], ['conference', '7', 3600])
  bench.bob.onSubscribe = undefined
  assert.equal((await ask([['Event', 'conference']])).status, 405)
})

test('what belongs to no subscription: 481; what says no state: 400', async () => {
  const { bench, subscription } = await watched()
  const notify = bench.network.last('NOTIFY').message as SipRequest
  const ask = async (change: (request: SipRequest) => SipRequest): Promise<number> => {
    let status = 0
    const cseq = (notify.cseq?.number ?? 0) + (asked += 1)
    bench.bob.layer.send(
      change(notify.without('Via').with('CSeq', `${cseq} NOTIFY`)),
      { host: '192.0.2.1', port: 5071 },
      { response: (response) => (status = response.status), timeout: () => undefined },
    )
    await quiet(bench)
    return status
  }
  let asked = 0
  assert.equal(await ask((request) => request), 200)
  assert.equal(await ask((request) => request.with('Event', 'presence')), 481)
  assert.equal(await ask((request) => request.with('Event', 'conference;id=1')), 481)
  assert.equal(await ask((request) => request.without('Subscription-State')), 400)
  assert.equal(await ask((request) => request.with('Subscription-State', 'ready')), 400)
  assert.equal(await ask((request) => request.with('From', '<sip:fork@h>;tag=fork')), 481, 'another fork')
  assert.equal(await ask((request) => request.with('Call-ID', 'other')), 481)
  assert.equal(await ask((request) => request.with('CSeq', '1 NOTIFY')), 500)
  assert.deepEqual([subscription.end, bench.alice.dialogCount, bench.faults], [undefined, 1, []])
})

test('the owner may answer a NOTIFY itself', async () => {
  const { bench, subscription, notifier } = await watched()
  subscription.onNotify = (_notify, _state, respond) => respond(415)
  const told = notifier().notify()
  await quiet(bench)
  assert.equal((await told).status, 415)
})
