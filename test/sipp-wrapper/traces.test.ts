// The trace parsers over SIPp's own words of two versions, in every chunking, and over what a hostile peer can put into them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  ErrorTraceParser,
  LogTraceParser,
  MessageTraceParser,
  readErrorTrace,
  ResponseTimeTraceParser,
  Samples,
  ShortMessageTraceParser,
  StatisticsTraceParser,
  TransactionTimes,
} from 'sipp-wrapper'

const stamp = '2026-11-24\t03:57:23.846285\t1795492643.846285'
const zoned = '2026-11-24T03:57:23.846285+01:00'
const short = (direction: string, callId: string, cseq: string, firstLine: string, at = stamp): string =>
  `${at}\t${direction}\t${callId}\tCSeq:${cseq}\t${firstLine}\n`

test('3.7.5 and later write the message trace in another way', () => {
  const dashes = '-'.repeat(47)
  const text = `${dashes} ${zoned}\nUDP message sent [5] bytes:\n\nhello\n${dashes} ${zoned}\nTCP control message received [3] bytes:\n\nab\n`
  const entries = new MessageTraceParser().push(Buffer.from(text))
  assert.deepEqual(
    entries.map(({ direction, control, time, bytes }) => [direction, control, time, Buffer.from(bytes).toString()]),
    [
      ['sent', false, zoned, 'hello'],
      ['received', true, zoned, 'ab'],
    ],
  )
})

test('short messages of both stamps, with time, Call-ID and CSeq', () => {
  const parser = new ShortMessageTraceParser()
  const text =
    short('S', '1-14655@127.0.0.1', '1 INVITE', 'INVITE sip:a@b SIP/2.0') +
    short('R', '1', '1 INVITE', 'SIP/2.0 180 Ringing', zoned)
  const [sent, received] = parser.push(Buffer.from(text))
  assert.deepEqual(sent, {
    direction: 'sent',
    time: stamp,
    timeMs: 1795492643846.285,
    callId: '1-14655@127.0.0.1',
    cseq: { number: 1, method: 'INVITE' },
    firstLine: 'INVITE sip:a@b SIP/2.0',
  })
  assert.deepEqual([received?.direction, received?.timeMs], ['received', Date.parse('2026-11-24T02:57:23Z') + 846.285])
  assert.equal(parser.skipped, 0)
})

for (const [what, line, cseq] of [
  ['a tab in the Call-ID', short('R', 'a\tb', '1 INVITE', 'SIP/2.0 200 OK'), 'skipped'],
  ['a tab in the CSeq', short('R', 'a', '1\tINVITE', 'SIP/2.0 200 OK'), undefined],
  ['a line that looks like another', short('R', 'a', '1 BYE', `x\t${short('S', 'b', '2 BYE', 'y')}`), 'BYE'],
  ['no CSeq', short('R', 'a', '', 'SIP/2.0 200 OK'), undefined],
  ['a CSeq of a thousand digits', short('R', 'a', `${'9'.repeat(1_000)} INVITE`, 'SIP/2.0 200 OK'), undefined],
  ['another direction', short('X', 'a', '1 BYE', 'x'), 'skipped'],
  ['no stamp', 'hello\n', 'skipped'],
] as const) {
  test(`a short message with ${what}`, () => {
    const parser = new ShortMessageTraceParser()
    const messages = parser.push(Buffer.from(line))
    assert.equal(parser.skipped === 0 ? messages[0]?.cseq?.method : 'skipped', cseq)
  })
}

test('a torn last line is told by end alone, and a line without end is left out', () => {
  const whole = short('S', 'a', '1 BYE', 'BYE sip:a SIP/2.0')
  const parser = new ShortMessageTraceParser()
  assert.equal(parser.push(Buffer.from(whole + whole.slice(0, -1))).length, 1)
  assert.equal(parser.end().length, 1)
  for (let i = 0; i < 100; i += 1) assert.deepEqual(parser.push(Buffer.alloc(10_000, 'x')), [])
  assert.equal(parser.push(Buffer.from(`\n${whole}`)).length, 1)
  assert.equal(parser.skipped, 1)
})

test('transactions: the first sending to the first final response, by method; ACK and provisional ones left out', () => {
  const times = new TransactionTimes()
  const at = (ms: number, direction: 'sent' | 'received', method: string, firstLine: string): void => {
    times.add({ direction, time: '', timeMs: 1_000 + ms, callId: 'c', cseq: { number: 1, method }, firstLine })
  }
  at(0, 'sent', 'INVITE', 'INVITE sip:a SIP/2.0')
  at(500, 'sent', 'INVITE', 'INVITE sip:a SIP/2.0')
  at(501, 'received', 'INVITE', 'SIP/2.0 100 Trying')
  at(510.125, 'received', 'INVITE', 'SIP/2.0 200 OK')
  at(520, 'received', 'INVITE', 'SIP/2.0 200 OK')
  at(521, 'sent', 'ACK', 'ACK sip:a SIP/2.0')
  at(530, 'received', 'BYE', 'BYE sip:a SIP/2.0')
  at(531, 'sent', 'BYE', 'SIP/2.0 200 OK')
  at(540, 'sent', 'INFO', 'INFO sip:a SIP/2.0')
  const found = times.distributions()
  assert.deepEqual([...found.keys()], ['INVITE'])
  assert.deepEqual([found.get('INVITE')?.count, found.get('INVITE')?.maxMs], [1, 510.125])
  assert.deepEqual([times.resent, times.unanswered], [1, 1])
})

test('a peer that answers nothing does not fill the memory', () => {
  const times = new TransactionTimes()
  for (let i = 0; i < 200_100; i += 1)
    times.add({
      direction: 'sent',
      time: '',
      timeMs: i,
      callId: String(i),
      cseq: { number: 1, method: 'BYE' },
      firstLine: 'BYE sip:a SIP/2.0',
    })
  assert.equal(times.unanswered, 200_000)
})

test('percentiles are measured times', () => {
  const samples = new Samples()
  assert.equal(samples.distribution(), undefined)
  for (let i = 1_000; i >= 1; i -= 1) samples.add(i)
  assert.deepEqual(samples.distribution(), {
    count: 1_000,
    minMs: 1,
    meanMs: 500.5,
    p50Ms: 500,
    p90Ms: 900,
    p95Ms: 950,
    p99Ms: 990,
    maxMs: 1_000,
  })
})

const names = 'CurrentTime;TotalCallCreated;CurrentCall;SuccessfulCall(P);SuccessfulCall(C);FailedCall(P);FailedCall(C);'
const statNames = `${names}FailedMaxUDPRetrans(C);FailedUnexpectedMessage(C);Retransmissions(C);mine(C);\n`
const stats = (line: string): StatisticsTraceParser => new StatisticsTraceParser().push(Buffer.from(statNames + line))

test('statistics: the last whole line, by column name, reasons above 0 only', () => {
  const parser = stats(`${stamp};3;1;0;1;0;1;0;0;0;0;\n${stamp};9;1;0;5;0;3;0;2;7;4;\n${stamp};9;1;0`)
  const { last } = parser
  assert.deepEqual([parser.count, parser.skipped], [2, 0])
  assert.deepEqual([last?.created, last?.open, last?.successful, last?.failed, last?.retransmissions], [9, 1, 5, 3, 7])
  assert.deepEqual([...(last?.failures ?? [])], [['UnexpectedMessage', 2]])
  assert.deepEqual([last?.columns.get('mine(C)'), last?.warnings], ['4', 0])
})

for (const [what, line] of [
  ['a line of another length', `${stamp};9;1;0;5;0;3;\n`],
  ['a count that is none', `${stamp};many;1;0;5;0;3;0;2;7;4;\n`],
  ['a negative count', `${stamp};-1;1;0;5;0;3;0;2;7;4;\n`],
  ['bytes', '\xff\xfe\0\n'],
] as const) {
  test(`statistics: ${what} is skipped`, () => {
    const parser = stats(`${stamp};1;0;0;1;0;0;0;0;0;0;\n${line}`)
    assert.deepEqual([parser.last?.created, parser.skipped], [1, 1])
  })
}

test('a file that is no statistics has none', () => {
  const parser = new StatisticsTraceParser().push(Buffer.from('a;b\n1;2\n'))
  assert.deepEqual([parser.last, parser.skipped], [undefined, 2])
})

test('response times, and what is none', () => {
  const parser = new ResponseTimeTraceParser()
  const text =
    'Date_ms;response_time_ms;rtd_no\n4.001;0;1\n1.79549e+12;3.5;invite;x\nabc;1;1\n5;-1;1\n5;1.84467e+16;1\n5;NaN;1\n7;1;1'
  assert.deepEqual(parser.push(Buffer.from(text)), [
    { dateMs: 4.001, responseTimeMs: 0, rtd: '1' },
    { dateMs: 1.79549e12, responseTimeMs: 3.5, rtd: 'invite;x' },
  ])
  assert.equal(parser.skipped, 4)
})

test('log texts are lines, the endless one left out', () => {
  const parser = new LogTraceParser()
  assert.deepEqual(parser.push(Buffer.from(`a\tb\r\n\n${'x'.repeat(70_000)}\nlast`)), ['a\tb', ''])
  assert.deepEqual([parser.end(), parser.skipped], [['last'], 1])
})

test('errors of 3.6 without line ends, of 3.7 with them, and with a zone', () => {
  const text = `The following events occurred:\n${stamp}: non SIP message discarded: "a\nb" (3)${stamp}: second\n'${zoned}: third\n`
  assert.deepEqual(readErrorTrace(Buffer.from(text)), [
    { time: stamp, text: 'non SIP message discarded: "a\nb" (3)', leftOut: 0 },
    { time: stamp, text: "second\n'", leftOut: 0 },
    { time: zoned, text: 'third', leftOut: 0 },
  ])
  assert.deepEqual(readErrorTrace(Buffer.from('no stamp')), [])
})

test('an endless entry is kept in part, and takes no more memory for it', () => {
  const parser = new ErrorTraceParser()
  parser.push(Buffer.from(`${stamp}: `))
  for (let i = 0; i < 1_000; i += 1) assert.deepEqual(parser.push(Buffer.alloc(10_000, 'x')), [])
  const [entry] = parser.end()
  assert.deepEqual([entry?.text.length, entry?.leftOut], [4_096, 10_000_000 - 4_096])
})

/** All that a parser tells of a text given in these chunks. */
type Parse = (chunks: readonly Buffer[]) => unknown
const parsers: readonly (readonly [string, Parse])[] = [
  ['messages', (chunks) => told(new MessageTraceParser(), chunks)],
  ['short messages', (chunks) => told(new ShortMessageTraceParser(), chunks)],
  ['errors', (chunks) => told(new ErrorTraceParser(), chunks)],
  ['response times', (chunks) => told(new ResponseTimeTraceParser(), chunks)],
  ['logs', (chunks) => told(new LogTraceParser(), chunks)],
  [
    'statistics',
    (chunks) => {
      const parser = new StatisticsTraceParser()
      for (const chunk of chunks) parser.push(chunk)
      return [parser.last, parser.count, parser.skipped]
    },
  ],
]

function told(
  parser: { push(chunk: Buffer): readonly unknown[]; end?(): readonly unknown[] },
  chunks: readonly Buffer[],
): unknown {
  return [...chunks.flatMap((chunk) => parser.push(chunk)), ...(parser.end?.() ?? [])]
}

const fragments = [
  short('S', 'a', '1 BYE', 'BYE sip:a SIP/2.0'),
  `${stamp}: complaint`,
  `${'-'.repeat(47)} 2026-11-24 03:57:23.846285\nUDP message received [3] bytes :\n\nabc\n`,
  `${statNames}${stamp};1;0;0;1;0;0;0;0;0;0;\n`,
  '4.001;0;1\n',
  '\n',
  '\t',
  ';',
]
for (const [name, parse] of parsers) {
  test(`the ${name} parser never fails, and chunks make no difference`, () => {
    const parts = fc.oneof(
      fc.constantFrom(...fragments).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), fc.array(fc.nat(200), { maxLength: 8 }), (pieces, cuts) => {
        const text = Buffer.concat(pieces)
        const chunks: Buffer[] = []
        let from = 0
        for (const size of cuts) {
          chunks.push(text.subarray(from, from + size))
          from = Math.min(text.length, from + size)
        }
        chunks.push(text.subarray(from))
        assert.deepEqual(parse(chunks), parse([text]))
      }),
    )
  })
}
