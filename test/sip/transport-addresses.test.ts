// Addresses as messages write them: sent-by, received and rport with IPv6, and which transport a URI asks for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addressOf,
  DEFAULT_STREAM_LIMITS,
  MAX_UDP_REQUEST_BYTES,
  TransactionLayer,
  TransportSet,
  type Address,
  type SentBy,
  type SipTransport,
} from '@ch1/sip'
import { noting } from './noting-transport'
import { wire } from './wire-text'

const options = (via: string): Uint8Array =>
  wire(['OPTIONS sip:b@h SIP/2.0', `Via: ${via}`, 'From: <sip:a@h>;tag=1', 'To: <sip:b@h>', 'Call-ID: c', 'CSeq: 1 OPTIONS'])

const B = 'branch=z9hG4bK1'
const udp6 = { host: '::1', port: 5555 }
const tcp6 = { host: '2001:db8::7', port: 40_000, transport: 'TCP', connection: 3 } as const
const rows: readonly (readonly [string, string, Address, string, Address])[] = [
  ['sent-by is the source', `SIP/2.0/UDP [::1]:5555;${B}`, udp6, '', { host: '::1', port: 5555 }],
  ['… in another spelling', `SIP/2.0/UDP [0:0:0:0:0:0:0:1]:5555;${B}`, udp6, '', { host: '::1', port: 5555 }],
  [
    '… as a mapped IPv4 address',
    `SIP/2.0/UDP 192.0.2.1;${B}`,
    { host: '::ffff:192.0.2.1', port: 9 },
    '',
    { host: '::ffff:192.0.2.1', port: 5060 },
  ],
  ['sent-by is a name', `SIP/2.0/UDP a.example;${B}`, udp6, ';received=::1', { host: '::1', port: 5060 }],
  ['rport', `SIP/2.0/UDP [::1]:7;rport;${B}`, udp6, ';received=::1', { host: '::1', port: 5555 }],
  [
    'a zone stays here',
    `SIP/2.0/UDP a.example;${B}`,
    { host: 'fe80::1%eth0', port: 9 },
    ';received=fe80::1',
    { host: 'fe80::1%eth0', port: 5060 },
  ],
  ['maddr', `SIP/2.0/UDP a.example;maddr=[ff02::1];${B}`, udp6, ';received=::1', { host: '[ff02::1]', port: 5060 }],
  ['over TCP: the connection, else sent-by', `SIP/2.0/TCP [2001:DB8::7]:5070;${B}`, tcp6, '', { ...tcp6, port: 5070 }],
  ['over TCP no maddr', `SIP/2.0/TCP [2001:db8::7];maddr=[ff02::1];${B}`, tcp6, '', { ...tcp6, port: 5060 }],
  [
    'over TLS 5061',
    `SIP/2.0/TLS [2001:db8::7];${B}`,
    { ...tcp6, transport: 'TLS' },
    '',
    { ...tcp6, transport: 'TLS', port: 5061 },
  ],
]
for (const [name, via, from, added, to] of rows) {
  test(`responses: ${name} (RFC 3261 §18.2)`, () => {
    const transport = noting({ transport: 'UDP', host: '[::1]', port: 5060 })
    const layer = new TransactionLayer({ transport })
    assert.equal(layer.size, 0)
    transport.onMessage(options(via), from)
    const [[text, at] = ['', undefined]] = transport.sent
    assert.deepEqual(at, to)
    const expected = via.replace('rport', `rport=${from.port}`) + added
    assert.ok(text.includes(`\r\nVia: ${expected}\r\n`), text)
    return layer.close()
  })
}

test('a URI names its transport, and the port follows from it (RFC 3261 §19.1.2)', () => {
  const table: readonly (readonly [string, Address])[] = [
    ['sip:a@h', { host: 'h', port: 5060 }],
    ['sip:a@[2001:db8::1]', { host: '2001:db8::1', port: 5060 }],
    ['sip:a@h;transport=udp', { host: 'h', port: 5060, transport: 'UDP' }],
    ['sip:a@h;transport=TCP', { host: 'h', port: 5060, transport: 'TCP' }],
    ['sip:a@h;transport=tls', { host: 'h', port: 5061, transport: 'TLS' }],
    ['sip:a@h;transport=sctp', { host: 'h', port: 5060 }],
    ['sips:a@h', { host: 'h', port: 5061, transport: 'TLS' }],
    ['sips:a@[::1]:5070;transport=tcp', { host: '::1', port: 5070, transport: 'TLS' }],
  ]
  for (const [uri, address] of table) assert.deepEqual(addressOf(uri), address, uri)
})

test('a set chooses by name, IP version and size; what it cannot carry is undefined', () => {
  const by = (transport: SentBy['transport'], host: string): SipTransport => noting({ transport, host, port: 5060 })
  const [udp4, udp6of, tcp4] = [by('UDP', '192.0.2.1'), by('UDP', '[2001:db8::1]'), by('TCP', '192.0.2.1')]
  const set = new TransportSet(udp4, udp6of, tcp4)
  const chosen = (to: Partial<Address>, bytes: number): unknown => set.carrierFor({ host: '192.0.2.9', port: 5060, ...to }, bytes)
  assert.equal(chosen({}, MAX_UDP_REQUEST_BYTES), udp4)
  assert.equal(chosen({}, MAX_UDP_REQUEST_BYTES + 1), tcp4)
  assert.equal(chosen({ host: '[2001:db8::9]' }, 1), udp6of)
  assert.equal(chosen({ host: 'a.example' }, 1), udp4)
  assert.equal(chosen({ transport: 'TCP' }, 1), tcp4)
  assert.equal(chosen({ transport: 'TLS' }, 1), undefined)
  assert.equal(new TransportSet(udp4).carrierFor({ host: 'h', port: 1 }, 9999), udp4)
})

test('every limit has a default above zero', () => {
  for (const [name, value] of Object.entries(DEFAULT_STREAM_LIMITS)) assert.ok(value > 0, name)
})
