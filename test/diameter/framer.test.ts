// The framer: streams that end badly. (Streams that are well, in any chunks, are a law.)
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CodecError, encodeMessage, MessageFramer } from '@ch1/diameter'

const message = encodeMessage({
  commandCode: 280,
  applicationId: 0,
  request: true,
  hopByHop: 1,
  endToEnd: 2,
  avps: [['Origin-Host', 'a']],
})
const isCodecError = (because: RegExp) => (error: unknown) => error instanceof CodecError && because.test(error.message)
const start = (...bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes)

const broken: readonly (readonly [name: string, bytes: Uint8Array, because: RegExp])[] = [
  ['a version other than 1, at its first byte', start(0x47), /the version is 71, not 1/],
  ['a length under 20', start(1, 0, 0, 16), /16, less than its header's 20/],
  ['a length that is no multiple of 4', start(1, 0, 0, 21), /21, not a multiple of 4/],
  ['a length over the limit', start(1, 0x10, 0, 4), /1048580, more than the 1048576 bytes taken here \(byte 1, limit\)/],
]

for (const [name, bytes, because] of broken) {
  test(`${name} ends the stream`, () => {
    const framer = new MessageFramer()
    assert.throws(() => framer.push(bytes), isCodecError(because))
    assert.throws(() => framer.push(message), isCodecError(because))
    assert.deepEqual(framer.buffered, bytes)
  })

  test(`${name} does so after the messages before it were given, byte by byte too`, () => {
    const stream = Uint8Array.from([...message, ...bytes])
    const framer = new MessageFramer()
    assert.deepEqual(framer.push(stream), [message])
    assert.match(framer.fault?.message ?? '', because)
    const slow = new MessageFramer()
    const given: Uint8Array[] = []
    assert.throws(() => stream.forEach((byte) => given.push(...slow.push(start(byte)))), isCodecError(because))
    assert.deepEqual(given, [message])
  })
}

test('a limit of its own is kept', () => {
  const framer = new MessageFramer({ maxBytes: 28 })
  assert.throws(() => framer.push(message), isCodecError(/32, more than the 28 bytes taken here/))
})

test('a claimed megabyte costs no memory before it comes', () => {
  const framers = Array.from({ length: 100 }, () => new MessageFramer())
  const begun = new Uint8Array(300)
  begun.set([1, 0x10, 0, 0])
  const before = process.memoryUsage().arrayBuffers
  for (const framer of framers) framer.push(begun)
  assert.ok(process.memoryUsage().arrayBuffers - before < 1_000_000)
  assert.deepEqual(framers[0]?.buffered, begun)
})
