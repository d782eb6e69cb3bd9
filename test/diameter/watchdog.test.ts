// RFC 3539 §3.4.1 without waiting: REOPEN, failover and failback, and what a restarted peer tells.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  decodeMessage,
  encodeMessage,
  EndToEndIds,
  PeerClosed,
  type AvpInput,
  type DiameterMessage,
  type ReopenAfter,
} from '@ch1/diameter'
import { PeerMachine, type PeerMachineOptions } from '../../packages/diameter/src/peer/peer-machine'
import { ManualClock } from './manual-clock'
import { identity } from './peers'

const TW = 30_000
const them: readonly AvpInput[] = [
  ['Origin-Host', 'cdf.example'],
  ['Origin-Realm', 'example'],
]

function rig(o: Partial<PeerMachineOptions> & { readonly random?: number } = {}) {
  const clock = new ManualClock(o.random ?? 0.5)
  const log: string[] = []
  const sent: DiameterMessage[] = []
  const machine = new PeerMachine({
    role: 'initiator',
    identity: identity('ctf.example'),
    localAddress: '192.0.2.7',
    twMs: TW,
    cerTimeoutMs: 10_000,
    clock,
    endToEndIds: new EndToEndIds(0, () => 0),
    maxPendingRequests: 1000,
    port: {
      send: (bytes) => void sent.push(decodeMessage(bytes)),
      end: () => void log.push('end'),
      reset: () => void log.push('reset'),
      state: (state) => void log.push(state),
      identified: () => undefined,
      request: () => undefined,
      answer: () => undefined,
      failover: (unanswered, why) => void log.push(`failover ${unanswered.length}: ${why}`),
      failback: (why) => void log.push(`failback: ${why}`),
      restarted: (now, before) => void log.push(`restarted ${before} → ${now}`),
    },
    ...o,
  })
  const receive = (commandCode: number, isRequest: boolean, hopByHop: number, avps: readonly AvpInput[] = []): void =>
    machine.receive(
      decodeMessage(
        encodeMessage({ commandCode, applicationId: 0, request: isRequest, hopByHop, endToEnd: 2, avps: [...avps, ...them] }),
      ),
    )
  /** The answer to the last request of this command. */
  const answer = (commandCode: number, ...avps: readonly AvpInput[]): void => {
    const last = sent.findLast((message) => message.request && message.commandCode === commandCode)
    assert.ok(last !== undefined, `no ${commandCode} was sent`)
    receive(commandCode, false, last.hopByHop, [['Result-Code', 2001], ...avps])
  }
  const watchdogs = (): number => sent.filter((message) => message.request && message.commandCode === 280).length
  machine.start()
  return { machine, clock, log, sent, receive, answer, watchdogs }
}

function opened(o: Partial<PeerMachineOptions> & { readonly random?: number } = {}) {
  const r = rig(o)
  r.answer(257)
  return r
}

const acr = ({ hopByHop }: { readonly hopByHop: number }): Uint8Array =>
  encodeMessage({ commandCode: 271, applicationId: 3, request: true, hopByHop, endToEnd: 1, avps: [] })

test('a peer that comes back is asked at once, and used after three answers, a Tw apart', () => {
  const { machine, clock, log, answer, watchdogs } = opened({ isReopening: true })
  assert.deepEqual(log, ['connected', 'suspect'])
  assert.throws(() => machine.request(acr), PeerClosed)
  for (const asked of [1, 2]) {
    assert.equal(watchdogs(), asked)
    answer(280)
    assert.equal(machine.state, 'suspect')
    clock.advance(TW)
  }
  answer(280)
  assert.deepEqual(log.slice(2), ['open', 'failback: reopen: 3 watchdogs were answered'])
  machine.request(acr)
})

test('in REOPEN nothing but a DWA counts, and a request is answered all the same', () => {
  const requests: number[] = []
  const { machine, receive, answer, clock, sent } = opened({ isReopening: true })
  for (let i = 0; i < 5; i++) receive(280, true, i)
  requests.push(...sent.filter((message) => !message.request).map(({ commandCode }) => commandCode))
  assert.deepEqual(requests, [280, 280, 280, 280, 280])
  assert.equal(machine.state, 'suspect')
  answer(280)
  clock.advance(TW - 1)
  assert.equal(machine.state, 'suspect')
})

test('in REOPEN a Tw without the answer begins the count anew; two in a row are the end', () => {
  const { machine, clock, log, answer, watchdogs } = opened({ isReopening: true })
  answer(280)
  clock.advance(2 * TW)
  // Pending since the second question: NumDWA is -1. The late answer makes it 0, so that three more are needed.
  answer(280)
  for (let i = 0; i < 2; i++) {
    clock.advance(TW)
    answer(280)
    assert.equal(machine.state, 'suspect')
  }
  clock.advance(TW)
  answer(280)
  assert.equal(machine.state, 'open')
  assert.equal(watchdogs(), 5)

  const silent = opened({ isReopening: true })
  silent.clock.advance(2 * TW)
  assert.deepEqual(silent.log, ['connected', 'suspect', 'reset'])
  silent.machine.transportClosed('reset')
  assert.deepEqual(silent.log.slice(3), ['closed'], 'a peer that was not in use does not fail over')
  assert.ok(silent.machine.mustReopen('watchdog'))
  assert.ok(log.length > 0)
})

test('a silent peer fails over with what it did not answer, and back at a sign of life', () => {
  const { machine, clock, log, receive } = opened()
  machine.request(acr)
  machine.request(acr)
  clock.advance(2 * TW)
  assert.deepEqual(log.slice(2), ['suspect', 'failover 2: no answer to the watchdog within Tw'])
  receive(280, true, 9)
  assert.deepEqual(log.slice(4), ['open', 'failback: a sign of life'])
})

test('failover is told once for one loss', () => {
  const { machine, clock, log } = opened()
  clock.advance(3 * TW)
  machine.transportClosed('reset')
  assert.equal(log.filter((line) => line.startsWith('failover')).length, 1)
})

test('a lost connection fails over with what is unanswered; answered requests are not among that', () => {
  const { machine, log, receive } = opened()
  const { hopByHop } = machine.request(acr)
  machine.request(acr)
  receive(271, false, hopByHop)
  machine.transportClosed('ECONNRESET')
  assert.deepEqual(log.slice(2), ['closed', 'failover 1: ECONNRESET'])
})

test('our own goodbye is no failover, unless it leaves requests unanswered', () => {
  const calm = opened()
  calm.machine.disconnect(0)
  calm.machine.transportClosed('fin')
  assert.deepEqual(calm.log.slice(2), ['closing', 'closed'])
  const hasty = opened()
  hasty.machine.request(acr)
  hasty.machine.disconnect(0)
  hasty.machine.transportClosed('fin')
  assert.deepEqual(hasty.log.slice(2), ['closing', 'closed', 'failover 1: DPR sent, cause 0'])
})

test('the goodbye of the peer is a failover once it is gone', () => {
  const { machine, log, receive } = opened()
  receive(282, true, 3, [['Disconnect-Cause', 0]])
  machine.transportClosed('fin')
  assert.deepEqual(log.slice(2), ['closing', 'closed', 'failover 0: DPR received, cause 0'])
})

type End = (r: ReturnType<typeof rig>) => void
const byWatchdog: End = ({ clock }) => clock.advance(3 * TW)
const byLoss: End = () => undefined
const byDpr: End = ({ receive }) => receive(282, true, 3, [['Disconnect-Cause', 0]])
const byUs: End = ({ machine }) => machine.disconnect(0)

for (const [name, end, expected] of [
  ['the watchdog gave it up', byWatchdog, { watchdog: true, loss: true, never: false }],
  ['it broke', byLoss, { watchdog: false, loss: true, never: false }],
  ['it said goodbye', byDpr, { watchdog: false, loss: false, never: false }],
  ['we said goodbye', byUs, { watchdog: false, loss: false, never: false }],
] as const) {
  test(`whether the next connection is on probation when ${name}`, () => {
    for (const after of Object.keys(expected) as readonly ReopenAfter[]) {
      const r = opened()
      end(r)
      r.machine.transportClosed('gone')
      assert.equal(r.machine.mustReopen(after), expected[after], after)
    }
  })
}

test('an attempt that came to nothing leaves the probation as it was', () => {
  for (const isReopening of [true, false]) {
    const { machine } = rig({ isReopening })
    machine.transportClosed('gone')
    assert.equal(machine.mustReopen('watchdog'), isReopening)
  }
})

for (const [twMs, random, first] of [
  [30_000, 0, 28_000],
  [30_000, 0.999999, 32_000],
  [6_000, 0, 5_600],
] as const) {
  test(`the first watchdog of a Tw of ${twMs} ms comes after ${first} ms when the die shows ${random}`, () => {
    const { clock, watchdogs } = opened({ twMs, random })
    clock.advance(first - 1)
    assert.equal(watchdogs(), 0)
    clock.advance(1)
    assert.equal(watchdogs(), 1)
  })
}

test('a peer whose Origin-State-Id grew has restarted, on this connection or since the last', () => {
  const { log, receive } = rigAt(7, 8)
  assert.deepEqual(log.slice(1), ['restarted 7 → 8', 'open'])
  receive(280, true, 1, [['Origin-State-Id', 8]])
  receive(280, true, 2, [['Origin-State-Id', 9]])
  receive(280, true, 3)
  assert.deepEqual(log.slice(3), ['restarted 8 → 9'])
})

for (const [before, now] of [
  [8, 8],
  [9, 8],
  [undefined, 8],
  [8, 0],
  [0, 8],
] as const) {
  test(`an Origin-State-Id of ${now} after ${before} is no restart`, () => {
    assert.deepEqual(rigAt(before, now).log, ['connected', 'open'])
  })
}

function rigAt(before: number | undefined, now: number): ReturnType<typeof rig> {
  const r = rig({ originStateIdBefore: ({ originHost }) => (originHost === 'cdf.example' ? before : undefined) })
  r.answer(257, ['Origin-State-Id', now])
  return r
}

test('a CER whose verdict comes later waits for it; what comes before it is answered is the end', async () => {
  const decided: ((verdict: { readonly resultCode: number; readonly reopen?: boolean } | undefined) => void)[] = []
  const o: Partial<PeerMachineOptions> = { role: 'responder', onCer: () => new Promise((resolve) => decided.push(resolve)) }
  const cer: readonly AvpInput[] = [['Acct-Application-Id', 3]]
  const good = rig(o)
  good.receive(257, true, 1, cer)
  assert.deepEqual([good.log, good.sent], [['connected'], []])
  decided[0]?.(undefined)
  await Promise.resolve()
  assert.deepEqual(good.log, ['connected', 'open'])

  const back = rig(o)
  back.receive(257, true, 1, cer)
  decided[1]?.({ resultCode: 2001, reopen: true })
  await Promise.resolve()
  assert.deepEqual(back.log, ['connected', 'suspect'])

  const hasty = rig(o)
  hasty.receive(257, true, 1, cer)
  hasty.receive(257, true, 2, cer)
  assert.deepEqual(hasty.log, ['connected', 'reset'])
  decided[2]?.(undefined)
  await Promise.resolve()
  assert.deepEqual([hasty.log, hasty.sent], [['connected', 'reset'], []])

  const failed = rig({ role: 'responder', onCer: () => Promise.reject(new Error('no')) })
  failed.receive(257, true, 1, cer)
  await new Promise(setImmediate)
  assert.deepEqual(failed.log, ['connected', 'refused', 'end'])
})
