// A full session: one too many is refused with the status of the policy, and is not charged.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting } from '../running-server'
import { bill } from './bracket'

for (const fullStatus of [486, 503] as const) {
  test(`the third of two is refused ${fullStatus}; when one leaves there is room`, LIMIT, async (t) => {
    const around = await meeting(t, { policy: { maximumUsers: 2, fullStatus } })
    const alice = await around.create()
    const bob = await around.enter('bob', alice.conference)
    assert.equal((await around.knock('carol', alice.conference)).response.status, fullStatus)
    await bob.dialog.bye()
    const carol = await around.enter('carol', alice.conference)
    await carol.dialog.bye()
    await alice.dialog.bye()
    assert.deepEqual(await bill(around), [
      'START 0 alice 0',
      'INTERIM 1 bob 2',
      'INTERIM 2 bob 1',
      'INTERIM 3 carol 2',
      'INTERIM 4 carol 1',
      'STOP 5 alice -',
    ])
  })
}

test('who is being invited has a seat: others are refused, itself may come', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { maximumUsers: 2 }, flags: ['--no-answer', '30000'] })
  around.reactions.set('bob', (invite) => invite.ring())
  const alice = await around.create('bob')
  await around.line(/^ringing sip:bob@/)
  assert.equal((await around.knock('carol', alice.conference)).response.status, 486)
  assert.equal((await alice.dialog.refer({ referTo: 'sip:carol@home.example' }).outcome).kind, 'told')
  const bob = await around.enter('bob', alice.conference)
  await around.line(/^inviteeCancelled sip:bob@/)
  await bob.dialog.bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

test('a list longer than the session is refused, and no conference is made', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { maximumUsers: 2 } })
  const { response } = await around.knock('alice', 'sip:factory@im.example', { list: ['bob', 'carol'] })
  assert.equal(response.status, 486)
  assert.deepEqual(await bill(around), [])
})
