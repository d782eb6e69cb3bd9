// The trace parser: entries by byte count, in any chunking, with prose and hostile bytes between and within them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MessageTraceParser, type TraceEntry } from 'sipp-wrapper'

const dashes = '-'.repeat(47)
const time = '2026-11-23 10:04:07.113000'
const later = '2026-11-23 10:04:07.113002'

const sent = (bytes: string, at = time): string => `${dashes} ${at}\nUDP message sent (${bytes.length} bytes):\n\n${bytes}\n`
const received = (bytes: string, at = time): string =>
  `${dashes} ${at}\nUDP message received [${bytes.length}] bytes :\n\n${bytes}\n`
const short = (entry: TraceEntry): string => {
  const more = entry.announcedBytes === undefined ? '' : ` of ${entry.announcedBytes}`
  return `${entry.control ? 'control ' : ''}${entry.direction} ${Buffer.from(entry.bytes).toString('latin1')}${more}`
}

const rows: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'one sent, one received',
    sent('OPTIONS a\r\n\r\n') + received('SIP/2.0 200 OK\r\n\r\n', later),
    ['sent OPTIONS a\r\n\r\n', 'received SIP/2.0 200 OK\r\n\r\n'],
  ],
  ['an empty message', received('') + received('x'), ['received ', 'received x']],
  ['Latin-1 counts as bytes', sent('\xe9\xff\xfe'), ['sent \xe9\xff\xfe']],
  ['dashes in a body', sent(`a\n${dashes}\n${dashes} b`) + sent('c'), [`sent a\n${dashes}\n${dashes} b`, 'sent c']],
  [
    'an old entry quoted in a message',
    received(`a\n${sent('quoted', '2001-01-01 00:00:00.000000')}`) + sent('c'),
    [`received a\n${sent('quoted', '2001-01-01 00:00:00.000000')}`, 'sent c'],
  ],
  [
    'a command: its ESC is counted, not printed',
    `${dashes} ${time}\nTCP control message received [4] bytes :\n\nabc\n${sent('d')}`,
    ['control received abc', 'sent d'],
  ],
  [
    'prose before, between and after',
    `prose\n${sent('a')}Attempted socket flush returned 3\r\nUDP message lost (recv).${sent('b')}${dashes}\nIgnoring final UDP message for transaction x:\n\nabc\n${sent('c')}prose`,
    ['sent a', 'sent b', 'sent c'],
  ],
  [
    'an unexpected message repeats the one before, entries quoted in it included',
    received(sent('quoted', '2001-01-01 00:00:00.000000')) +
      `${dashes}\nUnexpected UDP message received:\n\n${sent('quoted', '2001-01-01 00:00:00.000000')}\n` +
      sent('b'),
    [`received ${sent('quoted', '2001-01-01 00:00:00.000000')}`, 'sent b'],
  ],
  [
    'a NUL ends what is printed',
    `${dashes} ${time}\nUDP message received [30] bytes :\n\nab\n${sent('c', later)}${sent('d', later)}`,
    ['received ab of 30', 'sent c', 'sent d'],
  ],
  [
    'a NUL, then the remark that the message is lost',
    `${dashes} ${time}\nUDP message received [8] bytes :\n\nab\nUDP message lost (recv).${sent('c', later)}${sent('d', later)}`,
    ['received ab of 8', 'sent c', 'sent d'],
  ],
  [
    'a NUL at the start, then many',
    `${dashes} ${time}\nUDP message received [3] bytes :\n\n\n${sent('c', later)}`,
    ['received  of 3', 'sent c'],
  ],
  [
    'a count nobody would believe',
    `${dashes} ${time}\nUDP message received [99999999] bytes :\n\nab\n${sent('c', later)}`,
    ['sent c'],
  ],
  ['a line of dashes too many', `-----${sent('a')}`, ['sent a']],
  ['a time without the rest', `${dashes} ${time}\nno entry\n\n${sent('a')}`, ['sent a']],
]

for (const [name, text, expected] of rows) {
  test(`the trace of ${name}`, () => {
    const bytes = Buffer.from(text, 'latin1')
    assert.deepEqual([...new MessageTraceParser().push(bytes)].map(short), expected, 'in one piece')
    for (const size of [1, 2, 3, 7, 46, 47, 48, 4096]) {
      assert.deepEqual(inChunks(bytes, size).map(short), expected, `in pieces of ${size}`)
    }
  })
}

test('the trace of a message that quotes an entry of its own future, if it comes in one piece', () => {
  const forged = `a\n${sent('quoted', later)}b`
  const entries = new MessageTraceParser().push(Buffer.from(received(forged) + sent('c', later), 'latin1'))
  assert.deepEqual(entries.map(short), [`received ${forged}`, 'sent c'])
})

test('time, transport and direction are told as SIPp wrote them', () => {
  const [entry] = new MessageTraceParser().push(Buffer.from(`${dashes} ${time}\nTCP message sent (1 bytes):\n\nx\n`))
  assert.deepEqual(entry, { direction: 'sent', transport: 'TCP', control: false, time, bytes: Buffer.from('x') })
})

test('any messages in any chunking come out as they went in', () => {
  const body = fc.string({ unit: fc.constantFrom('\n', '-', dashes, ' ', time, 'U', '\xff', '\r\n'), maxLength: 30 })
  const property = fc.property(
    fc.array(fc.tuple(fc.boolean(), body), { maxLength: 6 }),
    fc.integer({ min: 1, max: 200 }),
    (messages, size) => {
      const text = messages.map(([isSent, bytes]) => (isSent ? sent(bytes) : received(bytes))).join('')
      const expected = messages.map(([isSent, bytes]) => `${isSent ? 'sent' : 'received'} ${bytes}`)
      assert.deepEqual(inChunks(Buffer.from(text, 'latin1'), size).map(short), expected)
    },
  )
  fc.assert(property, { numRuns: 300 })
})

test('any bytes at all are survived, and nothing piles up', () => {
  const alphabet = fc.constantFrom(
    dashes,
    ` ${time}\n`,
    'UDP message received [',
    '9',
    '] bytes :\n\n',
    'UDP message sent (',
    ' bytes):',
    '\0',
    '\n',
    'x',
  )
  const property = fc.property(fc.array(alphabet, { maxLength: 80 }), (parts) => {
    const parser = new MessageTraceParser()
    parser.push(Buffer.from(parts.join(''), 'latin1'))
    // Whatever it waited for, enough true entries bring it back.
    const padding = Array.from({ length: 4 }, () => received('y'.repeat(60_000), later)).join('')
    const entries = parser.push(Buffer.from(padding + sent('end', later), 'latin1'))
    assert.equal(entries.map(short).at(-1), 'sent end')
  })
  fc.assert(property, { numRuns: 100 })
})

function inChunks(bytes: Buffer, size: number): readonly TraceEntry[] {
  const parser = new MessageTraceParser()
  const entries: TraceEntry[] = []
  for (let at = 0; at < bytes.length; at += size) entries.push(...parser.push(bytes.subarray(at, at + size)))
  return entries
}
