// What nobody answers: the server gives up after 64·T1, and charges once what it had charged, or nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting, type Meeting } from '../running-server'
import { bill } from './bracket'

const BOB = 'sip:bob@home.example'

test('a BYE without any answer: gone after Timer F, one INTERIM', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  deafTo(around, (text) => text.startsWith('BYE') && text.includes(bob.dialog.callId))
  assert.equal(await around.server.expel(alice.conference, BOB), 204)
  await around.line(/^expelUnanswered sip:bob@home\.example .*\[1 in\] 408$/)
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

test('an INVITE without any answer, and one that only rings: no record', LIMIT, async (t) => {
  const around = await meeting(t, { flags: ['--no-answer', '30000'] })
  deafTo(around, (text) => text.startsWith(`INVITE ${BOB}`))
  const alice = await around.create('bob')
  await around.line(/^inviteeRefused sip:bob@home\.example .* 408$/)
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 1', 'STOP 1 alice -'])
})

test('a joiner who never acknowledges is let go with BYE: one arrival, one departure', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create()
  const { transport } = around.agent.layer
  const send = transport.send.bind(transport)
  transport.send = (bytes, to, failed) => {
    if (!(Buffer.from(bytes).toString('latin1').startsWith('ACK') && Buffer.from(bytes).includes('<sip:bob@')))
      send(bytes, to, failed)
  }
  await around.enter('bob', alice.conference)
  await around.line(/^unacknowledged sip:bob@/)
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 0', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

function deafTo(around: Meeting, isIgnored: (text: string) => boolean): void {
  const { transport } = around.agent.layer
  const hear = transport.onMessage
  transport.onMessage = (bytes, from) => {
    if (!isIgnored(Buffer.from(bytes).toString('latin1'))) hear(bytes, from)
  }
}
