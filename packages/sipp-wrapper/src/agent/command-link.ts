// The TCP connection by which we are SIPp's 3PCC twin: commands go out, nothing is expected back.
import { connect, type Socket } from 'node:net'

const host = '127.0.0.1'
const retryMs = 2

/** Connects to SIPp's twin port, trying again until it listens or `signal` aborts (then the promise rejects). */
export function connectLink(port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const attempt = (): void => {
      if (signal.aborted) {
        reject(new Error('aborted'))
        return
      }
      const socket = connect({ host, port, noDelay: true })
      socket.once('connect', () => {
        socket.removeAllListeners('error')
        socket.on('error', () => undefined) // 'close' follows, and is what counts
        socket.resume()
        resolve(socket)
      })
      socket.once('error', () => void setTimeout(attempt, retryMs))
    }
    attempt()
  })
}
