// Session timers (RFC 4028): refreshed sessions live, others are ended by the server's BYE and charged as a departure.
import { sessionExpiresOf, SessionTimer, systemTimers, type SessionPolicy } from '@ch1/sip'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting, type Meeting } from '../running-server'
import { SDP } from '../surroundings'
import { bill } from './bracket'

const ONCE = ['START 0 alice 0', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -']
const TIMED = (refresher: 'uac' | 'uas'): SessionPolicy => ({ intervalS: 3, minS: 2, refresher })

/** Bob joins with a session timer of three seconds. */
async function joinTimed(around: Meeting, conference: string) {
  const headers = [
    ['Supported', 'timer'],
    ['Session-Expires', '3'],
    ['Allow', 'INVITE, ACK, BYE, UPDATE'],
  ] as const
  const bob = await around.enter('bob', conference, { headers })
  assert.equal(sessionExpiresOf(bob.response)?.intervalS, 3)
  return bob
}

test('a joiner who was to refresh and does not is sent BYE, once', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { sessionTimer: TIMED('uac') } })
  const alice = await around.create()
  const bob = await joinTimed(around, alice.conference)
  await around.line(/^sessionExpired sip:bob@/)
  await around.line(/^expelled sip:bob@/)
  assert.equal(bob.dialog.ended, true)
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ONCE)
})

test('a joiner who refreshes stays, by UPDATE and by re-INVITE, and neither is charged', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { sessionTimer: TIMED('uac') } })
  const alice = await around.create()
  const bob = await joinTimed(around, alice.conference)
  const headers = [
    ['Supported', 'timer'],
    ['Session-Expires', '3;refresher=uac'],
  ] as const
  for (const method of ['UPDATE', 'INVITE'] as const) {
    await elapse(1500)
    const content = method === 'INVITE' ? { contentType: 'application/sdp', body: SDP } : {}
    const response = await bob.dialog.send(method, { ...content, headers })
    assert.deepEqual([response.status, sessionExpiresOf(response)?.refresher], [200, 'uac'])
  }
  await bob.dialog.bye()
  await alice.dialog.bye()
  assert.ok(!around.lines.some((line) => line.startsWith('sessionExpired')))
  assert.deepEqual(await bill(around), ONCE)
})

test(
  'the server refreshes by UPDATE; when the user does not know the session any more, it is gone, charged once',
  LIMIT,
  async (t) => {
    const around = await meeting(t, { policy: { sessionTimer: TIMED('uas') } })
    const alice = await around.create()
    const bob = await joinTimed(around, alice.conference)
    const methods: string[] = []
    bob.dialog.onRequest = (request, respond) => {
      methods.push(request.method)
      respond(methods.length === 1 ? 200 : 481, undefined, { headers: [['Session-Expires', '3;refresher=uac']] })
    }
    await around.line(/^expelled sip:bob@/)
    assert.deepEqual(methods, ['UPDATE', 'UPDATE'])
    await around.line(/^sessionRefreshed sip:bob@/)
    await alice.dialog.bye()
    assert.deepEqual(await bill(around), ONCE)
  },
)

test('who does not allow UPDATE is refreshed by re-INVITE, and neither side is charged for it', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { sessionTimer: TIMED('uas') } })
  const alice = await around.create()
  const headers = [
    ['Supported', 'timer'],
    ['Session-Expires', '3'],
    ['Allow', 'INVITE, ACK, BYE'],
  ] as const
  const bob = await around.enter('bob', alice.conference, { headers })
  const refreshed = new Promise<string>((resolve) => {
    bob.dialog.onRequest = (request, respond) => {
      respond(200, undefined, {
        ...{ headers: [['Session-Expires', '3;refresher=uac']], contentType: 'application/sdp', body: SDP },
      })
      resolve(`${request.method} ${request.header('Content-Type') ?? ''}`)
    }
  })
  assert.equal(await refreshed, 'INVITE application/sdp')
  await around.line(/^sessionRefreshed sip:bob@/)
  await bob.dialog.bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ONCE)
})

test('an invited user has a timer too; a 422 raises the interval', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { sessionTimer: TIMED('uac') } })
  const asked: (string | undefined)[] = []
  around.reactions.set('bob', (invite) => {
    asked.push(invite.request.header('Session-Expires'))
    if (asked.length === 1) return invite.refuse(422, { headers: [['Min-SE', '100']] })
    const timer = new SessionTimer({ session: invite.dialog, timers: systemTimers, policy: { minS: 100 } })
    const answer = timer.serve(invite.request)
    timer.stop() // Bob promises, and does nothing
    around.invited.set('bob', invite.accept({ contentType: 'application/sdp', body: SDP, headers: answer.headers }))
  })
  const alice = await around.create('bob')
  await around.dialogOf('bob')
  assert.deepEqual(asked, ['3;refresher=uac', '100;refresher=uac'])
  await alice.dialog.bye()
  await (await around.dialogOf('bob')).bye()
  assert.deepEqual(await bill(around), ['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 alice 1', 'STOP 3 bob -'])
})

test('an invited user who was to refresh and does not is sent BYE, once', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { sessionTimer: TIMED('uas') } })
  around.reactions.set('bob', (invite) => {
    const headers = [
      ['Require', 'timer'],
      ['Session-Expires', '3;refresher=uas'],
    ] as const
    around.invited.set('bob', invite.accept({ contentType: 'application/sdp', body: SDP, headers }))
  })
  const alice = await around.create('bob')
  await around.line(/^sessionExpired sip:bob@/)
  await around.line(/^expelled sip:bob@/)
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

test('an interval below the server’s is refused 422 with its Min-SE, and is not charged', LIMIT, async (t) => {
  const around = await meeting(t, { policy: { sessionTimer: TIMED('uac') } })
  const alice = await around.create()
  const headers = [
    ['Supported', 'timer'],
    ['Session-Expires', '1'],
  ] as const
  const { response } = await around.knock('bob', alice.conference, { headers })
  assert.deepEqual([response.status, response.header('Min-SE')], [422, '2'])
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 0', 'STOP 1 alice -'])
})

function elapse(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
