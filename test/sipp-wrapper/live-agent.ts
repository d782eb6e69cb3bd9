// What the live tests share: free ports, a UDP peer with one-by-one reading, an agent that is stopped when its test ends.
import { spawnSync } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { SippAgent, sippFeatures, type AgentOptions, type AgentPorts, type SippFeatures } from 'sipp-wrapper'
import { readSippVersion } from '../../packages/sipp-wrapper/src/process/sipp-version'

const { error, stdout } = spawnSync('sipp', ['-v'], { encoding: 'latin1' })
/** Pass as `skip`: a reason where SIPp is missing. */
export const skip: string | false = error === undefined ? false : 'SIPp is not installed (apt-get install sip-tester)'

/** What the installed SIPp can do; undefined where it is missing. */
export const features: SippFeatures | undefined = featuresOf(stdout)

function featuresOf(banner: string | null): SippFeatures | undefined {
  const version = readSippVersion(banner ?? '')
  return version === undefined ? undefined : sippFeatures(version)
}

/** How long a test waits for one message. */
const patienceMs = 3_000

/** A folder that goes with the test. */
export function temporaryFolder(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'sipp-wrapper-'))
  t.after(() => {
    rmSync(dir, { recursive: true, force: true })
  })
  return dir
}

/** Ports nobody has at this moment: media is one whose second next is free too. */
export async function freePorts(): Promise<AgentPorts> {
  const open: { close(): void }[] = []
  try {
    const udp = async (port = 0): Promise<number> => {
      const socket = createSocket('udp4')
      socket.bind(port, '127.0.0.1')
      await once(socket, 'listening')
      open.push(socket)
      return socket.address().port
    }
    const server = createServer().listen(0, '0.0.0.0')
    await once(server, 'listening')
    open.push(server)
    const [sip, control, media] = [await udp(), await udp(), await udp()]
    await udp(media + 2)
    // over TCP too: a connection of some other test may have the same number
    const overTcp = createServer().listen(sip, '127.0.0.1')
    open.push(overTcp)
    await once(overTcp, 'listening')
    return { sip, control, media, twin: (server.address() as AddressInfo).port }
  } catch {
    return await freePorts() // the second media port was taken, or the SIP port by TCP
  } finally {
    for (const one of open) one.close()
  }
}

/** A UDP user agent made of a socket and a list. */
export class UdpPeer {
  readonly port: number
  private readonly socket: Socket
  private readonly arrived: Buffer[] = []
  private wake: (() => void) | undefined

  private constructor(socket: Socket) {
    this.socket = socket
    this.port = socket.address().port
    socket.on('message', (message) => {
      this.arrived.push(message)
      this.wake?.()
    })
  }

  /** A peer on a free port of 127.0.0.1, closed when the test ends. */
  static async open(t: TestContext): Promise<UdpPeer> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 })
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    t.after(() => socket.close())
    return new UdpPeer(socket)
  }

  /** The next datagram, exactly. */
  async next(): Promise<Buffer> {
    const until = Date.now() + patienceMs
    while (this.arrived.length === 0) {
      if (Date.now() >= until) throw new Error(`the peer waited ${patienceMs} ms for a datagram and got none`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patienceMs)
        this.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    return this.arrived.shift() ?? Buffer.alloc(0)
  }

  /** Datagrams that came and were not read. */
  get unread(): number {
    return this.arrived.length
  }

  send(message: Uint8Array, agent: SippAgent): void {
    this.socket.send(message, agent.local.port, agent.local.host)
  }
}

/** What an agent received, one by one. */
export class Inbox {
  private readonly arrived: Buffer[] = []
  private wake: (() => void) | undefined

  constructor(agent: SippAgent) {
    agent.onMessage = (message) => {
      this.arrived.push(Buffer.from(message))
      this.wake?.()
    }
  }

  async next(): Promise<Buffer> {
    const timer = setTimeout(() => this.wake?.(), patienceMs)
    if (this.arrived.length === 0) await new Promise<void>((resolve) => (this.wake = resolve))
    clearTimeout(timer)
    const first = this.arrived.shift()
    if (first === undefined) throw new Error(`the agent received nothing for ${patienceMs} ms`)
    return first
  }
}

/** A running agent that sends to `peerPort`, stopped when the test ends. */
export async function startAgent(t: TestContext, peerPort: number, more: Partial<AgentOptions> = {}): Promise<SippAgent> {
  const agent = await SippAgent.start({
    name: 'alice',
    host: '127.0.0.1',
    remote: { host: '127.0.0.1', port: peerPort },
    ports: await freePorts(),
    dir: temporaryFolder(t),
    ...more,
  })
  t.after(async () => {
    await agent.stop()
  })
  return agent
}

/** One SIP message with the header fields every message needs. */
export function sip(startLine: string, callId: string, cseq: string, body: string | Buffer = ''): Buffer {
  const bytes = Buffer.from(body)
  const head = [
    startLine,
    'Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK-1',
    'From: "Alice" <sip:alice@example.org>;tag=a1',
    'To: <sip:bob@example.org>;tag=b1',
    `Call-ID: ${callId}`,
    `CSeq: ${cseq}`,
    `Content-Length: ${bytes.length}`,
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes])
}

/** True while the process exists and is not a zombie. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
