// Bodies of several parts, and the P-headers that charging reads.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  assertedIdentities,
  bodyParts,
  buildMultipart,
  buildRequest,
  parseChargingFunctionAddresses,
  parseChargingVector,
  parseMessage,
  SipParseError,
  type SipRequest,
} from '@ch1/sip'

function withBody(contentType: string, body: Uint8Array | string): SipRequest {
  return buildRequest({ method: 'INVITE', uri: 'sip:factory@im.example', headers: [['Content-Type', contentType]], body })
}

test('a multipart body that is written reads back part by part', () => {
  const list = new Uint8Array([60, 195, 188, 0, 13, 10, 255])
  const { contentType, body } = buildMultipart([
    { contentType: 'application/sdp', body: 'v=0\r\n' },
    {
      contentType: 'application/resource-lists+xml',
      headers: [['Content-Disposition', 'recipient-list;handling=required']],
      body: list,
    },
  ])
  const parts = bodyParts(parseMessage(withBody(contentType, body).bytes))
  assert.deepEqual(
    parts.map((part) => [part.contentType, part.disposition, Buffer.from(part.body).toString('latin1')]),
    [
      ['application/sdp', undefined, 'v=0\r\n'],
      ['application/resource-lists+xml', 'recipient-list', Buffer.from(list).toString('latin1')],
    ],
  )
})

test('preamble, epilogue, parts without header, nesting and look-alike delimiters are understood', () => {
  const inner = '--in\r\n\r\ninner\r\n--in--'
  const body = `pre\r\n--b \r\n\r\nplain\r\n--bb\r\nstill plain\r\n--b\r\nContent-Type: multipart/mixed;boundary=in\r\n\r\n${inner}\r\n--b--\r\nepilogue`
  assert.deepEqual(
    bodyParts(withBody('multipart/mixed; boundary=b', body)).map((part) => [part.contentType, Buffer.from(part.body).toString()]),
    [
      ['text/plain', 'plain\r\n--bb\r\nstill plain'],
      ['text/plain', 'inner'],
    ],
  )
})

test('a single body is one part, no body none', () => {
  assert.deepEqual(
    bodyParts(withBody('application/SDP;x=y', 'v=0')).map((part) => part.contentType),
    ['application/sdp'],
  )
  assert.deepEqual(bodyParts(withBody('application/sdp', '')), [])
})

for (const [name, type, body] of [
  ['no boundary', 'multipart/mixed', '--b\r\n\r\nx\r\n--b--'],
  ['an empty boundary', 'multipart/mixed;boundary=""', '--\r\n\r\nx\r\n----'],
  [
    'a boundary above 70 characters',
    `multipart/mixed;boundary=${'b'.repeat(71)}`,
    `--${'b'.repeat(71)}\r\n\r\nx\r\n--${'b'.repeat(71)}--`,
  ],
  ['no closing delimiter', 'multipart/mixed;boundary=b', '--b\r\n\r\nx\r\n'],
  ['a part without an empty line', 'multipart/mixed;boundary=b', '--b\r\nContent-Type: x\r\n--b--'],
  [
    'endless nesting',
    'multipart/mixed;boundary=b',
    '--b\r\nContent-Type: multipart/mixed;boundary=b\r\n\r\n'.repeat(20) + '--b--',
  ],
] as const) {
  test(`multipart refused: ${name}`, () => assert.throws(() => bodyParts(withBody(type, body)), SipParseError))
}

test('bodies are taken apart eight deep and no deeper', () => {
  const nested = (depth: number): { readonly contentType: string; readonly body: Uint8Array | string } =>
    depth === 0 ? { contentType: 'text/plain', body: 'x' } : buildMultipart([nested(depth - 1)], { boundary: `b${depth}.` })
  const { contentType, body } = nested(9)
  assert.equal(bodyParts(withBody(contentType, body)).length, 1)
  const deeper = nested(10)
  assert.throws(() => bodyParts(withBody(deeper.contentType, deeper.body)), /nested more than eight/)
})

test('the charging vector gives its identifier without quotes', () => {
  const vector = parseChargingVector('icid-value="1234bc;5";icid-generated-at=192.0.6.8;orig-ioi=home1.net')
  assert.deepEqual([vector.icid, vector.params.get('orig-ioi')], ['1234bc;5', 'home1.net'])
  assert.equal(parseChargingVector('orig-ioi=x').icid, undefined)
  assert.throws(() => parseChargingVector('=x'), SipParseError)
})

test('charging function addresses come in order, kind by kind', () => {
  assert.deepEqual(parseChargingFunctionAddresses('ccf="aaa://c1:3868" ; ccf=[5555::b99]; ECF=e1; x=y; flag'), {
    ccf: ['aaa://c1:3868', '[5555::b99]'],
    ecf: ['e1'],
  })
})

test('asserted identities are read over lines and commas, unreadable ones left out', () => {
  const request = buildRequest({
    method: 'INVITE',
    uri: 'sip:b@h',
    headers: [
      ['P-Asserted-Identity', '"A, B" <sip:a@h>, <tel:+1201>'],
      ['P-Asserted-Identity', '<oops'],
    ],
  })
  assert.deepEqual(
    assertedIdentities(request).map((identity) => identity.uri),
    ['sip:a@h', 'tel:+1201'],
  )
})
