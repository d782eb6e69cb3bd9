// Pager mode: MESSAGE to one user and to a conference. The server tells its charging side; no arrival, no departure.
import type { HeaderList } from '@ch1/sip'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting, type Meeting } from '../running-server'
import { bill } from './bracket'

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
  assert.deepEqual(await bill(around), [])
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
  const records = await bill(around)
  assert.deepEqual(
    records.map((line) => line.split(' ')[0]),
    ['START', 'INTERIM', 'INTERIM', 'INTERIM', 'INTERIM', 'STOP'],
  )
})

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
