// Messages that were damaged, and messages made to be slow: a message or a SipParseError, one answer at most, in bounded time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  aorOf,
  assertedIdentities,
  bodyParts,
  parseMessage,
  parseNameAddr,
  parseParams,
  parseUri,
  parseVia,
  serialize,
  SipParseError,
  splitList,
  type SipMessage,
} from '@ch1/sip'
import { AdmissionBench } from './admission-bench'
import { requestBytes, wire } from './wire-text'

// Ours, each with something that a reader may stumble over: folds, quotes, escapes, lists, compact names, bodies in parts.
const MESSAGES = [
  requestBytes('OPTIONS', ['Accept: application/sdp', 'Subject: one\r\n  two\r\n\tthree', 'X-Empty:']),
  requestBytes('INVITE', ['k: timer, 100rel', 'c: application/sdp', 'l: 5'], 'v=0\r\n'),
  requestBytes('MESSAGE', ['Content-Type: text/plain', 'Content-Length: 2'], 'hi'),
  requestBytes('REGISTER', [
    'Contact: "A \\"b\\", <c>" <sip:%61lice@[2001:db8::9]:5060;transport=tcp?X=y>;q=0.5;expires=60, <tel:+1-201;phone-context=x>',
    'Via: SIP / 2.0 / TCP [2001:db8::1] : 5061 ;branch=z9hG4bK2, SIP/2.0/UDP h;rport;received=192.0.2.7',
  ]),
  requestBytes(
    'INVITE',
    ['Content-Type: multipart/mixed;boundary="x y"', 'Route: <sip:p1;lr>, <sip:p2;lr>', 'Require: nothing'],
    '--x y\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--x y--\r\n',
  ),
  wire([
    'SIP/2.0 183 Session Progress',
    'v: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx',
    'f: <sip:a@h>;tag=1',
    't: <sip:b@h>;tag=2',
    'i: c',
    'CSeq: 1 INVITE',
  ]),
].map((bytes) => Buffer.from(bytes))

const where = fc.integer({ min: 0, max: 9999 }).map((part) => part / 10_000)
const length = fc.nat(40)
const spice = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom(
      '\r\n',
      '\r',
      '\n',
      '\r\n ',
      '\r\n\r\n',
      '"',
      '\\',
      '<',
      '>',
      ',',
      ';',
      ':',
      '=',
      '@',
      '?',
      '%',
      '\0',
      ' ',
      '[',
      '*',
    )
    .map((text) => Buffer.from(text)),
  fc.constantFrom('Content-Length: 3\r\n', 'Via: x\r\n', 'SIP/2.0 ', 'sip:', ';tag=', ';rport').map((text) => Buffer.from(text)),
)
type Mutation = (bytes: Buffer) => Buffer
const at = (bytes: Buffer, part: number): number => Math.floor(part * bytes.length)
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  // some bytes become others, are added, taken out, doubled; the end is cut off; another message's end is put there
  fc.tuple(where, spice).map(
    ([p, s]): Mutation =>
      (b) =>
        Buffer.concat([b.subarray(0, at(b, p)), s, b.subarray(at(b, p) + s.length)]),
  ),
  fc.tuple(where, spice).map(
    ([p, s]): Mutation =>
      (b) =>
        Buffer.concat([b.subarray(0, at(b, p)), s, b.subarray(at(b, p))]),
  ),
  fc.tuple(where, length).map(
    ([p, n]): Mutation =>
      (b) =>
        Buffer.concat([b.subarray(0, at(b, p)), b.subarray(at(b, p) + n)]),
  ),
  fc.tuple(where, length).map(
    ([p, n]): Mutation =>
      (b) =>
        Buffer.concat([b.subarray(0, at(b, p) + n), b.subarray(at(b, p))]),
  ),
  where.map(
    (p): Mutation =>
      (b) =>
        b.subarray(0, at(b, p)),
  ),
  fc.tuple(where, where, fc.nat(MESSAGES.length - 1)).map(([p, q, i]): Mutation => (b) => {
    const other = MESSAGES[i] ?? b
    return Buffer.concat([b.subarray(0, at(b, p)), other.subarray(at(other, q))])
  }),
)
const damaged = fc
  .tuple(fc.nat(MESSAGES.length - 1), fc.array(mutation, { minLength: 1, maxLength: 5 }))
  .map(([i, changes]) => new Uint8Array(changes.reduce<Buffer>((bytes, change) => change(bytes), MESSAGES[i] ?? Buffer.alloc(0))))

test('law: damaged messages give a message that keeps every byte, or a SipParseError with an offset inside', () => {
  fc.assert(
    fc.property(damaged, (bytes) => {
      try {
        const message = parseMessage(bytes)
        assert.deepEqual(serialize(message), bytes)
        lookedAt(message)
      } catch (error) {
        assert.ok(error instanceof SipParseError, String(error).slice(0, 300))
        assert.ok(error.offset >= 0 && error.offset <= bytes.length && /^RFC \d+ §/.test(error.clause))
      }
    }),
    { numRuns: 2000 },
  )
})

test('law: damaged messages get at most one answer, a SIP message not much longer than they are', () => {
  fc.assert(
    fc.property(damaged, (bytes) => {
      const bench = new AdmissionBench()
      bench.receive(bytes)
      assert.deepEqual([bench.broken, bench.faults], [[], []])
      assert.ok(bench.answers.length <= 1 && bench.layer.size <= 1)
      // a header may stand in the answer twice: Require as Unsupported, Contact as the registrar's own
      for (const answer of bench.answers) assert.ok(answer.bytes.length <= 2 * bytes.length + 600)
    }),
    { numRuns: 1000 },
  )
})

// Each shape is repeated to the length of the largest datagram, and for the readers alone to a million characters, where
// anything quadratic takes a minute and anything linear some hundredths of a second.
const SHAPES: readonly (readonly [name: string, line: (chars: number) => string])[] = [
  ['one header of one word', (n) => `X: ${'a'.repeat(n)}`],
  ['header fields', (n) => 'X:1\r\n'.repeat(n / 5) + 'X: 1'],
  ['Via header fields', (n) => 'v:SIP/2.0/UDP a\r\n'.repeat(n / 17) + 'X: 1'],
  ['broken Via header fields', (n) => 'v:a\r\n'.repeat(n / 5) + 'X: 1'],
  ['Via values', (n) => `Via: SIP/2.0/UDP a${',SIP/2.0/UDP a'.repeat(n / 14)}`],
  ['Via parameters', (n) => `Via: SIP/2.0/UDP a${';a'.repeat(n / 2)}`],
  ['Via parameters of spaces', (n) => `Via: SIP/2.0/UDP a${'; rport '.repeat(n / 8)}x`],
  ['spaces in Via', (n) => `Via: SIP/2.0/UDP${' '.repeat(n)}!`],
  ['folds', (n) => `Subject: a${'\r\n a'.repeat(n / 4)}`],
  ['folds of nothing', (n) => `Contact: ${'\r\n '.repeat(n / 3)}`],
  ['commas', (n) => `Contact: ${','.repeat(n)}`],
  ['semicolons', (n) => `Contact: <sip:a@h>${';'.repeat(n)}`],
  ['quotes', (n) => `Contact: ${'"",'.repeat(n / 30)}`],
  ['backslashes', (n) => `Contact: "${'\\'.repeat(n)}`],
  ['opening brackets', (n) => `Contact: ${'<'.repeat(n)}`],
  ['brackets', (n) => `Contact: ${'<sip:a>,'.repeat(n / 8)}`],
  ['words of a display name', (n) => `Contact: ${'a '.repeat(n / 2)}<sip:a@h>`],
  ['URI parameters', (n) => `Contact: <sip:a@h${';a'.repeat(n / 2)}>`],
  ['escaped URI parameters', (n) => `Contact: <sip:a@h${';%61'.repeat(n / 4)}>`],
  ['option tags', (n) => `Require: ${'a,'.repeat(n / 2)}a`],
  ['lengths', (n) => 'l:0\r\n'.repeat(n / 5) + 'l: 0'],
  ['digits of a length', (n) => `Content-Length: ${'0'.repeat(n)}`],
  ['a tag', (n) => `To: <sip:b@h>;tag=${'a'.repeat(n)}`],
  ['tags', (n) => `To: <sip:b@h>${';tag=a'.repeat(n / 6)}`],
]
const BOUND_MS = 3000

for (const [name, line] of SHAPES) {
  test(`a datagram full of it is handled in bounded time: ${name}`, () => {
    const head = (chars: number): Uint8Array =>
      wire([
        'OPTIONS sip:b@h SIP/2.0',
        line(chars),
        'v: SIP/2.0/UDP h;branch=z9hG4bK1',
        'f: <sip:a@h>;tag=1',
        'i: c',
        'CSeq: 1 OPTIONS',
      ])
    within(() => {
      const bench = new AdmissionBench()
      const datagram = head(65_000)
      bench.receive(datagram)
      assert.deepEqual([bench.broken, bench.faults], [[], []])
      assert.ok(bench.answers.length + bench.garbage.length > 0, 'an answer or a reason')
      for (const answer of bench.answers) assert.ok(answer.bytes.length <= 2 * datagram.length + 600)
    })
    within(() => {
      const large = head(1_000_000)
      try {
        lookedAt(parseMessage(large))
      } catch (error) {
        assert.ok(error instanceof SipParseError, String(error).slice(0, 300))
      }
    })
  })
}

test('start lines, bodies and noise of a million bytes are read in bounded time', () => {
  const texts = [
    'A '.repeat(500_000) + '\r\n\r\n',
    `OPTIONS sip:${'a'.repeat(1_000_000)} SIP/2.0\r\n\r\n`,
    `OPTIONS sip:a${'SIP/1'.repeat(200_000)} SIP/2.0\r\n\r\n`,
    `SIP/2.0 200 ${' '.repeat(1_000_000)}\r\n\r\n`,
    '\r\n'.repeat(500_000),
    '\r\n '.repeat(333_333),
    '\0'.repeat(1_000_000),
    `M sip:a@h SIP/2.0\r\nc: multipart/mixed;boundary=a\r\n\r\n${'\r\n--a '.repeat(150_000)}`,
    `M sip:a@h SIP/2.0\r\nc: multipart/mixed;boundary=a\r\n\r\n${'\r\n--a\r\n'.repeat(130_000)}--a--`,
    `M sip:a@h SIP/2.0\r\nc: multipart/mixed;boundary=${'-'.repeat(60_000)}\r\n\r\n${'-'.repeat(900_000)}`,
  ]
  for (const text of texts) {
    within(() => {
      const bytes = new Uint8Array(Buffer.from(text, 'latin1'))
      new AdmissionBench().receive(bytes)
      try {
        lookedAt(parseMessage(bytes))
      } catch (error) {
        assert.ok(error instanceof SipParseError, String(error).slice(0, 300))
      }
    })
  }
})

test('a wrong To tag is answered 481, a From without tag is served, whatever their length', () => {
  const answers = ['a', 'a'.repeat(60_000)].map((tag) => {
    const bench = new AdmissionBench()
    const text = Buffer.from(requestBytes('BYE')).toString('latin1')
    bench.receive(Buffer.from(text.replace('To: <sip:bob@home.example>', `To: <sip:bob@home.example>;tag=${tag}`)))
    return bench.answers.map(({ status }) => status)
  })
  assert.deepEqual(answers, [[481], [481]])
  const bench = new AdmissionBench()
  bench.receive(Buffer.from(Buffer.from(requestBytes('OPTIONS')).toString('latin1').replace(';tag=a1', '')))
  assert.deepEqual(
    bench.answers.map(({ status }) => status),
    [200],
  )
})

// Everything that can be asked of a message, none of which may throw anything but a SipParseError.
function lookedAt(message: SipMessage): void {
  const read = ({ callId, cseq, fromTag, toTag, topVia, contacts }: SipMessage): readonly unknown[] => [
    ...[callId, cseq, fromTag, toTag, topVia, contacts],
  ]
  assert.deepEqual(read(message), read(message))
  assertedIdentities(message)
  const readers: readonly ((text: string) => unknown)[] = [parseNameAddr, parseVia, parseUri, aorOf, parseParams]
  const names = [...new Set(message.headers.map(({ key }) => key))]
  const texts = [message.startLine.split(' ')[1] ?? '', ...names.flatMap((name) => message.list(name).slice(0, 50))]
  for (const read of [() => bodyParts(message), ...texts.flatMap((text) => readers.map((reader) => () => reader(text)))]) {
    try {
      read()
    } catch (error) {
      assert.ok(error instanceof SipParseError, String(error).slice(0, 300))
    }
  }
  for (const { value } of message.headers.slice(0, 50)) splitList(value, ';')
  assert.equal(parseMessage(serialize(message.append('X-Added', '1'))).header('X-Added'), '1')
}

function within(run: () => void): void {
  const before = process.cpuUsage() // of this process alone: a busy machine says nothing of the parser
  run()
  const { user, system } = process.cpuUsage(before)
  const ms = (user + system) / 1000
  assert.ok(ms < BOUND_MS, `${ms.toFixed(0)} ms of CPU, more than ${BOUND_MS}`)
}
