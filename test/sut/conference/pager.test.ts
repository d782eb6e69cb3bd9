// Pager mode: MESSAGE to one user and to a conference. Each makes an EVENT, by choice; no arrival, no departure.
import { scalarAt } from '@ch1/diameter/codec'
import type { HeaderList } from '@ch1/sip'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting, type Meeting } from '../running-server'
import type { SeenRecord } from '../surroundings'
import { charged } from './bracket'

const BOB = 'sip:bob@home.example'

test('a MESSAGE to one user is passed on, and answered as that user answers', LIMIT, async (t) => {
  const around = await meeting(t)
  const got = inboxes(around, { bob: 200, carol: 404 })
  assert.equal(await message(around, 'alice', BOB, 'hello'), 200)
  assert.equal(await message(around, 'alice', 'sip:carol@home.example', 'hello'), 404)
  assert.deepEqual(got, ['bob from alice: hello', 'carol from alice: hello'])
  assert.equal(await message(around, 'alice', BOB, 'round', [['Max-Forwards', '0']]), 483)
  assert.equal(got.length, 2)
  await around.line(/^messageRefused sip:alice@.* 483$/)
  assert.deepEqual(kinds(around).slice(0, 8), [
    ...['messageReceived alice', 'messageSent bob', 'messageDelivered bob 200', 'messageAnswered alice 200'],
    ...['messageReceived alice', 'messageSent carol', 'messageUndelivered carol 404', 'messageAnswered alice 404'],
  ])
  // TS 32.299 §7.2.35 — -1: 200; else the SIP status
  assert.deepEqual((await charged(around)).map(eventOf), [
    'EVENT 0 MESSAGE 100 -1 1/1',
    'EVENT 0 MESSAGE 100 404 0/1',
    'EVENT 0 MESSAGE 100 483 0/1',
  ])
})

for (const [choice, causes] of [
  ['P-EVT-MSG', [404]],
  ['P-EVT-MSG-FAIL', [-1]],
] as const)
  test(`${choice}=not-sent: the others are charged all the same`, LIMIT, async (t) => {
    const around = await meeting(t, { flags: ['--choice', `${choice}=not-sent`] })
    inboxes(around, { bob: 200 })
    await message(around, 'alice', BOB, 'hello')
    await message(around, 'alice', 'sip:carol@home.example', 'hello')
    assert.deepEqual(
      (await charged(around)).map(({ cause }) => cause),
      causes,
    )
  })

test('a MESSAGE to a conference goes to all others in it, and is answered 202', LIMIT, async (t) => {
  const around = await meeting(t)
  const got = inboxes(around, { bob: 200, carol: 480 })
  const alice = await around.create('bob', 'carol')
  await around.dialogOf('bob')
  await around.dialogOf('carol')
  assert.equal(await message(around, 'alice', alice.conference, 'hello all'), 202)
  await around.line(/^messageDelivered sip:bob@.* 200$/)
  await around.line(/^messageUndelivered sip:carol@.* 480$/)
  assert.deepEqual([...got].sort(), ['bob from alice: hello all', 'carol from alice: hello all'])
  assert.equal(await message(around, 'mallory', alice.conference, 'let me in'), 403)
  assert.equal(await message(around, 'alice', 'sip:conf-none@im.example', 'anybody?'), 404)
  assert.equal(got.length, 2)
  assert.equal((await alice.dialog.send('MESSAGE', { contentType: 'text/plain', body: 'within' })).status, 202)
  for (const user of ['bob', 'carol']) await (await around.dialogOf(user)).bye()
  await alice.dialog.bye()
  const records = await charged(around)
  const events = records.filter(({ type }) => type === 'EVENT')
  // one by one MESSAGE outside the legs; the one within a leg is of the session
  assert.deepEqual(events.map(eventOf), ['EVENT 0 MESSAGE 100 -202 1/1 1/2', 'EVENT 0 MESSAGE 100 403 0/1 0/0'])
  assert.deepEqual(
    records.filter((one) => !events.includes(one)).map(({ type }) => type),
    ['START', 'INTERIM', 'INTERIM', 'INTERIM', 'INTERIM', 'STOP'],
  )
})

/** `EVENT 0 MESSAGE 100 -202 1/1 1/2`: type, number, SIP-Method, service type, cause, messages of the sender and copies of them, with success of all. */
function eventOf({ type, number, method, service, cause, message: acr }: SeenRecord): string {
  const count = (name: string): string => String(scalarAt(acr, `Service-Information/IM-Information/${name}`))
  const sent = `${count('Number-Of-Messages-Successfully-Sent')}/${count('Total-Number-Of-Messages-Sent')}`
  const [total, arrived] = [count('Total-Number-Of-Messages-Exploded'), count('Number-Of-Messages-Successfully-Exploded')]
  const exploded = total === 'undefined' ? [] : [`${arrived}/${total}`]
  return [type, number, method, service, cause, sent, ...exploded].join(' ')
}

/** Has users answer MESSAGEs, and keeps what they got. */
function inboxes(around: Meeting, statuses: Readonly<Record<string, number>>): readonly string[] {
  const got: string[] = []
  around.agent.onRequest = (request, respond) => {
    const [, user = ''] = /^sip:([^@]+)@/.exec(request.requestUri) ?? []
    const [, from = ''] = /sip:([^@]+)@/.exec(request.header('P-Asserted-Identity') ?? '') ?? []
    got.push(`${user} from ${from}: ${Buffer.from(request.body).toString()}`)
    respond(statuses[user] ?? 404)
  }
  return got
}

async function message(around: Meeting, from: string, to: string, body: string, headers: HeaderList = []): Promise<number> {
  const o = { headers, method: 'MESSAGE', uri: to, from: `<sip:${from}@home.example>`, to: `<${to}>` }
  return (await around.agent.request({ ...o, contentType: 'text/plain', body })).status
}

function kinds(around: Meeting): readonly string[] {
  return around.lines
    .filter((line) => line.startsWith('message'))
    .map((line) => line.replace(/ sip:([^@]+)@\S+ \S+ \[\d+ in\]/, ' $1'))
}
