// RFC 4475 §3.3.4, §3.3.7, §3.3.12–§3.3.14: what a registrar must tell apart. The little registrar of the tests answers.
import { parseUri, sameUri, type SipMessage } from '@ch1/sip'
import { request, type Lines, type Place, type TortureRow } from './row'

const uri = (message: SipMessage): string => message.contacts[0]?.uri ?? ''
const headerParams = (message: SipMessage): unknown => [...(message.contacts[0]?.params ?? [])]

function register(at: Place, id: string, lines: Lines, more: readonly string[] = []): Uint8Array {
  const own: Lines = { start: 'REGISTER sip:example.test SIP/2.0', To: '<sip:alice@example.test>' }
  return request(at, id, 'REGISTER', { ...own, ...lines }, more)
}

/** The rows. */
export const REGISTRATIONS: readonly TortureRow[] = [
  {
    id: 'unksm2',
    section: '3.3.4',
    odd: 'To, From and Contact of schemes that name no SIP user',
    demand: 400,
    because: 'the package reads it and passes it on; refusing an address of record that is no SIP URI is the registrar’s',
    outcome: { kind: 'refused', status: 400, reason: 'To Names No SIP Address' },
    message: (at) =>
      register(at, 'unksm2', {
        To: '<shelf:A-17>',
        From: '<ftp://files.example.test>;tag=a1',
        Contact: '<plate:HH-AB-123>',
      }),
    reads: [
      ['the scheme of the Contact', (m) => parseUri(uri(m)).scheme, 'plate'],
      ['the tag', (m) => m.fromTag, 'a1'],
    ],
  },
  {
    id: 'regaut01',
    section: '3.3.7',
    odd: 'an Authorization of a scheme that nobody knows',
    demand: 401,
    outcome: { kind: 'refused', status: 401, reason: 'Unauthorized' },
    message: (at) => register(at, 'regaut01', {}, ['Authorization: NeverHeardOf opaque-thing=here']),
    answers: [['a challenge', (m) => m.header('WWW-Authenticate')?.startsWith('Digest realm="example.com"'), true]],
  },
  {
    id: 'cparam01',
    section: '3.3.12',
    odd: 'a Contact without <>: its parameter belongs to the header field',
    demand: 'accept',
    outcome: { kind: 'served', status: 200 },
    message: (at) => register(at, 'cparam01', { Contact: 'sip:+4912345@gw.example.test;unheard-of' }),
    reads: [
      ['the URI', uri, 'sip:+4912345@gw.example.test'],
      ['the parameter', headerParams, [['unheard-of', undefined]]],
    ],
    answers: [['the URI', uri, 'sip:+4912345@gw.example.test']],
  },
  {
    id: 'cparam02',
    section: '3.3.13',
    odd: 'the same Contact within <>: its parameter belongs to the URI',
    demand: 'accept',
    outcome: { kind: 'served', status: 200 },
    message: (at) => register(at, 'cparam02', { Contact: '<sip:+4912345@gw.example.test;unheard-of>' }),
    reads: [
      ['the URI', (m) => [...parseUri(uri(m)).params], [['unheard-of', undefined]]],
      ['no parameter', headerParams, []],
    ],
    answers: [['the URI', uri, 'sip:+4912345@gw.example.test;unheard-of']],
  },
  {
    id: 'regescrt',
    section: '3.3.14',
    odd: 'a Contact whose URI carries a header field',
    demand: 'accept',
    outcome: { kind: 'served', status: 200 },
    message: (at) => register(at, 'regescrt', { Contact: '<sip:alice@192.0.2.9?Route=%3Csip:edge.example.test%3E>' }),
    reads: [
      ['the header field', (m) => parseUri(uri(m)).headers, 'Route=%3Csip:edge.example.test%3E'],
      ['it is part of the address', (m) => sameUri(uri(m), 'sip:alice@192.0.2.9'), false],
      ['no route', (m) => m.header('Route'), undefined],
    ],
    answers: [['the whole URI', uri, 'sip:alice@192.0.2.9?Route=%3Csip:edge.example.test%3E']],
  },
]
