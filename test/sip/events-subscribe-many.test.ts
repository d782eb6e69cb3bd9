// Subscriptions within a session, many at once, and a roster told by one (RFC 6665 §4.5.2, RFC 4575).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CONFERENCE_EVENT,
  CONFERENCE_INFO,
  readConferenceInfo,
  rosterAfter,
  writeConferenceInfo,
  type Roster,
  type NotifierSubscription,
} from '@ch1/sip'
import { AgentBench, outcome } from './agent-bench'
import { later, quiet } from './quiet'
import { TO_BOB, watched } from './subscription-bench'

test('within a session: its own NOTIFYs, refresh, and the end with the BYE', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  let made: NotifierSubscription | undefined
  bob.onSubscribe = (incoming) => (made = incoming.accept({ current: () => ({ body: 'x', contentType: 'text/plain' }) }))
  const subscription = alice.subscribe({ event: 'conference', id: 'a', expiresS: 100 })
  const states: string[] = []
  subscription.onNotify = (_notify, { state }) => states.push(state)
  await quiet(bench)
  assert.equal(bench.network.last('NOTIFY').message.header('Event'), 'conference;id=a')
  await later(bench, 50_000)
  assert.deepEqual([states, bench.alice.dialogCount, alice.events.size, bob.events.size], [['active', 'active'], 1, 1, 1])
  void alice.bye()
  await quiet(bench)
  assert.deepEqual([subscription.end?.why, made?.end, alice.events.size], ['dialogEnded', 'dialogEnded', 0])
  assert.throws(() => alice.subscribe({ event: 'conference' }), { name: 'SipStateError' })
})

test('one dialog holds 64 subscriptions and no more', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bob.onSubscribe = (incoming) => void incoming.accept({ current: () => ({}) })
  for (let i = 0; i < 64; i++) alice.subscribe({ event: 'conference', id: String(i) })
  assert.throws(() => alice.subscribe({ event: 'conference', id: '65' }), { name: 'SipLimitError' })
  await quiet(bench)
  const more = alice.send('SUBSCRIBE', { headers: [['Event', 'conference;id=65']] })
  await quiet(bench)
  assert.equal((await more).status, 503)
})

test('NOTIFYs that wait are bounded', async () => {
  const { bench, notifier } = await watched()
  bench.network.drops = ({ what }) => what === 'NOTIFY'
  const outcomes = Array.from({ length: 70 }, () => outcome(notifier().notify()))
  await later(bench, 32_000)
  const settled = await Promise.all(outcomes)
  assert.deepEqual(
    [settled.filter((name) => name === 'SipLimitError').length, settled[0], settled[1]],
    [6, 'SipTimeout', 'SipStateError'],
  )
})

test('too many dialogs: 503 for the caller, SipLimitError for the owner', async () => {
  const bench = new AgentBench({ maxDialogs: 1 }, { maxDialogs: 0 })
  bench.bob.onSubscribe = () => assert.fail('there is no room')
  const first = bench.alice.subscribe({ ...TO_BOB, event: 'conference' })
  assert.throws(() => bench.alice.subscribe({ ...TO_BOB, event: 'conference' }), { name: 'SipLimitError' })
  await quiet(bench)
  assert.equal((await first.answered).status, 503)
})

test('a roster by subscription: full at first, partial on change, and full again after a refresh', async () => {
  const bench = new AgentBench()
  let version = 0
  const users = new Set(['sip:alice@h', 'sip:bob@h'])
  const user = (entity: string) => ({ entity, state: 'full' as const, endpoints: [] })
  const full = () => ({
    contentType: CONFERENCE_INFO,
    body: writeConferenceInfo({
      entity: 'sip:conf@h',
      state: 'full',
      version: (version += 1),
      users: { state: 'full', users: [...users].map(user) },
    }),
  })
  let made: NotifierSubscription | undefined
  bench.bob.onSubscribe = (incoming) => (made = incoming.accept({ current: full }))
  const subscription = bench.alice.subscribe({ ...TO_BOB, event: CONFERENCE_EVENT, accept: CONFERENCE_INFO })
  let roster: Roster | undefined
  const outcomes: string[] = []
  subscription.onNotify = (notify) => {
    const change = rosterAfter(roster, readConferenceInfo(notify.body))
    outcomes.push(change.outcome)
    roster = change.roster
  }
  await quiet(bench)
  const tell = async (at: number): Promise<void> => {
    const body = writeConferenceInfo({
      entity: 'sip:conf@h',
      state: 'partial',
      version: at,
      users: { state: 'partial', users: [user('sip:carol@h')] },
    })
    void made?.notify({ contentType: CONFERENCE_INFO, body })
    await quiet(bench)
  }
  users.add('sip:carol@h')
  await tell((version += 1))
  assert.deepEqual(
    roster?.users.map(({ entity }) => entity),
    ['sip:alice@h', 'sip:bob@h', 'sip:carol@h'],
  )
  await tell((version += 2))
  void subscription.refresh()
  await quiet(bench)
  assert.deepEqual([outcomes, roster.version], [['applied', 'applied', 'gap', 'applied'], version])
})
