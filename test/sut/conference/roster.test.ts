// The roster by SUBSCRIBE and NOTIFY (RFC 4575): versions grow by one, user-count is what the INTERIMs count, and no SUBSCRIBE is charged.
import { readConferenceInfo, rosterAfter, type Roster, type SubscribeTerms, type Subscription } from '@ch1/sip'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting } from '../running-server'
import { bill, charged } from './bracket'

const TERMS: SubscribeTerms = { event: 'conference', accept: 'application/conference-info+xml', expiresS: 60 }

test('each arrival and departure is told, with the count that charging has', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create()
  const told = followed(alice.dialog.subscribe(TERMS))
  await told.until(({ users }) => users.length === 1)
  const bob = await around.enter('bob', alice.conference)
  await told.until(({ users }) => users.length === 2)
  await bob.dialog.bye()
  await told.until(({ version, users }) => version > 1 && users.length === 1)
  await alice.dialog.bye()
  const counts = told.seen.map(({ conferenceState }) => conferenceState.userCount)
  const interims = (await charged(around)).filter(({ type }) => type === 'INTERIM').map(({ count }) => count)
  assert.deepEqual(counts, [1, ...interims])
  assert.deepEqual(
    told.seen.map(({ version }) => version),
    [0, 1, 2],
  )
  assert.deepEqual(
    told.seen[1]?.users.map(({ entity }) => entity),
    ['sip:alice@home.example', 'sip:bob@home.example'],
  )
  assert.equal(told.seen[0]?.entity, alice.conference.replace(/@.*/, '@im.example'))
})

test('a subscription outside the dialog: for participants, over when its user has left', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  const subscribe = (user: string, o: Partial<SubscribeTerms> = {}) =>
    around.agent.subscribe({
      ...{ uri: alice.conference, from: `<sip:${user}@home.example>`, to: `<${alice.conference}>` },
      ...{ ...TERMS, ...o },
    })
  assert.equal((await subscribe('mallory').answered).status, 403)
  assert.equal((await subscribe('bob', { event: 'presence' }).answered).status, 489)
  const subscription = subscribe('bob')
  const told = followed(subscription)
  await told.until(({ users }) => users.length === 2)
  await bob.bye()
  assert.equal(await told.over, 'rejected')
  assert.equal(told.seen.length, 1, 'who has left hears nothing of those who stay')
  await alice.dialog.bye()
  assert.equal((await subscribe('alice').answered).status, 404)
  assert.deepEqual(await bill(around), ['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

test('a fetch is told once; unsubscribing is the end', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create()
  const fetched = followed(alice.dialog.subscribe({ ...TERMS, expiresS: 0 }))
  await fetched.over
  assert.equal(fetched.seen.length, 1)
  const subscription = alice.dialog.subscribe(TERMS)
  const told = followed(subscription)
  await told.until(() => true)
  await subscription.unsubscribe()
  await told.over
  const bob = await around.enter('bob', alice.conference)
  await bob.dialog.bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 0', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
  assert.equal(told.seen.length, 2, 'the first state and the last')
})

/** What a subscription was told, and when it was over. */
function followed(subscription: Subscription) {
  const seen: Roster[] = []
  let roster: Roster | undefined
  let look = (): void => {}
  subscription.onNotify = ({ body }) => {
    if (body.length === 0) return
    const change = rosterAfter(roster, readConferenceInfo(body))
    assert.equal(change.outcome, 'applied')
    roster = change.roster
    if (roster) seen.push(roster)
    look()
  }
  const over = new Promise<string | undefined>((resolve) => (subscription.onEnd = ({ reason }) => resolve(reason)))
  const until = (holds: (roster: Roster) => boolean): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        if (roster !== undefined && holds(roster)) resolve()
      }
      look()
    })
  return { seen, over, until }
}
