// The control door of the reference server: HTTP on loopback, for what SIP cannot ask for.
import type { Address } from '@ch1/sip'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SutError } from '../adapter'

/** Does an expulsion; false when conference or user is unknown. */
export type Expel = (conference: string, user: string) => boolean

/** What the door's orders do. */
export interface ControlOrders {
  readonly expel: Expel
  /** Takes the policy of the conferences to come; gives what is wrong with it. */
  readonly decide: (policy: unknown) => string | undefined
}

const MOST_BYTES = 16_384

/**
 * `POST /control/expel {"conference","user"}` → 204, or 404 with the reason. `POST /control/policy {…}` → 204, or 400 with the reason.
 * Everything else is refused with a JSON reason.
 */
export class ControlDoor {
  readonly address: Address
  private readonly server: Server

  private constructor(server: Server, address: Address) {
    this.server = server
    this.address = address
  }

  /** Listens. @throws SutError when the address cannot be bound */
  static listen(at: Address, orders: ControlOrders): Promise<ControlDoor> {
    const server = createServer((request, response) => {
      void serve(request, orders).then((answer) => write(response, answer))
    })
    server.requestTimeout = 5000
    return new Promise((resolve, reject) => {
      server.once('error', (error) =>
        reject(
          new SutError(`the control door cannot listen: ${error.message}`, `${at.host}:${at.port}`, 'Choose a free port, or 0.'),
        ),
      )
      server.listen(at.port, at.host, () => {
        const { address, port } = server.address() as AddressInfo
        resolve(new ControlDoor(server, { host: address, port }))
      })
    })
  }

  /** Stops listening and ends what is open. */
  close(): Promise<void> {
    this.server.closeAllConnections()
    return new Promise((resolve) => this.server.close(() => resolve()))
  }
}

interface Answer {
  readonly status: number
  readonly error?: string
}

async function serve(request: IncomingMessage, { expel, decide }: ControlOrders): Promise<Answer> {
  const path = (request.url ?? '').split('?')[0]
  if (path !== '/control/expel' && path !== '/control/policy')
    return { status: 404, error: 'there are only POST /control/expel and POST /control/policy' }
  if (request.method !== 'POST') return { status: 405, error: 'POST it' }
  const body = await read(request)
  if (body === undefined) return { status: 413, error: `the body is longer than ${MOST_BYTES} bytes` }
  if (path === '/control/policy') {
    const error = decide(valueOf(body))
    return error === undefined ? { status: 204 } : { status: 400, error }
  }
  const order = orderOf(body)
  if (!order) return { status: 400, error: 'the body is to be {"conference": "sip:…", "user": "sip:…"}' }
  if (expel(order.conference, order.user)) return { status: 204 }
  return { status: 404, error: `${order.user} is not in a conference ${order.conference}` }
}

async function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MOST_BYTES) return undefined
      chunks.push(chunk)
    }
  } catch {
    return '' // the client went away: nobody reads the answer
  }
  return Buffer.concat(chunks).toString('utf8')
}

function orderOf(body: string): { readonly conference: string; readonly user: string } | undefined {
  const order = valueOf(body)
  if (typeof order !== 'object' || order === null || !('conference' in order) || !('user' in order)) return undefined
  const { conference, user } = order
  return typeof conference === 'string' && typeof user === 'string' ? { conference, user } : undefined
}

/** Undefined for what is no JSON. */
function valueOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function write(response: ServerResponse, { status, error }: Answer): void {
  // A body that was not read to its end would be taken for the next request.
  const headers = { 'content-type': 'application/json', ...(status === 413 && { connection: 'close' }) }
  if (error === undefined) response.writeHead(status).end()
  else response.writeHead(status, headers).end(`${JSON.stringify({ error })}\n`)
}
