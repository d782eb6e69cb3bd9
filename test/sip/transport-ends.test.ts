// How connections end: what was written leaves first, for a bounded time, and whoever waits is told (RFC 3261 §18).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Address } from '@ch1/sip'
import { FakeTimers } from './fake-timers'
import { SlowStreams, turn } from './slow-streams'
import { requestBytes } from './wire-text'

const OK = requestBytes('OPTIONS', ['Content-Length: 0'])

test('what was written before close leaves, all of it, before the socket is destroyed', async () => {
  const transport = new SlowStreams()
  const failed: string[] = []
  const socket = transport.say('the first ', (error) => failed.push(error.message))
  transport.say('and the last', (error) => failed.push(error.message))
  const closed = transport.close()
  await turn()
  assert.deepEqual([socket.destroyed, socket.written], [false, ''])
  await socket.release()
  assert.deepEqual([socket.destroyed, socket.written], [false, 'the first '])
  await socket.release()
  await turn()
  assert.deepEqual([socket.destroyed, socket.written], [true, 'the first and the last'])
  assert.deepEqual([failed, transport.connectionCount], [[], 0])
  await closed
})

test('what cannot leave holds a close for half a second and no longer, and is told as not written', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const transport = new SlowStreams()
  const failed: string[] = []
  const socket = transport.say('stuck', (error) => failed.push(error.message))
  const closed = transport.close()
  t.mock.timers.tick(499)
  assert.equal(socket.destroyed, false)
  t.mock.timers.tick(1)
  assert.equal(socket.destroyed, true)
  await turn()
  assert.deepEqual(failed, ['TCP 192.0.2.9:5099: the connection was closed before the message was written'])
  assert.equal(socket.written, '')
  await closed
})

test('the refusal of what cannot be read leaves before that connection ends', async () => {
  const transport = new SlowStreams()
  const [garbage, lost]: [string[], string[]] = [[], []]
  transport.onGarbage = (_bytes, why) => garbage.push(why.what)
  transport.onLost = (_to, why) => lost.push(why.message)
  const socket = transport.say('x')
  await socket.release()
  socket.push(Buffer.from(requestBytes('OPTIONS')))
  socket.push(Buffer.from(requestBytes('OPTIONS')))
  await turn()
  assert.deepEqual([garbage, socket.destroyed], [['no Content-Length over a stream'], false])
  await socket.release()
  assert.match(socket.written, /^xSIP\/2\.0 400 Missing Content-Length\r\n/)
  assert.equal(socket.written.split('SIP/2.0 400').length, 2)
  socket.push(null)
  await turn()
  assert.deepEqual([socket.destroyed, lost.length, transport.connectionCount], [true, 1, 0])
  await transport.close()
})

test('a peer that does not read what we write is not answered for its pings until it has read', async () => {
  const transport = new SlowStreams()
  const socket = transport.say('a request')
  socket.push(Buffer.from('\r\n\r\n'))
  await turn()
  await socket.releaseAll()
  assert.equal(socket.written, 'a request')
  socket.push(Buffer.from('\r\n\r\n'))
  await turn()
  await socket.releaseAll()
  assert.equal(socket.written, 'a request\r\n')
  await transport.close()
})

test('a connection that is written to is not idle', async () => {
  const timers = new FakeTimers()
  const transport = new SlowStreams({ timers, limits: { idleMs: 1000 } })
  const socket = transport.say('one')
  await socket.release()
  timers.advance(1000)
  transport.say('two')
  await socket.release()
  timers.advance(1000)
  assert.equal(socket.writableEnded, false)
  timers.advance(1000)
  assert.equal(socket.writableEnded, true)
  await transport.close()
})

test('a stalled write has its time anew after each that could be written', async () => {
  const timers = new FakeTimers()
  const transport = new SlowStreams({ timers, limits: { stalledWriteMs: 1000, idleMs: 1_000_000 } })
  const lost: string[] = []
  transport.onLost = (_to, why) => lost.push(why.message)
  const large = 'x'.repeat(100_000)
  const socket = transport.say(large)
  timers.advance(999)
  await socket.release()
  timers.advance(999)
  assert.equal(socket.destroyed, false)
  transport.say(large)
  timers.advance(999)
  assert.equal(socket.destroyed, false)
  timers.advance(1)
  assert.equal(socket.destroyed, true)
  await turn()
  assert.deepEqual(lost, ['TCP 192.0.2.9:5099: nothing was read for 1000 ms (limit stalledWriteMs)'])
  await transport.close()
})

test('after close nothing is told of what was lost with it', async () => {
  const transport = new SlowStreams()
  const told: string[] = []
  transport.onLost = (_to, why) => told.push(why.message)
  transport.onMessage = () => told.push('a message')
  const socket = transport.say('one')
  await socket.release()
  const closed = transport.close()
  socket.push(Buffer.from(requestBytes('OPTIONS', ['l: 0'])))
  socket.emit('error', new Error('reset'))
  socket.destroy()
  await turn()
  assert.deepEqual([told, transport.connectionCount], [[], 0])
  await closed
})

test('a connection of ours that ended leaves room for the next one, and an older one does not take its place', async () => {
  const transport = new SlowStreams({ limits: { maxOutgoingConnections: 2 } })
  const first = transport.say('1')
  await first.release()
  // Half closed by the peer: nothing more is sent over it.
  first.push(null)
  await turn()
  const second = transport.say('2')
  assert.notEqual(second, first)
  first.destroy()
  await turn()
  assert.equal(transport.say('2 again'), second)
  assert.deepEqual([transport.sockets.length, transport.connectionCount], [2, 1])
  second.destroy()
  await turn()
  assert.notEqual(transport.say('3'), second)
  await transport.close()
})

test('a response to a peer that called leaves before its connection is closed with the others', async () => {
  const transport = new SlowStreams()
  const from: Address[] = []
  transport.onMessage = (_bytes, source) => from.push(source)
  const socket = transport.called()
  socket.push(Buffer.from(OK))
  await turn()
  for (const source of from) transport.send(Buffer.from('200'), source)
  const closed = transport.close()
  await turn()
  assert.deepEqual([socket.destroyed, socket.written], [false, ''])
  await socket.releaseAll()
  assert.deepEqual([socket.destroyed, socket.written], [true, '200'])
  await closed
})

test('who is not through yet is let go by a close, at once', async () => {
  const transport = new SlowStreams()
  const [gone, shaking] = [transport.knocked(), transport.knocked()]
  gone.destroy()
  await turn()
  await transport.close()
  assert.equal(shaking.destroyed, true)
})

test('a peer that closes before it said anything is lost, one that has spoken is not, and one that called never is', async () => {
  const transport = new SlowStreams()
  const lost: string[] = []
  transport.onLost = (_to, why) => lost.push(why.message)
  for (const { call, says } of [
    { call: () => transport.say('1'), says: false },
    { call: () => transport.say('2'), says: true },
    { call: () => transport.called(), says: false },
  ]) {
    const socket = call()
    await socket.releaseAll()
    if (says) socket.push(Buffer.from(OK))
    await turn()
    socket.push(null)
    await turn()
    socket.destroy()
    await turn()
  }
  assert.deepEqual(lost, ['TCP 192.0.2.9:5099: the peer closed the connection before it said anything'])
  await transport.close()
})

test('what a connection held is room again when it is gone', async () => {
  const transport = new SlowStreams({ limits: { maxBufferedBytes: 100 } })
  const lost: string[] = []
  transport.onLost = (_to, why) => lost.push(why.message)
  transport.say('x'.repeat(80)).destroy()
  await turn()
  const second = transport.say('y'.repeat(80))
  assert.equal(second.destroyed, false)
  transport.say('z'.repeat(80))
  assert.equal(second.destroyed, true)
  await turn()
  assert.deepEqual(lost, ['TCP 192.0.2.9:5099: all connections together hold too many bytes (limit maxBufferedBytes)'])
  await transport.close()
})

test('who does not read gets no refusal either', async () => {
  const transport = new SlowStreams({ limits: { maxWriteBytes: 100 } })
  const socket = transport.say('x'.repeat(50))
  socket.push(Buffer.from(requestBytes('OPTIONS')))
  await turn()
  await socket.releaseAll()
  assert.doesNotMatch(socket.written, /SIP/)
  await transport.close()
})

test('half a message has its time, and the next half its own', async () => {
  const timers = new FakeTimers()
  const transport = new SlowStreams({ timers, limits: { halfMessageMs: 1000, idleMs: 1_000_000 } })
  const lost: string[] = []
  transport.onLost = (_to, why) => lost.push(why.message)
  const socket = transport.called()
  socket.push(OK.subarray(0, 30))
  await turn()
  timers.advance(999)
  socket.push(Buffer.concat([OK.subarray(30), OK.subarray(0, 30)]))
  await turn()
  timers.advance(999)
  assert.equal(socket.destroyed, false)
  timers.advance(1)
  assert.equal(socket.destroyed, true)
  await turn()
  assert.deepEqual(lost, ['TCP 192.0.2.9:5099: a message was not whole after 1000 ms (limit halfMessageMs)'])
  await transport.close()
})

test('a peer called by name is told by its address, and small messages do not wait for others', async () => {
  const transport = new SlowStreams()
  const from: Address[] = []
  transport.onMessage = (_bytes, source) => from.push(source)
  const socket = transport.say('1', undefined, { host: 'peer.example', port: 5060 })
  socket.push(Buffer.from(OK))
  await turn()
  assert.deepEqual(from, [{ host: '192.0.2.9', port: 5099, transport: 'TCP', connection: 1 }])
  assert.equal(socket.isDelayed, false)
  await transport.close()
})

test('a response goes over the connection of its request; when that is gone, over one that is open to sent-by; else over a new one', async () => {
  const transport = new SlowStreams()
  const from: Address[] = []
  transport.onMessage = (_bytes, source) => from.push(source)
  const caller = transport.called()
  caller.push(Buffer.from(OK))
  await turn()
  const [source] = from
  assert.ok(source)
  // sent-by names another port than the one the peer called from
  const to = { ...source, port: 5060 }
  const open = transport.say('an earlier request ', undefined, { port: 5060 })
  transport.say('1', undefined, to)
  await Promise.all([caller.releaseAll(), open.releaseAll()])
  assert.deepEqual([caller.written, open.written], ['1', 'an earlier request '])
  caller.destroy()
  await turn()
  transport.say('2', undefined, to)
  await open.releaseAll()
  assert.deepEqual([open.written, transport.sockets.length], ['an earlier request 2', 1])
  open.destroy()
  await turn()
  const fresh = transport.say('3', undefined, to)
  await fresh.releaseAll()
  assert.deepEqual([fresh.written, transport.sockets.length], ['3', 2])
  await transport.close()
})
