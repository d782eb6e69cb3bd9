// The queue per Call-ID, without a process: order, other bytes, late messages, the end.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SippError } from 'sipp-wrapper'
import { hubCommand } from '../../packages/sipp-wrapper/src/agent/hub-command'
import { SendQueue } from '../../packages/sipp-wrapper/src/agent/send-queue'
import { sip } from './live-agent'

function queueOf(timeoutMs = 60_000): {
  readonly queue: SendQueue
  readonly written: Buffer[]
  readonly add: (message: Buffer) => Promise<void>
} {
  const written: Buffer[] = []
  const queue = new SendQueue({ agent: 'alice', timeoutMs, write: (command) => void written.push(command) })
  return { queue, written, add: (message) => queue.add(hubCommand(message), message) }
}

async function failure(promise: Promise<void>): Promise<SippError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof SippError, String(error))
  return error
}

const first = sip('INFO sip:b@x SIP/2.0', 'one', '1 INFO')
const second = sip('INFO sip:b@x SIP/2.0', 'one', '2 INFO')
const other = sip('INFO sip:b@x SIP/2.0', 'two', '1 INFO')

test('the second command of a Call-ID waits for the first; another Call-ID does not', async () => {
  const { queue, written, add } = queueOf()
  const sends = [add(first), add(second), add(other)]
  assert.deepEqual(written, [hubCommand(first).bytes, hubCommand(other).bytes])
  queue.sent(other)
  queue.sent(first)
  assert.deepEqual(written[2], hubCommand(second).bytes)
  queue.sent(second)
  await Promise.all(sends)
})

test('the same bytes twice are two sends', async () => {
  const { queue, written, add } = queueOf()
  const sends = [add(first), add(first)]
  queue.sent(first)
  queue.sent(first)
  await Promise.all(sends)
  assert.equal(written.length, 2)
})

test('a buffer reused by its owner does not change what is awaited', async () => {
  const { queue, add } = queueOf()
  const mine = Buffer.from(first)
  const send = add(mine)
  mine.fill(0x20)
  queue.sent(first)
  await send
})

test('other bytes than given are notSent, with the first difference, and the next goes on', async () => {
  const { queue, add } = queueOf()
  const [sends, next] = [failure(add(first)), add(second)]
  const changed = Buffer.from(first.toString().replace('Content-Length: 0', 'Content-Length: 1'))
  queue.sent(changed)
  const error = await sends
  assert.deepEqual([error.reason, error.details.callId, error.details.offset], ['notSent', 'one', first.indexOf('th: 0') + 4])
  assert.match(error.message, /first difference is at byte \d+/)
  queue.sent(second)
  await next
})

test('a message given up on may still come, and is not taken for the next', async () => {
  const { queue, add } = queueOf(5)
  const error = await failure(add(first))
  assert.deepEqual([error.reason, error.details.callId], ['notSent', 'one'])
  const next = add(second)
  queue.sent(first)
  queue.sent(second)
  await next
})

test('what nobody asked for is ignored', () => {
  const { queue } = queueOf()
  queue.sent(first)
  queue.sent(Buffer.from('no SIP at all'))
})

test('at the end all that waits is rejected', async () => {
  const { queue, add } = queueOf()
  const sends = [failure(add(first)), failure(add(second)), failure(add(other))]
  queue.rejectAll((callId) => new SippError('died', `gone: ${callId}`))
  assert.deepEqual(
    (await Promise.all(sends)).map((error) => error.message),
    ['gone: one', 'gone: one', 'gone: two'],
  )
})
