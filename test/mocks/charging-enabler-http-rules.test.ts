// The rules' actions over HTTP, each seen on the wire over HTTP/2 and HTTP/1.1; and those that HTTP has not, refused when they are set.
import assert from 'node:assert/strict'
import { Agent } from 'node:http'
import { test, type TestContext } from 'node:test'
import type { HistoryFact } from '../../judge/history/events'
import { ChargingEnabler, type Action } from '../../mocks/charging-enabler'
import { HttpDoor } from '../../mocks/charging-enabler/doors/http/http-door'
import { TestbedError } from '../../mocks/testbed-error'
import { http1, Http2Ctf, messageOf, type Asked, type CameBack } from './http-ctf'
import { memoryRecorder } from './sip-box'

interface Bed {
  readonly enabler: ChargingEnabler
  readonly door: HttpDoor
  readonly facts: HistoryFact[]
  readonly ask: (asked?: Asked) => Promise<CameBack>
}

async function bed(t: TestContext, version: 1 | 2): Promise<Bed> {
  const { facts, record } = memoryRecorder()
  const identity = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }
  const enabler = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity, record, diameter: false })
  t.after(() => enabler.close())
  const door = await enabler.addDoor((site) => HttpDoor.open({ host: '127.0.0.1', port: 0 }, site))
  if (version === 1) {
    const agent = new Agent({ keepAlive: true })
    t.after(() => agent.destroy())
    return { enabler, door, facts, ask: (asked = {}) => http1(door.port, messageOf(asked), agent) }
  }
  let ctf: Http2Ctf | undefined
  t.after(() => ctf?.close())
  const ask = (asked: Asked = {}): Promise<CameBack> => {
    if (ctf === undefined || ctf.session.destroyed) ctf = new Http2Ctf(`http://127.0.0.1:${door.port}`)
    return ctf.ask(asked)
  }
  return { enabler, door, facts, ask }
}

function rulesInHistory(facts: readonly HistoryFact[]): readonly (string | undefined)[] {
  return facts.flatMap((fact) => (fact.kind === 'ch1' && fact.dir === 'toSut' ? [fact.rule] : []))
}

for (const version of [2, 1] as const) {
  const over = `HTTP/${version === 2 ? '2' : '1.1'}`

  test(`${over}: a rule takes what it is for, as often as it says`, async (t) => {
    const { enabler, facts, ask } = await bed(t, version)
    enabler.on({ type: 'interim' }).times(2).named('full').answer(4002)
    const statuses = []
    for (const number of [1, 2, 3]) statuses.push((await ask({ number })).status)
    assert.deepEqual(statuses, [507, 507, 200])
    assert.deepEqual(rulesInHistory(facts), ['full', 'full', 'default'])
  })

  test(`${over}: an answer says the interim interval and another record number`, async (t) => {
    const { enabler, ask } = await bed(t, version)
    enabler.add({
      match: {},
      actions: [{ kind: 'answer', resultCode: 2001, interimIntervalS: 30, recordNumber: 'wrong' }],
      completion: { kind: 'always' },
    })
    assert.deepEqual((await ask({ number: 5 })).read, { resultCode: 2001, number: 6, interimIntervalS: 30 })
  })

  test(`${over}: delay answers later, others overtake`, async (t) => {
    const { enabler, ask } = await bed(t, version)
    enabler.on({ number: 1 }).delay(50).answer(2001)
    const order: number[] = []
    await Promise.all([1, 2].map(async (number) => order.push((await ask({ number })).read.number ?? -1)))
    assert.deepEqual(order, [2, 1])
  })

  test(`${over}: ignore never answers, others are answered`, async (t) => {
    const { enabler, facts, ask } = await bed(t, version)
    enabler.on({ number: 1 }).ignore()
    const lost = ask({ number: 1 }).catch(() => 'no answer')
    assert.equal((await ask({ number: 2 })).status, 200)
    assert.equal(rulesInHistory(facts).length, 1)
    await enabler.close()
    assert.equal(await lost, 'no answer')
  })

  for (const kind of ['close', 'reset'] as const) {
    test(`${over}: ${kind} ends the connection without an answer; the next one is served`, async (t) => {
      const { enabler, facts, ask } = await bed(t, version)
      enabler.add({ match: {}, actions: [{ kind }], completion: { kind: 'times', times: 1 } })
      await assert.rejects(ask())
      assert.equal((await ask()).status, 200)
      assert.deepEqual(rulesInHistory(facts), ['default'])
      const ended = facts.filter((fact) => fact.kind === 'peer' && fact.state === 'closed' && fact.conn === 1)
      assert.equal(ended.length, 1)
    })
  }

  test(`${over}: malformed text is no JSON, though it says so`, async (t) => {
    const { enabler, facts, ask } = await bed(t, version)
    enabler.add({
      name: 'spoilt',
      match: {},
      actions: [{ kind: 'malformed', how: 'text' }],
      completion: { kind: 'times', times: 1 },
    })
    const came = await ask()
    assert.equal(came.status, 200)
    assert.equal(came.text, 'this is no JSON')
    assert.ok(came.fields.some(([name, value]) => name === 'content-type' && value === 'application/json'))
    assert.deepEqual(rulesInHistory(facts), ['spoilt'])
  })

  test(`${over}: a truncated answer breaks off`, async (t) => {
    const { enabler, facts, ask } = await bed(t, version)
    enabler.add({
      name: 'half',
      match: {},
      actions: [{ kind: 'malformed', how: 'truncated' }],
      completion: { kind: 'times', times: 1 },
    })
    await assert.rejects(ask())
    assert.equal((await ask()).status, 200)
    assert.deepEqual(rulesInHistory(facts), ['half', 'default'])
  })

  test(`${over}: bytes in place of an answer`, async (t) => {
    const { enabler, facts, ask } = await bed(t, version)
    enabler.add({
      name: 'bare',
      match: {},
      actions: [{ kind: 'malformed', bytes: '01 00 00 14' }],
      completion: { kind: 'times', times: 1 },
    })
    if (version === 2) assert.equal((await ask()).text, '\u0001\u0000\u0000\u0014', 'within a frame: as the body')
    else {
      await assert.rejects(ask(), /Parse Error/)
      const [sent] = facts.filter((fact) => fact.kind === 'garbage')
      assert.deepEqual([sent?.bytes, sent?.why], ['AQAAFA==', 'sent on purpose, by bare'])
    }
    assert.equal((await ask()).status, 200)
  })

  test(`${over}: an answer only after the resend: the late one to the first, then the resend's own`, async (t) => {
    const { enabler, ask } = await bed(t, version)
    enabler.add({
      match: {},
      actions: [{ kind: 'answerAfterResend', resultCode: 2001 }],
      completion: { kind: 'times', times: 1 },
    })
    const first = ask({ number: 1, key: 'k' })
    let isAnswered = false
    void first.then(() => (isAnswered = true))
    await ask({ number: 9 })
    assert.equal(isAnswered, false)
    const again = await ask({ number: 1, key: 'k', resent: true })
    assert.deepEqual([(await first).status, again.status], [200, 200])
  })

  test(`${over}: nothing passes a partition; healed, what waited is answered`, async (t) => {
    const { enabler, door, ask } = await bed(t, version)
    await ask()
    enabler.partition()
    const waiting = [ask({ number: 1 }), ask({ number: 2 })]
    let answers = 0
    for (const one of waiting) void one.then(() => (answers += 1))
    const pings = enabler.watchdogs(50)
    await pings
    assert.equal(answers, 0)
    enabler.heal()
    assert.deepEqual(
      (await Promise.all(waiting)).map(({ status }) => status),
      [200, 200],
    )
    assert.ok(door.openPeers > 0)
  })

  test(`${over}: a door that stops listening refuses new connections, keeps the old, and listens again on its port`, async (t) => {
    const { enabler, door, ask } = await bed(t, version)
    await ask()
    const { port } = door
    await enabler.stopListening()
    assert.equal((await ask()).status, 200)
    await assert.rejects(http1(port, messageOf(), new Agent()), /ECONNREFUSED/)
    await enabler.listenAgain()
    assert.equal(door.port, port)
    assert.equal((await http1(port, messageOf(), new Agent())).status, 200)
  })
}

for (const [action, reason] of [
  [{ kind: 'answerTwice', resultCode: 2001 }, /an HTTP request has one answer \(RFC 9110 §3\.4\)/],
  [{ kind: 'disconnect', cause: 0 }, /DPR is a Diameter command; over HTTP say close or reset/],
  [{ kind: 'malformed', how: 'version' }, /"version" spoils a Diameter header; over HTTP: truncated, text, or bytes/],
  [{ kind: 'answer', resultCode: 2001, hopByHop: 'wrong', errorBit: true }, /hopByHop, errorBit speak of a Diameter message/],
  [{ kind: 'refuse', resultCode: 3010 }, /HTTP has no capabilities exchange/],
  [{ kind: 'ignoreWatchdog' }, /PING .* is answered below HTTP/],
] as const satisfies readonly (readonly [Action, RegExp])[]) {
  test(`${action.kind}, which HTTP has not, is refused when the rule is set, with the reason`, async (t) => {
    const { enabler } = await bed(t, 2)
    const on = action.kind === 'refuse' ? 'cer' : action.kind === 'ignoreWatchdog' ? 'dwr' : 'acr'
    const rule = { name: 'odd', match: { on }, actions: [action], completion: { kind: 'always' } } as const
    assert.throws(
      () => enabler.add(rule),
      (error) => error instanceof TestbedError && reason.test(error.message) && /odd of cdf1[^]*mend/.test(error.message),
    )
  })
}

test('beside a Diameter door such a rule is set, and over HTTP it is as if it were not there', async (t) => {
  const { record } = memoryRecorder()
  const identity = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }
  const enabler = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity, record })
  t.after(() => enabler.close())
  const door = await enabler.addDoor((site) => HttpDoor.open({ host: '127.0.0.1', port: 0, firstConn: 1001 }, site))
  const actions: readonly Action[] = [
    { kind: 'disconnect', cause: 1 },
    { kind: 'answer', resultCode: 4002, hopByHop: 'wrong' },
  ]
  enabler.add({ match: {}, actions, completion: { kind: 'always' } })
  assert.equal((await http1(door.port, messageOf(), new Agent())).status, 507)
})
