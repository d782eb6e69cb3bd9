// RFC 4475 §3.1.1.7–§3.1.1.13: well-formed messages that are long, end early, hold other messages, or say little.
import { asBytesText, bodyParts, parseNameAddr, parseUri, parseVia, utf8, type SipMessage } from '@ch1/sip'
import { request, response, SDP, type TortureRow } from './row'

const MANY = 30
const requestUri = (message: SipMessage): string => message.startLine.split(' ')[1] ?? ''
const binary = (message: SipMessage): string => Buffer.from(bodyParts(message)[1]?.body ?? []).toString('latin1')

// Binary on purpose: NULs, line breaks, two hyphens that are no boundary, and a byte beyond ASCII at either end.
const SIGNATURE = '\xa0\x82\x00\x00\r\n--not-the-boundary\r\n\x00\x01\r\n\r\n\x00--\xff'
const PARTS = [
  '--edge-7',
  'Content-Type: text/plain',
  'Content-Transfer-Encoding: binary',
  '',
  'Good day',
  '--edge-7',
  'Content-Type: application/octet-stream',
  'Content-Transfer-Encoding: binary',
  'Content-Disposition: attachment;handling=required',
  '',
  SIGNATURE,
  '--edge-7--',
  '',
].join('\r\n')

/** The rows. */
export const VALID_FRAMES: readonly TortureRow[] = [
  {
    id: 'longreq',
    section: '3.1.1.7',
    odd: 'long names, values, parameters and tags, and thirty Vias',
    demand: 'accept',
    outcome: { kind: 'served', status: 200 },
    message: (at) =>
      request(
        at,
        'longreq',
        'INVITE',
        {
          Via: `SIP/2.0/UDP ${at.peer.host}:${at.peer.port};branch=z9hG4bK-${'long'.repeat(100)}`,
          From: `"${'a very '.repeat(40)}long name" <sip:${'alice'.repeat(40)}@example.test>;${'p'.repeat(200)}=1;tag=${'t'.repeat(150)}`,
          To: `<sip:bob@example.test;${'q'.repeat(200)}=${'v'.repeat(200)};shorter>`,
          'Call-ID': `longreq.${'one'.repeat(100)}`,
        },
        [
          `X-${'Long'.repeat(50)}-Name: ${'text '.repeat(80)}end`,
          ...Array.from(
            { length: MANY - 1 },
            (_, i) => `v: SIP/2.0/TCP hop-${i}.example.test;branch=z9hG4bK-${i}-${'b'.repeat(60)}`,
          ),
          'Content-Type: application/sdp',
        ],
        SDP,
      ),
    reads: [
      ['the tag', (m) => m.fromTag, 't'.repeat(150)],
      ['the caller', (m) => parseNameAddr(m.header('From') ?? '').displayName?.length, 40 * 7 + 9],
      ['the Call-ID', (m) => m.callId?.length, 308],
      [
        'every Via',
        (m) => m.list('Via').map((via) => parseVia(via).transport),
        ['UDP', ...Array.from({ length: MANY - 1 }, () => 'TCP')],
      ],
      ['a long name', (m) => m.header(`x-${'long'.repeat(50)}-name`)?.endsWith('text end'), true],
    ],
    answers: [['every Via', (m) => m.list('Via').length, MANY]],
  },
  {
    id: 'dblreq',
    section: '3.1.1.8',
    odd: 'a REGISTER of no body, and a whole INVITE behind it in the same datagram',
    demand: 'accept',
    outcome: { kind: 'served', status: 200 },
    message: (at) =>
      new Uint8Array(
        Buffer.concat([
          request(at, 'dblreq', 'REGISTER', { start: 'REGISTER sip:example.test SIP/2.0', To: '<sip:alice@example.test>' }),
          request(at, 'dblreq-second', 'INVITE', {}, ['Content-Type: application/sdp'], SDP),
        ]),
      ),
    reads: [
      ['the method', (m) => m.cseq?.method, 'REGISTER'],
      ['no body', (m) => m.body.length, 0],
      ['the Call-IDs', (m) => m.all('Call-ID'), ['dblreq@client.example.test']],
    ],
    answers: [['whom it answers', (m) => m.cseq?.method, 'REGISTER']],
  },
  {
    id: 'semiuri',
    section: '3.1.1.9',
    odd: 'semicolons and an escaped @ before the @ of the Request-URI: all of it is the user',
    demand: 'accept',
    outcome: { kind: 'served', status: 200 },
    message: (at) => request(at, 'semiuri', 'OPTIONS', { start: 'OPTIONS sip:bob;to=carol%40gateway.test@example.test SIP/2.0' }),
    reads: [
      ['the user', (m) => decodeURIComponent(parseUri(requestUri(m)).user ?? ''), 'bob;to=carol@gateway.test'],
      ['the host', (m) => parseUri(requestUri(m)).host, 'example.test'],
      ['no parameters', (m) => parseUri(requestUri(m)).params.size, 0],
    ],
  },
  {
    id: 'transports',
    section: '3.1.1.10',
    odd: 'Vias of five transports, one of which nobody knows',
    demand: 'accept',
    outcome: { kind: 'served', status: 200 },
    message: (at) =>
      request(
        at,
        'transports',
        'OPTIONS',
        {},
        ['SCTP', 'TLS', 'PIGEON', 'TCP'].map((name, i) => `Via: SIP/2.0/${name} hop-${i}.example.test;branch=z9hG4bK-${i}`),
      ),
    reads: [
      ['the transports', (m) => m.list('Via').map((via) => parseVia(via).transport), ['UDP', 'SCTP', 'TLS', 'PIGEON', 'TCP']],
    ],
    answers: [
      ['the transports', (m) => m.list('Via').map((via) => parseVia(via).transport), ['UDP', 'SCTP', 'TLS', 'PIGEON', 'TCP']],
    ],
  },
  {
    id: 'mpart01',
    section: '3.1.1.11',
    odd: 'a body of two parts, the second binary with NULs and line breaks',
    demand: 'accept',
    outcome: { kind: 'served', status: 200 },
    message: (at) =>
      request(at, 'mpart01', 'MESSAGE', { Contact: undefined }, ['Content-Type: multipart/signed;boundary=edge-7'], PARTS),
    reads: [
      ['the parts', (m) => bodyParts(m).map(({ contentType }) => contentType), ['text/plain', 'application/octet-stream']],
      ['the text', (m) => Buffer.from(bodyParts(m)[0]?.body ?? []).toString(), 'Good day'],
      ['every binary byte', binary, SIGNATURE],
      ['the disposition', (m) => bodyParts(m)[1]?.disposition, 'attachment'],
    ],
  },
  {
    id: 'unreason',
    section: '3.1.1.12',
    odd: 'a reason phrase of marks and of letters beyond ASCII',
    demand: 'accept',
    outcome: { kind: 'taken' },
    message: (at) => response(at, asBytesText('SIP/2.0 200 ~ [4+4] %25; dvĕ stě, двести, 二百'), 'unreason'),
    reads: [
      ['the status', (m) => m.kind === 'response' && m.startLine.startsWith('SIP/2.0 200 '), true],
      ['the phrase', (m) => utf8(m.startLine.slice(12)), '~ [4+4] %25; dvĕ stě, двести, 二百'],
    ],
  },
  {
    id: 'noreason',
    section: '3.1.1.13',
    odd: 'no reason phrase at all behind the space',
    demand: 'accept',
    outcome: { kind: 'taken' },
    message: (at) => response(at, 'SIP/2.0 100 ', 'noreason', { To: '<sip:bob@example.test>' }),
    reads: [['the whole line', (m) => m.startLine, 'SIP/2.0 100 ']],
  },
]
