// Release of a session with users in it: one STOP, and INTERIMs for the others or none, by policy (LV-12).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting, type Meeting } from '../running-server'
import { bill } from './bracket'

async function three(around: Meeting) {
  const alice = await around.create('bob', 'carol')
  const bob = await around.dialogOf('bob')
  const carol = await around.dialogOf('carol')
  await around.enabler.reach(3)
  return { alice, bob, carol }
}

const anonymous = (lines: readonly string[]): readonly string[] => lines.map((line) => line.replace(/bob|carol/, 'X'))
const THREE_IN = ['START 0 alice 2', 'INTERIM 1 X 2', 'INTERIM 2 X 3']

test('the owner leaves: the others are sent BYE, each departure counts, the last one is the STOP', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { releasesWithOwner: true } })
  const { alice, bob, carol } = await three(around)
  await alice.dialog.bye()
  await around.line(/^ended /)
  assert.deepEqual([bob.ended, carol.ended], [true, true])
  assert.deepEqual(anonymous(await bill(around)), [...THREE_IN, 'INTERIM 3 alice 2', 'INTERIM 4 X 1', 'STOP 5 X -'])
})

test('released silently: the owner’s BYE is the STOP, the others make no record', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { releasesWithOwner: true, release: 'silent' } })
  const { alice, bob, carol } = await three(around)
  await alice.dialog.bye()
  await around.line(/^ended /)
  assert.deepEqual([bob.ended, carol.ended], [true, true])
  assert.deepEqual(anonymous(await bill(around)), [...THREE_IN, 'STOP 3 alice -'])
})

test('another than the owner leaves: nobody is released', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { releasesWithOwner: true } })
  const { alice, bob, carol } = await three(around)
  await bob.bye()
  assert.equal((await around.knock('bob', alice.conference)).response.status, 200)
  assert.equal(carol.ended, false)
  await alice.dialog.bye()
  await around.line(/^ended /)
  assert.equal((await bill(around)).at(-1)?.startsWith('STOP'), true)
})

test('fewer than two are left: the last one is sent BYE, one STOP', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { minimumUsers: 2 } })
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  await around.enabler.reach(2)
  await bob.bye()
  await around.line(/^ended /)
  assert.equal(alice.dialog.ended, true)
  assert.deepEqual(await bill(around), ['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

test('fewer than two while somebody is being invited: released only when nobody comes', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { minimumUsers: 2 }, flags: ['--no-answer', '700'] })
  around.reactions.set('carol', (invite) => invite.ring())
  const alice = await around.create('bob', 'carol')
  const bob = await around.dialogOf('bob')
  await around.line(/^ringing sip:carol@/)
  await bob.bye()
  assert.equal(alice.dialog.ended, false)
  await around.line(/^inviteeCancelled sip:carol@/)
  await around.line(/^ended /)
  assert.deepEqual(await bill(around), ['START 0 alice 2', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

test('a session that is being released lets nobody in and gives its invitations up', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { releasesWithOwner: true }, flags: ['--no-answer', '30000'] })
  const cancelled = new Promise<void>((resolve) => {
    around.reactions.set('carol', (invite) => {
      invite.onCancel = () => resolve()
      invite.ring()
    })
  })
  const alice = await around.create('bob', 'carol')
  const bob = await around.dialogOf('bob')
  await around.line(/^ringing sip:carol@/)
  const late = new Promise<number>((resolve) => {
    bob.onBye = () => void around.knock('dave', alice.conference).then(({ response }) => resolve(response.status))
  })
  await alice.dialog.bye()
  await cancelled
  assert.equal(await late, 404)
  await around.line(/^ended /)
  const at = (start: string): number => around.lines.findIndex((line) => line.startsWith(start))
  assert.ok(at('invitationGivenUp sip:carol@') < at('expelSent sip:bob@'), 'given up before anybody is sent away')
  assert.deepEqual(await bill(around), ['START 0 alice 2', 'INTERIM 1 bob 2', 'INTERIM 2 alice 1', 'STOP 3 bob -'])
})
