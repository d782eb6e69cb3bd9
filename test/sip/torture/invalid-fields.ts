// RFC 4475 §3.1.2.1–§3.1.2.6, §3.1.2.12–§3.1.2.15: header fields that break the grammar or the range of their values.
import { request, response, SDP, type TortureRow } from './row'

const HUGE = '1180591620717411303424'
const malformed = (name: string): TortureRow['outcome'] => ({ kind: 'refused', status: 400, reason: `Malformed ${name}` })

/** The rows. */
export const INVALID_FIELDS: readonly TortureRow[] = [
  {
    id: 'badinv01',
    section: '3.1.2.1',
    odd: 'semicolons and commas with nothing between them, in Via and Contact',
    demand: 400,
    outcome: malformed('Via'),
    message: (at) =>
      request(at, 'badinv01', 'INVITE', {
        Via: `SIP/2.0/UDP ${at.peer.host}:${at.peer.port};;branch=z9hG4bK-badinv01;,,`,
        Contact: `"Alice" <sip:alice@${at.peer.host}:${at.peer.port}>;;;`,
      }),
  },
  {
    id: 'clerr',
    section: '3.1.2.2',
    odd: 'a Content-Length beyond the end of the datagram',
    demand: 400,
    outcome: {
      kind: 'unreadable',
      what: `Content-Length 9999 but ${SDP.length} bytes of body`,
      clause: 'RFC 3261 §18.3',
      answer: 400,
    },
    message: (at) => request(at, 'clerr', 'INVITE', { 'Content-Length': '9999' }, ['Content-Type: application/sdp'], SDP),
  },
  {
    id: 'ncl',
    section: '3.1.2.3',
    odd: 'a negative Content-Length',
    demand: 400,
    outcome: { kind: 'unreadable', what: 'a Content-Length that is no number', clause: 'RFC 3261 §20.14', answer: 400 },
    message: (at) => request(at, 'ncl', 'INVITE', { 'Content-Length': '-17' }, ['Content-Type: application/sdp'], SDP),
  },
  {
    id: 'scalar02',
    section: '3.1.2.4',
    odd: 'CSeq, Max-Forwards, Expires and a Contact’s expires beyond their range',
    demand: 400,
    outcome: malformed('CSeq'),
    message: (at) =>
      request(
        at,
        'scalar02',
        'REGISTER',
        {
          start: 'REGISTER sip:example.test SIP/2.0',
          To: '<sip:alice@example.test>',
          'Max-Forwards': '300',
          CSeq: `${HUGE} REGISTER`,
          Contact: `<sip:alice@192.0.2.9>;expires=${HUGE}`,
        },
        [`Expires: 1${'0'.repeat(90)}`],
      ),
    reads: [['no number', (m) => m.cseq, undefined]],
  },
  {
    id: 'scalarlg',
    section: '3.1.2.5',
    odd: 'a response whose CSeq and Retry-After are beyond their range',
    demand: 'discard',
    outcome: { kind: 'dropped', what: 'a response without a readable CSeq' },
    message: (at) =>
      response(at, 'SIP/2.0 503 Service Unavailable', 'scalarlg', { CSeq: `${HUGE} INVITE` }, [
        `Retry-After: ${HUGE}${HUGE}`,
        'Warning: 399 edge.example.test "Not today"',
      ]),
    reads: [['no number', (m) => m.cseq, undefined]],
  },
  {
    id: 'quotbal',
    section: '3.1.2.6',
    odd: 'a display name whose quote does not end',
    demand: '400 or mend',
    outcome: malformed('To'),
    message: (at) => request(at, 'quotbal', 'INVITE', { To: '"Bob of the test <sip:bob@example.test>' }),
  },
  {
    id: 'baddate',
    section: '3.1.2.12',
    odd: 'a Date of a time zone that is not GMT',
    demand: 'free',
    because: 'nothing here depends on Date, so its value is not judged',
    outcome: { kind: 'served', status: 200 },
    message: (at) => request(at, 'baddate', 'INVITE', {}, ['Date: Mon, 04 May 2026 09:00:00 CET']),
    reads: [['the Date as it came', (m) => m.header('Date'), 'Mon, 04 May 2026 09:00:00 CET']],
  },
  {
    id: 'regbadct',
    section: '3.1.2.13',
    odd: 'a Contact with ? in its URI and no <> around it',
    demand: '400 or mend',
    outcome: malformed('Contact'),
    message: (at) =>
      request(at, 'regbadct', 'REGISTER', {
        start: 'REGISTER sip:example.test SIP/2.0',
        To: '<sip:alice@example.test>',
        Contact: 'sip:alice@192.0.2.9?Route=%3Csip:edge.example.test%3E',
      }),
  },
  {
    id: 'badaspec',
    section: '3.1.2.14',
    odd: 'spaces between <> and the URI within',
    demand: '400 or mend',
    outcome: malformed('To'),
    message: (at) => request(at, 'badaspec', 'OPTIONS', { To: '"Bob, of the test" < sip:bob@example.test >' }),
  },
  {
    id: 'baddn',
    section: '3.1.2.15',
    odd: 'a comma in a display name without quotes',
    demand: '400 or mend',
    outcome: malformed('From'),
    message: (at) => request(at, 'baddn', 'OPTIONS', { From: 'Test, Alice <sip:alice@example.test>;tag=a1' }),
  },
]
