// Session timer: what both sides agree on, refreshes at half the interval, 422, and the BYE before the end (RFC 4028).
import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'node:test'
import {
  agreedSession,
  buildRequest,
  policyAfter422,
  requestAfter422,
  respond,
  sessionAnswer,
  sessionExpiresOf,
  sessionOffer,
  SessionTimer,
  type HeaderList,
  type InviteDialog,
  type SessionTimerOptions,
  type SipRequest,
} from '@ch1/sip'
import { AgentBench } from './agent-bench'

function asking(headers: HeaderList): SipRequest {
  return buildRequest({ method: 'INVITE', uri: 'sip:b@home.example', headers: [['CSeq', '1 INVITE'], ...headers] })
}

const TIMER = ['Supported', 'timer'] as const

test('the caller asks for its interval, never below its minimum', () => {
  assert.deepEqual(sessionOffer(), [TIMER, ['Session-Expires', '1800']])
  assert.deepEqual(sessionOffer({ intervalS: 60, minS: 120, refresher: 'uas' }), [
    TIMER,
    ['Session-Expires', '120;refresher=uas'],
    ['Min-SE', '120'],
  ])
})

for (const [what, headers, policy, expected] of [
  ['an open choice falls to the caller', [TIMER, ['Session-Expires', '1800']], {}, '1800;refresher=uac'],
  [
    'the choice of the caller stands',
    [TIMER, ['Session-Expires', '1800;refresher=uas']],
    { refresher: 'uac' },
    '1800;refresher=uas',
  ],
  ['the callee shortens', [TIMER, ['x', '1800']], { intervalS: 200 }, '200;refresher=uac'],
  ['not below Min-SE', [TIMER, ['x', '1800'], ['Min-SE', '300']], { intervalS: 200 }, '300;refresher=uac'],
  ['never longer', [TIMER, ['x', '100']], { intervalS: 900 }, '100;refresher=uac'],
  ['a caller without support does not refresh', [['x', '1800']], {}, '1800;refresher=uas'],
  ['a caller that only supports it gets a timer', [TIMER], {}, '1800;refresher=uac'],
  ['too short, but the caller knows no 422', [['x', '60']], {}, '60;refresher=uas'],
  ['neither asked nor supported', [], {}, undefined],
] as const)
  test(`the callee answers: ${what}`, () => {
    const answer = sessionAnswer(asking(headers), policy)
    assert.equal(answer.kind, 'accepted')
    assert.equal(answer.headers.find(([name]) => name === 'Session-Expires')?.[1], expected)
  })

test('an interval that is too small is refused 422 with Min-SE, and asked for again once, raised', () => {
  const request = asking([TIMER, ['Session-Expires', '100;refresher=uac'], ['Via', 'SIP/2.0/UDP h;branch=z9hG4bKa']])
  const answer = sessionAnswer(request, { minS: 500 })
  assert.deepEqual(answer, { kind: 'refused', status: 422, headers: [['Min-SE', '500']] })
  const refusal = respond(request, 422, undefined, { headers: answer.headers })
  const again = requestAfter422(request, refusal)
  assert.ok(again)
  assert.deepEqual(
    ['Session-Expires', 'Min-SE', 'CSeq', 'Via'].map((name) => again.header(name)),
    ['500;refresher=uac', '500', '2 INVITE', undefined],
  )
  assert.equal(requestAfter422(again, respond(again, 422, undefined, { headers: answer.headers })), undefined)
  assert.equal(policyAfter422(respond(request, 422), { intervalS: 100 }), undefined)
})

test('headers that cannot be read count as absent', () => {
  for (const value of ['', 'x', '-1', '1e3', '99999999999', ';refresher=uac', '1800;=;;'])
    assert.ok((sessionExpiresOf(asking([['Session-Expires', value]]))?.refresher ?? 'none') === 'none', value)
  assert.equal(agreedSession(respond(asking([]), 200)), undefined)
})

interface Timed {
  readonly bench: AgentBench
  readonly alice: InviteDialog
  readonly bob: InviteDialog
  readonly timer: SessionTimer
}

function timed(o: Partial<SessionTimerOptions> = {}): Timed {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  return { bench, alice, bob, timer: new SessionTimer({ session: alice, timers: bench.timers, ...o }) }
}

/** Moves the clock, and lets the promises of what was answered run. */
async function pass(bench: AgentBench, ms: number): Promise<void> {
  bench.network.advance(ms)
  for (let i = 0; i < 5; i++) {
    await turn()
    bench.network.settle()
  }
}

test('the refresher sends UPDATE at half the interval, again and again, and the peer keeps its timer by serving it', async () => {
  const { bench, bob, timer } = timed()
  const kept = new SessionTimer({ session: bob, timers: bench.timers })
  bob.onRequest = (request, answer) => answer(200, undefined, { headers: kept.serve(request).headers })
  timer.start({ intervalS: 200, refresher: 'us' })
  kept.start({ intervalS: 200, refresher: 'peer' })
  for (let i = 0; i < 5; i++) await pass(bench, 100_000)
  assert.deepEqual(bench.network.timesOf('UPDATE'), [100_000, 200_000, 300_000, 400_000, 500_000])
  assert.equal(bench.network.last('UPDATE').message.header('Session-Expires'), '200;refresher=uac')
  assert.deepEqual(
    [bob.ended, kept.terms, timer.terms],
    [false, { intervalS: 200, refresher: 'peer' }, { intervalS: 200, refresher: 'us' }],
  )
})

test('a refresh by re-INVITE carries what it is given', async () => {
  const { bench, bob, timer } = timed({ method: 'INVITE', refresh: () => ({ body: 'v=0', contentType: 'application/sdp' }) })
  bob.onRequest = (_request, answer) => answer(200, undefined, { headers: [['Session-Expires', '200;refresher=uas']] })
  timer.start({ intervalS: 200, refresher: 'us' })
  await pass(bench, 100_000)
  assert.equal(Buffer.from(bench.network.last('INVITE').message.body).toString(), 'v=0')
  assert.deepEqual(timer.terms, { intervalS: 200, refresher: 'peer' })
})

for (const [intervalS, byeMs] of [
  [90, 60_000],
  [96, 64_000],
  [1800, 1_768_000],
] as const)
  test(`unrefreshed, an interval of ${intervalS} s ends by BYE after ${byeMs} ms`, () => {
    let told = 0
    const { bench, alice, timer } = timed({ onExpired: () => (told += 1) })
    timer.start({ intervalS, refresher: 'peer' })
    bench.network.advance(byeMs - 1)
    assert.deepEqual([alice.ended, told], [false, 0])
    bench.network.advance(1)
    assert.deepEqual([alice.ended, told, bench.network.timesOf('BYE')], [true, 1, [byeMs]])
  })

test('a refresh that is answered 481, or not at all, ends the session', async () => {
  for (const status of [481, 408, undefined]) {
    const { bench, alice, bob, timer } = timed()
    bob.onRequest = (_request, answer) => {
      if (status !== undefined) answer(status)
    }
    timer.start({ intervalS: 1800, refresher: 'us' })
    await pass(bench, 900_000)
    await pass(bench, 32_000)
    assert.equal(alice.ended, true, String(status))
  }
})

test('a refresh refused 422 is repeated with the raised interval', async () => {
  const { bench, bob, timer } = timed()
  bob.onRequest = (request, answer) => {
    const said = sessionAnswer(request, { minS: 400 })
    answer(said.kind === 'refused' ? 422 : 200, undefined, { headers: said.headers })
  }
  timer.start({ intervalS: 200, refresher: 'us' })
  await pass(bench, 100_000)
  assert.deepEqual(timer.terms, { intervalS: 400, refresher: 'us' })
  assert.equal(bench.network.timesOf('UPDATE').length, 2)
})

test('a refresh in glare is tried again, the end does not move; a stopped timer does nothing', async () => {
  const { bench, alice, bob, timer } = timed()
  bob.onRequest = (_request, answer) => answer(491)
  timer.start({ intervalS: 90, refresher: 'us' })
  await pass(bench, 45_000)
  await pass(bench, 4000)
  assert.deepEqual(bench.network.timesOf('UPDATE'), [45_000, 49_000])
  await pass(bench, 11_000)
  assert.equal(alice.ended, true)
  const other = timed()
  other.timer.start({ intervalS: 90, refresher: 'us' })
  other.timer.stop()
  await pass(other.bench, 100_000)
  assert.deepEqual([other.alice.ended, other.bench.network.timesOf('UPDATE')], [false, []])
})

test('an INVITE refused 422 goes out again under the same Call-ID', async () => {
  const bench = new AgentBench()
  bench.bob.onInvite = (incoming) => {
    const said = sessionAnswer(incoming.request, { minS: 400 })
    if (said.kind === 'refused') return incoming.refuse(422, { headers: said.headers })
    incoming.accept({ headers: said.headers })
  }
  const outgoing = bench.invite({ headers: sessionOffer({ intervalS: 100 }), retry: requestAfter422 })
  const answer = await outgoing.final
  assert.deepEqual([answer.status, answer.cseq?.number, agreedSession(answer)?.intervalS], [200, 2, 400])
})
