// Ports and identities, leased: eight ports a participant from 21000 + 500 · worker, each proven free by binding it.
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

/** What SIPp needs of each participant; `media` takes the port and some above it. */
export interface PortLease {
  readonly sip: number
  readonly control: number
  readonly media: number
  readonly twin: number
  /** TCP, for the participant's MSRP path. */
  readonly msrp: number
}

const FIRST = 21_000
const PER_WORKER = 500
const PER_PARTICIPANT = 8

export class Leases {
  private readonly host: string
  private readonly base: number
  private readonly taken = new Set<number>()
  // runs side by side begin in different places, so that a port proven free is seldom wanted by two
  private turn = process.pid
  private identity = 0

  constructor(host: string, worker: number, first = FIRST) {
    this.host = host
    this.base = first + PER_WORKER * worker
  }

  /** A number that no user of this testbed had before. */
  nextIdentity(): number {
    this.identity += 1
    return this.identity
  }

  /** The next free block, round robin so that a port rests before it is used again. Undefined when every block is taken. */
  async ports(): Promise<PortLease | undefined> {
    const blocks = Math.floor(PER_WORKER / PER_PARTICIPANT)
    for (let tried = 0; tried < blocks; tried += 1) {
      const sip = this.base + PER_PARTICIPANT * (this.turn++ % blocks)
      if (this.taken.has(sip)) continue
      this.taken.add(sip)
      const lease = { sip, control: sip + 1, media: sip + 2, msrp: sip + 6, twin: sip + 7 }
      if (await this.free(lease)) return lease
      this.taken.delete(sip)
    }
    return undefined
  }

  release(lease: PortLease): void {
    this.taken.delete(lease.sip)
  }

  private async free({ sip, control, media, msrp, twin }: PortLease): Promise<boolean> {
    const udp = [sip, control, media, media + 1, media + 2, media + 3]
    const results = await Promise.all([
      ...udp.map((port) => udpFree(this.host, port)),
      tcpFree(this.host, twin),
      tcpFree(this.host, msrp),
      tcpFree(this.host, sip),
    ])
    return results.every(Boolean)
  }
}

function udpFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => {
      socket.close()
      resolve(false)
    })
    socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve(true)))
  })
}

function tcpFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
