// Erlang's diameter as a CTF: sixty-four accounting sessions at once against the Charging Enabler, and the history agrees with its count.
import assert from 'node:assert/strict'
import { copyFileSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { COMMAND, scalarAt, type DiameterMessage } from '@ch1/diameter'
import { systemTimers, type Timers } from '@ch1/sip'
import { ChargingEnabler } from '../../mocks/charging-enabler'
import { folderWith, ForeignProcess, needs, runForeign } from './foreign-process'
import { opinionOf, TSHARK } from './tshark'
import { Witness } from './witness'

const CDF = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }
const CONCURRENCY = 64
const INTERIMS = 3
const RECORDS = CONCURRENCY * (INTERIMS + 2)
const HELD_MS = 123_456

test('an Erlang CTF sends START, INTERIMs and STOP of 64 sessions at once: all get 2001, and the history agrees', async (t) => {
  if (!hasErlang(t)) return
  const seen = new Witness()
  const enabler = await ChargingEnabler.start({
    name: 'cdf1',
    host: '127.0.0.1',
    port: 0,
    identity: CDF,
    record: seen.record,
    clock: barrier(CONCURRENCY),
  })
  enabler.on({ number: 0 }).delay(HELD_MS).answer(2001)
  const ctf = erlangCtf(enabler.port)
  try {
    const [, answers, successes] = await ctf.until(/^answers (\d+) success (\d+) sessions \d+$/m, 60_000)
    assert.deepEqual([Number(answers), Number(successes)], [RECORDS, RECORDS], ctf.output)
    assert.equal(await ctf.ended, 0, ctf.output)
    assert.ok(await seen.until(() => seen.states().includes('closed'), 10_000), seen.story())
    assert.deepEqual(seen.states(), ['connected', 'open', 'closing', 'closed'])

    const requests = seen.messages('fromSut').filter(isAccounting)
    const replies = seen.messages('toSut').filter(isAccounting)
    assert.equal(requests.length, RECORDS)
    assert.deepEqual(replies.map(idsOf).sort(), requests.map(idsOf).sort(), 'one answer a request, with its identifiers')
    assert.ok(replies.every((reply) => !reply.request && scalarAt(reply, 'Result-Code') === 2001))
    assert.ok(requests.every(({ faults }) => faults.length === 0))
    const sessions = bySession(requests)
    assert.equal(sessions.size, CONCURRENCY)
    for (const records of sessions.values()) assert.deepEqual(records, ['2/0', '3/1', '3/2', '3/3', '4/4'])
    assert.equal(mostOutstanding(requests, replies, seen), CONCURRENCY, 'all the STARTs waited at once')
  } finally {
    await ctf.stop()
    await enabler.close()
  }
})

test('an Erlang CTF counts what is no success: every fifth record gets 4002, and tshark reads the whole visit without fault', async (t) => {
  if (!hasErlang(t) || !needs(t, TSHARK)) return
  const seen = new Witness()
  const enabler = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity: CDF, record: seen.record })
  enabler.on({ type: 'stop' }).answer(4002)
  const ctf = erlangCtf(enabler.port)
  try {
    const [, answers, successes] = await ctf.until(/^answers (\d+) success (\d+) sessions \d+$/m, 60_000)
    assert.deepEqual([Number(answers), Number(successes)], [RECORDS, RECORDS - CONCURRENCY], ctf.output)
    assert.equal(await ctf.ended, 0, ctf.output)
    const opinion = opinionOf(seen.events)
    assert.ok(opinion.shown >= 2 * RECORDS + 4)
    assert.deepEqual(opinion, { shown: opinion.shown, read: opinion.shown, faults: [] })
  } finally {
    await ctf.stop()
    await enabler.close()
  }
})

/** Our module, compiled in a folder of its own and started; the connection goes to `port`. */
function erlangCtf(port: number): ForeignProcess {
  const folder = folderWith()
  copyFileSync(path.join(__dirname, 'erlang', 'ctf.erl'), path.join(folder, 'ctf.erl'))
  runForeign('erlc', ['+warnings_as_errors', 'ctf.erl'], folder)
  const args = ['-noshell', '-noinput', '-pa', '.', '-run', 'ctf', 'main', String(port), String(CONCURRENCY), String(INTERIMS)]
  return new ForeignProcess('erl', args, folder)
}

function hasErlang(t: TestContext): boolean {
  if (!needs(t, { erl: 'erlang-diameter', erlc: 'erlang-diameter' })) return false
  const asked = ['-noshell', '-noinput', '-eval', 'io:format("~p", [filelib:is_dir(code:lib_dir(diameter))]), halt().']
  if (runForeign('erl', asked, folderWith()).includes('true')) return true
  t.skip('Erlang is here, its diameter application is not (apt-get install erlang-diameter)')
  return false
}

// Holds what is delayed until `count` are held, then lets all go: no time is measured.
function barrier(count: number): Timers {
  const held: (() => void)[] = []
  return {
    set: (ms, fire) => {
      if (ms !== HELD_MS) return systemTimers.set(ms, fire)
      held.push(fire)
      if (held.length === count) for (const go of held.splice(0)) setImmediate(go)
      return undefined
    },
    clear: (handle) => (handle === undefined ? undefined : systemTimers.clear(handle)),
  }
}

function isAccounting({ commandCode }: DiameterMessage): boolean {
  return commandCode === COMMAND.accounting
}

function idsOf(message: DiameterMessage): string {
  return `${message.hopByHop}/${message.endToEnd} ${scalarAt(message, 'Session-Id')} ${scalarAt(message, 'Accounting-Record-Number')}`
}

/** Session → type and number of its records, in order. */
function bySession(requests: readonly DiameterMessage[]): ReadonlyMap<unknown, readonly string[]> {
  const sessions = new Map<unknown, string[]>()
  for (const request of requests) {
    const records = sessions.get(scalarAt(request, 'Session-Id')) ?? []
    records.push(`${scalarAt(request, 'Accounting-Record-Type')}/${scalarAt(request, 'Accounting-Record-Number')}`)
    sessions.set(scalarAt(request, 'Session-Id'), records)
  }
  return sessions
}

// In the order of the history: a request adds one, an answer takes one away.
function mostOutstanding(requests: readonly DiameterMessage[], replies: readonly DiameterMessage[], seen: Witness): number {
  const waiting = new Set<number>()
  let most = 0
  const ends = { fromSut: [...requests], toSut: [...replies] }
  for (const event of seen.events) {
    if (event.kind !== 'ch1') continue
    const next = ends[event.dir][0]
    if (next === undefined || Buffer.compare(next.bytes, Buffer.from(event.bytes, 'base64')) !== 0) continue
    ends[event.dir].shift()
    if (event.dir === 'fromSut') waiting.add(next.hopByHop)
    else waiting.delete(next.hopByHop)
    most = Math.max(most, waiting.size)
  }
  return most
}
