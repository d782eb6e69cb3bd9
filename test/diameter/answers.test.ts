// Answers: refusals in the form the command and the result ask for, Failed-AVP, and the template that is as good as the encoder.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  accountingAnswer,
  AnswerTemplate,
  avpAt,
  checkMessage,
  CodecError,
  decodeMessage,
  encodeMessage,
  errorAnswer,
  exampleAvp,
  failedAvp,
  FlatMessage,
  formatMessage,
  missingAvp,
  offendingAvp,
  scalarAt,
  standardDictionary,
  type AvpInput,
  type DiameterMessage,
  type MessageInput,
  type RawAvp,
} from '@ch1/diameter'
import { changes, message, mutated } from './arbitrary-messages'
import { readGolden } from './golden-messages'
import { acr, header, raw, session, start } from './grammar/messages'

const from = { originHost: 'cdf1.charging.example', originRealm: 'charging.example', originStateId: 7 }
const proxies: readonly AvpInput[] = ['p2', 'p1'].map((host) => [
  'Proxy-Info',
  [
    ['Proxy-Host', host],
    ['Proxy-State', Uint8Array.of(1, 2, 3)],
  ],
])

const shapes: readonly (readonly [name: string, request: Uint8Array, resultCode: number, avps: string])[] = [
  ['a protocol error', acr(), 3004, 'E | Session-Id Origin-Host Origin-Realm Result-Code Origin-State-Id'],
  [
    'a transient failure',
    acr(),
    4002,
    '- | Session-Id Result-Code Origin-Host Origin-Realm Accounting-Record-Type Accounting-Record-Number Acct-Application-Id Origin-State-Id',
  ],
  [
    'a permanent failure',
    acr(),
    5012,
    '- | Session-Id Result-Code Origin-Host Origin-Realm Accounting-Record-Type Accounting-Record-Number Acct-Application-Id Origin-State-Id',
  ],
  [
    'a permanent failure of a request without record number',
    encodeMessage({ ...header, avps: [session, ...start.slice(0, 4)] }),
    5005,
    'E | Session-Id Origin-Host Origin-Realm Result-Code Origin-State-Id',
  ],
  [
    'a permanent failure of a request with an illegal record type',
    encodeMessage({ ...header, avps: [session, ...start.slice(0, 3), ['Accounting-Record-Type', 9], ...start.slice(4)] }),
    5004,
    'E | Session-Id Origin-Host Origin-Realm Result-Code Origin-State-Id',
  ],
  [
    'a permanent failure of a request without Session-Id',
    encodeMessage({ ...header, avps: start }),
    5005,
    'E | Origin-Host Origin-Realm Result-Code Origin-State-Id',
  ],
  [
    'a refusal of a request that went through agents',
    acr(...proxies),
    3002,
    'E | Session-Id Origin-Host Origin-Realm Result-Code Origin-State-Id Proxy-Info Proxy-Info',
  ],
  [
    'a command nobody knows',
    encodeMessage({ ...header, commandCode: 999, avps: [session] }),
    3001,
    'E | Session-Id Origin-Host Origin-Realm Result-Code Origin-State-Id',
  ],
  [
    'a CER that is refused for good',
    encodeMessage({ ...header, commandCode: 257, applicationId: 0, proxiable: false, avps: start.slice(0, 2) }),
    5010,
    'E | Origin-Host Origin-Realm Result-Code Origin-State-Id',
  ],
  [
    'a DPR that is refused: no Origin-State-Id',
    encodeMessage({ ...header, commandCode: 282, applicationId: 0, proxiable: false, avps: start.slice(0, 2) }),
    5012,
    '- | Result-Code Origin-Host Origin-Realm',
  ],
  [
    'an STR of an unknown session',
    encodeMessage({ ...header, commandCode: 275, avps: [session, ...start.slice(0, 3)] }),
    5002,
    '- | Session-Id Result-Code Origin-Host Origin-Realm Origin-State-Id',
  ],
  [
    'an STR without session',
    encodeMessage({ ...header, commandCode: 275, avps: start.slice(0, 3) }),
    5005,
    'E | Origin-Host Origin-Realm Result-Code Origin-State-Id',
  ],
]

for (const [name, request, resultCode, expected] of shapes) {
  test(`${name}, ${resultCode}, is answered in its shape`, () => {
    const answer = decodeMessage(errorAnswer(request, from, { resultCode }))
    assert.equal(`${answer.error ? 'E' : '-'} | ${answer.avps.map((avp) => avp.name).join(' ')}`, expected)
    assert.deepEqual(
      checkMessage(answer).filter(({ path }) => path !== 'Failed-AVP'),
      [],
    )
    assert.equal(scalarAt(answer, 'Result-Code'), resultCode)
    repeats(answer, decodeMessage(request))
  })
}

test('Proxy-Info comes back octet by octet, in the order it came', () => {
  const request = decodeMessage(acr(...proxies))
  for (const bytes of [
    errorAnswer(request, from, { resultCode: 3002 }),
    new AnswerTemplate(from).answer(new FlatMessage().read(request.bytes), 2001),
  ]) {
    const infos = (m: DiameterMessage): readonly string[] =>
      m.avps.filter((avp) => avp.name === 'Proxy-Info').map((avp) => Buffer.from(avp.data).toString('hex'))
    assert.deepEqual(infos(decodeMessage(bytes)), infos(request))
    assert.equal(infos(request).length, 2)
  }
})

test('a refusal tells in words, and shows what is at fault, one Failed-AVP for all', () => {
  const [finding] = checkMessage(acr(raw(9999, 0x40, [1])))
  const more: readonly AvpInput[] = [['User-Name', 'x']]
  const answer = decodeMessage(
    errorAnswer(acr(), from, { resultCode: 5001, failed: finding?.failed, errorMessage: 'what is that?', more }),
  )
  assert.equal(scalarAt(answer, 'Error-Message'), 'what is that?')
  assert.deepEqual(scalarAt(answer, 'Failed-AVP/AVP 9999'), Uint8Array.of(1))
  assert.equal(scalarAt(answer, 'User-Name'), 'x')
  const two = [exampleAvp(rowOf('User-Name')), exampleAvp(rowOf('Class'))]
  const both = decodeMessage(errorAnswer(acr(), from, { resultCode: 5005, failed: two }))
  assert.deepEqual(both.avps.filter((avp) => avp.name === 'Failed-AVP').length, 1)
  assert.match(formatMessage(both), /Failed-AVP.*\n.*User-Name.*\n.*Class/)
})

test('bytes that are no message cannot be answered', () => {
  assert.throws(() => errorAnswer(new Uint8Array(12), from, { resultCode: 3001 }), CodecError)
})

test('the example of a missing AVP has code, vendor, flags and the least zeros', () => {
  const examples = [
    'Session-Id',
    'Result-Code',
    'Accounting-Sub-Session-Id',
    'Host-IP-Address',
    'Event-Timestamp',
    'Product-Name',
    'Service-Information',
  ]
  assert.deepEqual(
    examples
      .map((name) => exampleAvp(rowOf(name)))
      .map(({ code, vendorId, flags, data }) => [code, vendorId, flags, data.length]),
    [
      [263, 0, 0x40, 0],
      [268, 0, 0x40, 4],
      [287, 0, 0x40, 8],
      [257, 0, 0x40, 6],
      [55, 0, 0x40, 4],
      [269, 0, 0, 0],
      [873, 10415, 0xc0, 0],
    ],
  )
})

test('an AVP inside groups is shown inside them, alone; so is one that is missing there', () => {
  const flat = new FlatMessage().read(readGolden('acr-interim.hex'))
  const service = flat.find(873, 10415)
  const ims = flat.findIn(service, 876, 10415)
  const number = flat.findIn(flat.findIn(service, 879, 10415), 885, 10415)
  const shown = (...avps: readonly RawAvp[]): string =>
    formatMessage(decodeMessage(encodeMessage({ ...header, avps: [failedAvp(...avps)] })))
      .split('\n')
      .slice(1)
      .map((line) => line.trim().replace(/^(\S+).*?( = .*)?$/, '$1'))
      .join(' ')
  assert.equal(shown(offendingAvp(flat, number)), 'Failed-AVP Service-Information PoC-Information Number-Of-Participants')
  assert.equal(shown(...missingAvp(flat, ims, rowOf('Cause-Code'))), 'Failed-AVP Service-Information IMS-Information Cause-Code')
  assert.equal(shown(...missingAvp(flat, -1, rowOf('User-Name'))), 'Failed-AVP User-Name')
})

test('the template patches an everyday request and gives the bytes of the encoder', () => {
  const template = new AnswerTemplate(from)
  const flat = new FlatMessage()
  for (const bytes of [acr(), readGolden('acr-interim.hex')]) {
    for (const resultCode of [2001, 2002, 4002, 5012, 0xffff_ffff]) {
      const expected = encodeMessage(template.input(flat.read(bytes), resultCode))
      assert.deepEqual(template.answer(flat, resultCode), expected)
    }
    assert.deepEqual(checkMessage(template.answer(flat, 2001)), [])
    repeats(decodeMessage(template.answer(flat, 2001)), decodeMessage(bytes))
  }
})

test('the template gives the bytes of the encoder for requests of every kind', () => {
  const template = new AnswerTemplate({ originHost: 'a', originRealm: 'b' })
  const flat = new FlatMessage()
  const usual = fc.constantFrom(...start, session, ...proxies, ['Acct-Application-Id', 3] as AvpInput)
  const request = fc.tuple(message, fc.array(usual, { maxLength: 8 }), fc.boolean()).map(([input, more, front]): MessageInput => {
    const avps = front ? [session, ...more, ...input.avps] : [...more, ...input.avps]
    return { ...input, commandCode: 271, applicationId: front ? 3 : input.applicationId, avps }
  })
  const law = fc.property(request, changes, fc.boolean(), (input, altered, change) => {
    const bytes = encodeMessage(input)
    flat.read(change ? mutated(bytes, altered) : bytes)
    assert.deepEqual(template.answer(flat, 2001), encodeMessage(template.input(flat, 2001)))
  })
  fc.assert(law, { numRuns: 2000 })
})

test('the template leaves to the encoder what is not everyday', () => {
  const template = new AnswerTemplate(from)
  const flat = new FlatMessage()
  const more: readonly AvpInput[] = [['Acct-Interim-Interval', 60]]
  const interim = decodeMessage(template.answer(flat.read(acr(...proxies)), 2001, more))
  assert.equal(scalarAt(interim, 'Acct-Interim-Interval'), 60)
  assert.equal(interim.avps.at(-1)?.name, 'Proxy-Info')
  const busy = decodeMessage(template.answer(flat.read(acr()), 3004))
  assert.deepEqual([busy.error, avpAt(busy, 'Accounting-Record-Type')], [true, undefined])
  const alien = flat.read(encodeMessage({ ...header, applicationId: 4, avps: [session, ...start] }))
  assert.equal(avpAt(decodeMessage(template.answer(alien, 2001)), 'Acct-Application-Id'), undefined)
  const bare = encodeMessage({ ...header, avps: [raw(263, 0, [0x61]), ...start] })
  assert.equal(decodeMessage(template.answer(flat.read(bare), 2001)).avps[0]?.flags, 0x40)
  assert.throws(() => template.answer(flat.read(acr()), -1), CodecError)
})

test('answers of a template stay as they are when more are given', () => {
  const template = new AnswerTemplate(from)
  const flat = new FlatMessage().read(acr())
  const first = template.answer(flat, 2001)
  const copy = first.slice()
  for (let i = 0; i < 1000; i++) template.answer(flat, 4002)
  assert.deepEqual(first, copy)
})

test('the encoder input of an ACA is a plain message too', () => {
  const input = accountingAnswer(new FlatMessage().read(acr()), from, 2001)
  assert.deepEqual([input.commandCode, input.request, input.hopByHop, input.endToEnd], [271, false, 1, 2])
})

// RFC 6733 §6.2
function repeats(answer: DiameterMessage, request: DiameterMessage): void {
  const { commandCode, applicationId, proxiable, hopByHop, endToEnd } = request
  assert.deepEqual([answer.request, answer.retransmitted], [false, false])
  assert.deepEqual(
    [answer.commandCode, answer.applicationId, answer.proxiable, answer.hopByHop, answer.endToEnd],
    [commandCode, applicationId, proxiable, hopByHop, endToEnd],
  )
  assert.equal(scalarAt(answer, 'Session-Id'), scalarAt(request, 'Session-Id'))
}

function rowOf(name: string): NonNullable<ReturnType<typeof standardDictionary.byName>> {
  return standardDictionary.byName(name) ?? assert.fail(`${name} is in no dictionary`)
}
