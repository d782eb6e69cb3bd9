// Whether a port is free, found out by binding it and letting go of it.
import { createSocket } from 'node:dgram'
import { createServer, isIPv6 } from 'node:net'

/** True if this UDP port of `host` is free at this moment. */
export function isUdpFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
    socket.once('error', () => {
      socket.close()
      resolve(false)
    })
    socket.bind({ address: host, port, exclusive: true }, () =>
      socket.close(() => {
        resolve(true)
      }),
    )
  })
}

/** True if nobody listens on this TCP port of `host` at this moment. */
export function isTcpFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => {
      resolve(false)
    })
    server.listen({ port, host, exclusive: true }, () =>
      server.close(() => {
        resolve(true)
      }),
    )
  })
}
