// How connections of ours begin: what is sent before they are open, and what becomes of it when they never are (RFC 3261 §18.4).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeTimers } from './fake-timers'
import { SlowStreams, turn, type SlowSocket } from './slow-streams'

const TO = { host: '192.0.2.9', port: 5099 }

interface Opening {
  readonly transport: SlowStreams
  readonly socket: SlowSocket
  readonly failed: string[]
  readonly lost: string[]
}

/** A message is sent, and the connection it needs is not open yet. */
function opening(timers: FakeTimers): Opening {
  const transport = new SlowStreams({ timers, limits: { connectMs: 1000, idleMs: 1_000_000 } })
  const [failed, lost]: [string[], string[]] = [[], []]
  transport.onLost = (_to, why) => lost.push(why.message)
  transport.send(Buffer.from('one '), TO, (error) => failed.push(error.message))
  transport.send(Buffer.from('two'), TO, (error) => failed.push(error.message))
  const [socket, ...more] = transport.sockets
  assert.ok(socket !== undefined && more.length === 0, 'one connection for both')
  return { transport, socket, failed, lost }
}

test('a connection that opens in time has no more to do with connectMs', async () => {
  const timers = new FakeTimers()
  const { transport, socket, failed, lost } = opening(timers)
  timers.advance(999)
  socket.emit('connect')
  timers.advance(1000)
  await socket.releaseAll()
  assert.deepEqual([socket.destroyed, socket.written, failed, lost], [false, 'one two', [], []])
  await transport.close()
})

test('one that does not open within connectMs is given up: both messages are told, and the loss', async () => {
  const timers = new FakeTimers()
  const { transport, socket, failed, lost } = opening(timers)
  timers.advance(999)
  assert.equal(socket.destroyed, false)
  timers.advance(1)
  assert.equal(socket.destroyed, true)
  await turn()
  const why = 'TCP 192.0.2.9:5099: no connection within 1000 ms (limit connectMs)'
  assert.deepEqual([failed, lost, transport.connectionCount, timers.pending], [[why, why], [why], 0, 0])
  await transport.close()
})

test('one that is refused tells both messages why, and the next message calls again', async () => {
  const { transport, socket, failed, lost } = opening(new FakeTimers())
  socket.destroy(new Error('connect ECONNREFUSED 192.0.2.9:5099'))
  await turn()
  const why = 'TCP 192.0.2.9:5099: connect ECONNREFUSED 192.0.2.9:5099'
  assert.deepEqual([failed, lost, transport.connectionCount], [[why, why], [why], 0])
  transport.send(Buffer.from('three'), TO)
  assert.equal(transport.sockets.length, 2)
  await transport.close()
})

test('one that is still opening is let go by a close at once, and what waited for it is told', async () => {
  const { transport, socket, failed, lost } = opening(new FakeTimers())
  await transport.close()
  assert.equal(socket.destroyed, true)
  await turn()
  const why = 'TCP 192.0.2.9:5099: the connection was closed before the message was written'
  assert.deepEqual([failed, lost, transport.connectionCount], [[why, why], [], 0])
})

test('after close nothing is sent', async () => {
  const { transport } = opening(new FakeTimers())
  await transport.close()
  assert.throws(() => transport.send(Buffer.from('x'), TO), {
    name: 'SipTransportError',
    message: 'this TCP transport is closed',
  })
  assert.equal(transport.sockets.length, 1)
})
