// PING (RFC 9113 §6.7): shows in the history that the other end of an HTTP/2 connection lives, as a watchdog does over Diameter.
import { base64 } from '../../../recorder'
import type { DoorSite } from '../door'
import type { Connection } from './connection'

const ACK = 1

/** Sends a PING on each HTTP/2 connection and waits, at most `timeoutMs`, for the answers; each frame is recorded octet for octet. */
export async function pingAll(connections: readonly Connection[], site: DoorSite, timeoutMs: number): Promise<void> {
  await Promise.all(connections.map((connection) => ping(connection, site, timeoutMs)))
}

function ping(connection: Connection, site: DoorSite, timeoutMs: number): Promise<void> {
  const { session, conn, flow, gate } = connection
  if (session === undefined || session.destroyed || gate.destroyed) return Promise.resolve()
  const payload = Buffer.alloc(8)
  payload.writeDoubleBE(performance.now())
  const record = (dir: 'toSut' | 'fromSut', flags: number): void => {
    site.record({ kind: 'ch1', dir, door: 'http', enabler: site.name, conn, flow, bytes: base64(pingFrame(flags, payload)) })
  }
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs)
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    gate.once('close', done)
    record('toSut', 0)
    session.ping(payload, (error) => {
      if (error === null) record('fromSut', ACK)
      gate.off('close', done)
      done()
    })
  })
}

/** Length 8, type 6, flags, stream 0, payload. */
function pingFrame(flags: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0, 0, 8, 6, flags, 0, 0, 0, 0]), payload])
}
