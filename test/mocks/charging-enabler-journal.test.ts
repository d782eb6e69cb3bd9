// The journal of the Charging Enabler and its views: sessions as a CDF sees them, findings, trees; and several enablers under one journal.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { AvpInput } from '@ch1/diameter'
import { accountingSessions, ChargingEnablers, decodedTrees, grammarFindings, seenRequests } from '../../mocks/charging-enabler'
import type { HistoryEvent } from '../../judge/history/events'
import { SessionBook } from '../../mocks/charging-enabler/session-book'
import { asHistory, enablerBed } from './enabler-bed'
import { acr, bytesOf, RawCtf } from './raw-ctf'
import { memoryRecorder } from './sip-box'

const KINDS = { start: 2, interim: 3, stop: 4, event: 1 } as const

async function told(
  t: TestContext,
  records: readonly (readonly [keyof typeof KINDS, number, session?: string, resent?: boolean])[],
): Promise<readonly HistoryEvent[]> {
  const { raw, facts } = await enablerBed(t)
  const client = await raw()
  for (const [i, [kind, number, session = 'a;1;1', resent = false]] of records.entries()) {
    await client.ask({ hopByHop: i, endToEnd: i, resent, avps: acr({ type: KINDS[kind], number, session }) })
  }
  return asHistory(facts)
}

test('sessions: open, closed, without START, one-time', async (t) => {
  const events = await told(t, [
    ['start', 0],
    ['start', 0, 'b;1;1'],
    ['interim', 1],
    ['interim', 2],
    ['event', 0, 'e;1;1'],
    ['stop', 1, 'b;1;1'],
    ['interim', 4, 'c;1;1'],
  ])
  assert.deepEqual(
    accountingSessions(events).map(({ session, state, records, interims, gaps }) => [
      session,
      state,
      records,
      interims,
      gaps.length,
    ]),
    [
      ['a;1;1', 'open', 3, 2, 0],
      ['b;1;1', 'closed', 2, 0, 0],
      ['e;1;1', 'event', 1, 0, 0],
      ['c;1;1', 'unopened', 1, 1, 0],
    ],
  )
})

test('sessions: duplicates by T flag, repeats without it, what the first copy of got lost, records behind the STOP', async (t) => {
  const events = await told(t, [
    ['start', 0],
    ['interim', 1],
    ['interim', 1, 'a;1;1', true],
    ['interim', 1],
    ['interim', 2, 'a;1;1', true],
    ['stop', 3],
    ['stop', 3, 'a;1;1', true],
    ['interim', 4],
  ])
  const [session] = accountingSessions(events)
  assert.ok(session)
  const { duplicates, repeats, recovered, afterStop, records, state } = session
  assert.deepEqual(
    { duplicates, repeats, recovered, afterStop, records, state },
    {
      duplicates: 2,
      repeats: 1,
      recovered: 1,
      afterStop: 1,
      records: 5,
      state: 'closed',
    },
  )
})

test('sessions: a sequence gap, and the number that came late', async (t) => {
  const events = await told(t, [
    ['start', 0],
    ['interim', 4],
    ['interim', 2],
  ])
  const [session] = accountingSessions(events)
  assert.deepEqual(session?.missing, [1, 3])
  assert.deepEqual(
    session.gaps.map(({ after, next, event }) => [after, next, events[event]?.kind]),
    [[0, 4, 'ch1']],
  )
})

test('sessions: the supervision timer starts with each record, and a record after its end opens the session again', () => {
  const book = new SessionBook({ supervisionMs: 10 })
  const at = (ms: number): number => ms * 1_000
  book.take('a', 'start', 0, false, 1, at(0), 'cdf1')
  book.take('a', 'interim', 1, false, 2, at(9), 'cdf1')
  book.take('b', 'start', 0, false, 3, at(9), 'cdf1')
  book.take('b', 'stop', 1, false, 4, at(10), 'cdf1')
  assert.deepEqual(states(book, at(18)), ['open', 'closed'])
  assert.deepEqual(states(book, at(20)), ['expired', 'closed'])
  book.take('a', 'interim', 2, false, 5, at(30), 'cdf1')
  const [session] = book.sessions(at(31))
  assert.deepEqual([session?.state, session?.expiredAtUs], ['open', [at(19)]])
})

test('sessions: a book with limits forgets the oldest', () => {
  const book = new SessionBook({ mostOpen: 2, mostClosed: 1 })
  for (const session of ['a', 'b', 'c']) book.take(session, 'start', 0, false, 1, 0, 'cdf1')
  for (const session of ['d', 'e']) book.take(session, 'stop', 0, false, 2, 0, 'cdf1')
  assert.deepEqual(
    book.sessions(0).map(({ session }) => session),
    ['b', 'c', 'e'],
  )
})

test('the running enabler tells of the same sessions as its journal', async (t) => {
  const { enabler, raw, facts } = await enablerBed(t)
  const client = await raw()
  for (const [i, [type, number]] of (
    [
      [2, 0],
      [3, 1],
      [3, 3],
    ] as const
  ).entries())
    await client.ask({ hopByHop: i, avps: acr({ type, number }) })
  const brief = (sessions: ReturnType<typeof accountingSessions>): unknown =>
    sessions.map(({ firstUs: _firstUs, lastUs: _lastUs, ...rest }) => rest)
  assert.deepEqual(brief(enabler.sessions()), brief(accountingSessions(asHistory(facts))))
})

test('requests with their answers: none, one, two', async (t) => {
  const { enabler, raw, facts } = await enablerBed(t)
  enabler.on({ number: 1 }).ignore()
  enabler.on({ number: 2 }).named('twice').answerTwice(2002)
  const client = await raw()
  for (const number of [1, 2, 3]) client.write(bytesOf({ hopByHop: number, avps: acr({ number }) }))
  await client.until(() => client.messages.length === 4)
  assert.deepEqual(
    seenRequests(asHistory(facts)).map(({ number, answers }) => [
      number,
      ...answers.map(({ resultCode, rule }) => `${resultCode} ${rule}`),
    ]),
    [[1], [2, '2002 twice', '2002 twice'], [3, '2001 default']],
  )
})

test('trees: every message decoded, a spoilt one with the reason', async (t) => {
  const { enabler, raw, facts } = await enablerBed(t)
  enabler.on({}).once().malformed('reservedBits')
  const client = await raw()
  await client.ask({ avps: acr() })
  const trees = decodedTrees([...asHistory(facts), { ...asCh1(facts), bytes: 'AgAAFA==' }])
  assert.deepEqual(
    trees.map(({ text }) => text.split('  ', 1)[0]),
    [
      'Capabilities-Exchange-Request (CER)',
      'Capabilities-Exchange-Answer (CEA)',
      'Accounting-Request (ACR)',
      'Accounting-Answer (ACA)',
      'no Diameter message: header: the version is 2, not 1: this is no Diameter message (byte 0, RFC 6733 §3)',
    ],
  )
  assert.match(trees[2]?.text ?? '', /\n {2}Accounting-Record-Type \(480\) -M- INTERIM_RECORD \(3\)/)
})

test('findings: what the grammar check finds in every message from the SUT, with its event', async (t) => {
  const { raw, facts } = await enablerBed(t)
  const client = await raw()
  const without = (name: string): readonly AvpInput[] => acr().filter((avp) => !('0' in avp) || avp[0] !== name)
  await client.ask({ hopByHop: 1, avps: acr() })
  await client.ask({ hopByHop: 2, avps: without('Destination-Realm') })
  const events = asHistory(facts)
  const found = grammarFindings([...events, { ...asCh1(facts), dir: 'fromSut', bytes: 'AQAAFA==' }])
  assert.deepEqual(
    found.map(({ rule, path, resultCode, level, event }) => [rule, path, resultCode, level, events[event]?.kind]),
    [
      ['missing', 'Destination-Realm', 5005, 'MUST', 'ch1'],
      ['length', 'header', 5015, 'MUST', undefined],
    ],
  )
})

test('several enablers under one journal: the secondary takes over, and the session is one', async (t) => {
  const { facts, record } = memoryRecorder()
  const enablers = await ChargingEnablers.start([{ name: 'cdf1' }, { name: 'cdf2' }, { name: 'cdf3' }], {
    record,
    rules: [
      { match: { nth: 2, enabler: 'cdf1' }, actions: [{ kind: 'reset' }], completion: { kind: 'always' } },
      { match: { enabler: 'cdf3' }, actions: [{ kind: 'answer', resultCode: 3004 }], completion: { kind: 'always' } },
    ],
  })
  t.after(() => enablers.close())
  const clients = await Promise.all(enablers.all.map(({ port }) => RawCtf.open(port)))
  t.after(() => clients.forEach((client) => client.close()))
  const [primary, secondary, third] = clients
  assert.ok(primary && secondary && third)
  await primary.ask({ hopByHop: 1, avps: acr({ type: 2, number: 0 }) })
  primary.write(bytesOf({ hopByHop: 2, endToEnd: 2, avps: acr({ number: 1 }) }))
  await primary.until(() => primary.end !== undefined)
  await secondary.ask({ hopByHop: 9, endToEnd: 2, resent: true, avps: acr({ number: 1 }) })
  assert.equal((await third.ask({ hopByHop: 1, avps: acr({ session: 'z;1;1' }) })).error, true)
  const sessions = accountingSessions(asHistory(facts))
  assert.deepEqual(
    sessions.map(({ session, enablers: used, records, duplicates }) => [session, used, records, duplicates]),
    [
      ['im1.im.example;1;2;conf-1', ['cdf1', 'cdf2'], 2, 1],
      ['z;1;1', ['cdf3'], 1, 0],
    ],
  )
  assert.deepEqual(
    accountingSessions(asHistory(facts), { enabler: 'cdf2' }).map(({ state, recovered }) => [state, recovered]),
    [['unopened', 1]],
  )
  assert.match(enablers.explain(), /^Rules of cdf1:[^]*\n\nRules of cdf2:[^]*\n\nRules of cdf3:/)
})

test('a script: partition and recovery, no listening and listening again, each at its time', async (t) => {
  const alarms = new Map<number, () => void>()
  const clock = {
    set: (ms: number, fire: () => void): unknown => {
      alarms.set(ms, fire)
      return ms
    },
    clear: (handle: unknown): void => void alarms.delete(handle as number),
  }
  const enablers = await ChargingEnablers.start([{ name: 'cdf1' }, { name: 'cdf2' }], { record: () => 0, clock })
  t.after(() => enablers.close())
  const [primary, secondary] = await Promise.all(enablers.all.map(({ port }) => RawCtf.open(port)))
  assert.ok(primary && secondary)
  t.after(() => [primary, secondary].forEach((client) => client.close()))
  const script = enablers.script([
    { atMs: 10, enabler: 'cdf1', do: 'partition' },
    { atMs: 20, enabler: 'cdf1', do: 'heal' },
    { atMs: 30, enabler: 'cdf2', do: 'stopListening' },
    { atMs: 40, enabler: 'cdf2', do: 'listenAgain' },
    { atMs: 99, enabler: 'cdf2', do: 'close' },
  ])
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  alarms.get(10)?.()
  await turn()
  primary.write(bytesOf({ avps: acr() }))
  await secondary.ask({ avps: acr() })
  assert.equal(primary.messages.length, 1)
  alarms.get(20)?.()
  await primary.until(() => primary.messages.length === 2)
  alarms.get(30)?.()
  for (let end: string | undefined; end !== 'ECONNREFUSED';) {
    const attempt = await RawCtf.connect(enablers.get('cdf2').port)
    end = attempt.end
    attempt.close()
  }
  alarms.get(40)?.()
  for (let isConnected = false; !isConnected;) {
    const attempt = await RawCtf.connect(enablers.get('cdf2').port)
    isConnected = attempt.isConnected
    attempt.close()
  }
  await enablers.close()
  await script // over, although its last line was never due
})

test('an enabler of a name nobody has, in a script too, is told with the names there are', async (t) => {
  const enablers = await ChargingEnablers.start([{ name: 'cdf1' }, { name: 'cdf2' }], { record: () => 0 })
  t.after(() => enablers.close())
  const expected = { name: 'TestbedError', what: 'there is no enabler "cdf3"', mend: 'one of: cdf1, cdf2' }
  assert.throws(() => enablers.get('cdf3'), expected)
  await assert.rejects(enablers.script([{ atMs: 0, enabler: 'cdf3', do: 'heal' }]), expected)
})

test('when one of several cannot start, those before it are closed again', async () => {
  const first = await ChargingEnablers.start([{ name: 'taken' }], { record: () => 0 })
  const { port } = first.get('taken')
  await assert.rejects(ChargingEnablers.start([{ name: 'cdf1' }, { name: 'cdf2', port }], { record: () => 0 }), {
    name: 'TestbedError',
    what: 'the Charging Enabler cdf2 cannot listen',
  })
  await first.close()
})

function states(book: SessionBook, nowUs: number): readonly string[] {
  return book.sessions(nowUs).map(({ state }) => state)
}

function asCh1(facts: Parameters<typeof asHistory>[0]): Extract<HistoryEvent, { kind: 'ch1' }> {
  const event = asHistory(facts).find(({ kind }) => kind === 'ch1')
  assert.ok(event?.kind === 'ch1')
  return { ...event, n: 999_999 }
}
