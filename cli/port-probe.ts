// Are the fixed ports ours to take? Asked before anything starts, so that the answer is one message.
import { uriHost } from '@ch1/sip'
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import type { Endpoint } from '../testbed'
import { UsageError } from './usage-error'

export async function probePorts(
  ports: readonly (Endpoint & { readonly flag: string; readonly transport: 'udp' | 'tcp' })[],
): Promise<void> {
  for (const { host, port, flag, transport } of ports) {
    const code = await (transport === 'udp' ? udp(host, port) : tcp(host, port))
    if (code === undefined) continue
    const what = code === 'EADDRINUSE' ? 'the port is in use' : `the address cannot be used (${code})`
    throw new UsageError(what, `${flag} ${uriHost(host)}:${port} (${transport})`, 'end what uses it, or choose another')
  }
}

function udp(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close()
      resolve(error.code ?? error.message)
    })
    socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve(undefined)))
  })
}

function tcp(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
