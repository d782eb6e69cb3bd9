// The server's MSRP connection to a user whom it invited (RFC 4975): opened, and kept for as long as the user keeps it. It carries no messages.
import { connect, isIP } from 'node:net'

/** One connection of the server. */
export interface MsrpConnection {
  /** Ends it; its end is told to nobody. */
  close(): void
}

const MOST_HEARD = 4_096

/** What the session description of a 2xx says of where MSRP ends; undefined where it names no IP address that can be connected to. */
export function msrpPathOf(sdp: string): { readonly path: string; readonly host: string; readonly port: number } | undefined {
  const path = /^a=path:(msrp:\/\/\S{1,300})\s*$/m.exec(sdp)?.[1] ?? ''
  const [, six, four, digits] = /^msrp:\/\/(?:\[([0-9a-f:.]+)\]|([0-9.]+)):([0-9]{1,5})\/[^\s/]+;tcp$/i.exec(path) ?? []
  const [host, port] = [six ?? four ?? '', Number(digits)]
  return isIP(host) !== 0 && port > 0 && port < 65_536 ? { path, host, port } : undefined
}

/**
 * Connects to the user's path, and sends the empty SEND by which RFC 4975 §5.4 has the active end bind the connection to its session. `ended`: it is gone,
 * or never came to be; it was up once that SEND had its 200.
 */
export function openMsrp(
  at: { readonly path: string; readonly host: string; readonly port: number },
  o: { readonly from: string; readonly token: string; readonly ended: (wasUp: boolean) => void },
): MsrpConnection {
  const socket = connect(at.port, at.host)
  let [heard, isBound, isClosed] = ['', false, false]
  socket.on('connect', () => socket.write(emptySend(at.path, o.from, o.token)))
  socket.on('data', (bytes: Buffer) => {
    if (isBound) return
    heard += bytes.toString('latin1')
    isBound = heard.startsWith(`MSRP ${o.token} 200`) && heard.includes(`-------${o.token}$`)
    if (isBound || heard.length > MOST_HEARD) heard = ''
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    if (!isClosed) o.ended(isBound)
  })
  return {
    close: () => {
      isClosed = true
      socket.destroy()
    },
  }
}

function emptySend(to: string, from: string, token: string): string {
  return (
    `MSRP ${token} SEND\r\nTo-Path: ${to}\r\nFrom-Path: ${from}\r\nMessage-ID: ${token}\r\nByte-Range: 1-0/0\r\n` +
    `-------${token}$\r\n`
  )
}
