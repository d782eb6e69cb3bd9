// What charging is told of the media of a leg: the streams in use, and a bounded part of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildRequest } from '@ch1/sip'
import { mediaOf } from '../../../sut/im-server/conference/session-description'

function described(...media: readonly string[]) {
  const body = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', ...media.map((one) => `m=${one}`), ''].join('\r\n')
  const headers = [
    ['From', '<sip:bob@home.example>;tag=1'],
    ['Content-Type', 'application/sdp'],
  ] as const
  return buildRequest({
    method: 'INVITE',
    uri: 'sip:conf@im.example',
    headers: [...headers],
    body: new TextEncoder().encode(body),
  })
}

const MESSAGES = 'message 7394 TCP/MSRP *'
const SPEECH = 'audio 49170 RTP/AVP 0'

test('the streams in use are told, as their m lines say', () => {
  assert.deepEqual(mediaOf(described(MESSAGES)), [MESSAGES])
  assert.deepEqual(mediaOf(described('audio 0 RTP/AVP 0', MESSAGES)), [MESSAGES])
})

test('a stream that the answer refuses is not in use, nor one that it does not speak of', () => {
  assert.deepEqual(mediaOf(described(SPEECH, MESSAGES), 'v=0\r\nm=audio 0 RTP/AVP 0\r\nm=message 9 TCP/MSRP *\r\n'), [MESSAGES])
  assert.deepEqual(mediaOf(described(MESSAGES, SPEECH), 'v=0\r\nm=message 9 TCP/MSRP *\r\n'), [MESSAGES])
})

test('without SDP, and with one that is none, there is nothing to tell', () => {
  assert.deepEqual(mediaOf(described()), [])
  assert.deepEqual(mediaOf(buildRequest({ method: 'INVITE', uri: 'sip:conf@im.example', headers: [] })), [])
  assert.deepEqual(mediaOf(described('message')), [])
})

test('thousands of streams, and one without an end, are told in part', () => {
  const told = mediaOf(described(...Array.from({ length: 5000 }, () => `message 9 TCP/MSRP ${'x'.repeat(1000)}`)))
  assert.equal(told.length, 8)
  assert.ok(told.every((one) => one.length === 200))
})
