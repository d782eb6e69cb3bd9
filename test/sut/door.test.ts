// What an INVITE may bring to the server: URI lists and SDP, good and broken.
import { buildMultipart, buildRequest, type SipRequest } from '@ch1/sip'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RecipientListError, recipientsOf } from '../../sut/im-server/conference/recipient-list'
import { readsBodiesOf, sdpFor, sdpOffer } from '../../sut/im-server/conference/session-description'
import { SDP } from './surroundings'

const NAMESPACES = ['xmlns', 'xmlns:rl']
  .map((name) => `${name}="urn:ietf:params:xml:ns:resource-lists"`)
  .concat('xmlns:cp="urn:ietf:params:xml:ns:copyControl"')
  .join(' ')

test('listed users come out once each, in order, as addresses of record', () => {
  const list = [
    '<entry uri="sip:bob@HOME.example;transport=udp"/>',
    `<entry cp:copyControl="to" uri='sip:carol@home.example'></entry>`,
    '<entry uri="sip:bob@home.example"/><!-- <entry uri="sip:eve@home.example"/> -->',
    '<rl:entry uri="sip:d&amp;d@home.example"/>',
  ]
  assert.deepEqual(recipientsOf(invite(document(list.join('')))), [
    'sip:bob@home.example',
    'sip:carol@home.example',
    'sip:d&d@home.example',
  ])
})

test('an INVITE with neither list nor demand for one lists nobody', () => {
  assert.deepEqual(recipientsOf(invite(undefined)), [])
})

for (const [what, xml, status] of [
  ['a demanded list that is not there', undefined, 400],
  ['XML of another kind', '<html/>', 400],
  ['an entry without uri', document('<entry/>'), 400],
  ['an entry that is no URI', document('<entry uri="bob"/>'), 400],
  [
    'more entries than any conference has',
    document(Array.from({ length: 501 }, (_, i) => `<entry uri="sip:u${i}@x.example"/>`).join('')),
    413,
  ],
] as const) {
  test(`${what} is refused with ${status}`, () => {
    const broken = invite(xml).with('Require', 'recipient-list-invite')
    assert.throws(
      () => recipientsOf(broken),
      (error) => error instanceof RecipientListError && error.status === status,
    )
  })
}

test('the answer takes the first MSRP stream, refuses the others, and turns active into passive', () => {
  const offer = `v=0\r\nm=audio 4000 RTP/AVP 0 8\r\n${SDP.slice(SDP.indexOf('m='))}m=message 7 TCP/MSRP *\r\n`
  const answer = sdpFor(withSdp(offer), '127.0.0.1', 'token') ?? ''
  assert.deepEqual(answer.match(/^m=.*$/gm), ['m=audio 0 RTP/AVP 0 8', 'm=message 9 TCP/MSRP *', 'm=message 0 TCP/MSRP *'])
  assert.match(answer, /^a=path:msrp:\/\/127\.0\.0\.1:9\/token;tcp\r$/m)
  assert.match(answer, /^a=setup:passive\r$/m)
})

test('a passive offer is answered active; an INVITE without offer gets one', () => {
  assert.match(sdpFor(withSdp(SDP.replace('active', 'passive')), '127.0.0.1', 't') ?? '', /^a=setup:active\r$/m)
  assert.equal(sdpFor(withSdp(''), '::1', 't'), sdpOffer('::1', 't'))
  assert.match(sdpOffer('::1', 't'), /c=IN IP6 ::1[^]*msrp:\/\/\[::1\]:9\/t;tcp/)
})

test('an offer without a usable MSRP stream has no answer', () => {
  assert.equal(sdpFor(withSdp('v=0\r\nm=audio 4000 RTP/AVP 0\r\n'), 'h', 't'), undefined)
  assert.equal(sdpFor(withSdp(SDP.replace('message 9', 'message 0')), 'h', 't'), undefined)
  assert.equal(sdpFor(withSdp('garbage'), 'h', 't'), undefined)
})

test('a multipart body that cannot be taken apart has no answer', () => {
  assert.equal(sdpFor(withSdp(SDP).with('Content-Type', 'multipart/mixed;boundary=x'), 'h', 't'), undefined)
})

test('bodies of other types are not read', () => {
  assert.equal(readsBodiesOf(withSdp(SDP)), true)
  assert.equal(readsBodiesOf(withSdp('')), true)
  assert.equal(readsBodiesOf(withSdp(SDP).with('Content-Type', 'text/plain')), false)
})

function document(entries: string): string {
  return `<?xml version="1.0"?><rl:resource-lists ${NAMESPACES}><list>${entries}</list></rl:resource-lists>`
}

function invite(xml: string | undefined): SipRequest {
  if (xml === undefined) return withSdp(SDP)
  const { contentType, body } = buildMultipart([
    { contentType: 'application/sdp', body: SDP },
    { contentType: 'application/resource-lists+xml', body: xml },
  ])
  return withSdp('').withBody(body, contentType)
}

function withSdp(sdp: string): SipRequest {
  const headers = [
    ['Via', 'SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1'],
    ['From', '<sip:alice@home.example>;tag=1'],
    ['To', '<sip:factory@im.example>'],
    ['Call-ID', 'c1'],
    ['CSeq', '1 INVITE'],
    ['Max-Forwards', '70'],
    ...(sdp === '' ? [] : ([['Content-Type', 'application/sdp']] as const)),
  ] as const
  return buildRequest({ method: 'INVITE', uri: 'sip:factory@im.example', headers, body: sdp })
}
