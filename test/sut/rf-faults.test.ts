// The reference server before Charging Enablers that misbehave by rules, over sockets: what it sends, where, and with which flags.
import { scalarAt } from '@ch1/diameter'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { charged, type MockEnablers } from './mock-enablers'
import type { Surroundings } from './surroundings'

test('the primary is reset under a record: the secondary has it with T, same Session-Id, number and End-to-End Identifier; then failback', async (t) => {
  const around = await charged(t, ['cdf1', 'cdf2'], { tcMs: 150 })
  const { enabler } = around
  enabler.get('cdf1').on({ type: 'interim' }).once().reset()
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  assert.deepEqual(await enabler.reach(3), ['cdf1 START 0', 'cdf1 INTERIM 1', 'cdf2 INTERIM 1 T'])
  const [, first, second] = enabler.acrs
  assert.equal(first?.message.endToEnd, second?.message.endToEnd)
  assert.equal(sessionOf(first), sessionOf(second))
  await enabler.connected()
  await around.line(/^CH-1 .* open/)
  await waitForOpen(around, 3)
  await bob.bye()
  await alice.dialog.bye()
  assert.deepEqual((await enabler.reach(5)).slice(3), ['cdf1 INTERIM 2', 'cdf1 STOP 3'])
})

test('a primary that came back must answer three watchdogs first, where a loss asks for it', async (t) => {
  const around = await charged(t, ['cdf1', 'cdf2'], { tcMs: 50, twMs: 120, reopenAfter: 'loss' })
  const { enabler } = around
  enabler.get('cdf1').on({ type: 'start' }).once().reset()
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  await around.line(/^CH-1 .* suspect: reopen/)
  await bob.bye()
  assert.deepEqual(await enabler.reach(4), ['cdf1 START 0', 'cdf2 START 0 T', 'cdf2 INTERIM 1', 'cdf2 INTERIM 2'])
  await around.line(/^CH-1 .* open: reopen: 3 watchdogs/)
  await alice.dialog.bye()
  assert.deepEqual((await enabler.reach(5)).slice(4), ['cdf1 STOP 3'])
})

test('a primary without DWA is suspect: what it had not answered goes to the secondary with T, and so does the next record', async (t) => {
  const around = await charged(t, ['cdf1', 'cdf2'], { twMs: 400, acrResendMs: 60_000 })
  const { enabler } = around
  const primary = enabler.get('cdf1')
  primary.on({ on: 'dwr' }).ignoreWatchdog()
  primary.on({ type: 'start' }).ignore()
  const alice = await around.create()
  assert.deepEqual(await enabler.reach(2), ['cdf1 START 0', 'cdf2 START 0 T'])
  assert.ok(!around.lines.some((line) => /^CH-1 .* closed/.test(line)), 'as soon as it is suspect, not when it is given up')
  await alice.dialog.bye()
  assert.deepEqual((await enabler.reach(3)).slice(2), ['cdf2 STOP 1'])
})

test('silence: a bounded number of resends with T at even distances, then the secondary', async (t) => {
  const around = await charged(t, ['cdf1', 'cdf2'], { acrResendMs: 150, acrResends: 2 })
  const { enabler } = around
  enabler.get('cdf1').on({ type: 'start' }).ignore()
  await around.create()
  assert.deepEqual(await enabler.reach(4), ['cdf1 START 0', 'cdf1 START 0 T', 'cdf1 START 0 T', 'cdf2 START 0 T'])
  const gaps = enabler.acrs.slice(1).map(({ atMs }, i) => atMs - (enabler.acrs[i]?.atMs ?? 0))
  assert.ok(
    gaps.every((gap) => gap > 120 && gap < 600),
    gaps.join(),
  )
})

for (const resultCode of [3002, 3004]) {
  test(`${resultCode}: the alternate peer has the record at once, without T`, async (t) => {
    const around = await charged(t, ['cdf1', 'cdf2'], { acrResendMs: 60_000 })
    around.enabler.get('cdf1').on({ type: 'start' }).answer(resultCode)
    await around.create()
    assert.deepEqual(await around.enabler.reach(2), ['cdf1 START 0', 'cdf2 START 0'])
    const [first, second] = around.enabler.acrs
    assert.notEqual(first?.message.endToEnd, second?.message.endToEnd, 'a new request')
  })
}

test('3006: the record goes to the peer that the answer names', async (t) => {
  const around = await charged(t, ['cdf1', 'cdf2', 'cdf3'], { acrResendMs: 60_000 })
  const redirect = [['Redirect-Host', 'aaa://cdf3.charging.example:3868;transport=tcp']] as const
  around.enabler.get('cdf1').on({ type: 'start' }).answer(3006, { add: redirect })
  await around.create()
  assert.deepEqual(await around.enabler.reach(2), ['cdf1 START 0', 'cdf3 START 0'])
})

test('4002: the record is kept and goes again to the same peer, without T, the others of its session wait', async (t) => {
  const around = await charged(t, ['cdf1', 'cdf2'], { acrResendMs: 100 })
  around.enabler.get('cdf1').on({ type: 'start' }).times(2).answer(4002)
  await around.create('bob')
  await around.dialogOf('bob')
  assert.deepEqual(await around.enabler.reach(4), ['cdf1 START 0', 'cdf1 START 0', 'cdf1 START 0', 'cdf1 INTERIM 1'])
})

test('an answer with another record number acknowledges nothing: the record goes again with T, and no other before it', async (t) => {
  const around = await charged(t, ['cdf1'], { acrResendMs: 100, storedRetryMs: 200 })
  around.enabler.get('cdf1').on({ type: 'start' }).answer(2001, { recordNumber: 'wrong' })
  const alice = await around.create()
  await alice.dialog.bye()
  assert.deepEqual(await around.enabler.reach(4), ['START 0', 'START 0 T', 'START 0 T', 'START 0 T'].map(of('cdf1')))
})

test('an answer to nobody is discarded: the record goes again with T', async (t) => {
  const around = await charged(t, ['cdf1'], { acrResendMs: 100 })
  around.enabler.get('cdf1').on({ type: 'start' }).once().answer(2001, { hopByHop: 'wrong' })
  const alice = await around.create()
  await alice.dialog.bye()
  await around.enabler.acr('cdf1 START 0 T')
})

test('the late answer to the first copy is an answer; duplicates and unknown AVPs change nothing', async (t) => {
  const around = await charged(t, ['cdf1'], { acrResendMs: 150 })
  const primary = around.enabler.get('cdf1')
  primary.on({ type: 'start' }).answerAfterResend()
  primary.on({ type: 'interim' }).answerTwice(2002, { add: [{ code: 9999, vendorId: 0, flags: 0x40, data: Buffer.from('x') }] })
  const alice = await around.create('bob')
  await around.dialogOf('bob')
  await alice.dialog.bye()
  assert.deepEqual(await around.enabler.reach(4), ['cdf1 START 0', 'cdf1 START 0 T', 'cdf1 INTERIM 1', 'cdf1 INTERIM 2'])
})

test('bytes that are no Diameter reset the connection; the record goes again with T over the next', async (t) => {
  const around = await charged(t, ['cdf1'], { tcMs: 50 })
  around.enabler.get('cdf1').on({ type: 'start' }).once().malformed('text')
  const alice = await around.create()
  await alice.dialog.bye()
  assert.deepEqual(await around.enabler.reach(3), ['cdf1 START 0', 'cdf1 START 0 T', 'cdf1 STOP 1'])
})

test('SIP is not held up: with answers that take seconds, users come and go at once and their records wait their turn', async (t) => {
  const around = await charged(t, ['cdf1'], { acrResendMs: 60_000 })
  around.enabler.get('cdf1').on({ type: 'start' }).delay(3000).answer(2001)
  const alice = await around.create()
  const carol = await around.enter('carol', alice.conference)
  assert.equal((await carol.dialog.bye()).status, 200)
  assert.equal((await alice.dialog.bye()).status, 200)
  assert.deepEqual(around.enabler.texts, ['cdf1 START 0'], 'all of it while the first answer is still to come')
  assert.deepEqual(await around.enabler.reach(4), ['cdf1 START 0', 'cdf1 INTERIM 1', 'cdf1 INTERIM 2', 'cdf1 STOP 3'])
})

test('Acct-Interim-Interval: interims by time in the row of numbers, without SIP method and SIP times; the latest interval wins, 0 ends it', async (t) => {
  const around = await charged(t, ['cdf1'], { secondMs: 20, interimJitter: 0 })
  const primary = around.enabler.get('cdf1')
  primary.on({ type: 'start' }).answer(2001, { interimIntervalS: 10 })
  primary.on({ number: 2 }).answer(2001, { interimIntervalS: 20 })
  primary.on({ number: 4 }).answer(2001, { interimIntervalS: 0 })
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  assert.deepEqual(await around.enabler.reach(5), ['START 0', 'INTERIM 1', 'INTERIM 2', 'INTERIM 3', 'INTERIM 4'].map(of('cdf1')))
  const [start, arrival, ...byTime] = around.enabler.acrs
  assert.equal(scalarAt(arrival?.message ?? assert.fail(), METHOD), 'INVITE')
  for (const { message } of byTime) {
    assert.equal(scalarAt(message, METHOD), undefined)
    assert.equal(scalarAt(message, 'Service-Information/IMS-Information/Time-Stamps/SIP-Request-Timestamp'), undefined)
    assert.equal(scalarAt(message, 'Service-Information/PoC-Information/Number-Of-Participants'), 2)
  }
  const [first = 0, second = 0, third = 0] = byTime.map(({ atMs }) => atMs)
  const begun = start?.atMs ?? 0
  assert.ok(first - begun > 180 && first - begun < 380, `the first ${first - begun} ms after START`)
  assert.ok(second - first > 380 && third - second > 380, `then ${second - first}, ${third - second}`)
  await new Promise((resolve) => setTimeout(resolve, 500))
  assert.equal(around.enabler.acrs.length, 5, 'after an interval of 0 none comes by time')
  await bob.bye()
  await alice.dialog.bye()
  assert.deepEqual((await around.enabler.reach(7)).slice(5), ['cdf1 INTERIM 5', 'cdf1 STOP 6'])
})

test('no interim by time comes after the STOP', async (t) => {
  const around = await charged(t, ['cdf1'], { secondMs: 10 })
  around.enabler.get('cdf1').on({}).answer(2001, { interimIntervalS: 10 })
  const alice = await around.create()
  await around.enabler.reach(2)
  await alice.dialog.bye()
  await around.enabler.until(
    () => around.enabler.texts.some((text) => text.includes('STOP')),
    () => 'STOP',
  )
  await new Promise((resolve) => setTimeout(resolve, 300))
  assert.match(around.enabler.texts.at(-1) ?? '', /STOP/)
})

test('DELIVER_AND_GRANT told by an answer, then an outage: the users are disconnected, what was granted is charged afterwards', async (t) => {
  const around = await charged(t, ['cdf1'], { tcMs: 100 })
  const primary = around.enabler.get('cdf1')
  primary.on({ type: 'start' }).answer(2001, { add: [['Accounting-Realtime-Required', 1]] })
  primary.on({ type: 'interim' }).once().first({ kind: 'stopListening', forMs: 600 }).close()
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  await Promise.all([ended(alice.dialog), ended(bob)])
  await around.line(/^users of .* are disconnected: unreachable, DELIVER_AND_GRANT/)
  const texts = await around.enabler.reach(5)
  assert.deepEqual(texts, ['START 0', 'INTERIM 1', 'INTERIM 1 T', 'INTERIM 2', 'STOP 3'].map(of('cdf1')))
})

test('GRANT_AND_LOSE told by an answer: a failed answer changes nothing, though failed answers disconnect', async (t) => {
  const around = await charged(t, ['cdf1'], { choices: ['P-5XXX=disconnect-user'] })
  const primary = around.enabler.get('cdf1')
  primary.on({ type: 'start' }).answer(2001, { add: [['Accounting-Realtime-Required', 3]] })
  primary.on({ type: 'interim' }).once().answer(5012)
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  await around.enabler.reach(2)
  await bob.bye()
  await alice.dialog.bye()
  assert.deepEqual((await around.enabler.reach(4)).slice(2), ['cdf1 INTERIM 2', 'cdf1 STOP 3'])
})

test('P-5XXX disconnect-user: a failed answer disconnects the users, and no record follows in the session', async (t) => {
  const around = await charged(t, ['cdf1'], { choices: ['P-5XXX=disconnect-user'] })
  around.enabler.get('cdf1').on({ type: 'interim' }).answer(5012)
  const alice = await around.create('bob')
  await Promise.all([ended(alice.dialog), ended(await around.dialogOf('bob'))])
  await around.line(/^ended /)
  assert.deepEqual(around.enabler.texts, ['cdf1 START 0', 'cdf1 INTERIM 1'])
})

test('an outage of all enablers: everything is stored and sent in order when one is back', async (t) => {
  const around = await charged(t, ['cdf1', 'cdf2'], { tcMs: 100 })
  const { enabler } = around
  const alice = await around.create('bob')
  await around.dialogOf('bob')
  await enabler.reach(2)
  for (const name of ['cdf1', 'cdf2']) {
    await enabler.get(name).stopListening()
    enabler.get(name).on({ on: 'dwr' }).once().close()
  }
  for (const name of ['cdf1', 'cdf2']) enabler.get(name).on({ type: 'interim' }).once().close()
  const carol = await around.enter('carol', alice.conference)
  await waitForClosed(around)
  await carol.dialog.bye()
  await alice.dialog.bye()
  await enabler.get('cdf2').listenAgain()
  assert.deepEqual((await enabler.reach(7)).slice(2), [
    ...['cdf1 INTERIM 2', 'cdf2 INTERIM 2 T', 'cdf2 INTERIM 2 T'],
    ...['cdf2 INTERIM 3', 'cdf2 INTERIM 4'],
  ])
})

const METHOD = 'Service-Information/IMS-Information/Event-Type/SIP-Method'

function of(enabler: string): (text: string) => string {
  return (text) => `${enabler} ${text}`
}

function sessionOf(acr: { message: Parameters<typeof scalarAt>[0] } | undefined): unknown {
  return scalarAt(acr?.message ?? assert.fail(), 'Session-Id')
}

/** Waits until the server has told so often that a peer is open. */
async function waitForOpen(around: Surroundings<MockEnablers>, times: number): Promise<void> {
  await around.enabler.until(
    () => around.lines.filter((line) => /^CH-1 \S+ open/.test(line)).length >= times,
    () => `${times} times open: ${around.lines.join(' | ')}`,
  )
}

async function waitForClosed(around: Surroundings<MockEnablers>): Promise<void> {
  await around.enabler.until(
    () => new Set(around.lines.flatMap((line) => /^CH-1 (\S+) closed/.exec(line)?.[1] ?? [])).size === 2,
    () => 'two connections closed',
  )
}

async function ended(dialog: { readonly ended: boolean }): Promise<void> {
  for (let i = 0; i < 300 && !dialog.ended; i++) await new Promise((resolve) => setTimeout(resolve, 20))
  assert.ok(dialog.ended, 'the server has sent BYE')
}
