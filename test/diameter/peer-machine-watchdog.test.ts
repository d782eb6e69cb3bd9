// The peer state machine: what silence leads to, and what a watchdog is answered.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PeerClosed } from '@ch1/diameter'
import { names, openRig, TW } from './peer-machine-rig'

test('a DWR is answered with success and our state', () => {
  const { receive, last, log } = openRig()
  receive({ hopByHop: 5, endToEnd: 6 })
  const dwa = last()
  assert.deepEqual([dwa?.commandCode, dwa?.request, dwa?.hopByHop, dwa?.endToEnd], [280, false, 5, 6])
  assert.deepEqual(names(dwa), ['Result-Code', 'Origin-Host', 'Origin-Realm', 'Origin-State-Id'])
  assert.deepEqual(log, [])
})

test('silence for Tw is asked about; the answer keeps the peer open', () => {
  const { clock, sent, answer, log } = openRig()
  clock.advance(TW - 1)
  assert.equal(sent.length, 0)
  clock.advance(1)
  assert.deepEqual(names(sent[0]), ['Origin-Host', 'Origin-Realm', 'Origin-State-Id'])
  answer(sent[0], ['Result-Code', 2001])
  clock.advance(TW)
  assert.equal(sent.length, 2)
  assert.deepEqual(log, [])
})

test('a peer that stays silent is suspect after a second Tw and reset after a third', () => {
  const { clock, sent, log, machine } = openRig()
  clock.advance(2 * TW)
  assert.deepEqual(log, ['suspect: no answer to the watchdog within Tw'])
  assert.throws(() => machine.request(() => new Uint8Array()), PeerClosed)
  clock.advance(TW)
  assert.equal(log.at(-1), 'reset')
  assert.equal(sent.length, 1)
})

test('a sign of life makes a suspect peer open again, but does not answer the question', () => {
  const { clock, receive, log, sent } = openRig()
  clock.advance(2 * TW)
  receive({})
  assert.deepEqual(log.slice(1), ['open: a sign of life'])
  clock.advance(TW)
  assert.equal(log.at(-1), 'suspect: no answer to the watchdog within Tw')
  assert.equal(sent.filter(({ request }) => request).length, 1)
})

test('a DWA nobody asked for settles nothing', () => {
  const { clock, receive, log } = openRig()
  clock.advance(TW)
  receive({ request: false, hopByHop: 12345 })
  clock.advance(TW)
  assert.deepEqual(log, ['suspect: no answer to the watchdog within Tw'])
})

test('every message begins a new Tw', () => {
  const { clock, receive, sent } = openRig()
  for (let i = 0; i < 5; i++) {
    clock.advance(TW - 1)
    receive({ commandCode: 271, applicationId: 3 })
  }
  assert.equal(sent.length, 0)
})

for (const [random, first] of [
  [0, 28_000],
  [0.999999, 32_000],
] as const) {
  test(`Tw of 30 s is spread to ${first} ms`, () => {
    const { clock, sent } = openRig('responder', { random })
    clock.advance(first - 1)
    assert.equal(sent.length, 0)
    clock.advance(1)
    assert.equal(sent.length, 1)
  })
}

test('a watchdog on demand is true with its answer, false without, and false when not open', async () => {
  const { machine, clock, answer, sent } = openRig()
  const first = machine.watchdog(100)
  answer(sent[0], ['Result-Code', 2001])
  assert.equal(await first, true)
  const second = machine.watchdog(100)
  clock.advance(100)
  assert.equal(await second, false)
  const third = machine.watchdog(100)
  machine.transportClosed('gone')
  assert.equal(await third, false)
  assert.equal(await machine.watchdog(100), false)
})
