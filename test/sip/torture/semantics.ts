// RFC 4475 §3.2, §3.3 and §3.4 but for REGISTER: messages that can be read, and what they ask for.
import { Dialog, parseMessage, type SipMessage } from '@ch1/sip'
import { wire } from '../wire-text'
import { request, response, SDP, type TortureRow } from './row'

/** Where the dialog of an INVITE would send its requests. */
function target(invite: SipMessage): string | undefined {
  const read = parseMessage(invite.bytes)
  return read.kind === 'request' ? Dialog.ofServer(read, 'b1', '<sip:agent@192.0.2.1>').remoteTarget : undefined
}

/** The rows. */
export const SEMANTICS: readonly TortureRow[] = [
  {
    id: 'badbranch',
    section: '3.2.1',
    odd: 'a branch of the magic cookie and nothing else',
    demand: 'free',
    because: 'the cookie alone names no transaction, so the request is matched as one of RFC 2543',
    outcome: { kind: 'served', status: 200 },
    message: (at) => request(at, 'badbranch', 'OPTIONS', { Via: `SIP/2.0/UDP ${at.peer.host}:${at.peer.port};branch=z9hG4bK` }),
    answers: [['the branch as it came', (m) => m.topVia?.params.get('branch'), 'z9hG4bK']],
  },
  {
    id: 'insuf',
    section: '3.3.1',
    odd: 'no Call-ID, From or To',
    demand: 400,
    outcome: { kind: 'refused', status: 400, reason: 'Missing From' },
    message: (at) => request(at, 'insuf', 'INVITE', { 'Call-ID': undefined, From: undefined, To: undefined }),
  },
  {
    id: 'unkscm',
    section: '3.3.2',
    odd: 'a Request-URI of a scheme that nobody knows',
    demand: 416,
    outcome: { kind: 'refused', status: 416, reason: 'Unsupported URI Scheme' },
    message: (at) => request(at, 'unkscm', 'OPTIONS', { start: 'OPTIONS never-heard-of:this+that SIP/2.0' }),
  },
  {
    id: 'novelsc',
    section: '3.3.3',
    odd: 'a Request-URI of a scheme that exists, and means nothing in SIP',
    demand: 416,
    outcome: { kind: 'refused', status: 416, reason: 'Unsupported URI Scheme' },
    message: (at) => request(at, 'novelsc', 'OPTIONS', { start: 'OPTIONS imap://192.0.2.9:1143 SIP/2.0' }),
  },
  {
    id: 'bext01',
    section: '3.3.5',
    odd: 'Require of two options that nobody knows, and Proxy-Require of others',
    demand: 420,
    outcome: { kind: 'refused', status: 420, reason: 'Bad Extension' },
    message: (at) =>
      request(at, 'bext01', 'OPTIONS', {}, ['Require: never-heard-of, nor-of-this', 'Proxy-Require: not-for-you, nor-this']),
    answers: [['Unsupported', (m) => m.list('Unsupported'), ['never-heard-of', 'nor-of-this']]],
  },
  {
    id: 'invut',
    section: '3.3.6',
    odd: 'a body of a type that nobody knows',
    demand: 415,
    outcome: { kind: 'refused', status: 415, reason: 'Unsupported Media Type' },
    message: (at) => request(at, 'invut', 'INVITE', {}, ['Content-Type: application/never-heard-of'], '<whatever/>'),
    answers: [['Accept', (m) => m.list('Accept'), ['application/sdp', 'multipart/mixed', 'multipart/signed', 'text/plain']]],
  },
  {
    id: 'multi01',
    section: '3.3.8',
    odd: 'From, To, Call-ID, CSeq and Max-Forwards twice each',
    demand: 400,
    outcome: { kind: 'refused', status: 400, reason: 'Multiple From' },
    message: (at) =>
      request(at, 'multi01', 'INVITE', {}, [
        'CSeq: 8 INVITE',
        'Max-Forwards: 5',
        'Call-ID: multi01-again@client.example.test',
        'To: <sip:carol@example.test>',
        'From: <sip:dave@example.test>;tag=d1',
      ]),
  },
  {
    id: 'mcl01',
    section: '3.3.9',
    odd: 'two Content-Length fields that differ',
    demand: 400,
    outcome: { kind: 'unreadable', what: 'Content-Length values that differ', clause: 'RFC 3261 §20.14', answer: 400 },
    message: (at) =>
      request(at, 'mcl01', 'OPTIONS', { 'Content-Length': '4' }, ['Content-Length: 9', 'c: text/plain'], 'Good day!'),
  },
  {
    id: 'bcast',
    section: '3.3.10',
    odd: 'a response with a second Via, which is the broadcast address',
    demand: 'discard',
    outcome: { kind: 'dropped', what: 'a response with more than one Via' },
    message: (at) => response(at, 'SIP/2.0 200 OK', 'bcast', {}, ['Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK-everybody']),
  },
  {
    id: 'zeromf',
    section: '3.3.11',
    odd: 'Max-Forwards of 0',
    demand: 'accept',
    because: 'only who would forward it answers 483; here it has arrived',
    outcome: { kind: 'served', status: 200 },
    message: (at) => request(at, 'zeromf', 'OPTIONS', { 'Max-Forwards': '0' }),
  },
  {
    id: 'sdp01',
    section: '3.3.15',
    odd: 'an INVITE whose Accept leaves out SDP',
    demand: 406,
    outcome: { kind: 'refused', status: 406, reason: 'Not Acceptable' },
    message: (at) => request(at, 'sdp01', 'INVITE', {}, ['Accept: text/never-heard-of', 'Content-Type: application/sdp'], SDP),
  },
  {
    id: 'inv2543',
    section: '3.4.1',
    odd: 'an INVITE of RFC 2543: no branch, no From tag, no Max-Forwards, no Contact, no Content-Length',
    demand: 'accept',
    outcome: { kind: 'served', status: 200 },
    message: ({ peer }) =>
      wire(
        [
          'INVITE sip:bob@example.test SIP/2.0',
          `Via: SIP/2.0/UDP ${peer.host}:${peer.port}`,
          'From: <sip:+4912345@example.test;user=phone>',
          'Record-Route: <sip:edge.example.test;maddr=192.0.2.7>',
          'To: sip:+4967890@example.test;user=phone',
          'Call-ID: inv2543@client.example.test',
          'CSeq: 31 INVITE',
          'Content-Type: application/sdp',
        ],
        SDP,
      ),
    reads: [
      ['the body, up to the end of the datagram', (m) => Buffer.from(m.body).toString(), SDP],
      ['no tag', (m) => m.fromTag, undefined],
      ['where the dialog leads', target, 'sip:+4912345@example.test;user=phone'],
    ],
    answers: [
      ['a To tag', (m) => m.toTag !== undefined, true],
      ['the route', (m) => m.header('Record-Route'), '<sip:edge.example.test;maddr=192.0.2.7>'],
    ],
  },
]
