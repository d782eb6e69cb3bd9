// REFER of one user (RFC 3515, RFC 4488, RFC 4579): the record comes with the 200 of whom it is about, not with the REFER.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting } from '../running-server'
import { brief } from '../surroundings'
import { bill } from './bracket'

const BOB = 'sip:bob@home.example'

test('Refer-Sub: false is granted, nothing is notified, Bob is charged when he answers', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create()
  const notified: string[] = []
  alice.dialog.onRequest = (request, respond) => {
    notified.push(request.method)
    respond(200)
  }
  const refer = alice.dialog.refer({ referTo: BOB, subscribe: false })
  assert.equal((await refer.outcome).kind, 'notTold')
  const bob = await around.dialogOf('bob')
  await bob.bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 0', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
  assert.deepEqual(notified, [])
})

test('while the referred user rings there is no record; who referred stands in his INVITE', LIMIT, async (t) => {
  const around = await meeting(t, { flags: ['--no-answer', '30000'] })
  const alice = await around.create()
  let answer = (): void => {}
  const referredBy = new Promise<string | undefined>((resolve) => {
    around.reactions.set('bob', (invite) => {
      invite.ring()
      answer = () => around.invited.set('bob', around.accept(invite))
      resolve(invite.request.header('Referred-By'))
    })
  })
  const refer = alice.dialog.refer({ referTo: BOB, referredBy: '<sip:alice@home.example>' })
  assert.equal(await referredBy, '<sip:alice@home.example>')
  await around.line(/^ringing sip:bob@/)
  assert.deepEqual(brief(await around.enabler.reach(1)), ['START 0 alice 0'])
  answer()
  assert.deepEqual(await refer.outcome, { kind: 'told', status: 200, reason: 'OK' })
  await alice.dialog.bye()
  await (await around.dialogOf('bob')).bye()
  assert.deepEqual(await bill(around), ['START 0 alice 0', 'INTERIM 1 bob 2', 'INTERIM 2 alice 1', 'STOP 3 bob -'])
})

test('REFER with method=BYE: 202, BYE, and the INTERIM with its 200; one who is not in is told 404', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  await around.enabler.reach(2)
  bob.onBye = () => assert.equal(around.enabler.records.length, 2, 'no record before the 200')
  const gone = await alice.dialog.refer({ referTo: `${BOB};method=BYE` }).outcome
  assert.deepEqual(gone, { kind: 'told', status: 200, reason: 'OK' })
  const nobody = await alice.dialog.refer({ referTo: `${BOB};method=BYE` }).outcome
  assert.deepEqual(nobody, { kind: 'told', status: 404, reason: 'Not Found' })
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

test('a REFER outside the dialog is served for one who is in, refused for a stranger', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create()
  const refer = (user: string) =>
    around.agent.refer({ uri: alice.conference, from: `<sip:${user}@home.example>`, to: `<${alice.conference}>`, referTo: BOB })
  assert.equal((await refer('mallory').outcome).kind, 'refused')
  assert.equal((await refer('mallory').answered).status, 403)
  assert.deepEqual(await refer('alice').outcome, { kind: 'told', status: 200, reason: 'OK' })
  await (await around.dialogOf('bob')).bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 0', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

test('where only the owner may refer, a participant is refused and nobody is invited', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { mayRefer: 'owner' } })
  const alice = await around.create()
  const carol = await around.enter('carol', alice.conference)
  assert.equal((await carol.dialog.refer({ referTo: BOB }).answered).status, 403)
  await around.line(/^referRefused sip:carol@.* 403$/)
  assert.equal((await alice.dialog.refer({ referTo: BOB }).outcome).kind, 'told')
  await (await around.dialogOf('bob')).bye()
  await carol.dialog.bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), [
    'START 0 alice 0',
    'INTERIM 1 carol 2',
    'INTERIM 2 bob 3',
    'INTERIM 3 bob 2',
    'INTERIM 4 carol 1',
    'STOP 5 alice -',
  ])
})
