// Subscriptions between two agents: made, notified, refreshed, ended by either side, refused, forgotten (RFC 6665).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  respond,
  CONFERENCE_EVENT,
  CONFERENCE_INFO,
  readConferenceInfo,
  rosterAfter,
  writeConferenceInfo,
  type AcceptSubscribe,
  type IncomingSubscribe,
  type NotifierSubscription,
  type Roster,
  type SipRequest,
  type SipResponse,
  type SubscribeOptions,
  type Subscription,
  type SubscriptionEnd,
  type UserAgentOptions,
} from '@ch1/sip'
import { AgentBench, outcome } from './agent-bench'
import { later, quiet } from './quiet'

const TO_BOB = { uri: 'sip:bob@192.0.2.1:5072', from: '<sip:alice@home.example>', to: '<sip:bob@home.example>' }

interface Watched {
  readonly bench: AgentBench
  readonly subscription: Subscription
  readonly notifier: () => NotifierSubscription
  readonly states: string[]
  readonly bodies: string[]
  readonly ends: SubscriptionEnd[]
}

/** Alice subscribes to Bob, who accepts; `bob.state` is what he tells. */
async function watched(
  o: Partial<SubscribeOptions> = {},
  accept: Partial<AcceptSubscribe> = {},
  agents: Partial<UserAgentOptions> = {},
): Promise<Watched> {
  const bench: AgentBench = new AgentBench(
    { nowMs: () => bench.timers.nowMs, ...agents },
    { nowMs: () => bench.timers.nowMs, ...agents },
  )
  let made: NotifierSubscription | undefined
  let count = 0
  bench.bob.onSubscribe = (incoming) => {
    made = incoming.accept({ current: () => ({ body: `state ${(count += 1)}`, contentType: 'text/plain' }), ...accept })
  }
  const subscription = bench.alice.subscribe({ ...TO_BOB, event: 'conference', expiresS: 600, ...o })
  const watch: Watched = {
    bench,
    subscription,
    notifier: () => made ?? assert.fail('nothing was accepted'),
    states: [],
    bodies: [],
    ends: [],
  }
  subscription.onNotify = (notify) => {
    watch.states.push(notify.header('Subscription-State') ?? '')
    watch.bodies.push(Buffer.from(notify.body).toString())
  }
  subscription.onEnd = (end) => watch.ends.push(end)
  await quiet(bench)
  return watch
}

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

test('within a session: its own NOTIFYs, refresh, and the end with the BYE', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  let made: NotifierSubscription | undefined
  bob.onSubscribe = (incoming) => (made = incoming.accept({ current: () => ({ body: 'x', contentType: 'text/plain' }) }))
  const subscription = alice.subscribe({ event: 'conference', id: 'a', expiresS: 100 })
  const states: string[] = []
  subscription.onNotify = (_notify, { state }) => states.push(state)
  await quiet(bench)
  assert.equal(bench.network.last('NOTIFY').message.header('Event'), 'conference;id=a')
  await later(bench, 50_000)
  assert.deepEqual([states, bench.alice.dialogCount, alice.events.size, bob.events.size], [['active', 'active'], 1, 1, 1])
  void alice.bye()
  await quiet(bench)
  assert.deepEqual([subscription.end?.why, made?.end, alice.events.size], ['dialogEnded', 'dialogEnded', 0])
  assert.throws(() => alice.subscribe({ event: 'conference' }), { name: 'SipStateError' })
})

test('one dialog holds 64 subscriptions and no more', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bob.onSubscribe = (incoming) => void incoming.accept({ current: () => ({}) })
  for (let i = 0; i < 64; i++) alice.subscribe({ event: 'conference', id: String(i) })
  assert.throws(() => alice.subscribe({ event: 'conference', id: '65' }), { name: 'SipLimitError' })
  await quiet(bench)
  const more = alice.send('SUBSCRIBE', { headers: [['Event', 'conference;id=65']] })
  await quiet(bench)
  assert.equal((await more).status, 503)
})

test('NOTIFYs that wait are bounded', async () => {
  const { bench, notifier } = await watched()
  bench.network.drops = ({ what }) => what === 'NOTIFY'
  const outcomes = Array.from({ length: 70 }, () => outcome(notifier().notify()))
  await later(bench, 32_000)
  const settled = await Promise.all(outcomes)
  assert.deepEqual(
    [settled.filter((name) => name === 'SipLimitError').length, settled[0], settled[1]],
    [6, 'SipTimeout', 'SipStateError'],
  )
})

test('too many dialogs: 503 for the caller, SipLimitError for the owner', async () => {
  const bench = new AgentBench({ maxDialogs: 1 }, { maxDialogs: 0 })
  bench.bob.onSubscribe = () => assert.fail('there is no room')
  const first = bench.alice.subscribe({ ...TO_BOB, event: 'conference' })
  assert.throws(() => bench.alice.subscribe({ ...TO_BOB, event: 'conference' }), { name: 'SipLimitError' })
  await quiet(bench)
  assert.equal((await first.answered).status, 503)
})

test('a roster by subscription: full at first, partial on change, and full again after a refresh', async () => {
  const bench = new AgentBench()
  let version = 0
  const users = new Set(['sip:alice@h', 'sip:bob@h'])
  const user = (entity: string) => ({ entity, state: 'full' as const, endpoints: [] })
  const full = () => ({
    contentType: CONFERENCE_INFO,
    body: writeConferenceInfo({
      entity: 'sip:conf@h',
      state: 'full',
      version: (version += 1),
      users: { state: 'full', users: [...users].map(user) },
    }),
  })
  let made: NotifierSubscription | undefined
  bench.bob.onSubscribe = (incoming) => (made = incoming.accept({ current: full }))
  const subscription = bench.alice.subscribe({ ...TO_BOB, event: CONFERENCE_EVENT, accept: CONFERENCE_INFO })
  let roster: Roster | undefined
  const outcomes: string[] = []
  subscription.onNotify = (notify) => {
    const change = rosterAfter(roster, readConferenceInfo(notify.body))
    outcomes.push(change.outcome)
    roster = change.roster
  }
  await quiet(bench)
  const tell = async (at: number): Promise<void> => {
    const body = writeConferenceInfo({
      entity: 'sip:conf@h',
      state: 'partial',
      version: at,
      users: { state: 'partial', users: [user('sip:carol@h')] },
    })
    void made?.notify({ contentType: CONFERENCE_INFO, body })
    await quiet(bench)
  }
  users.add('sip:carol@h')
  await tell((version += 1))
  assert.deepEqual(
    roster?.users.map(({ entity }) => entity),
    ['sip:alice@h', 'sip:bob@h', 'sip:carol@h'],
  )
  await tell((version += 2))
  void subscription.refresh()
  await quiet(bench)
  assert.deepEqual([outcomes, roster.version], [['applied', 'applied', 'gap', 'applied'], version])
})

function buildResponse(request: SipRequest, status: number, toTag = 'x'): SipResponse {
  return respond(request, status, undefined, { toTag })
}
