// The server's MSRP connection to whom it invites: opened where the path can be connected to, bound by an empty SEND, and lost only once it was up.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { MsrpSink } from '../../../mocks/participant/msrp/msrp-sink'
import { msrpPathOf, openMsrp, type MsrpConnection } from '../../../sut/im-server/conference/msrp-connection'

const FROM = { from: 'msrp://127.0.0.1:9/focus;tcp', token: 'a1b2c3d4' }

/** A connection to this port, and whether it was up when it had ended. */
function opened(port: number): { readonly connection: MsrpConnection; readonly wasUp: Promise<boolean> } {
  const at = { path: `msrp://127.0.0.1:${port}/bob;tcp`, host: '127.0.0.1', port }
  let ended = (_wasUp: boolean): void => {}
  const wasUp = new Promise<boolean>((resolve) => (ended = resolve))
  return { connection: openMsrp(at, { ...FROM, ended: (up) => ended(up) }), wasUp }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}

/** Somebody who listens and says this to whoever connects; gives the first of them. */
async function listening(
  t: TestContext,
  says: string,
): Promise<{ readonly port: number; readonly first: Promise<Socket>; readonly server: Server }> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.write(says)
  })
  t.after(() => server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const first = once(server, 'connection').then(([socket]: Socket[]) => socket as Socket)
  return { port: (server.address() as AddressInfo).port, first, server }
}

test('the path of a session description is where an IP address and a port can be read', () => {
  const of = (path: string): string | undefined => {
    const at = msrpPathOf(`v=0\r\nm=message 9 TCP/MSRP *\r\na=path:${path}\r\n`)
    return at && `${at.host} ${at.port}`
  }
  assert.equal(of('msrp://127.0.0.1:7001/bob;tcp'), '127.0.0.1 7001')
  assert.equal(of('msrp://[::1]:7001/bob;tcp'), '::1 7001')
  for (const path of ['msrp://im.example:7001/bob;tcp', 'msrps://127.0.0.1:7001/bob;tcp', 'msrp://127.0.0.1/bob;tcp', 'nothing'])
    assert.equal(of(path), undefined, path)
  assert.equal(of('msrp://127.0.0.1:0/bob;tcp'), undefined)
  assert.equal(of('msrp://127.0.0.1:70000/bob;tcp'), undefined)
})

test('an empty SEND binds it, and that the other end goes is told', async (t) => {
  const sink = await MsrpSink.start({ host: '127.0.0.1', port: 0 })
  t.after(() => sink.close())
  assert.equal(sink.isConnected, false)
  const { wasUp } = opened(sink.port)
  await until(() => sink.isConnected)
  assert.deepEqual({ ...sink.counts }, { connections: 1, sends: 1, bodyBytes: 0, reports: 0, refused: 0, garbage: 0 })
  sink.drop()
  assert.equal(await wasUp, true)
})

test('that our own end goes is told to nobody', async (t) => {
  const sink = await MsrpSink.start({ host: '127.0.0.1', port: 0 })
  t.after(() => sink.close())
  const { connection, wasUp } = opened(sink.port)
  await until(() => sink.isConnected)
  connection.close()
  await until(() => !sink.isConnected)
  assert.equal(await Promise.race([wasUp, Promise.resolve('nothing')]), 'nothing')
})

test('what was never up is not lost: nobody who speaks MSRP, or nobody there', async (t) => {
  const { port, first, server } = await listening(t, 'SIP/2.0 200 OK\r\n\r\n'.repeat(1000))
  const stranger = opened(port)
  const socket = await first
  socket.resume()
  socket.end()
  assert.equal(await stranger.wasUp, false)
  await new Promise((resolve) => server.close(resolve))
  assert.equal(await opened(port).wasUp, false)
})
