// Invitations and requests that bring nobody in: each status, a CANCEL, a CANCEL that crosses the 200, a list in a re-INVITE.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildMultipart, writeResourceLists, type SipResponse } from '@ch1/sip'
import { LIMIT, meeting } from '../running-server'
import { SDP } from '../surroundings'
import { bill } from './bracket'

const STATUSES = [302, 403, 404, 480, 486, 488, 500, 603]

test('refused with any status: no record, and the conference goes on', LIMIT, async (t) => {
  const around = await meeting(t)
  for (const status of STATUSES) around.reactions.set(`u${status}`, (invite) => invite.refuse(status))
  const alice = await around.create(...STATUSES.map((status) => `u${status}`), 'bob')
  for (const status of STATUSES) await around.line(new RegExp(`^inviteeRefused sip:u${status}@.* ${status}$`))
  await (await around.dialogOf('bob')).bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 9', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

test(
  'given up while it rings: CANCEL, 487, no record; a 200 that crosses the CANCEL is ended by BYE, no record',
  LIMIT,
  async (t) => {
    const around = await meeting(t, { flags: ['--no-answer', '300'] })
    around.reactions.set('bob', (invite) => invite.ring())
    const ended = new Promise<void>((resolve) => {
      around.reactions.set('carol', (invite) => {
        invite.ring()
        void around.line(/^invitationGivenUp sip:carol/).then(() => {
          if (invite.answered) return resolve()
          around.accept(invite).onBye = () => resolve()
        })
      })
    })
    const alice = await around.create('bob', 'carol')
    await around.line(/^inviteeCancelled sip:bob@.* 487$/)
    await ended
    await around.line(/^inviteeCancelled sip:carol@.* 487$/)
    await alice.dialog.bye()
    assert.deepEqual(await bill(around), ['START 0 alice 2', 'STOP 1 alice -'])
  },
)

test('a URI list in a re-INVITE invites nobody (RFC 5366 §5.1)', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create()
  const content = buildMultipart([
    { contentType: 'application/sdp', body: SDP },
    { contentType: 'application/resource-lists+xml', body: writeResourceLists(['sip:bob@home.example']) },
  ])
  assert.equal((await alice.dialog.send('INVITE', content)).status, 200)
  await around.line(/^sessionRefreshed sip:alice@/)
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 0', 'STOP 1 alice -'])
  assert.equal(around.invited.has('bob'), false)
  assert.equal(around.lines.filter((line) => line.startsWith('acknowledged sip:alice@')).length, 1, 'of the arrival alone')
})

test('a BYE of no call, or with wrong tags, is answered 481 and told of, and nobody leaves by it', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create('bob')
  const { callId } = (await around.dialogOf('bob')).dialog
  const stray = (more: { readonly callId?: string } = {}): Promise<SipResponse> => {
    const to = `<${alice.conference}>`
    const headers = [['To', `${to};tag=nobody`]] as const
    return around.agent.request({ method: 'BYE', uri: alice.conference, from: '<sip:bob@home.example>', to, headers, ...more })
  }
  assert.equal((await stray()).status, 481)
  await around.line(/^byeOfNoCall sip:bob@.* \[2 in\] 481$/)
  assert.equal((await stray({ callId })).status, 481)
  await around.line(/^byeWithWrongTags sip:bob@.* \[2 in\] 481$/)
  await (await around.dialogOf('bob')).bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})
