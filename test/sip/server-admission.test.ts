// Refusals of what cannot be read, and what a server looks at before it serves (RFC 3261 §8.2, §16.3, §18.3).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildRequest, parseMessage, unservable, type ServerAbilities, type SipResponse } from '@ch1/sip'
import { AdmissionBench } from './admission-bench'
import { requestBytes, wire } from './wire-text'

const VIA = 'Via: SIP/2.0/UDP 192.0.2.99;branch=z9hG4bK1'
const REST = ['From: <sip:a@h>;tag=1', 'To: <sip:b@h>', 'Call-ID: c', 'CSeq: 1 OPTIONS']

function answersTo(bytes: Uint8Array): readonly SipResponse[] {
  const bench = new AdmissionBench()
  bench.receive(bytes)
  assert.deepEqual([bench.broken, bench.faults], [[], []])
  return bench.answers
}

const silent: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['an ACK', wire(['ACK  sip:b@h SIP/2.0', VIA, ...REST])],
  ['a response', wire(['SIP/2.0 2000 OK', VIA, ...REST])],
  ['another protocol', wire(['GET / HTTP/1.1', VIA, ...REST])],
  ['a request without Via', wire(['OPTIONS  sip:b@h SIP/2.0', ...REST])],
  ['a request whose Via cannot be read', wire(['OPTIONS  sip:b@h SIP/2.0', 'Via: nonsense', ...REST])],
  ['a request whose Via is cut off', Buffer.from(`OPTIONS sip:b@h SIP/2.0\r\n${VIA}`)],
]
for (const [name, bytes] of silent) {
  test(`what cannot be read is not answered when it is ${name}`, () => assert.deepEqual(answersTo(bytes), []))
}

test('of a request that cannot be read, only whole header fields go into the 400, and never a line of the sender’s making', () => {
  const cut = Buffer.from(`OPTIONS sip:b@h SIP/2.0\r\n${VIA}\r\n${REST.join('\r\n')}`)
  const [answer] = answersTo(cut)
  assert.deepEqual([answer?.status, answer?.callId, answer?.header('CSeq')], [400, 'c', undefined])
  const forged = wire(['OPTIONS sip:b@h SIP/2.0', VIA, 'From: <sip:a@h>;tag=1\nX-Forged: 1', ...REST.slice(1)])
  const [other] = answersTo(forged)
  assert.deepEqual(
    [other?.status, other?.header('From'), other?.header('To')?.startsWith('<sip:b@h>;tag=')],
    [400, undefined, true],
  )
  assert.doesNotMatch(Buffer.from(other?.bytes ?? []).toString('latin1'), /Forged/)
})

test('a repeat of what cannot be read gets the same 400', () => {
  const bench = new AdmissionBench()
  const bytes = wire(['OPTIONS  sip:b@h SIP/2.0', VIA, ...REST])
  bench.receive(bytes)
  bench.receive(bytes)
  assert.equal(bench.answers.length, 2)
  assert.deepEqual(bench.answers[1]?.bytes, bench.answers[0]?.bytes)
})

const refused: readonly (readonly [reason: string, ...lines: readonly string[]])[] = [
  ['Multiple From', 'f: <sip:x@h>;tag=2', VIA, ...REST],
  ['Multiple To', 't: <sip:x@h>', VIA, ...REST],
  ['Multiple Call-ID', 'i: d', VIA, ...REST],
  ['Multiple CSeq', 'CSeq: 2 OPTIONS', VIA, ...REST],
  ['Multiple Max-Forwards', 'Max-Forwards: 1', 'Max-Forwards: 1', VIA, ...REST],
  ['Malformed Via', VIA, 'Via: nonsense', ...REST],
  ['Malformed Via', `${VIA};`, ...REST],
  ['Malformed Via', `${VIA};;rport`, ...REST],
  ['Malformed Via', `${VIA},`, ...REST],
  ['Malformed Via', VIA, 'Via: ,SIP/2.0/UDP lower', ...REST],
  ['Malformed From', VIA, 'From: <sip:a', ...REST.slice(1)],
  ['Malformed From', VIA, 'From: <sip:a@h>;;tag=1', ...REST.slice(1)],
  ['Malformed From', VIA, 'From: <sip:a@h>;tag=1 ,', ...REST.slice(1)],
  ['Malformed From', VIA, 'From: <sip:a@h>;tag=1, <sip:c@h>', ...REST.slice(1)],
  ['Malformed To', VIA, ...REST.filter((line) => !line.startsWith('To')), 'To: <sip:b@h>, <sip:c@h>'],
  ['Malformed To', VIA, ...REST.filter((line) => !line.startsWith('To')), 'To: "B" <sip:b@h> ;'],
  ['Malformed Contact', VIA, ...REST, 'Contact: <sip:a@h> ; ; q=1'],
  ['Malformed Contact', VIA, ...REST, 'Contact: <sip:a@h>,, <sip:b@h>'],
  ['Malformed Contact', VIA, ...REST, 'Contact:'],
  ['Malformed To', VIA, ...REST.filter((line) => !line.startsWith('To')), 'To: "b <sip:b@h>'],
  ['Malformed Contact', VIA, ...REST, 'Contact: <sip:a@h>, sip:b@h?x=y'],
]
for (const [reason, ...lines] of refused) {
  test(`a request is refused 400 ${reason}: ${lines.filter((line) => line !== VIA && !REST.includes(line)).join(' | ')}`, () => {
    const [answer] = answersTo(wire(['OPTIONS sip:b@h SIP/2.0', ...lines]))
    assert.deepEqual([answer?.status, answer?.reason], [400, reason])
  })
}

test('separators within quotes and <>, and in fields that nobody defined, are none too many', () => {
  const lines = ['From: "A;; ,," <sip:a;;@h>;tag=1', 'To: <sip:b@h;lr>', 'Call-ID: c', 'CSeq: 1 OPTIONS', 'Contact: *', 'X: ;;,,']
  const [answer] = answersTo(wire(['OPTIONS sip:b@h SIP/2.0', `${VIA};x=";;,,"`, ...lines]))
  assert.equal(answer?.status, 200)
})

test('a Request-URI that cannot be read is refused 400; a Contact of * is none that could be malformed', () => {
  const [answer] = answersTo(wire(['OPTIONS sip:@ SIP/2.0', VIA, ...REST]))
  assert.deepEqual([answer?.status, answer?.reason], [400, 'Malformed Request-URI'])
  assert.deepEqual(
    answersTo(requestBytes('OPTIONS', ['Contact: *'])).map(({ status }) => status),
    [200],
  )
})

test('the source is written into the top Via alone; the other lines keep their bytes', () => {
  const [answer] = answersTo(
    wire(['OPTIONS sip:b@h SIP/2.0', 'v:SIP/2.0/UDP pc.h', ...REST, 'VIA :  SIP / 2.0 / UDP   below ;branch=1']),
  )
  assert.deepEqual(
    answer?.headers.filter(({ key }) => key === 'via').map(({ raw }) => raw),
    ['Via: SIP/2.0/UDP pc.h;received=192.0.2.99', 'VIA :  SIP / 2.0 / UDP   below ;branch=1'],
  )
})

test('withFirst() replaces one header field and leaves the others, or appends', () => {
  const message = parseMessage(wire(['OPTIONS sip:b@h SIP/2.0', 'x:1', 'X : 2', 'Y: 3']))
  assert.deepEqual(
    message.withFirst('X', '9').headers.map(({ raw }) => raw),
    ['X: 9', 'X : 2', 'Y: 3'],
  )
  assert.equal(message.withFirst('Z', '9').headers.at(-1)?.raw, 'Z: 9')
})

test('equal Content-Lengths are one, different ones are none', () => {
  const withLengths = (...lengths: string[]): Uint8Array =>
    requestBytes(
      'INFO',
      lengths.map((n) => `Content-Length: ${n}`),
      'hi!',
    )
  assert.equal(parseMessage(withLengths('2', '2')).body.length, 2)
  assert.throws(() => parseMessage(withLengths('2', '3')), {
    what: 'Content-Length values that differ',
    clause: 'RFC 3261 §20.14',
  })
})

const SDP = { supports: [], bodies: ['application/sdp'] }
type Header = readonly [string, string]
const looks: readonly (readonly [
  name: string,
  headers: readonly Header[],
  abilities: ServerAbilities,
  status: number | undefined,
])[] = [
  ['an option tag, by one who looks', [['Require', 'x']], SDP, 420],
  ['an option tag, by one who knows it', [['Require', 'x']], { supports: ['x'] }, undefined],
  ['an option tag, by one who does not look', [['Require', 'x']], {}, undefined],
  ['a strange body', [['Content-Type', 'text/x']], SDP, 415],
  ['a strange body, by one who does not look', [['Content-Type', 'text/x']], {}, undefined],
  [
    'a strange body that is optional',
    [
      ['Content-Type', 'text/x'],
      ['Content-Disposition', 'render; handling=optional'],
    ],
    SDP,
    undefined,
  ],
  ['a known body with parameters', [['Content-Type', 'Application/SDP ; charset=utf-8']], SDP, undefined],
  ['no Accept', [], SDP, undefined],
  ['an Accept of SDP among others', [['Accept', 'text/x, application/sdp;q=0.5']], SDP, undefined],
  ['an Accept of anything', [['Accept', '*/*']], SDP, undefined],
  ['an Accept without SDP', [['Accept', 'text/x']], SDP, 406],
  ['an Accept without SDP, by one who does not look', [['Accept', 'text/x']], {}, undefined],
]
for (const [name, headers, abilities, status] of looks) {
  test(`an INVITE with ${name}: ${status ?? 'can be served'}`, () => {
    const request = buildRequest({ method: 'INVITE', uri: 'sip:b@h', headers, body: 'x' })
    assert.equal(unservable(request, abilities)?.status, status)
  })
}

test('of ACK and CANCEL it is not asked what they require', () => {
  const status = (method: string): number | undefined =>
    unservable(buildRequest({ method, uri: 'sip:b@h', headers: [['Require', 'x']] }), SDP)?.status
  assert.deepEqual(['ACK', 'CANCEL', 'BYE'].map(status), [undefined, undefined, 420])
})

test('schemes that name users are served, others refused 416 before anything else', () => {
  const status = (uri: string): number | undefined =>
    unservable(buildRequest({ method: 'INVITE', uri, headers: [['Require', 'x']] }), SDP)?.status
  assert.deepEqual(['sip:a@h', 'SIPS:a@h', 'tel:+1', 'urn:service:sos', 'mailto:a@h'].map(status), [420, 420, 420, 416, 416])
})

test('an unknown method whose CSeq names another is refused as unknown, 501; of a known one, 400', () => {
  const [unknown] = answersTo(wire(['WHATEVER sip:b@h SIP/2.0', VIA, ...REST, 'Max-Forwards: 70']))
  assert.equal(unknown?.status, 501)
  const [known] = answersTo(wire(['MESSAGE sip:b@h SIP/2.0', VIA, ...REST, 'Max-Forwards: 70']))
  assert.equal(known?.status, 400)
})
