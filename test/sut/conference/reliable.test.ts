// Reliable provisional responses (RFC 3262): the server's invitations offer them where its operator says so, and PRACK is no arrival.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting } from '../running-server'
import { SDP } from '../surroundings'
import { bill } from './bracket'

test('a reliable 183 gets its PRACK, then the 200 its INTERIM', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { reliableProvisional: true } })
  around.reactions.set('bob', (invite) => {
    void invite.ringReliably(183).then(() => around.invited.set('bob', around.accept(invite)))
  })
  const alice = await around.create('bob')
  await (await around.dialogOf('bob')).bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

test('a caller who requires 100rel is rung reliably in a 1-1 session', LIMIT, async (t) => {
  const around = await meeting(t, { flags: ['--no-answer', '30000'] })
  let answer = (): void => {}
  around.reactions.set('bob', (invite) => {
    invite.ring()
    answer = () => around.invited.set('bob', around.accept(invite))
  })
  const call = around.agent.invite({
    ...{ uri: 'sip:bob@home.example', from: '<sip:alice@home.example>', to: '<sip:bob@home.example>' },
    ...{ reliable: 'required', contentType: 'application/sdp', body: SDP },
  })
  call.onProvisional = (response) => {
    if (response.status === 180 && response.header('RSeq') !== undefined) answer()
  }
  assert.equal((await call.final).status, 200)
  await call.dialog?.bye()
  await around.line(/^released sip:bob@/)
  assert.deepEqual(await bill(around), ['START 0 alice 1', 'STOP 1 alice -'])
})

test('a joiner who requires 100rel is let in: the server sends nothing provisional', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create()
  const bob = await around.enter('bob', alice.conference, { headers: [['Require', '100rel']] })
  await bob.dialog.bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 0', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})
