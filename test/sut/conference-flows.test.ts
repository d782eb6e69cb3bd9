// The reference server over real UDP and TCP: each SIP flow makes exactly the records it owes.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { ImServerSettings } from '../../sut/im-server/options'
import { Surroundings, brief, type SeenRecord } from './surroundings'

test('a life: START at the 200, INTERIM for each arrival and departure, STOP at the last BYE', async (t) => {
  const around = await surroundings(t)
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  const carol = await around.enter('carol', alice.conference)
  assert.equal((await bob.bye()).status, 200)
  assert.equal((await carol.dialog.bye()).status, 200)
  assert.equal((await alice.dialog.bye()).status, 200)
  const records = await around.enabler.reach(6)
  assert.deepEqual(brief(records), [
    'START 0 alice 1',
    'INTERIM 1 bob 2',
    'INTERIM 2 carol 3',
    'INTERIM 3 bob 2',
    'INTERIM 4 carol 1',
    'STOP 5 alice -',
  ])
  assert.deepEqual(column(records, 'method'), ['INVITE', 'INVITE', 'INVITE', 'BYE', 'BYE', 'BYE'])
  assert.deepEqual(column(records, 'service'), [undefined, 103, 105, 104, 104, 104])
  assert.deepEqual(column(records, 'cause'), [undefined, undefined, undefined, undefined, undefined, 0])
  const legs = [alice.callId, bob.dialog.callId, carol.callId, bob.dialog.callId, carol.callId, alice.callId]
  assert.deepEqual(column(records, 'callId'), legs)
  assert.deepEqual([column(records, 'icid')[0], column(records, 'icid')[2]], ['icid-alice', 'icid-carol'])
  assert.match(String(column(records, 'icid')[1]), /^[0-9a-f]{12}@127\.0\.0\.1$/)
  assert.equal(new Set(column(records, 'session')).size, 1)
  assert.match(records[0]?.session ?? '', /^im1\.im\.example;\d+;0;conf-[0-9a-f]+$/)
  assert.ok(records.every(({ resent, message }) => !resent && message.faults.length === 0 && message.proxiable))
})

test('the 200 to the creator comes before any invitation, with the focus in its Contact', async (t) => {
  const around = await surroundings(t)
  const alice = await around.create('bob')
  assert.match(
    alice.response.header('Contact') ?? '',
    new RegExp(`^<sip:conf-[0-9a-f]+@127\\.0\\.0\\.1:${around.server.sip.port}>;isfocus$`),
  )
  const { request } = await around.dialogOf('bob')
  assert.equal(request.requestUri, 'sip:bob@home.example')
  assert.equal(request.header('Route'), `<sip:127.0.0.1:${around.agent.layer.transport.sentBy.port};lr>`)
  assert.match(request.header('From') ?? '', /^<sip:conf-[0-9a-f]+@im\.example>;tag=/)
  assert.match(request.header('Contact') ?? '', /;isfocus$/)
  assert.match(request.header('P-Charging-Vector') ?? '', /^icid-value="/)
  assert.match(Buffer.from(request.body).toString(), /m=message 9 TCP\/MSRP \*/)
})

test('an INVITE to the factory without list opens a conference of one', async (t) => {
  const around = await surroundings(t)
  const alice = await around.create()
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(2)), ['START 0 alice 0', 'STOP 1 alice -'])
})

test('a user joins by the conference’s address of record too; one who is in already is refused', async (t) => {
  const around = await surroundings(t)
  const alice = await around.create()
  const bob = await around.enter('bob', alice.conference.replace(/@.*/, '@im.example'))
  assert.equal((await around.knock('bob', alice.conference)).response.status, 486)
  await bob.dialog.bye()
  const again = await around.enter('bob', alice.conference)
  await again.dialog.bye()
  await alice.dialog.bye()
  const records = await around.enabler.reach(6)
  assert.deepEqual(brief(records), [
    'START 0 alice 0',
    'INTERIM 1 bob 2',
    'INTERIM 2 bob 1',
    'INTERIM 3 bob 2',
    'INTERIM 4 bob 1',
    'STOP 5 alice -',
  ])
  assert.notEqual(records[3]?.callId, records[1]?.callId)
})

test('the door: unknown conference 404, unknown extension 420, body 415, media 488, list 400; none is charged', async (t) => {
  const around = await surroundings(t)
  const alice = await around.create()
  const status = async (uri: string, o: Parameters<Surroundings['knock']>[2] = {}): Promise<number> =>
    (await around.knock('bob', uri, o)).response.status
  const factory = 'sip:factory@im.example'
  assert.equal(await status('sip:conf-none@im.example'), 404)
  assert.equal(await status('sip:im.example'), 404)
  assert.equal(await status(factory, { headers: [['Require', 'timer, recipient-list-invite']] }), 420)
  assert.equal(await status(factory, { headers: [['Require', 'recipient-list-invite']] }), 400)
  assert.equal(await status(factory, { body: 'hello', contentType: 'text/plain' }), 415)
  assert.equal(await status(alice.conference, { body: 'v=0\r\nm=audio 1 RTP/AVP 0\r\n' }), 488)
  await alice.dialog.bye()
  assert.equal(await status(alice.conference), 404, 'the conference is gone with its last user')
  assert.deepEqual(brief(await around.enabler.reach(2)), ['START 0 alice 0', 'STOP 1 alice -'])
})

test('refused, cancelled and never ringing invitations make no record', async (t) => {
  const around = await surroundings(t, { noAnswerMs: 200 })
  around.reactions.set('bob', (invite) => invite.refuse(486))
  around.reactions.set('carol', (invite) => invite.refuse(302))
  around.reactions.set('dave', (invite) => invite.ring())
  const alice = await around.create('bob', 'carol', 'dave')
  await around.line(/^inviteeRefused sip:bob@home\.example .* 486$/)
  await around.line(/^inviteeRefused sip:carol@home\.example .* 302$/)
  await around.line(/^inviteeCancelled sip:dave@home\.example .* 487$/)
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(2)), ['START 0 alice 3', 'STOP 1 alice -'])
})

test('a 200 that crosses the CANCEL is acknowledged and ended, and is no arrival', async (t) => {
  const around = await surroundings(t, { noAnswerMs: 100 })
  const ended = new Promise<void>((resolve) => {
    around.reactions.set('bob', (invite) => {
      invite.ring()
      // The line is written as the CANCEL leaves: Bob answers before it can reach him.
      void around.line(/^invitationGivenUp sip:bob/).then(() => {
        around.accept(invite).onBye = () => resolve()
      })
    })
  })
  const alice = await around.create('bob')
  await ended
  await around.line(/^answeredTooLate sip:bob/)
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(2)), ['START 0 alice 1', 'STOP 1 alice -'])
})

test('an expelled user is charged when its 200 comes, a second order does nothing', async (t) => {
  const around = await surroundings(t)
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  bob.onBye = () => assert.equal(around.enabler.records.length, 2, 'no record at the BYE')
  await around.enabler.reach(2)
  assert.equal(around.server.expel(alice.conference, 'sip:bob@home.example'), true)
  assert.equal(around.server.expel(alice.conference, 'sip:bob@home.example'), true)
  await around.enabler.reach(3)
  assert.equal(around.server.expel(alice.conference, 'sip:bob@home.example'), false)
  assert.equal(around.server.expel('sip:conf-none@im.example', 'sip:bob@home.example'), false)
  assert.equal(around.server.expel(alice.conference, 'bob'), false)
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(4)), [
    'START 0 alice 1',
    'INTERIM 1 bob 2',
    'INTERIM 2 bob 1',
    'STOP 3 alice -',
  ])
})

test('a BYE of the user that crosses the BYE of the server makes one INTERIM', async (t) => {
  const around = await surroundings(t)
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  assert.equal(around.server.expel(alice.conference, 'sip:bob@home.example'), true)
  await bob.bye()
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(4)), [
    'START 0 alice 1',
    'INTERIM 1 bob 2',
    'INTERIM 2 bob 1',
    'STOP 3 alice -',
  ])
})

test('fifty users come and go: no record is lost, numbers have no gap, the count returns', async (t) => {
  const around = await surroundings(t)
  const alice = await around.create()
  const users = Array.from({ length: 50 }, (_, i) => `user-${i}`)
  const entered = await Promise.all(users.map((user) => around.enter(user, alice.conference)))
  await Promise.all(entered.map(({ dialog }) => dialog.bye()))
  await alice.dialog.bye()
  const records = await around.enabler.reach(102)
  assert.deepEqual(
    records.map(({ number }) => number),
    records.map((_, i) => i),
  )
  assert.equal(Math.max(...records.map(({ count }) => count ?? 0)), 51)
  assert.deepEqual(brief(records.slice(-1)), ['STOP 101 alice -'])
  assert.equal(records.at(-2)?.count, 1)
})

test('REFER: 202, NOTIFY 100, the invitation, NOTIFY 200; the INTERIM comes with the 200 of the referred user', async (t) => {
  const around = await surroundings(t)
  const alice = await around.create()
  const notified = notifies(alice.dialog)
  const refer = await alice.dialog.send('REFER', { headers: [['Refer-To', '<sip:bob@home.example>']] })
  assert.equal(refer.status, 202)
  assert.deepEqual(await notified, ['active SIP/2.0 100 Trying', 'terminated SIP/2.0 200 OK'])
  await around.dialogOf('bob').then((bob) => bob.bye())
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(4)), [
    'START 0 alice 0',
    'INTERIM 1 bob 2',
    'INTERIM 2 bob 1',
    'STOP 3 alice -',
  ])
})

test('REFER of a user who refuses tells the status and makes no record; broken REFERs are refused', async (t) => {
  const around = await surroundings(t)
  around.reactions.set('bob', (invite) => invite.refuse(603))
  const alice = await around.create()
  const notified = notifies(alice.dialog)
  const refer = (headers: readonly (readonly [string, string])[]) =>
    alice.dialog.send('REFER', { headers }).then(({ status }) => status)
  assert.equal(await refer([]), 400)
  assert.equal(await refer([['Refer-To', '<tel:+1555>']]), 416)
  assert.equal(await refer([['Refer-To', '<sip:bob@home.example;method=MESSAGE>']]), 403)
  assert.equal(
    await refer([
      ['Require', 'multiple-refer'],
      ['Refer-To', '<cid:1@x>'],
    ]),
    400,
    'a list that is not in the body',
  )
  assert.equal(await refer([['Refer-To', '<sip:bob@home.example>']]), 202)
  assert.deepEqual(await notified, ['active SIP/2.0 100 Trying', 'terminated SIP/2.0 603 Decline'])
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(2)), ['START 0 alice 0', 'STOP 1 alice -'])
})

test('REFER with method BYE expels, and the INTERIM comes with the 200', async (t) => {
  const around = await surroundings(t)
  const alice = await around.create('bob')
  await around.dialogOf('bob')
  const notified = notifies(alice.dialog)
  assert.equal((await alice.dialog.send('REFER', { headers: [['Refer-To', '<sip:bob@home.example;method=BYE>']] })).status, 202)
  assert.deepEqual(await notified, ['active SIP/2.0 100 Trying', 'terminated SIP/2.0 200 OK'])
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(4)), [
    'START 0 alice 1',
    'INTERIM 1 bob 2',
    'INTERIM 2 bob 1',
    'STOP 3 alice -',
  ])
})

test('re-INVITE, OPTIONS, INFO and stray requests change nothing', async (t) => {
  const around = await surroundings(t)
  const alice = await around.create()
  const refreshed = await alice.dialog.send('INVITE', {
    contentType: 'application/sdp',
    body: Buffer.from(alice.dialog.request.body),
  })
  assert.equal(refreshed.status, 200)
  assert.match(Buffer.from(refreshed.body).toString(), /a=setup:passive/)
  assert.equal((await alice.dialog.send('OPTIONS')).status, 200)
  assert.equal((await alice.dialog.send('INFO')).status, 405)
  const outside = { uri: 'sip:factory@im.example', from: '<sip:x@home.example>', to: '<sip:factory@im.example>' }
  assert.equal((await around.agent.request({ ...outside, method: 'OPTIONS' })).status, 200)
  assert.equal((await around.agent.request({ ...outside, method: 'MESSAGE', body: 'hi', contentType: 'text/plain' })).status, 404)
  assert.equal((await around.agent.request({ ...outside, method: 'BYE', to: '<sip:factory@im.example>;tag=none' })).status, 481)
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(2)), ['START 0 alice 0', 'STOP 1 alice -'])
})

test('the initiator may leave first; accounting goes on in the same session', async (t) => {
  const around = await surroundings(t)
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  await alice.dialog.bye()
  await bob.bye()
  const records = await around.enabler.reach(4)
  assert.deepEqual(brief(records), ['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 alice 1', 'STOP 3 bob -'])
  assert.equal(new Set(column(records, 'session')).size, 1)
})

test('when all leave while an invitation rings, it is cancelled', async (t) => {
  const around = await surroundings(t, { noAnswerMs: 60_000 })
  const cancelled = new Promise<void>((resolve) => {
    around.reactions.set('bob', (invite) => {
      invite.onCancel = () => resolve()
      invite.ring()
    })
  })
  const alice = await around.create('bob')
  await around.line(/^ringing/)
  await alice.dialog.bye()
  await cancelled
  assert.deepEqual(brief(await around.enabler.reach(2)), ['START 0 alice 1', 'STOP 1 alice -'])
})

function surroundings(t: TestContext, settings: Partial<ImServerSettings> = {}): Promise<Surroundings> {
  return Surroundings.start(settings).then((around) => {
    t.after(() => around.close())
    return around
  })
}

/** The two NOTIFYs of a REFER: subscription state and status line. */
function notifies(dialog: Awaited<ReturnType<Surroundings['create']>>['dialog']): Promise<readonly string[]> {
  const seen: string[] = []
  return new Promise((resolve) => {
    dialog.onRequest = (request, respond) => {
      respond(request.method === 'NOTIFY' ? 200 : 405)
      const state = (request.header('Subscription-State') ?? '').split(';')[0] ?? ''
      seen.push(`${state} ${Buffer.from(request.body).toString().trim()}`)
      if (state === 'terminated') resolve(seen)
    }
  })
}

function column<Name extends keyof SeenRecord>(records: readonly SeenRecord[], name: Name): readonly SeenRecord[Name][] {
  return records.map((record) => record[name])
}
