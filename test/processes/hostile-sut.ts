// Servers that speak SIP wrongly: over connections as strangers do, and by UDP as a repeater and forger between the reference and the run.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { parseMessage, serialize, SipParseError, type SipRequest } from '@ch1/sip'

/** A server that runs in the test's process. */
export interface HostileSut {
  readonly port: number
  stop(): Promise<void>
}

/** Whoever calls by TCP is given what `answer` makes of the first INVITE it sends, or at once what `greeting` is. */
export async function streamSut(o: {
  readonly greeting?: string
  readonly answer?: (head: string) => string
  readonly ends?: boolean
}): Promise<HostileSut> {
  const open = new Set<() => void>()
  const server = createServer((socket) => {
    open.add(() => socket.destroy())
    socket.on('error', () => undefined)
    const say = (text: string): void => {
      socket.write(Buffer.from(text, 'latin1'))
      if (o.ends === true) socket.end()
    }
    if (o.greeting !== undefined) say(o.greeting)
    let read = ''
    socket.on('data', (chunk: Buffer) => {
      read += chunk.toString('latin1')
      const at = read.indexOf('\r\n\r\n')
      if (at < 0 || o.answer === undefined || !read.startsWith('INVITE ')) return
      say(o.answer(read.slice(0, at)))
      read = ''
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      for (const end of open) end()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A 200 to a request, by the header fields that a response copies; `more` are further lines. */
export function okTo(head: string, ...more: readonly string[]): string {
  const copied = head.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq|Record-Route):/i.test(line))
  return ['SIP/2.0 200 OK', ...copied.map((line) => (/^To:/i.test(line) ? `${line};tag=h1` : line)), ...more].join('\r\n')
}

/** Between a server and the run's core, one way: each request goes on, and so does what `more` makes of it. */
export async function between(
  corePort: number,
  more: (request: SipRequest, send: (bytes: Uint8Array) => void) => void,
): Promise<HostileSut & { readonly passed: () => number }> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  let passed = 0
  let isOver = false
  const send = (bytes: Uint8Array): void => {
    if (!isOver) socket.send(bytes, corePort, '127.0.0.1')
  }
  socket.on('message', (bytes) => {
    passed += 1
    send(bytes)
    try {
      const message = parseMessage(bytes)
      if (message.kind === 'request') more(message, send)
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error
    }
  })
  return {
    port: socket.address().port,
    passed: () => passed,
    stop: async () => {
      isOver = true
      socket.close()
      await once(socket, 'close')
    },
  }
}

/** The same request, again and again, for as long as the test runs: a server that hears no answer. */
export function repeater(everyMs: number, most: number): Parameters<typeof between>[1] {
  return (request, send) => {
    let left = most
    const timer = setInterval(() => {
      send(serialize(request))
      left -= 1
      if (left === 0) clearInterval(timer)
    }, everyMs)
    timer.unref()
  }
}

/** For each INVITE of the server: requests and a response of dialogs and transactions that nobody has. */
export function forger(): Parameters<typeof between>[1] {
  let forged = 0
  return (request, send) => {
    if (request.method !== 'INVITE') return
    const id = (forged += 1)
    const [top = ''] = request.list('Via')
    const another = top.replace(/branch=[^;]*/, `branch=z9hG4bKforged${id}`)
    const from = request.header('From') ?? ''
    const to = request.header('To') ?? ''
    const head = (method: string, callId: string, fromLine: string, toLine: string): string =>
      [
        `${method} ${request.requestUri} SIP/2.0`,
        `Via: ${another}${method}`,
        ...request.list('Route').map((route) => `Route: ${route}`),
        'Max-Forwards: 70',
        `From: ${fromLine}`,
        `To: ${toLine}`,
        `Call-ID: ${callId}`,
        `CSeq: ${7 + id} ${method}`,
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n')
    const callId = request.callId ?? ''
    for (const text of [
      head('BYE', callId, from.replace(/tag=.*/, 'tag=wrong'), `${to};tag=wrong`),
      head('BYE', 'nobody@nowhere', from, `${to};tag=nobody`),
      head('NOTIFY', callId, from, `${to};tag=wrong`),
      head('ACK', callId, from, `${to};tag=wrong`),
      okTo(head('INVITE', callId, from, to).replace(/\r\n\r\n$/, ''), 'Content-Length: 0', '', ''),
    ])
      send(Buffer.from(text, 'latin1'))
  }
}
