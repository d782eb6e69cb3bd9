// Session timers: what two sides agree on, refreshes, 422, expiry (RFC 4028).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  agreedSession,
  buildRequest,
  policyAfter422,
  respond,
  requestAfter422,
  sessionAnswer,
  sessionExpiresOf,
  sessionOffer,
  SessionTimer,
  type HeaderList,
  type SipRequest,
} from '@ch1/sip'
import { AgentBench } from './agent-bench'

function invite(headers: HeaderList): SipRequest {
  return buildRequest({
    method: 'INVITE',
    uri: 'sip:bob@home.example',
    headers: [
      ['Via', 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa'],
      ['From', '<sip:alice@home.example>;tag=f'],
      ['To', '<sip:bob@home.example>'],
      ['Call-ID', 'c'],
      ['CSeq', '1 INVITE'],
      ...headers,
    ],
  })
}

// Session-Expires and Supported of the caller; policy of the callee; what comes of it (RFC 4028 §9 and its table 2).
for (const [name, headers, policy, expected] of [
  ['the caller asks, the callee agrees', sessionOffer({ intervalS: 1800 }), {}, '1800;refresher=uac'],
  ['the callee shortens', sessionOffer({ intervalS: 1800 }), { intervalS: 600 }, '600;refresher=uac'],
  ['not below the caller’s Min-SE', sessionOffer({ intervalS: 1800, minS: 900 }), { intervalS: 600 }, '900;refresher=uac'],
  ['never longer than asked', sessionOffer({ intervalS: 600 }), { intervalS: 1800 }, '600;refresher=uac'],
  ['the caller’s choice of refresher stands', sessionOffer({ refresher: 'uas' }), { refresher: 'uac' }, '1800;refresher=uas'],
  ['an open choice is the callee’s', sessionOffer(), { refresher: 'uas' }, '1800;refresher=uas'],
  ['a caller that only understands it', [['Supported', 'timer']], { intervalS: 300 }, '300;refresher=uac'],
  ['a proxy asked for a caller without support', [['Session-Expires', '1800']], {}, '1800;refresher=uas'],
] as const)
  test(`session timer, ${name}`, () => {
    const answer = sessionAnswer(invite(headers), policy)
    assert.equal(answer.kind, 'accepted')
    assert.equal(new Map(answer.headers).get('Session-Expires'), expected)
  })

test('nobody asked for a timer: none is agreed on', () => {
  const answer = sessionAnswer(invite([]))
  assert.deepEqual(answer, { kind: 'accepted', headers: [], terms: undefined })
})

test('an interval that is too short is refused 422, and the caller asks again with it raised', () => {
  const request = invite(sessionOffer({ intervalS: 100 }))
  const answer = sessionAnswer(request, { minS: 300 })
  assert.deepEqual(answer, { kind: 'refused', status: 422, headers: [['Min-SE', '300']] })
  const refusal = respond(request, 422, undefined, { headers: answer.headers })
  const again = requestAfter422(request, refusal)
  assert.ok(again)
  assert.deepEqual(
    [again.cseq?.number, again.callId, sessionExpiresOf(again)?.intervalS, again.header('Min-SE')],
    [2, 'c', 300, '300'],
  )
  assert.equal(sessionAnswer(again, { minS: 300 }).kind, 'accepted')
  assert.equal(policyAfter422(respond(request, 422), {}), undefined, 'a 422 without Min-SE would only be repeated')
})

test('what cannot be read is no session timer', () => {
  for (const value of ['', 'soon', '1800x', '99999999999', '1800;refresher=maybe;']) {
    const read = sessionExpiresOf(invite([['Session-Expires', value]]))
    assert.ok(read === undefined || read.refresher === undefined, value)
  }
})

test('the refresher refreshes at half the interval, again and again; nobody hangs up', async () => {
  const { bench, refreshes } = timedSession('us')
  for (let i = 0; i < 3; i += 1) {
    bench.network.advance(45_000)
    await flushed()
  }
  assert.equal(refreshes(), 3)
  assert.ok(!bench.network.words().includes('BYE'))
})

test('a session that the peer does not refresh is ended a third of its interval before its end', async () => {
  let expired = 0
  const { bench } = timedSession('peer', () => (expired += 1))
  bench.network.advance(59_999)
  assert.ok(!bench.network.words().includes('BYE'))
  bench.network.advance(1)
  await flushed()
  bench.network.settle()
  assert.ok(bench.network.words().includes('BYE'))
  assert.equal(expired, 1)
})

test('a refresh of the peer starts the time anew', async () => {
  const { bench, timer, alice } = timedSession('peer')
  bench.network.advance(50_000)
  const request = invite(sessionOffer({ intervalS: 90 }))
  assert.equal(timer.serve(request).kind, 'accepted')
  bench.network.advance(50_000)
  await flushed()
  assert.ok(!bench.network.words().includes('BYE'))
  assert.equal(alice.ended, false)
})

test('481 to a refresh: the peer has lost the session, which ends', async () => {
  const { bench, timer } = timedSession('us', undefined, 481)
  bench.network.advance(45_000)
  await flushed()
  bench.network.settle()
  assert.ok(bench.network.words().includes('BYE'))
  assert.equal(timer.terms, undefined)
})

/** Alice and Bob in a session of 90 s; the timer is Alice's. */
function timedSession(refresher: 'us' | 'peer', onExpired?: () => void, status = 200) {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  let count = 0
  bob.onRequest = (request, respondTo) => {
    count += 1
    const answer = sessionAnswer(request)
    respondTo(status, undefined, { headers: status === 200 ? answer.headers : [] })
  }
  const timer = new SessionTimer({ session: alice, timers: bench.timers, onExpired })
  timer.start({ intervalS: 90, refresher })
  return { bench, timer, alice, refreshes: () => count }
}

/** Promises that settled are taken up. */
async function flushed(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await Promise.resolve()
}

test('a 2xx without Session-Expires: the session does not expire', () => {
  assert.equal(agreedSession(respond(invite([]), 200)), undefined)
})
