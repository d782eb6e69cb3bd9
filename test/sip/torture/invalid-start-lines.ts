// RFC 4475 §3.1.2.7–§3.1.2.11, §3.1.2.16–§3.1.2.19: start lines that break the grammar, or that CSeq contradicts.
import { request, response, type TortureRow } from './row'

const NO_START_LINE: TortureRow['outcome'] = {
  kind: 'unreadable',
  what: 'neither a request line nor a status line',
  clause: 'RFC 3261 §7.1',
  answer: 400,
}

/** The rows. */
export const INVALID_START_LINES: readonly TortureRow[] = [
  {
    id: 'ltgtruri',
    section: '3.1.2.7',
    odd: '<> around the Request-URI',
    demand: '400 or mend',
    outcome: NO_START_LINE,
    message: (at) => request(at, 'ltgtruri', 'INVITE', { start: 'INVITE <sip:bob@example.test> SIP/2.0' }),
  },
  {
    id: 'lwsruri',
    section: '3.1.2.8',
    odd: 'a space within the Request-URI',
    demand: '400 or mend',
    outcome: NO_START_LINE,
    message: (at) => request(at, 'lwsruri', 'INVITE', { start: 'INVITE sip:bob@example.test; pickup SIP/2.0' }),
  },
  {
    id: 'lwsstart',
    section: '3.1.2.9',
    odd: 'two spaces where the request line has one',
    demand: '400 or mend',
    outcome: NO_START_LINE,
    message: (at) => request(at, 'lwsstart', 'INVITE', { start: 'INVITE  sip:bob@example.test  SIP/2.0' }),
  },
  {
    id: 'trws',
    section: '3.1.2.10',
    odd: 'spaces at the end of the request line',
    demand: '400 or mend',
    outcome: NO_START_LINE,
    message: (at) => request(at, 'trws', 'OPTIONS', { start: 'OPTIONS sip:bob@example.test SIP/2.0  ' }),
  },
  {
    id: 'escruri',
    section: '3.1.2.11',
    odd: 'header fields in the Request-URI',
    demand: '400 or mend',
    outcome: { kind: 'refused', status: 400, reason: 'Headers In Request-URI' },
    message: (at) =>
      request(at, 'escruri', 'INVITE', { start: 'INVITE sip:bob@example.test?Route=%3Csip:edge.example.test%3E SIP/2.0' }),
    reads: [['no route', (m) => m.header('Route'), undefined]],
  },
  {
    id: 'badvers',
    section: '3.1.2.16',
    odd: 'a version of the protocol that there is not',
    demand: 505,
    outcome: { kind: 'refused', status: 505, reason: 'Version Not Supported' },
    message: (at) =>
      request(at, 'badvers', 'OPTIONS', {
        start: 'OPTIONS sip:bob@example.test SIP/9.3',
        Via: `SIP/9.3/UDP ${at.peer.host}:${at.peer.port};branch=z9hG4bK-badvers`,
      }),
    answers: [['the version we speak', (m) => m.startLine.slice(0, 8), 'SIP/2.0 ']],
  },
  {
    id: 'mismatch01',
    section: '3.1.2.17',
    odd: 'a known method, and another one in CSeq',
    demand: 400,
    outcome: { kind: 'refused', status: 400, reason: 'CSeq Method Differs' },
    message: (at) => request(at, 'mismatch01', 'OPTIONS', { CSeq: '7 INVITE' }),
  },
  {
    id: 'mismatch02',
    section: '3.1.2.18',
    odd: 'a method that nobody knows, and a known one in CSeq',
    demand: 501,
    outcome: { kind: 'refused', status: 501, reason: 'Not Implemented' },
    message: (at) => request(at, 'mismatch02', 'WHISTLE', { CSeq: '7 INVITE' }),
  },
  {
    id: 'bigcode',
    section: '3.1.2.19',
    odd: 'a status of ten digits, above 2³²',
    demand: 'discard',
    outcome: { kind: 'unreadable', what: 'no status line of SIP/2.0', clause: 'RFC 3261 §7.2', answer: undefined },
    message: (at) => response(at, 'SIP/2.0 4294967496 More than a word holds', 'bigcode'),
  },
]
