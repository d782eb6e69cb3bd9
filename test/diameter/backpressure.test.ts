// A peer that does not take its answers is served no further, and neither that nor a partition is held against it when it is over.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { DiameterServer, scalarAt, type Limits, type ServerOptions } from '@ch1/diameter'
import { answerTo } from './accounting-answer'
import { BarePeer, EventLog, identity } from './peers'

async function listen(t: TestContext, limits: Partial<Limits>, onRequest: ServerOptions['onRequest']) {
  const log = new EventLog()
  const server = await DiameterServer.listen({
    host: '127.0.0.1',
    port: 0,
    identity: identity('cdf.example'),
    events: log,
    limits,
    onRequest,
  })
  t.after(() => server.close({ dpr: false }))
  return { server, log }
}

const REQUESTS = 4_000

test('a peer that reads late gets every answer, in order, within a write bound that one read would exceed', async (t) => {
  const { server, log } = await listen(t, { maxWriteBytes: 2_097_152 }, (request, _link, answer) =>
    answer(answerTo(request, 'x'.repeat(10_000))),
  )
  const peer = await BarePeer.open(server.port)
  peer.socket.pause()
  peer.socket.write(Buffer.concat(Array<Uint8Array>(REQUESTS).fill(peer.encode(271))))
  await log.until('in 271', 50)
  peer.socket.resume()
  for (let i = 0; i < REQUESTS; i++) assert.equal((await peer.next()).commandCode, 271)
  peer.request(280)
  assert.equal(scalarAt(await peer.next(), 'Result-Code'), 2001)
  peer.socket.destroy()
})

test('a message that a partition cuts in two may take as long as the partition', async (t) => {
  const { server, log } = await listen(t, { partialFrameMs: 40 }, () => undefined)
  const peer = await BarePeer.open(server.port)
  const dwr = peer.encode(280)
  let isRead = false
  peer.socket.write(dwr.subarray(0, 8), () => (isRead = true))
  while (!isRead) await new Promise((resolve) => setImmediate(resolve))
  await new Promise((resolve) => setTimeout(resolve, 5))
  server.pause()
  await new Promise((resolve) => setTimeout(resolve, 150))
  peer.socket.write(dwr.subarray(8))
  server.resume()
  assert.equal(scalarAt(await peer.next(), 'Result-Code'), 2001)
  assert.equal(
    log.lines.some((line) => line.startsWith('closed')),
    false,
  )
  peer.socket.destroy()
})
