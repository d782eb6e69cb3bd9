// Registrations: made, kept alive, removed, refused (RFC 3261 §10).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Registration, respond, type HeaderList, type SipRequest } from '@ch1/sip'
import { FakeTimers } from './fake-timers'
import { buildRequest } from '@ch1/sip'
import { outcome } from './agent-bench'

type Answer = (request: SipRequest) => { readonly status: number; readonly headers?: HeaderList }

/** A registrar that answers at once, and what it was asked. */
function registered(answer: Answer, onLost?: (cause: unknown) => void) {
  const timers = new FakeTimers()
  const asked: SipRequest[] = []
  let cseq = 0
  const registration = new Registration({
    agent: {
      contact: '<sip:alice@192.0.2.1:5071>',
      request: (o) => {
        cseq = o.nextCseq?.() ?? cseq + 1
        const via: HeaderList = [['Via', 'SIP/2.0/UDP 192.0.2.1:5071;branch=z9hG4bKr']]
        const named: HeaderList = [
          ['To', o.to],
          ['Call-ID', o.callId ?? ''],
          ['CSeq', `${cseq} REGISTER`],
        ]
        const request = buildRequest({ method: o.method, uri: o.uri, headers: [...via, ...named, ...(o.headers ?? [])] })
        asked.push(request)
        const { status, headers = [] } = answer(request)
        return Promise.resolve(respond(request, status, undefined, { headers }))
      },
    },
    timers,
    registrar: 'sip:home.example',
    aor: 'sip:alice@home.example',
    expiresS: 600,
    onLost,
  })
  return { registration, timers, asked }
}

const granting: Answer = (request) => ({
  status: 200,
  headers: [['Contact', `${request.header('Contact') ?? ''};expires=${request.header('Expires') ?? ''}`]],
})

test('a registration is refreshed at half the granted time, under one Call-ID and growing numbers', async () => {
  const { registration, timers, asked } = registered(granting)
  assert.equal((await registration.register()).status, 200)
  assert.equal(registration.grantedS, 600)
  timers.advance(299_999)
  assert.equal(asked.length, 1)
  timers.advance(1)
  await flushed()
  assert.deepEqual(
    asked.map((request) => request.cseq?.number),
    [1, 2],
  )
  assert.equal(new Set(asked.map((request) => request.callId)).size, 1)
  assert.equal(new Set(asked.map((request) => request.fromTag)).size, 1)
})

test('unregistering asks for no time and ends the refreshes', async () => {
  const { registration, timers, asked } = registered(granting)
  await registration.register()
  await registration.unregister()
  assert.equal(asked.at(-1)?.header('Expires'), '0')
  timers.advance(3_600_000)
  await flushed()
  assert.equal(asked.length, 2)
  assert.equal(registration.grantedS, undefined)
})

test('423: the time is raised to what the registrar wants, and a registrar that raises without end is not followed', async () => {
  const raised = registered((request) =>
    Number(request.header('Expires')) < 900 ? { status: 423, headers: [['Min-Expires', '900']] } : granting(request),
  )
  assert.equal((await raised.registration.register()).status, 200)
  assert.equal(raised.registration.grantedS, 900)
  const endless = registered((request) => ({
    status: 423,
    headers: [['Min-Expires', String(Number(request.header('Expires')) + 1)]],
  }))
  assert.equal((await endless.registration.register()).status, 423)
  assert.equal(endless.asked.length, 4)
})

test('a refused refresh is told, and nothing is asked any more', async () => {
  const lost: unknown[] = []
  let asked = 0
  const { registration, timers } = registered(
    (request) => (++asked === 1 ? granting(request) : { status: 403 }),
    (cause) => lost.push(cause),
  )
  await registration.register()
  timers.advance(300_000)
  await flushed()
  assert.equal(lost.length, 1)
  timers.advance(3_600_000)
  await flushed()
  assert.equal(asked, 2)
})

test('one REGISTER after the other: a second while the first is under way is an error', async () => {
  const { registration } = registered(granting)
  const first = registration.register()
  assert.equal(await outcome(registration.register()), 'SipStateError')
  assert.equal((await first).status, 200)
})

/** Promises that settled are taken up. */
async function flushed(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve()
}
