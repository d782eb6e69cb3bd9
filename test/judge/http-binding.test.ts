// What the judge makes of HTTP messages: records, answers that name sessions, signs of life, and what is none of these.
import { writeChargingAnswer, writeChargingRequest, writeHttpText, type PlainGroup, type RecordType } from '@ch1/charging-http'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Direction } from '../../judge/history/events'
import { readCh1Message, type Ch1Event, type Ch1Message } from '../../judge/model/ch1-message'
import { Sessions } from '../../judge/model/sessions'
import { profileOf } from '../../judge/profile/schema'
import { resendRenamed } from '../../judge/rules/resend-renamed'
import type { RecordContext } from '../../judge/rules/rule'
import { sessionIdConstant } from '../../judge/rules/session-id-constant'
import { referenceValues } from './story-options'
import { INTERIM } from '../charging-http/sample-record'

function event(dir: Direction, bytes: Uint8Array, exchange?: number): Ch1Event {
  const flow = { transport: 'tcp', local: '127.0.0.1:80', remote: '127.0.0.1:40000' } as const
  const base64 = Buffer.from(bytes).toString('base64')
  return {
    n: 1,
    atUs: 5,
    kind: 'ch1',
    dir,
    door: 'http',
    enabler: 'cdf1',
    conn: 1,
    flow,
    bytes: base64,
    ...(exchange === undefined ? {} : { exchange }),
  }
}

interface Sent {
  readonly ref?: string
  readonly key?: string
  readonly resent?: boolean
  readonly number?: number
  readonly data?: PlainGroup
}

function request(type: RecordType, exchange: number, { number = 0, data = {}, ...o }: Sent = {}): Ch1Message {
  const { method, path, fields, body } = writeChargingRequest({
    type,
    ...o,
    data: { ...INTERIM, 'Accounting-Record-Number': number, ...data },
  })
  return readCh1Message(event('fromSut', writeHttpText({ startLine: `${method} ${path} HTTP/2`, fields, body }), exchange))
}

function answer(operation: 'create' | 'update', resultCode: number, exchange: number, ref = 'r1'): Ch1Message {
  const { status, fields, body } = writeChargingAnswer({ operation, resultCode, ref, number: 0, at: '2026-11-23T10:00:00Z' })
  return readCh1Message(event('toSut', writeHttpText({ startLine: `HTTP/2 ${status} X`, fields, body }), exchange))
}

function recordOf(message: Ch1Message): Extract<Ch1Message, { kind: 'request' }>['record'] {
  assert.ok(message.kind === 'request', JSON.stringify(message))
  return message.record
}

test('an update is an INTERIM with all that an ACR would tell', () => {
  const record = recordOf(request('interim', 4, { ref: 'r1', number: 3, key: '7', resent: true }))
  assert.deepEqual(
    [
      record.type,
      record.session,
      record.sessionInAnswer,
      record.number,
      record.originHost,
      record.resent,
      record.exchange,
      record.identity,
    ],
    ['interim', 'r1', undefined, 3, 'im1.im.example', true, '4', 'im1.im.example|7'],
  )
  assert.deepEqual(
    [record.callIds, record.icids, record.sipMethod, record.bySip],
    [['call-3@home.example'], ['icid-carol'], 'INVITE', true],
  )
  assert.ok(record.parties.includes('sip:carol@home.example'))
  assert.deepEqual(record.content.scalars('Service-Information/**/Number-Of-Participants'), [3])
  assert.equal(record.content.has('Service-Information/IMS-Information/Cause-Code'), false)
  assert.equal(record.diameter, undefined)
})

test('create, release and one-time create are START, STOP and EVENT', () => {
  assert.equal(recordOf(request('start', 1)).type, 'start')
  assert.equal(recordOf(request('stop', 1, { ref: 'r1' })).type, 'stop')
  assert.equal(recordOf(request('event', 1)).type, 'event')
})

test('a create has a session of its own until the Location of its answer names it; updates are then of that session', () => {
  const sessions = new Sessions()
  const [first, second] = [recordOf(request('start', 1, { key: 'a' })), recordOf(request('start', 2, { key: 'b' }))]
  assert.notEqual(first.session, second.session)
  const session = sessions.of(first)
  session.records.push(first)
  sessions.asked(first)
  const named = answer('create', 2001, 1, 'r9')
  assert.ok(named.kind === 'answer')
  assert.deepEqual([named.exchange, named.resultCode, named.session], ['1', 2001, 'r9'])
  sessions.answered('cdf1', 1, named, first)
  assert.equal(session.id, 'r9')
  assert.equal(sessions.of(recordOf(request('interim', 3, { ref: 'r9' }))), session)
  assert.notEqual(sessions.of(second), session)
})

test('a create that is sent again before its answer is the same record; with another key it is another', () => {
  const sessions = new Sessions()
  const first = recordOf(request('start', 1, { key: 'a' }))
  sessions.of(first).records.push(first)
  assert.equal(sessions.original(recordOf(request('start', 2, { key: 'a', resent: true }))), first)
  assert.equal(sessions.original(recordOf(request('start', 3, { key: 'b' }))), undefined)
})

test('a create that is sent again is under no other session: it has no name yet', () => {
  const [record, again] = [request('start', 1, { key: 'a' }), request('start', 2, { key: 'a', resent: true })].map(recordOf)
  assert.ok(record && again)
  const profile = profileOf(referenceValues({}))
  const connection = { openSince: () => true, restartedUs: () => undefined } as unknown as RecordContext['connection']
  const known = { before: [record], otherOwner: undefined, pending: undefined, noCauseToResend: false } as const
  const context = { ...known, profile, connection, sessionsOfEntity: [record.session], repeats: true, sendings: [{ record }] }
  assert.equal(resendRenamed.breach(again, context), undefined)
  assert.equal(sessionIdConstant.breach(again, context), undefined)
  const other = recordOf(request('interim', 3, { ref: 'r2', key: 'a', number: 1 }))
  assert.ok(resendRenamed.breach(other, context))
  assert.ok(sessionIdConstant.breach(other, { ...context, repeats: false }))
})

test('without keys two creates are told apart by their legs', () => {
  const leg = (callId: string): PlainGroup => ({ 'Service-Information': { 'IMS-Information': { 'User-Session-Id': callId } } })
  const [a, again, b] = ['x', 'x', 'y'].map((callId, i) => recordOf(request('start', i, { data: leg(callId) })).identity)
  assert.equal(a, again)
  assert.notEqual(a, b)
})

test('answers say their Result-Code', () => {
  for (const code of [2001, 3004, 4002, 5002, 5012]) {
    const message = answer('update', code, 3)
    assert.deepEqual(message.kind === 'answer' && [message.exchange, message.resultCode, message.session], ['3', code, undefined])
  }
})

test('an acknowledged PING shows that the connection lives; our own shows nothing', () => {
  const ping = (flags: number): Uint8Array => Uint8Array.from([0, 0, 8, 6, flags, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8])
  assert.deepEqual(readCh1Message(event('fromSut', ping(1))), { kind: 'alive' })
  assert.deepEqual(readCh1Message(event('toSut', ping(0))), { kind: 'other' })
  assert.deepEqual(readCh1Message(event('fromSut', ping(0))), { kind: 'other' })
})

test('what the schema refuses is no record, and says why', () => {
  const text = (startLine: string, body: string): Uint8Array =>
    writeHttpText({ startLine, fields: [['content-type', 'application/json']], body: new TextEncoder().encode(body) })
  const path = '/ch1-offlinecharging/v1/offlinechargingdata'
  for (const [line, body, why] of [
    [`POST ${path} HTTP/2`, '{}', /breaks the schema.*nfConsumerIdentification is missing/],
    [`POST ${path} HTTP/2`, '{', /no JSON/],
    ['GET / HTTP/1.1', '', /no such resource/],
  ] as const) {
    const message = readCh1Message(event('fromSut', text(line, body), 1))
    assert.ok(message.kind === 'unreadable')
    assert.match(message.why, why)
  }
  assert.equal(readCh1Message(event('fromSut', new Uint8Array([1, 0, 0, 20]))).kind, 'unreadable')
})
