// RFC 4475 §3.1.1.1–§3.1.1.6: well-formed messages whose characters are unusual, and are still the ones that were meant.
import { asBytesText, parseNameAddr, parseUri, parseVia, sameUri, utf8, type SipMessage } from '@ch1/sip'
import { wire } from '../wire-text'
import { request, SDP, type TortureRow } from './row'

const contactUri = (message: SipMessage): string => message.contacts[0]?.uri ?? ''
const toUri = (message: SipMessage): string => parseNameAddr(message.header('To') ?? '').uri
const requestUri = (message: SipMessage): string => message.startLine.split(' ')[1] ?? ''

// Every mark that its grammar allows is in each of these (RFC 3261 §25.1: token, user, password, callid).
const ODD = {
  method: "whistle+hum~4!sing_%2'Clap*-.`",
  user: "bob,(the-2nd)?;x=$5+tax&/*_!.~'",
  password: "a=b&c,d$(e)!*~_-.+'f",
  branch: "z9hG4bK~*'`+_.%!-9Z",
  name: "A.l!c%e *of* _the_ `+~t'est-",
  parameter: "p%!~.*'`_+-q",
  tag: "7.*~`'_+!%-z",
  callId: '{[(<5%+_*!>)]}~\'`.-@?/:\\"intmeth',
  field: "X~'`+_*%!.-9",
}

/** The rows. */
export const VALID_CHARACTERS: readonly TortureRow[] = [
  {
    id: 'wsinv',
    section: '3.1.1.1',
    odd: 'folds and spaces wherever they may stand, compact names, odd case, leading zeros, unknown fields and parameters',
    demand: 'accept',
    outcome: { kind: 'served', status: 200 },
    message: ({ peer }) =>
      wire(
        [
          'INVITE sip:bob@example.test;bare SIP/2.0',
          `l  :\t${SDP.length}`,
          'CONTACT :\t"Al \\"ice\\""  <sip:alice@example.test>',
          '\t;\tq=0.25 ; bare;',
          ' mood',
          '\t=',
          ' fine',
          'v:SIP/2.0/UDP',
          `\t${peer.host} : ${peer.port}`,
          ' ;branch = z9hG4bK-wsinv',
          'vIA\t: SIP/ 2.0 /TLS second.example.test;branch=before-3261, SIP /2.0/ TCP third.example.test ;branch',
          '\t=\tz9hG4bK-third',
          'Subject:',
          'cSeQ:',
          '\t00007',
          ' INVITE',
          'i:wsinv@client.example.test',
          'X-Mood-Swing: ,;;,;,,',
          'mAX-forwards\t:\t00070',
          'f: "Back\\\\slash \\"quote\\""<sip:alice@example.test>',
          '  ; tag=',
          '  a1',
          'ROUTE : <sip:edge.example.test;lr;bare;mood=fine>',
          't:',
          '  sip:bob@example.test\t;\tmood',
          'c:application/sdp',
        ],
        SDP,
      ),
    reads: [
      ['the number', (m) => m.cseq, { number: 7, method: 'INVITE' }],
      ['Max-Forwards', (m) => m.header('Max-Forwards'), '00070'],
      ['the caller', (m) => parseNameAddr(m.header('From') ?? '').displayName, 'Back\\slash "quote"'],
      ['the tags', (m) => [m.fromTag, m.toTag], ['a1', undefined]],
      ['the callee', (m) => [...parseNameAddr(m.header('To') ?? '').params], [['mood', undefined]]],
      [
        'the Vias',
        (m) => m.list('Via').map((via) => [parseVia(via).protocol, parseVia(via).transport, parseVia(via).params.get('branch')]),
        [
          ['SIP/2.0', 'UDP', 'z9hG4bK-wsinv'],
          ['SIP/2.0', 'TLS', 'before-3261'],
          ['SIP/2.0', 'TCP', 'z9hG4bK-third'],
        ],
      ],
      ['an empty Subject', (m) => m.header('Subject'), ''],
      ['what nobody defined', (m) => m.header('x-mood-swing'), ',;;,;,,'],
      [
        'the Contact',
        (m) => m.contacts.map(({ displayName, params }) => [displayName, ...params]),
        [['Al "ice"', ['q', '0.25'], ['bare', undefined], ['mood', 'fine']]],
      ],
      ['the route', (m) => [...parseUri(parseNameAddr(m.header('Route') ?? '').uri).params.keys()], ['lr', 'bare', 'mood']],
      ['a URI parameter without value', (m) => [...parseUri(requestUri(m)).params], [['bare', undefined]]],
      ['the body', (m) => Buffer.from(m.body).toString(), SDP],
    ],
  },
  {
    id: 'intmeth',
    section: '3.1.1.2',
    odd: 'a method, a branch and a field name of every token character, a user part of every mark, control bytes in quotes, UTF-8',
    demand: 'accept',
    because: 'well-formed; the method is one that we do not serve',
    outcome: { kind: 'refused', status: 501, reason: 'Not Implemented' },
    message: (at) =>
      request(
        at,
        'intmeth',
        ODD.method,
        {
          start: `${ODD.method} sip:${ODD.user}:${ODD.password}@example.test SIP/2.0`,
          Via: `SIP/2.0/UDP ${at.peer.host}:${at.peer.port};branch=${ODD.branch}`,
          From: `${ODD.name} <sip:alice@example.test>;${ODD.parameter}="${asBytesText('Grüße 今日は')}";tag=${ODD.tag}`,
          To: `"null \\\x00 escape \\\x1b rubout \\\x7f" <sip:${ODD.user}@example.test>`,
          'Call-ID': ODD.callId,
          'Max-Forwards': '255',
        },
        [`${ODD.field}: ${asBytesText('夕焼け')}`],
      ),
    reads: [
      ['the method', (m) => [m.startLine.split(' ')[0], m.cseq?.method], [ODD.method, ODD.method]],
      ['the user', (m) => parseUri(requestUri(m)).user, ODD.user],
      ['the password', (m) => parseUri(requestUri(m)).password, ODD.password],
      ['the host', (m) => parseUri(requestUri(m)).host, 'example.test'],
      ['the branch', (m) => m.topVia?.params.get('branch'), ODD.branch],
      ['the callee', (m) => parseNameAddr(m.header('To') ?? '').displayName, 'null \x00 escape \x1b rubout \x7f'],
      ['the caller', (m) => parseNameAddr(m.header('From') ?? '').displayName, ODD.name],
      ['a parameter', (m) => utf8(parseNameAddr(m.header('From') ?? '').params.get(ODD.parameter) ?? ''), '"Grüße 今日は"'],
      ['the tag', (m) => m.fromTag, ODD.tag],
      ['the Call-ID', (m) => m.callId, ODD.callId],
      ['a field of marks', (m) => utf8(m.header(ODD.field) ?? ''), '夕焼け'],
    ],
    answers: [
      ['the Call-ID', (m) => m.callId, ODD.callId],
      ['Allow', (m) => m.header('Allow'), 'INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, REGISTER'],
    ],
  },
  {
    id: 'esc01',
    section: '3.1.1.3',
    odd: 'escapes in users, in a parameter’s name and value, and one that would be another if it were undone twice',
    demand: 'accept',
    outcome: { kind: 'served', status: 200 },
    message: (at) =>
      request(at, 'esc01', 'INVITE', {
        start: 'INVITE sip:sips%3Abob%40example.test@gateway.test SIP/2.0',
        From: '<sip:with%20some%20spaces@example.test>;tag=a1',
        To: '<sip:%62o%62@example.test>',
        Contact: '<sip:al%69ce@192.0.2.9;%63luster;c%6Flour=gr%65y%25%36%34>',
      }),
    reads: [
      ['the host', (m) => parseUri(requestUri(m)).host, 'gateway.test'],
      ['the user', (m) => decodeURIComponent(parseUri(requestUri(m)).user ?? ''), 'sips:bob@example.test'],
      ['To is the same without escapes', (m) => sameUri(toUri(m), 'sip:bob@example.test'), true],
      ['a name with escapes', (m) => parseUri(contactUri(m)).params.has('cluster'), true],
      ['a value undone once', (m) => decodeURIComponent(parseUri(contactUri(m)).params.get('colour') ?? ''), 'grey%64'],
      ['… which is not undone twice', (m) => sameUri(contactUri(m), 'sip:alice@192.0.2.9;cluster;colour=greyd'), false],
      ['… and is the same otherwise', (m) => sameUri(contactUri(m), 'sip:alice@192.0.2.9;cluster;colour=grey%2564'), true],
    ],
  },
  {
    id: 'escnull',
    section: '3.1.1.4',
    odd: 'escaped NULs in users: two bindings that differ only in how many',
    demand: 'accept',
    outcome: { kind: 'served', status: 200 },
    message: (at) =>
      request(at, 'escnull', 'REGISTER', {
        start: 'REGISTER sip:example.test SIP/2.0',
        From: '<sip:no-%00-thing@example.test>;tag=a1',
        To: '<sip:no-%00-thing@example.test>',
        Contact: '<sip:%00@192.0.2.9>, <sip:%00%00@192.0.2.9>',
      }),
    reads: [
      ['the bindings', (m) => m.contacts.map(({ uri }) => uri), ['sip:%00@192.0.2.9', 'sip:%00%00@192.0.2.9']],
      ['they differ', (m) => sameUri(contactUri(m), m.contacts[1]?.uri ?? ''), false],
      ['the user', (m) => decodeURIComponent(parseUri(toUri(m)).user ?? '').length, 10],
    ],
    answers: [['both bindings', (m) => m.contacts.map(({ uri }) => uri), ['sip:%00@192.0.2.9', 'sip:%00%00@192.0.2.9']]],
  },
  {
    id: 'esc02',
    section: '3.1.1.5',
    odd: 'a % that begins no escape: in a method, a field name, display names and a branch',
    demand: 'accept',
    because: 'well-formed; the method is no MESSAGE but one that nobody knows',
    outcome: { kind: 'refused', status: 501, reason: 'Not Implemented' },
    message: (at) =>
      request(
        at,
        'esc02',
        'M%45SSAG%45',
        {
          Via: `SIP/2.0/UDP ${at.peer.host}:${at.peer.port};branch=z9hG4bK-%fz9`,
          From: '"%A%4Z" <sip:alice@example.test>;tag=a1',
          To: '"%A%4Z" <sip:alice@example.test>',
          Contact: '<sip:first@192.0.2.9>',
        },
        ['Cont%61ct: <sip:second@192.0.2.9>', 'Contact: <sip:third@192.0.2.9>'],
      ),
    reads: [
      ['the method', (m) => m.startLine.split(' ')[0], 'M%45SSAG%45'],
      ['the display name', (m) => parseNameAddr(m.header('From') ?? '').displayName, '%A%4Z'],
      ['the branch', (m) => m.topVia?.params.get('branch'), 'z9hG4bK-%fz9'],
      ['the Contacts', (m) => m.contacts.map(({ uri }) => uri), ['sip:first@192.0.2.9', 'sip:third@192.0.2.9']],
      ['the field that is none', (m) => m.header('Cont%61ct'), '<sip:second@192.0.2.9>'],
    ],
  },
  {
    id: 'lwsdisp',
    section: '3.1.1.6',
    odd: 'no space between a display name and its <',
    demand: 'accept',
    outcome: { kind: 'served', status: 200 },
    message: (at) => request(at, 'lwsdisp', 'OPTIONS', { From: 'alice<sip:alice@example.test>;tag=a1' }),
    reads: [['the caller', (m) => parseNameAddr(m.header('From') ?? '').displayName, 'alice']],
  },
]
