// Digest (RFC 3261 §22): a round of 401 or 407 is no arrival and no refusal for good; the answered request is charged once.
import { DigestClient, DigestServer } from '@ch1/sip'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting } from '../running-server'
import { bill } from './bracket'

const CHALLENGE = { realm: 'im.example', passwords: { alice: 'a-secret', bob: 'b-secret', zed: 'z', zoe: 'z' } }

test('the server asks a joiner who it is: 401, then 200, one INTERIM', LIMIT, async (t) => {
  let username = 'alice'
  const passwords = new Map(Object.entries(CHALLENGE.passwords))
  const digest = new DigestClient({ credentials: () => ({ username, password: passwords.get(username) ?? '' }) })
  const around = await meeting(t, { policy: { challenge: CHALLENGE }, digest })
  const alice = await around.create()
  username = 'bob'
  const bob = await around.enter('bob', alice.conference)
  await around.line(/^challenged sip:alice@home\.example sip:factory@/)
  await around.line(/^challenged sip:bob@home\.example sip:conf-/)
  assert.equal((await around.knock('carol', alice.conference)).response.status, 403, 'Bob is not Carol')
  username = 'carol'
  assert.equal((await around.knock('carol', alice.conference)).response.status, 401, 'Carol has no password')
  await bob.dialog.bye()
  await alice.dialog.bye()
  username = 'zed'
  const life = await around.enter('zed', 'sip:factory@im.example')
  await life.dialog.bye()
  await around.enabler.until(
    () => around.enabler.records.some(({ type, of }) => type === 'STOP' && of === 'zed'),
    () => 'the STOP of the bracket',
  )
  const lines = around.enabler.records.filter(({ of }) => of !== 'zed').map(({ type, of }) => `${type} ${of}`)
  assert.deepEqual(lines, ['START alice', 'INTERIM bob', 'INTERIM bob', 'STOP alice'])
})

for (const status of [401, 407] as const) {
  test(
    `the server is asked with ${status} when it invites: it answers, one INTERIM; without credentials nobody comes`,
    LIMIT,
    async (t) => {
      const credentials = { username: 'focus', password: 'f-secret', realm: 'home.example' }
      const around = await meeting(t, { policy: { credentials } })
      const server = new DigestServer({ realm: 'home.example', status, password: () => 'f-secret' })
      const stranger = new DigestServer({ realm: 'elsewhere.example', status, password: () => 'f-secret' })
      const answered: number[] = []
      const asking = (digest: DigestServer, user: string): void => {
        around.reactions.set(user, (invite) => {
          const headers = digest.refusalOf(invite.request)
          answered.push(headers ? status : 200)
          if (headers) invite.refuse(status, { headers })
          else around.invited.set(user, around.accept(invite))
        })
      }
      asking(server, 'bob')
      asking(stranger, 'carol')
      const alice = await around.create('bob', 'carol')
      const bob = await around.dialogOf('bob')
      await around.line(new RegExp(`^inviteeRefused sip:carol@.* ${status}$`))
      assert.deepEqual([...answered].sort(), [200, status, status])
      assert.ok(!around.lines.some((line) => line.startsWith('inviteeRefused sip:bob@')))
      await bob.bye()
      await alice.dialog.bye()
      assert.deepEqual(await bill(around), ['START 0 alice 2', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
    },
  )
}
