// Laws of the codec, for messages and bytes nobody thought of.
import assert from 'node:assert/strict'
import { isIP } from 'node:net'
import { test } from 'node:test'
import fc from 'fast-check'
import { avpsAt, CodecError, decodeMessage, encodeMessage, formatMessage, MessageFramer } from '@ch1/diameter'
import { changes, message } from './arbitrary-messages'
import { toInput } from './message-input'

test('what was encoded is decoded, without a fault', () => {
  fc.assert(
    fc.property(message, (input) => {
      const decoded = decodeMessage(encodeMessage(input))
      assert.deepEqual(decoded.faults, [])
      assert.deepEqual(toInput(decoded), input)
    }),
  )
})

test('an encoded message has a length that is a multiple of four, and says it', () => {
  fc.assert(
    fc.property(message, (input) => {
      const bytes = encodeMessage(input)
      assert.equal(bytes.length % 4, 0)
      assert.equal(decodeMessage(bytes).length, bytes.length)
    }),
  )
})

test('the raw AVPs of a message give its bytes again', () => {
  fc.assert(
    fc.property(message, (input) => {
      const decoded = decodeMessage(encodeMessage(input))
      const raw = decoded.avps.map(({ code, vendorId, flags, data }) => ({ code, vendorId, flags, data }))
      assert.deepEqual(encodeMessage({ ...input, avps: raw }), decoded.bytes)
    }),
  )
})

test('arbitrary bytes are a message or a CodecError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => void survives(bytes)),
    { numRuns: 500 },
  )
})

test('arbitrary bytes behind a true header are a message', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
      const bytes = new Uint8Array(20 + ((body.length + 3) & ~3))
      bytes.set(body, 20)
      bytes.set([1, 0, bytes.length >> 8, bytes.length & 0xff])
      assert.equal(survives(bytes), true)
    }),
    { numRuns: 500 },
  )
})

test('a message with some bytes changed is a message or a CodecError', () => {
  fc.assert(
    fc.property(message, changes, (input, altered) => {
      const bytes = encodeMessage(input)
      for (const [at, value] of altered) bytes[at % bytes.length] = value
      survives(bytes)
    }),
    { numRuns: 500 },
  )
})

test('any chunking of a stream gives the same messages', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 12 }), (inputs, cuts) => {
      const messages = inputs.map((input) => encodeMessage(input))
      const stream = Uint8Array.from(messages.flatMap((bytes) => [...bytes]))
      const ends = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort((a, b) => a - b)
      const framer = new MessageFramer()
      const given = ends.flatMap((end, i) => framer.push(stream.subarray(ends[i - 1] ?? 0, end)))
      assert.deepEqual(given, messages)
      assert.equal(framer.buffered.length, 0)
    }),
  )
})

test('an IP address in any spelling is the address node takes it for', () => {
  const spelled = fc.oneof(fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.]{0,16}$/))
  fc.assert(
    fc.property(spelled, (text) => {
      const decoded = addressThere(text)
      assert.equal(decoded !== undefined, isIP(text) !== 0, text)
      if (decoded !== undefined) assert.deepEqual([isIP(decoded), addressThere(decoded)], [isIP(text), decoded])
    }),
    { numRuns: 1000 },
  )
})

// Whether it is a message; everything that can be asked of it is asked.
function survives(bytes: Uint8Array): boolean {
  try {
    const decoded = decodeMessage(bytes)
    assert.ok(decoded.faults.every((fault) => fault instanceof CodecError && fault.offset <= bytes.length && fault.path !== ''))
    assert.ok(formatMessage(decoded).split('\n').length >= 1 + decoded.avps.length)
    assert.ok(avpsAt(decoded, '**/Session-Id').length <= bytes.length)
    return true
  } catch (error) {
    if (error instanceof CodecError) return false
    throw error
  }
}

function addressThere(text: string): string | undefined {
  const header = { commandCode: 257, applicationId: 0, request: true, hopByHop: 0, endToEnd: 0 }
  try {
    const value = decodeMessage(encodeMessage({ ...header, avps: [['Host-IP-Address', text]] })).avps[0]?.value
    return value?.ok === true ? (value.value as string) : undefined
  } catch (error) {
    if (error instanceof CodecError) return undefined
    throw error
  }
}
