// URIs and addresses: reading, comparing (the examples of RFC 3261 §19.1.4), address of record, next hop.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  addressOf,
  aorOf,
  buildRequest,
  formatNameAddr,
  nextHop,
  parseNameAddr,
  parseParams,
  parseUri,
  parseVia,
  quote,
  sameUri,
  SipParseError,
  splitList,
  unquote,
} from '@ch1/sip'

test('a sip URI comes apart', () => {
  const uri = parseUri('sip:alice;day=tue:secret@Atlanta.com:5070;Transport=TCP;lr?Subject=hi&x=y')
  assert.deepEqual(
    { ...uri, params: [...uri.params] },
    {
      scheme: 'sip',
      user: 'alice;day=tue',
      password: 'secret',
      host: 'Atlanta.com',
      port: 5070,
      params: [
        ['transport', 'TCP'],
        ['lr', undefined],
      ],
      headers: 'Subject=hi&x=y',
      text: 'sip:alice;day=tue:secret@Atlanta.com:5070;Transport=TCP;lr?Subject=hi&x=y',
    },
  )
})

test('hosts may be names, IPv4 and IPv6 addresses', () => {
  assert.deepEqual([parseUri('sip:192.0.2.4:1').host, parseUri('sip:192.0.2.4:1').port], ['192.0.2.4', 1])
  assert.deepEqual(
    [parseUri('sips:a@[2001:db8::9]:5061').host, parseUri('sips:a@[2001:db8::9]:5061').port],
    ['[2001:db8::9]', 5061],
  )
  assert.equal(parseUri('sip:[2001:db8::9]').port, undefined)
})

test('a tel URI keeps its number as user; other schemes keep their text', () => {
  const tel = parseUri('tel:+1-201-555-0123;phone-context=example.com')
  assert.deepEqual(
    [tel.scheme, tel.user, tel.host, tel.params.get('phone-context')],
    ['tel', '+1-201-555-0123', '', 'example.com'],
  )
  assert.deepEqual([parseUri('urn:service:sos').scheme, parseUri('urn:service:sos').text], ['urn', 'urn:service:sos'])
})

for (const bad of [
  '',
  'alice@h',
  'sip:',
  'sip:@h',
  'sip:a@',
  'sip:a@h:99999',
  'sip:a@h:port',
  'sip:a b@h',
  'sip:a@[::1',
  'sip:a@h;=1',
  'tel:',
  'tel:abc!',
  'sip:a@h\r\n',
  'sip::pw@h',
]) {
  test(`no URI: ${JSON.stringify(bad)}`, () => assert.throws(() => parseUri(bad), SipParseError))
}

const same: readonly (readonly [string, string])[] = [
  ['sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtLanTa.CoM;Transport=tcp'],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5'],
  ['sip:carol@chicago.com;newparam=5', 'sip:carol@chicago.com;security=on'],
  [
    'sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com',
    'sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com',
  ],
  ['sip:alice@atlanta.com?subject=project%20x&priority=urgent', 'sip:alice@atlanta.com?priority=urgent&subject=project%20x'],
  ['tel:+1-201-555-0123', 'tel:+12015550123'],
  ['tel:7042;phone-context=example.com', 'tel:70-42;phone-context=EXAMPLE.com'],
  ['urn:service:sos', 'urn:service:sos'],
]
for (const [a, b] of same) test(`same: ${a} and ${b}`, () => assert.deepEqual([sameUri(a, b), sameUri(b, a)], [true, true]))

const different: readonly (readonly [string, string])[] = [
  ['SIP:ALICE@AtLanTa.CoM;Transport=udp', 'sip:alice@AtLanTa.CoM;Transport=UDP'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:6000;transport=tcp'],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com?Subject=next%20meeting'],
  ['sip:bob@phone21.boxesbybob.com', 'sip:bob@192.0.2.4'],
  ['sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;security=off'],
  ['sip:a@h', 'sips:a@h'],
  ['sip:a@h', 'sip:a:pw@h'],
  ['sip:a@h', 'sip:h'],
  ['sip:a@h;maddr=1.2.3.4', 'sip:a@h'],
  ['tel:7042;phone-context=a.com', 'tel:7042;phone-context=b.com'],
  ['tel:7042;phone-context=a.com', 'tel:7042'],
  ['tel:1', 'tel:2'],
  ['urn:service:sos', 'urn:service:fire'],
]
for (const [a, b] of different)
  test(`different: ${a} and ${b}`, () => assert.deepEqual([sameUri(a, b), sameUri(b, a)], [false, false]))

test('the address of record drops port, parameters and headers, and folds the host', () => {
  assert.equal(aorOf('sip:%41lice@Home.Example:5070;user=phone?x=y'), 'sip:Alice@home.example')
  assert.equal(aorOf('sip:Home.Example'), 'sip:home.example')
  assert.equal(aorOf('tel:+1-201-(555)'), 'tel:+1201555')
  assert.equal(aorOf('urn:service:sos'), 'urn:service:sos')
})

test('addresses: name-addr and addr-spec, quoted and plain names, header parameters', () => {
  const quoted = parseNameAddr('"A \\"B\\" <x>" <sip:a@h;lr>;tag=1;+g.oma.sip-im')
  assert.deepEqual(
    [quoted.displayName, quoted.uri, [...quoted.params]],
    [
      'A "B" <x>',
      'sip:a@h;lr',
      [
        ['tag', '1'],
        ['+g.oma.sip-im', undefined],
      ],
    ],
  )
  const plain = parseNameAddr('Alice B <sip:a@h>')
  assert.deepEqual([plain.displayName, plain.uri], ['Alice B', 'sip:a@h'])
  const bare = parseNameAddr('sip:a@h;tag=1')
  assert.deepEqual([bare.uri, bare.params.get('tag')], ['sip:a@h', '1'])
})

for (const bad of [
  '',
  '<>',
  '<sip:a@h',
  'sip:a@h>',
  'Alice, B <sip:a@h>',
  '"Alice <sip:a@h>',
  '<sip:a@h> x',
  '*',
  '<sip:a@h>;=1',
  '"a" b <sip:a@h>',
]) {
  test(`no address: ${JSON.stringify(bad)}`, () => assert.throws(() => parseNameAddr(bad), SipParseError))
}

test('law: an address that is written reads back the same', () => {
  const name = fc.option(fc.stringMatching(/^[ -~\x80-\xff]{0,12}$/), { nil: undefined })
  fc.assert(
    fc.property(name, fc.stringMatching(/^[a-z0-9]{1,8}$/), (displayName, tag) => {
      const address = {
        ...(displayName === undefined ? {} : { displayName }),
        uri: 'sip:a@h;lr',
        params: new Map([['tag', tag]]),
      }
      assert.deepEqual(parseNameAddr(formatNameAddr(address)), address)
    }),
  )
})

test('law: quoting and unquoting are inverse; lists of quoted texts come apart again', () => {
  const texts = fc.array(fc.stringMatching(/^[ -~]{0,10}$/), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(texts, (parts) => {
      const quoted = parts.map(quote)
      assert.deepEqual(quoted.map(unquote), parts)
      assert.deepEqual(splitList(quoted.join(' , ')), quoted)
    }),
  )
})

test('parameters: first of equal names counts, names are folded, values kept as written', () => {
  assert.deepEqual(
    [...parseParams(';A=1;b;a=2;c="x;y"')],
    [
      ['a', '1'],
      ['b', undefined],
      ['c', '"x;y"'],
    ],
  )
})

test('Via comes apart, with whitespace around its slashes and an IPv6 sent-by', () => {
  const via = parseVia('SIP / 2.0 / udp [2001:db8::9]:5061 ;branch=z9hG4bK1;rport')
  assert.deepEqual(
    [via.protocol, via.transport, via.host, via.port, [...via.params]],
    [
      'SIP/2.0',
      'UDP',
      '[2001:db8::9]',
      5061,
      [
        ['branch', 'z9hG4bK1'],
        ['rport', undefined],
      ],
    ],
  )
  assert.equal(parseVia('SIP/2.0/TCP pc33.example.com').port, undefined)
  for (const bad of ['', 'SIP/2.0 h', 'SIP/2.0/UDP', 'SIP/2.0/UDP h:99999', 'SIP/2.0/UDP h h'])
    assert.throws(() => parseVia(bad), SipParseError)
})

test('the next hop is the first loose route, else the Request-URI; maddr and port count', () => {
  const to = (uri: string, ...routes: string[]): unknown =>
    nextHop(buildRequest({ method: 'OPTIONS', uri, headers: routes.map((route) => ['Route', route]) }))
  assert.deepEqual(to('sip:a@h:5070'), { host: 'h', port: 5070 })
  assert.deepEqual(to('sip:a@h', '<sip:p1:5080;lr>, <sip:p2>'), { host: 'p1', port: 5080 })
  assert.deepEqual(to('sip:a@h', '<sip:strict>'), { host: 'h', port: 5060 })
  assert.deepEqual(addressOf('sip:a@[::1]:5070'), { host: '::1', port: 5070 })
  assert.deepEqual(addressOf('sip:a@h;maddr=192.0.2.7'), { host: '192.0.2.7', port: 5060 })
  assert.throws(() => addressOf('tel:123'), SipParseError)
})
