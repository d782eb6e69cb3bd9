// 1-1 sessions: START and STOP, nothing between; their extension to a group is a new session, and ends the old one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting, type Meeting } from '../running-server'
import { bill, charged } from './bracket'

const BOB = 'sip:bob@home.example'
const STOPPED = ['START 0 alice 1', 'STOP 1 X -']

test('Alice calls Bob: rung as he rings, answered as he answers, one START; his BYE makes one STOP', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.enter('alice', BOB)
  assert.doesNotMatch(alice.response.header('Contact') ?? '', /isfocus/)
  const bob = around.invited.get('bob')
  assert.ok(bob)
  assert.match(bob.request.header('From') ?? '', /^<sip:alice@home\.example>/)
  const released = new Promise<void>((resolve) => (alice.dialog.onBye = () => resolve()))
  await bob.bye()
  await released
  assert.deepEqual(
    (await bill(around)).map((line) => line.replace('bob', 'X')),
    STOPPED,
  )
})

test('the caller hangs up: Bob is sent BYE, and the STOP is hers', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.enter('alice', BOB)
  const bob = around.invited.get('bob')
  const released = new Promise<void>((resolve) => bob && (bob.onBye = () => resolve()))
  await alice.dialog.bye()
  await released
  await around.line(/^released sip:bob@/)
  assert.deepEqual(
    (await bill(around)).map((line) => line.replace(/alice -/, 'X -')),
    STOPPED,
  )
})

test('Bob refuses, and Alice hears so; she cancels, and Bob is cancelled: no record', LIMIT, async (t) => {
  const around = await meeting(t, { flags: ['--no-answer', '30000'] })
  around.reactions.set('bob', (invite) => invite.refuse(603))
  assert.equal((await around.knock('alice', BOB)).response.status, 603)
  await around.line(/^creationRefused sip:alice@.* 603$/)
  const cancelled = new Promise<void>((resolve) => {
    around.reactions.set('bob', (invite) => {
      invite.onCancel = () => resolve()
      invite.ring()
    })
  })
  const call = around.agent.invite({ uri: BOB, from: '<sip:alice@home.example>', to: `<${BOB}>` })
  call.onProvisional = ({ status }) => {
    if (status === 180) call.cancel()
  }
  assert.equal((await call.final).status, 487)
  await cancelled
  assert.deepEqual(await bill(around), [])
})

test('nobody calls itself, and a call that comes round again ends', LIMIT, async (t) => {
  const around = await meeting(t)
  assert.equal((await around.knock('bob', BOB)).response.status, 486)
  assert.equal((await around.knock('alice', BOB, { headers: [['Max-Forwards', '0']] })).response.status, 483)
  let left: string | undefined
  around.reactions.set('bob', (invite) => {
    left = invite.request.header('Max-Forwards')
    invite.refuse(486)
  })
  await around.knock('alice', BOB, { headers: [['Max-Forwards', '12']] })
  assert.equal(left, '11')
  assert.deepEqual(await bill(around), [])
})

test('Bob does not answer in time: Alice hears 480, no record', LIMIT, async (t) => {
  const around = await meeting(t, { flags: ['--no-answer', '200'] })
  around.reactions.set('bob', (invite) => invite.ring())
  assert.equal((await around.knock('alice', BOB)).response.status, 480)
  assert.deepEqual(await bill(around), [])
})

test('extension to a group: a START of its own, and one STOP of the 1-1 session once both are in', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.enter('alice', BOB)
  const group = await extend(around, alice.dialog.dialog, ['bob', 'carol'])
  assert.equal(group.response.status, 200)
  await around.line(/^inviteeAnswered sip:carol@/)
  await around.line(/^ended .*\[0 in\]/)
  assert.equal(alice.dialog.ended, true)
  for (const user of ['bob', 'carol']) await (await around.dialogOf(user)).bye()
  await group.dialog?.bye()
  const records = await charged(around)
  const sessions = [...new Set(records.map(({ session }) => session))]
  const types = sessions.map((one) => records.filter(({ session }) => session === one).map(({ type }) => type))
  assert.deepEqual(types, [
    ['START', 'STOP'],
    ['START', 'INTERIM', 'INTERIM', 'INTERIM', 'INTERIM', 'STOP'],
  ])
})

test('the peer who does not come to the group stays in the 1-1 session', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.enter('alice', BOB)
  let replaces: string | undefined
  around.reactions.set('bob', (invite) => {
    replaces = invite.request.header('Session-Replaces')
    invite.refuse(486)
  })
  const group = await extend(around, alice.dialog.dialog, ['bob'])
  await around.line(/^inviteeRefused sip:bob@/)
  assert.equal(replaces?.split(';')[0], around.invited.get('bob')?.dialog.callId)
  assert.equal(alice.dialog.ended, false)
  await group.dialog?.bye()
  await alice.dialog.bye()
  const types = (await charged(around)).map(({ type }) => type)
  assert.deepEqual(types, ['START', 'START', 'STOP', 'STOP'])
})

function extend(
  around: Meeting,
  { callId, localTag, remoteTag }: { callId: string; localTag: string; remoteTag: string },
  list: readonly string[],
) {
  const replaced = `${callId};from-tag=${localTag};to-tag=${remoteTag}`
  return around.knock('alice', 'sip:factory@im.example', { list, headers: [['Session-Replaces', replaced]] })
}
