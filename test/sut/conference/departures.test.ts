// Departures that both sides begin, or that one side knows nothing of: each is charged once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting } from '../running-server'
import { bill } from './bracket'

const BOB = 'sip:bob@home.example'
const ONCE = ['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -']

test('BYEs that cross are both answered 200, and Bob departs once', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  // Bob's own BYE leaves before he answers the server's.
  const crossed = new Promise<number>((resolve) => {
    bob.onBye = () => void bob.bye().then(({ status }) => resolve(status))
  })
  assert.equal(await around.server.expel(alice.conference, BOB), 204)
  assert.equal(await crossed, 200)
  await around.line(/^leaveAnswered sip:bob@/)
  assert.equal(await around.server.expel(alice.conference, BOB), 404)
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ONCE)
})

test('a BYE of the server that is answered 481: the user is gone, charged once', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  bob.abandon() // the dialog is forgotten: all that is for it is answered 481
  assert.equal(await around.server.expel(alice.conference, BOB), 204)
  await around.line(/^expelUnanswered sip:bob@home\.example .*\[1 in\] 481$/)
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ONCE)
})

test('the last one is expelled: STOP, no INTERIM', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create()
  assert.equal(await around.server.expel(alice.conference, 'sip:alice@home.example'), 204)
  await around.line(/^ended /)
  assert.deepEqual(await bill(around), ['START 0 alice 0', 'STOP 1 alice -'])
})

test('a user who stays longer than the policy allows is sent away by the server', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { longestStayMs: 700 } })
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  await alice.dialog.bye()
  await around.line(/^expelled sip:bob@/)
  assert.equal(bob.ended, true)
  assert.ok(!around.lines.some((line) => line.startsWith('expelSent sip:alice@')), 'who has left is not sent away')
  assert.deepEqual(await bill(around), ['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 alice 1', 'STOP 3 bob -'])
})
