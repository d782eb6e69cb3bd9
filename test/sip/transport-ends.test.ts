// How connections end: what was written leaves first, for a bounded time, and whoever waits is told (RFC 3261 §18).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeTimers } from './fake-timers'
import { SlowStreams, turn } from './slow-streams'
import { requestBytes } from './wire-text'

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
  const transport = new SlowStreams({ timers: new FakeTimers() })
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
  await socket.release()
  assert.equal(socket.written, 'a request')
  socket.push(Buffer.from('\r\n\r\n'))
  await turn()
  await socket.release()
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
