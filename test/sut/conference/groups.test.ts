// Pre-arranged groups and join-in chats: sessions behind a configured URI.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting } from '../running-server'
import { bill, charged } from './bracket'

const TEAM = 'sip:team@im.example'
const LOUNGE = 'sip:lounge@im.example'
const MEMBERS = ['alice', 'bob', 'carol'].map((user) => `sip:${user}@home.example`)
const groups = [{ name: 'team', members: MEMBERS }]

test('a member calls the group: START counts the others, an INTERIM for each who answers', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { groups } })
  around.reactions.set('carol', (invite) => invite.refuse(486))
  const alice = await around.enter('alice', TEAM)
  assert.match(alice.response.header('Contact') ?? '', /^<sip:conf-[0-9a-f]+@.*>;isfocus$/)
  await around.line(/^inviteeRefused sip:carol@/)
  await (await around.dialogOf('bob')).bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 2', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

test(
  'a member who calls while the session lives joins it; a stranger is refused; the next session is a new one',
  LIMIT,
  async (t) => {
    const around = await meeting(t, { policy: { groups } })
    around.reactions.set('bob', (invite) => invite.refuse(480))
    around.reactions.set('carol', (invite) => invite.refuse(480))
    assert.equal((await around.knock('mallory', TEAM)).response.status, 403)
    await around.line(/^creationRefused sip:mallory@home\.example sip:team@im\.example .* 403$/)
    const alice = await around.enter('alice', TEAM)
    await around.line(/^inviteeRefused sip:bob@/)
    await around.line(/^inviteeRefused sip:carol@/)
    const bob = await around.enter('bob', TEAM)
    assert.equal(bob.conference, alice.conference)
    assert.equal((await around.knock('mallory', TEAM)).response.status, 403)
    assert.equal((await around.knock('mallory', alice.conference)).response.status, 200, 'its own URI is its key')
    await bob.dialog.bye()
    await around.server.expel(alice.conference, 'sip:mallory@home.example')
    await around.line(/^expelled sip:mallory@/)
    await alice.dialog.bye()
    const next = await around.enter('alice', TEAM)
    assert.notEqual(next.conference, alice.conference)
    await next.dialog.bye()
    const records = await charged(around)
    assert.equal(new Set(records.map(({ session }) => session)).size, 2)
    assert.equal(records.filter(({ type }) => type === 'START').length, 2)
    assert.equal(records.filter(({ type }) => type === 'STOP').length, 2)
  },
)

test('a chat starts with its first user, invites nobody, ends with its last, and starts again', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { chats: ['lounge'], minimumUsers: 2, releasesWithOwner: true } })
  const alice = await around.enter('alice', LOUNGE)
  const bob = await around.enter('bob', LOUNGE.replace('im.example', '127.0.0.1'))
  assert.equal(bob.conference, alice.conference)
  await alice.dialog.bye()
  const carol = await around.enter('carol', LOUNGE)
  await bob.dialog.bye()
  await carol.dialog.bye()
  const dave = await around.enter('dave', LOUNGE)
  assert.notEqual(dave.conference, alice.conference)
  await dave.dialog.bye()
  assert.equal((await around.knock('alice', 'sip:attic@im.example')).response.status, 404)
  const records = await charged(around)
  const sessions = [...new Set(records.map(({ session }) => session))]
  const lines = sessions.flatMap((session, index) =>
    records.filter((record) => record.session === session).map(({ type, of }) => `${index} ${type} ${of}`),
  )
  assert.deepEqual(lines, [
    ...['0 START alice', '0 INTERIM bob', '0 INTERIM alice', '0 INTERIM carol', '0 INTERIM bob', '0 STOP carol'],
    ...['1 START dave', '1 STOP dave'],
  ])
})
