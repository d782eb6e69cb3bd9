// A stream cut into messages (RFC 3261 §18.3): any chunking, line breaks between messages, and what cannot be cut.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DEFAULT_STREAM_LIMITS, MessageFramer, type Frame } from '@ch1/sip'
import { requestBytes, wire } from './wire-text'

const LIMITS = { ...DEFAULT_STREAM_LIMITS, maxHeaderBytes: 1000, maxMessageBytes: 3000 }

/** Frames as words: `message <length>`, `ping`, `fault <clause>`. */
function words(frames: readonly Frame[]): readonly string[] {
  return frames.map((frame) =>
    frame.kind === 'message' ? `message ${frame.bytes.length}` : frame.kind === 'fault' ? `fault ${frame.why.clause}` : 'ping',
  )
}

function cut(bytes: Uint8Array, sizes: readonly number[] = []): readonly Frame[] {
  const framer = new MessageFramer(LIMITS)
  const frames: Frame[] = []
  let at = 0
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes.length === 0 ? bytes.length : (sizes[i % sizes.length] ?? 1)
    frames.push(...framer.push(bytes.subarray(at, at + size)))
    at += size
  }
  return frames
}

const message = fc
  .record({
    name: fc.constantFrom('Content-Length', 'l', 'CONTENT-LENGTH '),
    body: fc.constantFrom('', 'hi', '\r\n\r\n', 'a\r\n\r\nINVITE x SIP/2.0\r\n'),
    fold: fc.boolean(),
  })
  .map(({ name, body, fold }) => requestBytes('MESSAGE', [`${name}:${fold ? '\r\n ' : ' '}${body.length}`], body))
const between = fc.integer({ min: 0, max: 5 }).map((count) => new Uint8Array(Buffer.from('\r\n'.repeat(count))))
const garbage = fc.oneof(
  fc.constant(new Uint8Array()),
  fc.uint8Array({ minLength: 1, maxLength: 40 }),
  fc.constant(requestBytes('MESSAGE')),
  fc.constant(requestBytes('MESSAGE', ['Content-Length: 9999'])),
)
const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 })

test('law: any chunking of a stream gives the same messages, pings and faults', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(between, message), { maxLength: 6 }), between, garbage, sizes, (parts, last, bad, chunks) => {
      const stream = new Uint8Array(Buffer.concat([...parts.flat(), last, bad]))
      const whole = cut(stream)
      for (const chunked of [cut(stream, chunks), cut(stream, [1])]) {
        assert.deepEqual(words(chunked), words(whole))
        const bytes = (frames: readonly Frame[]): unknown => frames.filter(({ kind }) => kind === 'message')
        assert.deepEqual(bytes(chunked), bytes(whole))
      }
      const given = parts.map(([, bytes]) => bytes)
      const found = whole.flatMap((frame) => (frame.kind === 'message' ? [frame.bytes] : []))
      assert.deepEqual(found.slice(0, given.length), given)
    }),
    { numRuns: 200 },
  )
})

test('law: any bytes give frames or a fault, never an exception, and never hold more than a message', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 2000 }), message), { maxLength: 12 }), (chunks) => {
      const framer = new MessageFramer(LIMITS)
      for (const chunk of chunks) framer.push(chunk)
      assert.ok(framer.pending <= LIMITS.maxMessageBytes, String(framer.pending))
    }),
  )
})

const OK = requestBytes('OPTIONS', ['Content-Length: 0'])
const rows: readonly (readonly [string, Uint8Array, readonly string[]])[] = [
  ['a double CRLF is a ping, a single one a pong', Buffer.from('\r\n\r\n\r\n'), ['ping']],
  ['two double CRLFs are two pings', Buffer.from('\r\n\r\n\r\n\r\n'), ['ping', 'ping']],
  ['a single CRLF before a message is skipped', Buffer.concat([Buffer.from('\r\n'), OK]), [`message ${OK.length}`]],
  [
    'CRLFs on both sides of a message are not counted together',
    Buffer.concat([Buffer.from('\r\n'), OK, Buffer.from('\r\n')]),
    [`message ${OK.length}`],
  ],
  ['equal lengths twice', requestBytes('OPTIONS', ['Content-Length: 0', 'l: 0']), [`message ${OK.length + 6}`]],
  ['no length', requestBytes('OPTIONS'), ['fault RFC 3261 §18.3']],
  ['a length that is no number', requestBytes('OPTIONS', ['Content-Length: -1']), ['fault RFC 3261 §18.3']],
  ['two lengths that differ', requestBytes('OPTIONS', ['Content-Length: 0', 'l: 9']), ['fault RFC 3261 §18.3']],
  ['a length in another header is none', requestBytes('OPTIONS', ['X: Content-Length: 0']), ['fault RFC 3261 §18.3']],
  ['a message above the limit', requestBytes('OPTIONS', ['Content-Length: 2999']), ['fault RFC 3261 §18.3']],
  ['a header above the limit', requestBytes('OPTIONS', [`X: ${'x'.repeat(1000)}`, 'l: 0']), ['fault RFC 3261 §18.3']],
  ['a header without end', Buffer.from(`OPTIONS sip:a SIP/2.0\r\nX: ${'x'.repeat(1000)}`), ['fault RFC 3261 §18.3']],
  ['TLS on a TCP port', Buffer.from('160301020001', 'hex'), ['fault RFC 3261 §7']],
  ['HTTP', wire(['GET / HTTP/1.1', 'Content-Length: 0']), ['fault RFC 3261 §7.1']],
  ['a CR alone', Buffer.from('\rx'), ['fault RFC 3261 §7.5']],
  ['nothing after a fault', Buffer.concat([Buffer.from('\0'), OK]), ['fault RFC 3261 §7']],
]
for (const [name, bytes, expected] of rows) test(`framing: ${name}`, () => assert.deepEqual(words(cut(bytes)), expected))

test('a stream that ends within a message is a fault, between messages it is none', () => {
  const framer = new MessageFramer(LIMITS)
  framer.push(OK)
  assert.equal(framer.end(), undefined)
  framer.push(OK.subarray(0, 20))
  const fault = framer.end()
  assert.ok(fault?.kind === 'fault' && fault.why.message.startsWith('the connection ended within a message'))
})

test('a message of 200 kB that comes byte by byte is cut in linear time', () => {
  const framer = new MessageFramer({ maxHeaderBytes: 65_536, maxMessageBytes: 1_000_000 })
  const bytes = requestBytes('MESSAGE', [`X: ${'x'.repeat(60_000)}`, 'Content-Length: 140000'], 'b'.repeat(140_000))
  let found = 0
  for (let at = 0; at < bytes.length; at++) found += framer.push(bytes.subarray(at, at + 1)).length
  assert.deepEqual([found, framer.pending], [1, 0])
})
