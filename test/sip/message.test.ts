// The message model: what is read is what is written, names mean the same in both forms, changes leave the rest alone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  asBytesText,
  buildRequest,
  parseMessage,
  respond,
  serialize,
  SipBuildError,
  SipParseError,
  utf8,
  type SipMessage,
  type SipRequest,
} from '@ch1/sip'
import { requestBytes, wire } from './wire-text'

function request(bytes: Uint8Array): SipRequest {
  const message = parseMessage(bytes)
  assert.equal(message.kind, 'request')
  return message
}

function text(message: SipMessage): string {
  return Buffer.from(serialize(message)).toString('latin1')
}

const token = fc.stringMatching(/^[A-Za-z0-9\-.!%*_+`'~]{1,12}$/)
const value = fc.stringMatching(/^[!-~\x80-\xff][ -~\x80-\xff]{0,30}$/)
const anyRequest = fc.record({
  method: token,
  uri: fc.constantFrom('sip:bob@home.example', 'tel:+1-201-555-0123', 'sip:[2001:db8::1]:5070;lr'),
  headers: fc.array(
    fc.tuple(
      token.filter((name) => !/^(l|content-length)$/i.test(name)),
      value,
    ),
    { maxLength: 8 },
  ),
  body: fc.uint8Array({ maxLength: 60 }),
})

test('law: what is built and written reads back the same', () => {
  fc.assert(
    fc.property(anyRequest, (parts) => {
      const built = buildRequest(parts)
      const read = request(serialize(built))
      assert.equal(read.startLine, built.startLine)
      assert.deepEqual(read.headers, built.headers)
      assert.deepEqual(read.body, built.body)
      assert.deepEqual(serialize(read), serialize(built))
    }),
  )
})

test('law: arbitrary bytes give a message or a SipParseError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        assert.deepEqual(serialize(parseMessage(bytes)), bytes)
      } catch (error) {
        assert.ok(error instanceof SipParseError, String(error))
      }
    }),
  )
})

test('law: a message with some bytes changed is read byte for byte, or refused with an offset inside it', () => {
  const original = requestBytes('INVITE', ['Content-Type: application/sdp', 'Content-Length: 4'], 'v=0\n')
  const change = fc.tuple(fc.nat(original.length - 1), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const bytes = original.slice()
      for (const [at, byte] of changes) bytes[at] = byte
      try {
        const message = parseMessage(bytes)
        assert.deepEqual(serialize(message), bytes)
        // None of the views may throw, whatever the bytes.
        assert.doesNotThrow(() => [
          message.callId,
          message.cseq,
          message.fromTag,
          message.toTag,
          message.topVia,
          message.contacts,
          message.list('via'),
        ])
      } catch (error) {
        assert.ok(error instanceof SipParseError, String(error))
        assert.ok(error.offset >= 0 && error.offset <= bytes.length)
      }
    }),
    { numRuns: 500 },
  )
})

test('an untouched message serialises to the very bytes it was read from, odd spacing and folds included', () => {
  const bytes = wire(
    ['INVITE sip:bob@home.example SIP/2.0', 'v :SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1', 'SUBJECT:  a', '\t b ', 'l:2'],
    'hi!',
  )
  const message = parseMessage(bytes)
  assert.deepEqual(serialize(message), bytes)
  assert.equal(Buffer.from(message.body).toString(), 'hi')
})

test('the message keeps its own copy of the bytes it was read from', () => {
  const bytes = requestBytes('OPTIONS')
  const message = parseMessage(bytes)
  bytes.fill(0)
  assert.equal(message.callId, 'c1@192.0.2.9')
  assert.match(text(message), /^OPTIONS sip:bob/)
})

test('compact and long names are one header, whatever their case', () => {
  const message = request(
    wire([
      'NOTIFY sip:a@h SIP/2.0',
      'v: SIP/2.0/UDP h1',
      'VIA: SIP/2.0/UDP h2',
      'i: c9',
      'f: <sip:a@h>;tag=1',
      't: <sip:b@h>;tag=2',
      'o: refer',
      'm: <sip:c@h>',
      'CSeq: 1 NOTIFY',
      'l: 0',
    ]),
  )
  assert.deepEqual(message.all('Via'), ['SIP/2.0/UDP h1', 'SIP/2.0/UDP h2'])
  assert.equal(message.callId, 'c9')
  assert.equal(message.fromTag, '1')
  assert.equal(message.toTag, '2')
  assert.equal(message.header('event'), 'refer')
  assert.equal(message.contacts[0]?.uri, 'sip:c@h')
  assert.equal(message.header('C'), undefined)
})

test('a folded value reads as one line and keeps its raw lines', () => {
  const message = request(wire(['OPTIONS sip:a@h SIP/2.0', 'Subject: one', '  two', '\tthree', 'l: 0']))
  assert.equal(message.header('Subject'), 'one two three')
  assert.equal(message.headers[0]?.raw, 'Subject: one\r\n  two\r\n\tthree')
})

test('list() splits at commas outside quotes and angle brackets, over all lines', () => {
  const message = request(
    wire(['OPTIONS sip:a@h SIP/2.0', 'Contact: "A, \\"B" <sip:a,b@h>;q=1, <sip:c@h>', 'm: sip:d@h', 'l: 0']),
  )
  assert.deepEqual(message.list('contact'), ['"A, \\"B" <sip:a,b@h>;q=1', '<sip:c@h>', 'sip:d@h'])
})

test('with() replaces the first, drops the others and leaves every other byte', () => {
  const message = request(wire(['OPTIONS sip:a@h SIP/2.0', 'X:1', 'Route:  <sip:p1;lr>', 'Y :  2', 'ROUTE: <sip:p2;lr>', 'l:0']))
  assert.equal(
    text(message.with('Route', '<sip:p3;lr>')),
    'OPTIONS sip:a@h SIP/2.0\r\nX:1\r\nRoute: <sip:p3;lr>\r\nY :  2\r\nl:0\r\n\r\n',
  )
  assert.equal(
    text(message),
    'OPTIONS sip:a@h SIP/2.0\r\nX:1\r\nRoute:  <sip:p1;lr>\r\nY :  2\r\nROUTE: <sip:p2;lr>\r\nl:0\r\n\r\n',
  )
})

test('prepend, append, without and withoutFirstOf keep order and the other lines', () => {
  const message = request(wire(['OPTIONS sip:a@h SIP/2.0', 'X:1', 'Via: b, c', 'v: d', 'l:0']))
  assert.deepEqual(message.prepend('Via', 'a').list('Via'), ['a', 'b', 'c', 'd'])
  assert.deepEqual(message.append('Via', 'e').list('Via'), ['b', 'c', 'd', 'e'])
  assert.deepEqual(message.withoutFirstOf('Via').list('Via'), ['c', 'd'])
  assert.deepEqual(message.withoutFirstOf('Via').withoutFirstOf('Via').withoutFirstOf('Via').list('Via'), [])
  assert.deepEqual(
    message.without('via').headers.map((field) => field.raw),
    ['X:1', 'l:0'],
  )
  assert.equal(message.withoutFirstOf('Route'), message)
  assert.equal(message.prepend('Route', 'r').headers[0]?.name, 'Route')
})

test('withBody sets Content-Length in whatever form it was, and Content-Type when told', () => {
  const message = request(wire(['INFO sip:a@h SIP/2.0', 'l: 2', 'c: text/plain'], 'hi')).withBody('grüß', 'text/html')
  assert.equal(message.header('Content-Length'), '6')
  assert.equal(message.header('Content-Type'), 'text/html')
  assert.equal(text(message).split('\r\n\r\n')[1], Buffer.from('grüß').toString('latin1'))
})

test('bytes beyond Content-Length are no part of the body; none given means all of it', () => {
  assert.equal(Buffer.from(parseMessage(requestBytes('INFO', ['Content-Length: 2'], 'hi there')).body).toString(), 'hi')
  assert.equal(Buffer.from(parseMessage(requestBytes('INFO', [], 'hi there')).body).toString(), 'hi there')
})

test('empty lines before the start line are passed over and kept', () => {
  const bytes = new Uint8Array(Buffer.concat([Buffer.from('\r\n\r\n'), requestBytes('OPTIONS')]))
  assert.equal(request(bytes).method, 'OPTIONS')
  assert.deepEqual(serialize(request(bytes)), bytes)
})

test('responses carry status and reason; the reason may be empty or UTF-8', () => {
  const [busy, empty] = [
    parseMessage(wire(['SIP/2.0 486 Beschäftigt'.replace('ä', asBytesText('ä')), 'l: 0'])),
    parseMessage(wire(['SIP/2.0 200 ', 'l: 0'])),
  ]
  assert.ok(busy.kind === 'response' && empty.kind === 'response')
  assert.deepEqual([busy.status, utf8(busy.reason)], [486, 'Beschäftigt'])
  assert.deepEqual([empty.status, empty.reason], [200, ''])
})

test('law: after any changes, tags and topmost Via are those of the bytes, whatever was asked before', () => {
  const addresses = fc.constantFrom('<sip:a@b>;tag=1', '"A, <x>" <sip:a@b>;tag=2', 'sip:a@b', '<broken', 'sip:a@b;tag=3')
  const vias = fc.constantFrom('SIP/2.0/UDP a;branch=1', 'SIP/2.0/TCP b:5061, SIP/2.0/UDP c', 'nonsense', ',')
  const change = fc.oneof(
    fc.tuple(fc.constantFrom('with', 'withFirst', 'prepend', 'append'), fc.constantFrom('From', 't', 'To'), addresses),
    fc.tuple(fc.constantFrom('with', 'withFirst', 'prepend', 'append'), fc.constantFrom('Via', 'v'), vias),
    fc.tuple(fc.constantFrom('without', 'withoutFirstOf'), fc.constantFrom('From', 'To', 'Via'), fc.constant('')),
    fc.tuple(fc.constant('with'), fc.constant('Max-Forwards'), fc.constant('7')),
  )
  const seen = ({ fromTag, toTag, topVia, cseq }: SipMessage) => ({ fromTag, toTag, topVia, cseq })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), fc.boolean(), (changes, isResponse) => {
      const first = request(requestBytes('INVITE'))
      let message: SipMessage = isResponse ? respond(first, 200) : first
      for (const [how, name, text] of changes) {
        const before = message
        const told = seen(before)
        message = how === 'without' || how === 'withoutFirstOf' ? before[how](name) : before[how as 'with'](name, text)
        assert.deepEqual(seen(message), seen(parseMessage(serialize(message))))
        assert.deepEqual(seen(before), told, 'the message before the change is as it was')
      }
    }),
  )
})

test('views of malformed fields are undefined, not errors', () => {
  const message = parseMessage(
    wire([
      'INVITE sip:a@h SIP/2.0',
      'Via: nonsense',
      'From: <sip:a',
      'To: "unclosed',
      'CSeq: many INVITE',
      'Contact: *, <sip:ok@h>, <>',
      'l: 0',
    ]),
  )
  assert.deepEqual(
    [message.topVia, message.fromTag, message.toTag, message.cseq, message.callId],
    [undefined, undefined, undefined, undefined, undefined],
  )
  assert.deepEqual(
    message.contacts.map((contact) => contact.uri),
    ['sip:ok@h'],
  )
})

test('a CSeq at 2³¹ or above is none (RFC 3261 §8.1.1.5)', () => {
  const withCseq = (cseq: string): SipMessage => parseMessage(wire(['INVITE sip:a@h SIP/2.0', `CSeq: ${cseq}`, 'l: 0']))
  assert.deepEqual(withCseq('2147483647 INVITE').cseq, { number: 2147483647, method: 'INVITE' })
  assert.equal(withCseq('2147483648 INVITE').cseq, undefined)
  assert.equal(withCseq('36893488147419103232 INVITE').cseq, undefined)
})

const faults: readonly (readonly [name: string, bytes: Uint8Array, clause: string, message: RegExp])[] = [
  ['nothing', wire([]).slice(0, 0), 'RFC 3261 §7', /no empty line/],
  ['no empty line', new Uint8Array(Buffer.from('OPTIONS sip:a@h SIP/2.0\r\nX: 1\r\n')), 'RFC 3261 §7', /no empty line/],
  ['two spaces in the request line', wire(['OPTIONS  sip:a@h SIP/2.0']), 'RFC 3261 §7.1', /neither a request line/],
  ['a Request-URI in brackets', wire(['OPTIONS <sip:a@h> SIP/2.0']), 'RFC 3261 §7.1', /neither a request line/],
  ['another protocol', wire(['GET / HTTP/1.1']), 'RFC 3261 §7.1', /neither a request line/],
  ['a status of 700', wire(['SIP/2.0 700 No']), 'RFC 3261 §7.2', /status outside/],
  ['a header without a colon', wire(['OPTIONS sip:a@h SIP/2.0', 'Nothing']), 'RFC 3261 §7.3.1', /without a colon/],
  ['a header name with a space', wire(['OPTIONS sip:a@h SIP/2.0', 'Call ID: 1']), 'RFC 3261 §7.3.1', /no token/],
  ['a fold before any header', wire(['OPTIONS sip:a@h SIP/2.0', ' X: 1']), 'RFC 3261 §7.3.1', /no token/],
  ['a bare line feed', wire(['OPTIONS sip:a@h SIP/2.0', 'X: 1\nY: 2']), 'RFC 3261 §7', /bare CR or LF, at|bare CR or LF within/],
  ['a Content-Length that is no number', wire(['OPTIONS sip:a@h SIP/2.0', 'Content-Length: -1']), 'RFC 3261 §20.14', /no number/],
  ['a body cut short by one byte', requestBytes('INFO', ['l: 3'], 'hi'), 'RFC 3261 §18.3', /Content-Length 3 but 2 bytes/],
]
for (const [name, bytes, clause, message] of faults) {
  test(`refused: ${name}`, () => {
    assert.throws(
      () => parseMessage(bytes),
      (error) => error instanceof SipParseError && error.clause === clause && message.test(error.message),
    )
  })
}

test('the error says what, where, by which clause, and shows the text', () => {
  assert.throws(() => parseMessage(wire(['OPTIONS sip:a@h SIP/2.0', 'X: 1', 'oops'])), {
    message: 'a header line without a colon, at offset 31 (RFC 3261 §7.3.1): "oops"',
  })
})

test('what would break the framing cannot be built', () => {
  const headers =
    (name: string, value: string): (() => unknown) =>
    () =>
      buildRequest({ method: 'INFO', uri: 'sip:a@h', headers: [[name, value]] })
  assert.throws(headers('X', 'a\r\nY: b'), SipBuildError)
  assert.throws(headers('X', 'a\nb'), SipBuildError)
  assert.throws(headers('X y', 'a'), SipBuildError)
  assert.throws(headers('X', '€'), /asBytesText/)
  assert.throws(() => buildRequest({ method: 'IN FO', uri: 'sip:a@h', headers: [] }), SipBuildError)
  assert.throws(() => buildRequest({ method: 'INFO', uri: 'sip:a b@h', headers: [] }), SipBuildError)
  assert.doesNotThrow(headers('X', 'a\r\n b'))
})

test('a wrong Content-Length can be built on purpose', () => {
  const built = buildRequest({ method: 'INFO', uri: 'sip:a@h', headers: [['Content-Length', '99']], body: 'hi' })
  assert.equal(built.header('l'), '99')
})

test('a response copies Via, From, To, Call-ID and CSeq byte for byte, tags To, and Record-Route when it makes a dialog', () => {
  const invite = request(requestBytes('INVITE', ['Record-Route:  <sip:core;lr>', 'Via:SIP/2.0/UDP below']))
  assert.equal(
    text(
      respond(invite, 200, undefined, {
        toTag: 'b1',
        headers: [['Contact', '<sip:bob@h>']],
        body: 'x',
        contentType: 'text/plain',
      }),
    ),
    [
      'SIP/2.0 200 OK',
      'Via: SIP/2.0/UDP 192.0.2.9:5099;branch=z9hG4bKwire1',
      'From: "Alice" <sip:alice@home.example>;tag=a1',
      'To: <sip:bob@home.example>;tag=b1',
      'Call-ID: c1@192.0.2.9',
      'CSeq: 7 INVITE',
      'Record-Route:  <sip:core;lr>',
      'Via:SIP/2.0/UDP below',
      'Contact: <sip:bob@h>',
      'Content-Type: text/plain',
      'Content-Length: 1',
      '',
      'x',
    ].join('\r\n'),
  )
  assert.equal(respond(invite, 486).header('Record-Route'), undefined)
  assert.equal(respond(invite, 100).toTag, undefined)
  assert.equal(respond(invite.with('To', '<sip:b@h>;tag=old'), 200, 'OK', { toTag: 'new' }).header('To'), '<sip:b@h>;tag=old')
  assert.equal(respond(invite, 299).reason, 'Status 299')
})
