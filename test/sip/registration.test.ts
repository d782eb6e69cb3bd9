// A registration: made, kept alive, raised by 423, challenged, removed (RFC 3261 §10.2).
import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'node:test'
import {
  DigestClient,
  DigestServer,
  Registration,
  type RegistrationOptions,
  type Respond,
  type SipRequest,
  type SipResponse,
} from '@ch1/sip'
import { AgentBench, outcome } from './agent-bench'

interface Office {
  readonly bench: AgentBench
  readonly registration: Registration
  readonly received: SipRequest[]
  readonly lost: (SipResponse | Error)[]
}

/** Alice registers with Bob, who answers as told. */
function office(
  serve: (request: SipRequest, respond: Respond) => void,
  o: Partial<RegistrationOptions> = {},
  digest?: DigestClient,
): Office {
  const bench = new AgentBench({ digest })
  const received: SipRequest[] = []
  const lost: (SipResponse | Error)[] = []
  bench.bob.onRequest = (request, respond) => {
    received.push(request)
    serve(request, respond)
  }
  const registration = new Registration({
    agent: bench.alice,
    timers: bench.timers,
    registrar: 'sip:192.0.2.1:5072',
    aor: 'sip:alice@home.example',
    onLost: (cause) => lost.push(cause),
    ...o,
  })
  return { bench, registration, received, lost }
}

/** The registrar's 200: what was asked, bound to the Contact. */
const grants: (request: SipRequest, respond: Respond) => void = (request, respond) =>
  respond(200, undefined, {
    headers: [
      [
        'Contact',
        `<sip:other@192.0.2.9>;expires=7, ${request.header('Contact') ?? ''};expires=${request.header('Expires') ?? ''}`,
      ],
    ],
  })

async function settled<T>(bench: AgentBench, promise: Promise<T>): Promise<T> {
  let isOpen = true
  const end = (): void => void (isOpen = false)
  promise.then(end, end)
  for (let i = 0; i < 20 && isOpen; i++) {
    bench.network.settle()
    await turn()
  }
  return promise
}

async function pass(bench: AgentBench, ms: number): Promise<void> {
  bench.network.advance(ms)
  await settled(bench, turn())
}

test('registers, refreshes at half the granted time under one Call-ID and tag with growing numbers, and unregisters', async () => {
  const { bench, registration, received } = office(grants, { expiresS: 600 })
  assert.equal((await settled(bench, registration.register())).status, 200)
  assert.equal(registration.grantedS, 600)
  await pass(bench, 300_000)
  await pass(bench, 300_000)
  await settled(bench, registration.unregister())
  await pass(bench, 4_000_000)
  assert.deepEqual(
    received.map((request) => [request.header('CSeq'), request.header('Expires')]),
    [
      ['1 REGISTER', '600'],
      ['2 REGISTER', '600'],
      ['3 REGISTER', '600'],
      ['4 REGISTER', '0'],
    ],
  )
  assert.deepEqual(
    [new Set(received.map(({ callId }) => callId)).size, new Set(received.map(({ fromTag }) => fromTag)).size],
    [1, 1],
  )
  assert.deepEqual([registration.grantedS, received[0]?.header('To')], [undefined, '<sip:alice@home.example>'])
})

test('423 raises the time to Min-Expires; a registrar that raises without end is not followed', async () => {
  const least =
    (seconds: number) =>
    (request: SipRequest, respond: Respond): void =>
      Number(request.header('Expires')) < seconds
        ? respond(423, undefined, { headers: [['Min-Expires', String(seconds)]] })
        : grants(request, respond)
  const one = office(least(900), { expiresS: 60 })
  assert.equal((await settled(one.bench, one.registration.register())).status, 200)
  assert.deepEqual([one.registration.grantedS, one.received.length], [900, 2])
  const greedy = office((request, respond) =>
    respond(423, undefined, { headers: [['Min-Expires', String(Number(request.header('Expires')) + 1)]] }),
  )
  assert.equal((await settled(greedy.bench, greedy.registration.register())).status, 423)
  assert.equal(greedy.received.length, 4)
  const silent = office((_request, respond) => respond(423))
  assert.equal((await settled(silent.bench, silent.registration.register())).status, 423)
  assert.equal(silent.received.length, 1)
})

test('a challenge is answered, and the next REGISTER has the number after it and the next count', async () => {
  const asks = new DigestServer({ realm: 'home.example', password: () => 'secret' })
  const digest = new DigestClient({ credentials: () => ({ username: 'alice', password: 'secret' }) })
  const { bench, registration, received } = office(
    (request, respond) => {
      const headers = asks.refusalOf(request)
      if (headers === undefined) grants(request, respond)
      else respond(401, undefined, { headers })
    },
    {},
    digest,
  )
  assert.equal((await settled(bench, registration.register())).status, 200)
  assert.equal((await settled(bench, registration.register())).status, 200)
  assert.deepEqual(
    received.map((request) => request.header('CSeq')),
    ['1 REGISTER', '2 REGISTER', '3 REGISTER'],
  )
  assert.match(received[2]?.header('Authorization') ?? '', /nc=00000002/)
})

test('a refused or unanswered refresh is told and no other follows', async () => {
  for (const last of ['refused', 'silent'] as const) {
    let count = 0
    const { bench, registration, lost, received } = office(
      (request, respond) => {
        count += 1
        if (count === 1) grants(request, respond)
        else if (last === 'refused') respond(403)
      },
      { expiresS: 600 },
    )
    await settled(bench, registration.register())
    await pass(bench, 300_000)
    await pass(bench, 32_000)
    await pass(bench, 1_000_000)
    assert.deepEqual([lost.length, registration.grantedS, received.length], [1, undefined, 2])
  }
})

test('one REGISTER at a time', async () => {
  const { bench, registration } = office(grants)
  const first = registration.register()
  assert.equal(await outcome(registration.register()), 'SipStateError')
  assert.equal((await settled(bench, first)).status, 200)
})
