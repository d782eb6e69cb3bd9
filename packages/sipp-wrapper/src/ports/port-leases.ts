// Ports for SIPp processes, leased: no two leases of this machine overlap, and each port was proven free by binding it.
import { createServer, type Server } from 'node:net'
import { SippError } from '../sipp-error'
import { isTcpFree, isUdpFree } from './free-port'

/** The ports one SIPp process needs for itself. */
export interface PortLease {
  /** SIP: UDP and TCP. */
  readonly sip: number
  /** SIPp's control socket (UDP). */
  readonly control: number
  /** Media (UDP): this port, which is even, and the three after it. */
  readonly media: number
  /** The 3PCC connection (TCP). */
  readonly twin: number
}

/** Where leases are taken from. */
export interface PortLeasesOptions {
  /** The local address the ports must be free on; default 127.0.0.1. */
  readonly host?: string
  /** Default 25,000, and up to 32,640: below the ports that Linux gives away by itself. */
  readonly first?: number
  readonly end?: number
}

const windowPorts = 256
const leasePorts = 8

interface Window {
  /** Holding this socket open is what makes the window ours: the kernel takes it back however we end. */
  readonly lock: Server
  readonly free: PortLease[]
}

/**
 * Leases of one Node process. Ports come in windows of 256; a process owns a window while it listens on the window's first TCP port,
 * so that processes side by side, workers for example, never lend out the same port. A port rests as long as possible before it is lent again.
 */
export class PortLeases {
  private readonly host: string
  private readonly first: number
  private readonly windowCount: number
  private readonly windows: Window[] = []
  private readonly taken = new Map<number, Window>()
  private queue: Promise<unknown> = Promise.resolve()
  private next: number
  private isClosed = false

  constructor(options: PortLeasesOptions = {}) {
    this.host = options.host ?? '127.0.0.1'
    this.first = options.first ?? 25_000
    this.windowCount = Math.floor(((options.end ?? 32_640) - this.first) / windowPorts)
    // processes that start together begin at different windows
    this.next = this.windowCount > 0 ? process.pid % this.windowCount : 0
  }

  /** Lends ports. Rejects with SippError 'noPorts' when every window is taken. */
  lease(): Promise<PortLease> {
    const lease = this.queue.then(() => this.find())
    this.queue = lease.catch(() => undefined)
    return lease
  }

  /** Gives ports back; harmless when repeated. */
  release(lease: PortLease): void {
    const window = this.taken.get(lease.sip)
    if (!this.taken.delete(lease.sip)) return
    window?.free.push(lease)
  }

  /** How many leases are out. */
  get leased(): number {
    return this.taken.size
  }

  /** Gives up all windows. What is lent stays in use, unprotected. */
  close(): void {
    this.isClosed = true
    for (const { lock } of this.windows.splice(0)) lock.close()
  }

  private async find(): Promise<PortLease> {
    if (this.isClosed) throw noPorts('these leases were closed')
    for (const window of this.windows) {
      const lease = await this.fromWindow(window)
      if (lease) return lease
    }
    for (let tried = 0; tried < this.windowCount; tried += 1) {
      const base = this.first + windowPorts * (this.next % this.windowCount)
      this.next += 1
      const lock = await lockPort(base)
      if (lock === undefined) continue
      const window = { lock, free: leasesOf(base) }
      this.windows.push(window)
      const lease = await this.fromWindow(window)
      if (lease) return lease
    }
    const end = this.first + windowPorts * this.windowCount
    throw noPorts(
      `every one of the ${this.windowCount} windows of ${windowPorts} ports between ${this.first} and ${end} is taken`,
    )
  }

  private async fromWindow(window: Window): Promise<PortLease | undefined> {
    // One round: a lease that somebody else sits on goes to the end.
    for (let left = window.free.length; left > 0; left -= 1) {
      const lease = window.free.shift()
      if (lease === undefined) return undefined
      if (await this.isFree(lease)) {
        this.taken.set(lease.sip, window)
        return lease
      }
      window.free.push(lease)
    }
    return undefined
  }

  private async isFree({ sip, control, media, twin }: PortLease): Promise<boolean> {
    const udp = [sip, media, media + 1, media + 2, media + 3].map((port) => isUdpFree(port, this.host))
    const free = await Promise.all([
      ...udp,
      isUdpFree(control, '127.0.0.1'),
      isTcpFree(sip, this.host),
      isTcpFree(twin, '0.0.0.0'),
    ])
    return free.every(Boolean)
  }
}

function leasesOf(base: number): PortLease[] {
  const leases: PortLease[] = []
  for (let at = base + leasePorts; at < base + windowPorts; at += leasePorts)
    leases.push({ sip: at, control: at + 1, media: at + 2, twin: at + 6 })
  return leases
}

function lockPort(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', () => {
      resolve(undefined)
    })
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.unref() // a lease keeps no process alive
      resolve(server)
    })
  })
}

function noPorts(why: string): SippError {
  return new SippError('noPorts', `No ports to lease: ${why}. Release some, or give PortLeases another range (first, end).`)
}

const ofThisProcess = new Map<string, PortLeases>()

/** The leases on this address that agents and runs of this process take their ports from when they are given none. */
export function processLeases(host = '127.0.0.1'): PortLeases {
  const leases = ofThisProcess.get(host) ?? new PortLeases({ host })
  ofThisProcess.set(host, leases)
  return leases
}
