// Messages of the HTTP binding in captions and in ch1.txt: short words, laid-out JSON, and nothing that a hostile body could break.
import { writeChargingAnswer, writeChargingRequest, writeHttpText } from '@ch1/charging-http'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ch1Text } from '../../reports/ch1-text'
import { ch1Caption } from '../../reports/message-caption'
import { INTERIM } from '../charging-http/sample-record'

type Ch1Event = Parameters<typeof ch1Caption>[0]

function event(bytes: Uint8Array): Ch1Event {
  const flow = { transport: 'tcp', local: '127.0.0.1:80', remote: '127.0.0.1:4' } as const
  const base64 = Buffer.from(bytes).toString('base64')
  return { n: 1, atUs: 0, kind: 'ch1', dir: 'fromSut', door: 'http', enabler: 'cdf1', conn: 1, flow, bytes: base64 }
}

function request(resent: boolean): Uint8Array {
  const { method, path, fields, body } = writeChargingRequest({ type: 'interim', ref: 'r', resent, data: INTERIM })
  return writeHttpText({ startLine: `${method} ${path} HTTP/2`, fields, body })
}

function answer(resultCode: number): Uint8Array {
  const { status, fields, body } = writeChargingAnswer({
    operation: 'update',
    resultCode,
    ref: 'r',
    number: 1,
    at: '2026-11-23T10:00:00Z',
  })
  return writeHttpText({ startLine: `HTTP/2 ${status} Word`, fields, body })
}

test('captions: records, answers, PING', () => {
  const ping = (flags: number): Uint8Array => Uint8Array.from([0, 0, 8, 6, flags, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8])
  const rows = [
    [request(false), 'update #3 · 3 participants', 'record'],
    [request(true), 'update #3 · 3 participants · again', 'record'],
    [answer(2001), '200 Word (2001)', 'answer'],
    [answer(4002), '507 Word (4002)', 'answer'],
    [ping(0), 'PING', 'watchdog'],
    [ping(1), 'PING answered', 'watchdog'],
    [new TextEncoder().encode('GET /x HTTP/1.1\r\n\r\n'), 'GET /x HTTP/1.1', 'other'],
  ] as const
  for (const [bytes, text, kind] of rows) assert.deepEqual(ch1Caption(event(bytes)), { text, kind })
})

test('ch1.txt lays the JSON out', () => {
  const text = ch1Text({ title: 't', events: [event(request(false))], explanations: [], wallClock: '2026-11-23T10:00:00.000Z' })
  assert.match(text, /POST \/ch1-offlinecharging\/v1\/offlinechargingdata\/r\/update HTTP\/2\ncontent-type: application\/json\n/)
  assert.match(text, /^ {2}"invocationSequenceNumber": 3,$/m)
})

test('a body that is no JSON, or no text, stands as it is, harmless', () => {
  const body = new Uint8Array([0x1b, 0x5b, 0x32, 0x4a, 0xff])
  const bytes = writeHttpText({ startLine: 'POST / HTTP/1.1', fields: [], body })
  const text = ch1Text({ title: 't', events: [event(bytes)], explanations: [], wallClock: '2026-11-23T10:00:00.000Z' })
  assert.ok(!text.includes('\u001b'))
  assert.match(text, /POST \/ HTTP\/1\.1/)
})
