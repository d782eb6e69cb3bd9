// Agents over real transports on loopback, and bare sockets that say and read what a test wants.
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { TestContext } from 'node:test'
import {
  TcpTransport,
  TransactionLayer,
  UserAgent,
  type SipParseError,
  type SipTransport,
  type StreamLimits,
  type Timers,
} from '@ch1/sip'

/** Base times that are not waited for: nothing in these tests depends on a retransmission. */
export const VALUES = { t1Ms: 500, t2Ms: 4000, t4Ms: 5000 }

/** Why a test over ::1 cannot run here; false when it can. */
export const NO_IPV6 = Object.values(networkInterfaces()).some(
  (addresses) => addresses?.some((address) => address.address === '::1') === true,
)
  ? false
  : 'this machine has no IPv6 loopback'

/** An agent over this transport, closed after the test. */
export function agentOver(t: TestContext, name: string, transport: SipTransport, timers?: Timers): UserAgent {
  const layer = new TransactionLayer({ transport, values: VALUES, timers })
  const { host, port, transport: by } = transport.sentBy
  const agent = new UserAgent({ layer, contact: `<sip:${name}@${host}:${port};transport=${by.toLowerCase()}>` })
  t.after(() => agent.close())
  return agent
}

/** The URI of an agent. */
export function uriOf(agent: UserAgent): string {
  return agent.contact.slice(1, -1)
}

/** The headers that every request of these tests has. */
export const PARTIES = { from: '<sip:alice@home.example>', to: '<sip:bob@home.example>' }

/** A TCP transport that notes what it is told. */
export interface Listener {
  readonly transport: TcpTransport
  readonly messages: string[]
  readonly garbage: SipParseError[]
  readonly errors: string[]
  readonly lost: string[]
}

/** A TCP transport on loopback that notes what it is told; closed after the test. */
export async function listener(t: TestContext, limits: Partial<StreamLimits> = {}, timers?: Timers): Promise<Listener> {
  const transport = await TcpTransport.bind({ host: '127.0.0.1', port: 0, limits, timers })
  t.after(() => transport.close())
  const told: Listener = { transport, messages: [], garbage: [], errors: [], lost: [] }
  transport.onMessage = (bytes) => told.messages.push(Buffer.from(bytes).toString('latin1'))
  transport.onGarbage = (_bytes, why) => told.garbage.push(why)
  transport.onError = (error) => told.errors.push(error.message)
  transport.onLost = (_to, why) => told.lost.push(why.message)
  return told
}

/** A bare TCP client: what it was sent, and whether the other end has closed. */
export interface Caller {
  readonly socket: Socket
  readonly text: () => string
  readonly isClosed: () => boolean
}

/** Connects to a port of loopback; destroyed after the test. */
export async function caller(t: TestContext, port: number): Promise<Caller> {
  const socket = connect(port, '127.0.0.1')
  t.after(() => socket.destroy())
  const reading = readingOf(socket)
  await once(socket, 'connect')
  return reading
}

/** A bare TCP server; each connection is given to `on`. Closed, with its connections, after the test. */
export async function bareServer(t: TestContext, on: (caller: Caller) => void): Promise<AddressInfo> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    on(readingOf(socket))
  })
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server.address() as AddressInfo
}

/** Resolves as soon as it holds; looks whenever the event loop comes round. Rejects after half a minute, with what was there. */
export async function eventually(holds: () => boolean, story: () => unknown = () => ''): Promise<void> {
  const until = Date.now() + 30_000
  while (!holds()) {
    if (Date.now() > until) throw new Error(`it did not come about within 30 s: ${JSON.stringify(story())}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function readingOf(socket: Socket): Caller {
  let text = ''
  let isClosed = false
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  socket.on('error', () => (isClosed = true))
  socket.on('close', () => (isClosed = true))
  return { socket, text: () => text, isClosed: () => isClosed }
}
