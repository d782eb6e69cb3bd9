// Coming back: a departure and a second arrival in the same accounting session, unless the policy says no.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting } from '../running-server'
import { bill, charged } from './bracket'

const BOB = 'sip:bob@home.example'

test('Bob leaves and comes back: two arrivals, two departures, one Session-Id, a leg of its own each time', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create('bob')
  await (await around.dialogOf('bob')).bye()
  const again = await around.enter('bob', alice.conference)
  await again.dialog.bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), [
    'START 0 alice 1',
    'INTERIM 1 bob 2',
    'INTERIM 2 bob 1',
    'INTERIM 3 bob 2',
    'INTERIM 4 bob 1',
    'STOP 5 alice -',
  ])
  const records = await charged(around)
  assert.equal(new Set(records.map(({ session }) => session)).size, 1)
  assert.notEqual(records[1]?.callId, records[3]?.callId)
})

test('one who was sent away may not come back where the policy says so; one who left may', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { rejoin: 'notExpelled' } })
  const alice = await around.create('bob', 'carol')
  await (await around.dialogOf('carol')).bye()
  await around.dialogOf('bob')
  assert.equal(await around.server.expel(alice.conference, BOB), 204)
  await around.line(/^expelled sip:bob@/)
  assert.equal((await around.knock('bob', alice.conference)).response.status, 403)
  const carol = await around.enter('carol', alice.conference)
  await carol.dialog.bye()
  await alice.dialog.bye()
  const records = await bill(around)
  assert.equal(records.filter((line) => line.includes(' bob ')).length, 2, 'an arrival and a departure')
  assert.equal(records.filter((line) => line.includes(' carol ')).length, 4)
})

test('where nobody comes back, a leaver is refused 403 and a new user is let in', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { rejoin: 'nobody' } })
  const alice = await around.create('bob')
  await (await around.dialogOf('bob')).bye()
  assert.equal((await around.knock('bob', alice.conference)).response.status, 403)
  const carol = await around.enter('carol', alice.conference)
  await carol.dialog.bye()
  await alice.dialog.bye()
  assert.equal((await around.knock('bob', alice.conference)).response.status, 404, 'the conference is gone')
  const records = await bill(around)
  assert.deepEqual(records, [
    'START 0 alice 1',
    'INTERIM 1 bob 2',
    'INTERIM 2 bob 1',
    'INTERIM 3 carol 2',
    'INTERIM 4 carol 1',
    'STOP 5 alice -',
  ])
})
