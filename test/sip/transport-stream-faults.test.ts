// What a peer can do wrong over TCP: each ends in an answer, a word to the owner, and a closed connection (RFC 3261 §18.3).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeTimers } from './fake-timers'
import { caller, eventually, listener } from './transport-bench'
import { requestBytes, wire } from './wire-text'

const OK = requestBytes('OPTIONS', ['Content-Length: 0'])
const RESPONSE = wire(['SIP/2.0 200 OK', 'Via: SIP/2.0/TCP 127.0.0.1:1;branch=z9hG4bK1', 'CSeq: 1 OPTIONS'])

const rows: readonly (readonly [string, Uint8Array, RegExp, RegExp])[] = [
  ['no Content-Length: 400', requestBytes('OPTIONS'), /^SIP\/2\.0 400 Missing Content-Length\r\n/, /no Content-Length/],
  ['a bad one: 400', requestBytes('OPTIONS', ['l: x']), /^SIP\/2\.0 400 Malformed Content-Length\r\n/, /is no number: x/],
  ['too large: 413', requestBytes('OPTIONS', ['l: 9999']), /^SIP\/2\.0 413 Request Entity Too Large\r\n/, /more than 4000/],
  ['an ACK without it: no answer', requestBytes('ACK'), /^$/, /no Content-Length/],
  ['a response without it: no answer', RESPONSE, /^$/, /no Content-Length/],
  ['a header without Via: no answer', wire(['OPTIONS sip:a SIP/2.0', 'l: x']), /^$/, /is no number/],
  ['a header of 64 kB: no answer', requestBytes('OPTIONS', [`X: ${'x'.repeat(65_536)}`]), /^$/, /limit maxHeaderBytes/],
  ['TLS', Buffer.from('16030102000100', 'hex'), /^$/, /begin no message/],
  ['HTTP', wire(['GET / HTTP/1.1', 'Host: a']), /^$/, /without SIP\/2\.0/],
]
for (const [name, bytes, answer, why] of rows) {
  test(`over TCP, ${name}; garbage is told, the connection is closed, others go on`, async (t) => {
    const { transport, messages, garbage, lost } = await listener(t, { maxHeaderBytes: 2000, maxMessageBytes: 4000 })
    const [bad, good] = [await caller(t, transport.sentBy.port), await caller(t, transport.sentBy.port)]
    bad.socket.write(Buffer.concat([OK, bytes, OK]))
    await eventually(() => bad.isClosed())
    assert.match(bad.text(), answer)
    good.socket.write(OK)
    await eventually(
      () => messages.length === 2 && lost.length === 1,
      () => [messages, lost],
    )
    assert.equal(garbage.length, 1)
    assert.match(garbage[0]?.message ?? '', why)
    assert.match(lost[0] ?? '', /cannot be read as SIP/)
  })
}

test('a refusal carries received and a tag', async (t) => {
  const { transport } = await listener(t)
  const bad = await caller(t, transport.sentBy.port)
  bad.socket.write(requestBytes('OPTIONS'))
  await eventually(() => bad.isClosed())
  assert.match(bad.text(), /^Via: SIP\/2\.0\/UDP 192\.0\.2\.9:5099;branch=z9hG4bKwire1;received=127\.0\.0\.1\r$/m)
  assert.match(bad.text(), /^To: <sip:bob@home\.example>;tag=[0-9a-f]{16}\r$/m)
})

test('a ping is answered by a pong, between messages and in whatever pieces it comes (RFC 5626 §3.5.1)', async (t) => {
  const { transport, messages } = await listener(t)
  const peer = await caller(t, transport.sentBy.port)
  peer.socket.write('\r\n\r\n')
  await eventually(() => peer.text() === '\r\n')
  peer.socket.write(Buffer.concat([OK, Buffer.from('\r\n\r')]))
  await eventually(() => messages.length === 1)
  assert.equal(peer.text(), '\r\n')
  peer.socket.write('\n')
  await eventually(() => peer.text() === '\r\n\r\n')
})

test('half a message is waited for until halfMessageMs, then the connection is closed', async (t) => {
  const timers = new FakeTimers()
  const { transport, messages, lost } = await listener(t, { halfMessageMs: 10_000 }, timers)
  const peer = await caller(t, transport.sentBy.port)
  peer.socket.write(Buffer.concat([OK, OK.subarray(0, 30)]))
  await eventually(() => messages.length === 1 && timers.pending === 2)
  timers.advance(9_999)
  assert.equal(transport.connectionCount, 1)
  // The next message has its own time.
  peer.socket.write(Buffer.concat([OK.subarray(30), OK.subarray(0, 30)]))
  await eventually(() => messages.length === 2 && timers.pending === 2)
  timers.advance(9_999)
  assert.equal(transport.connectionCount, 1)
  timers.advance(1)
  await eventually(() => peer.isClosed() && lost.length === 1)
  assert.match(lost[0] ?? '', /^TCP 127\.0\.0\.1:\d+: a message was not whole after 10000 ms \(limit halfMessageMs\)$/)
})

test('a peer that goes away within a message is told as garbage', async (t) => {
  const { transport, garbage } = await listener(t)
  const peer = await caller(t, transport.sentBy.port)
  peer.socket.end(OK.subarray(0, 30))
  await eventually(() => garbage.length === 1 && transport.connectionCount === 0)
  assert.match(garbage[0]?.message ?? '', /ended within a message/)
})

test('a connection that carries nothing is closed in order after idleMs', async (t) => {
  const timers = new FakeTimers()
  const { transport, messages, lost } = await listener(t, { idleMs: 1000 }, timers)
  const peer = await caller(t, transport.sentBy.port)
  peer.socket.write(OK)
  await eventually(() => messages.length === 1)
  timers.advance(1000)
  assert.equal(transport.connectionCount, 1)
  timers.advance(1000)
  await eventually(() => peer.isClosed() && transport.connectionCount === 0)
  assert.deepEqual(lost, [])
})

test('one connection more than maxConnections is closed at once and told; when one ends there is room again', async (t) => {
  const { transport, errors, messages } = await listener(t, { maxConnections: 1 })
  const first = await caller(t, transport.sentBy.port)
  first.socket.write(OK)
  await eventually(() => messages.length === 1)
  const second = await caller(t, transport.sentBy.port)
  await eventually(() => second.isClosed() && errors.length === 1)
  assert.match(errors[0] ?? '', /^TCP 127\.0\.0\.1:\d+ was not let in: there are 1 connections already \(limit maxConnections\)$/)
  first.socket.destroy()
  await eventually(() => transport.connectionCount === 0)
  const third = await caller(t, transport.sentBy.port)
  third.socket.write(OK)
  await eventually(() => messages.length === 2)
})

test('what all connections hold together is bounded', async (t) => {
  const { transport, lost } = await listener(t, { maxBufferedBytes: 500 })
  const [one, two] = [await caller(t, transport.sentBy.port), await caller(t, transport.sentBy.port)]
  const half = Buffer.from(`OPTIONS sip:a SIP/2.0\r\nX: ${'x'.repeat(300)}`)
  one.socket.write(half)
  two.socket.write(half)
  await eventually(() => lost.length === 1)
  assert.match(lost[0] ?? '', /limit maxBufferedBytes/)
  assert.equal([one, two].filter((peer) => peer.isClosed()).length <= 1, true)
})
