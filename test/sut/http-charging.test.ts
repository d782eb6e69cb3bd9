// The reference server charging over HTTP: the Rf client's duties — one outstanding record, resends, failover, 503, buffer — over the other binding.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { ImServerSettings } from '../../sut/im-server/options'
import { SutError } from '../../sut/adapter'
import { ImServer } from '../../sut/im-server/im-server'
import { HttpEnabler } from './http-enabler'
import { Surroundings } from './surroundings'

async function bed(
  t: TestContext,
  settings: Partial<ImServerSettings> = {},
): Promise<{ around: Surroundings<HttpEnabler>; enabler: HttpEnabler }> {
  const enabler = await HttpEnabler.start('cdf1')
  const around = await Surroundings.around({ ch1: [enabler.address], ...settings }, enabler)
  t.after(() => around.close())
  return { around, enabler }
}

for (const httpVersion of [2, 1] as const) {
  test(`HTTP/${httpVersion}: a conference is create, updates and release of one resource`, async (t) => {
    // over HTTP/1.1 the first connection comes with the first record
    const enabler = await HttpEnabler.start('cdf1', { isAwaited: httpVersion === 2 })
    const around = await Surroundings.around({ ch1: [enabler.address], httpVersion }, enabler)
    t.after(() => around.close())
    const alice = await around.create('bob')
    await around.dialogOf('bob')
    const bob = around.invited.get('bob')
    await bob?.bye()
    await alice.dialog.bye()
    assert.deepEqual(await enabler.reach(4), ['START 0', 'INTERIM 1', 'INTERIM 2', 'STOP 3'])
    const [create, ...others] = enabler.requests
    assert.equal(create?.ref, undefined)
    assert.equal(new Set(others.map(({ ref }) => ref)).size, 1)
    assert.match(others[0]?.ref ?? '', /^cdf1-[0-9a-f]{8}-1$/)
    assert.equal(new Set(enabler.requests.map(({ key }) => key)).size, 4, 'each record has a key of its own')
    const body = others[0]?.body as { 'vendorSpecific-imCharging': unknown; iMSChargingInformation: { eventType: unknown } }
    assert.deepEqual(body.iMSChargingInformation.eventType, { sIPMethod: 'INVITE' })
    assert.equal((body['vendorSpecific-imCharging'] as { numberOfParticipants: number }).numberOfParticipants, 2)
  })
}

test('inside one process, by nock: the server charges without a socket', async (t) => {
  const enabler = await HttpEnabler.start('cdf1', { over: 'nock' })
  const around = await Surroundings.around({ ch1: [enabler.address], httpVersion: 1 }, enabler)
  t.after(() => around.close())
  const alice = await around.create()
  await alice.dialog.bye()
  assert.deepEqual(await enabler.reach(2), ['START 0', 'STOP 1'])
})

test('an interval in the response to a create gives updates by time, in the row of numbers', async (t) => {
  const { around, enabler } = await bed(t, { secondMs: 20, interimJitter: 0 })
  enabler.enabler.on({ type: 'start' }).answer(2001, { interimIntervalS: 5 })
  const alice = await around.create()
  assert.deepEqual((await enabler.reach(3)).slice(0, 3), ['START 0', 'INTERIM 1', 'INTERIM 2'])
  await alice.dialog.bye()
})

test('an unanswered record is sent again, marked, with the same key; the next one waits', async (t) => {
  const { around, enabler } = await bed(t, { acrResendMs: 1000 })
  enabler.enabler.on({ type: 'start', resent: false }).ignore()
  const alice = await around.create()
  await alice.dialog.bye()
  const records = await enabler.reach(3)
  assert.deepEqual(records.slice(0, 3), ['START 0', 'START 0 resent', 'STOP 1'])
  const [first, again] = enabler.requests
  assert.equal(again?.key, first?.key)
})

test('after 503 the record comes again, not marked and with another key', async (t) => {
  const { around, enabler } = await bed(t, { acrResendMs: 1000 })
  enabler.enabler.on({ type: 'start' }).once().answer(3004)
  const alice = await around.create()
  await alice.dialog.bye()
  assert.deepEqual(await enabler.reach(3), ['START 0', 'START 0', 'STOP 1'])
  const [first, again] = enabler.requests
  assert.notEqual(again?.key, first?.key)
})

test('after 503 another enabler takes the record at once, and the next ones go to the first again', async (t) => {
  const second = await HttpEnabler.start('cdf2')
  t.after(() => second.close())
  const first = await HttpEnabler.start('cdf1')
  const around = await Surroundings.around({ ch1: [first.address, second.address], acrResendMs: 60_000 }, first)
  t.after(() => around.close())
  await second.connected()
  first.enabler.on({ type: 'start' }).once().answer(3004)
  const alice = await around.create()
  assert.deepEqual(await second.reach(1), ['START 0'])
  await alice.dialog.bye()
  assert.deepEqual(await first.reach(2), ['START 0', 'STOP 1'])
  assert.match(first.requests[1]?.ref ?? '', /^cdf2-/, 'the resource keeps the name that the second enabler gave it')
})

test('507 is a temporary failure: the record comes again', async (t) => {
  const { around, enabler } = await bed(t, { acrResendMs: 1000 })
  enabler.enabler.on({ type: 'start' }).once().answer(4002)
  await around.create()
  assert.deepEqual(await enabler.reach(2), ['START 0', 'START 0'])
})

test('a refused START is given up; what follows goes under the name of the server', async (t) => {
  const { around, enabler } = await bed(t)
  enabler.enabler.on({ type: 'start' }).once().answer(5012)
  const alice = await around.create()
  await alice.dialog.bye()
  assert.deepEqual(await enabler.reach(2), ['START 0', 'STOP 1'])
  assert.match(enabler.requests[1]?.ref ?? '', /^im1\.im\.example;\d+;\d+;conf-/)
})

test('a lost connection: the unanswered record goes to the other enabler, marked; the session goes on there', async (t) => {
  const [first, second] = [await HttpEnabler.start('cdf1'), await HttpEnabler.start('cdf2')]
  const around = await Surroundings.around({ ch1: [first.address, second.address], acrResendMs: 60_000 }, second)
  t.after(() => around.close())
  await first.connected()
  first.enabler.on({}).ignore()
  const alice = await around.create()
  await first.reach(1)
  await first.close()
  await alice.dialog.bye()
  assert.deepEqual(await second.reach(2), ['START 0 resent', 'STOP 1'])
})

test('an outage: SIP goes on, what happened is delivered in order afterwards, marked only where it had been sent', async (t) => {
  const { around, enabler } = await bed(t)
  const { port } = enabler.address
  enabler.enabler.on({}).ignore()
  const alice = await around.create('bob')
  await around.dialogOf('bob')
  await enabler.reach(1)
  await enabler.close()
  await around.line(/^CH-1 http:.* closed/)
  const carol = await around.enter('carol', alice.conference)
  await carol.dialog.bye()
  await alice.dialog.bye()
  const again = await HttpEnabler.start('cdf1', { port })
  t.after(() => again.close())
  assert.deepEqual(await again.reach(5), ['START 0 resent', 'INTERIM 1', 'INTERIM 2', 'INTERIM 3', 'INTERIM 4'])
})

test('over HTTP/1.1 too: nobody there, then somebody', async (t) => {
  const gone = await HttpEnabler.start('cdf1')
  const { address } = gone
  await gone.close()
  const absent = { address, connected: () => Promise.resolve(), close: () => Promise.resolve() }
  const around = await Surroundings.around({ ch1: [address], httpVersion: 1 }, absent)
  t.after(() => around.close())
  const alice = await around.create()
  await alice.dialog.bye()
  await around.line(/^CH-1 http:.* closed: connect ECONNREFUSED/)
  const back = await HttpEnabler.start('cdf1', { port: address.port })
  t.after(() => back.close())
  // the first attempt found nobody, which the server cannot know for sure: a request that failed may have arrived
  assert.deepEqual(await back.reach(2), ['START 0 resent', 'STOP 1'])
})

test('an enabler that stops answering PING is left', async (t) => {
  const { around, enabler } = await bed(t, { twMs: 100, tcMs: 60_000 })
  enabler.enabler.partition()
  await around.line(/^CH-1 http:.* closed: PING unanswered/)
})

test('malformed answers, answers cut off and resets do no harm: the record goes again', async (t) => {
  const { around, enabler } = await bed(t, { acrResendMs: 1000 })
  const once = { kind: 'times', times: 1 } as const
  enabler.enabler.add({ match: {}, actions: [{ kind: 'malformed', how: 'truncated' }], completion: once })
  enabler.enabler.add({ match: {}, actions: [{ kind: 'reset' }], completion: once })
  enabler.enabler.add({ match: {}, actions: [{ kind: 'close' }], completion: once })
  const alice = await around.create()
  await alice.dialog.bye()
  assert.deepEqual(await enabler.reach(5), ['START 0', 'START 0 resent', 'START 0 resent', 'START 0 resent', 'STOP 1'])
})

test('the two bindings cannot be named together', async () => {
  const ch1 = [
    { host: '127.0.0.1', port: 1 },
    { host: '127.0.0.1', port: 2, scheme: 'http' as const },
  ]
  const at = { host: '127.0.0.1', port: 0 }
  await assert.rejects(
    ImServer.start({ sip: at, nextHop: at, ch1 }),
    (error) => error instanceof SutError && error.where === '--ch1',
  )
})
