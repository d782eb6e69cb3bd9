// One step of a participant: a request is told to the wire, crosses to another process, and its 200 is read; beside a bare UDP ping-pong.
import { fork } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseMessage } from '@ch1/sip'
import { PortLeases } from 'sipp-wrapper'
import type { BenchOptions, BenchResult } from '../../cli/bench'
import { sippWire, socketWire, type Wire } from '../../mocks/participant'

const HOST = '127.0.0.1'
const ROUNDS = 3
const WARM_UP = 50
const LOST_MS = 5_000
const PING = 'bare UDP ping-pong'

type Step = (i: number) => Promise<void>
interface Way {
  readonly step: Step
  end(): Promise<void>
}

/** p50 of a step, ms, on either wire and bare, in turns. */
export async function steps({ full, say }: BenchOptions): Promise<readonly BenchResult[]> {
  const count = full ? 2_000 : 300
  const ways: readonly (readonly [string, () => Promise<Way>])[] = [
    [PING, pingPong],
    ['SocketWire', () => wireWay((port) => socketWire({ core: { host: HOST, port }, host: HOST, port: 0 }))],
    ['SippWire', sippWay],
  ]
  const runs = new Map<string, number[]>(ways.map(([name]) => [name, []]))
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, open] of ways) {
      const way = await open()
      try {
        for (let i = 0; i < WARM_UP; i += 1) await way.step(i)
        const times: number[] = []
        for (let i = 0; i < count; i += 1) {
          const began = performance.now()
          await way.step(WARM_UP + i)
          times.push(performance.now() - began)
        }
        const p50 = median(times)
        runs.get(name)?.push(p50)
        say(`${name}: a step takes ${p50.toFixed(3)} ms (p50 of ${count})`)
      } finally {
        await way.end()
      }
    }
  const floor = median(runs.get(PING) ?? [])
  return [...runs].map(([name, all]) => ({
    bench: 'sip',
    metric: `step round trip, p50 (${name})`,
    value: median(all),
    unit: 'ms',
    against: name === PING ? null : PING,
    ratio: name === PING ? null : median(all) / floor,
    runs: all,
  }))
}

async function pingPong(): Promise<Way> {
  const peer = await startPeer('echo')
  const socket = createSocket('udp4')
  socket.bind(0, HOST)
  await once(socket, 'listening')
  return {
    step: async (i) => {
      const back = once(socket, 'message')
      socket.send(options(i, 5062), peer.port, HOST)
      await inTime(back)
    },
    end: () => {
      socket.close()
      peer.stop()
      return Promise.resolve()
    },
  }
}

async function sippWay(): Promise<Way> {
  const dir = mkdtempSync(path.join(tmpdir(), 'ch1-bench-'))
  const leases = new PortLeases()
  const ports = await leases.lease()
  const way = await wireWay((port) => sippWire({ name: 'bench', core: { host: HOST, port }, host: HOST, ports, dir }))
  return {
    step: way.step,
    end: async () => {
      await way.end()
      leases.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function wireWay(open: (port: number) => Promise<Wire>): Promise<Way> {
  const peer = await startPeer('answer')
  const wire = await open(peer.port)
  let arrived: (() => void) | undefined
  wire.onMessage((bytes) => {
    const message = parseMessage(bytes)
    if (message.kind === 'response' && message.status === 200) arrived?.()
  })
  return {
    step: async (i) => {
      const answered = new Promise<void>((resolve) => {
        arrived = resolve
      })
      await wire.send(options(i, wire.local.port))
      await inTime(answered)
    },
    end: async () => {
      await wire.stop()
      peer.stop()
    },
  }
}

async function startPeer(kind: 'answer' | 'echo'): Promise<{ readonly port: number; stop(): void }> {
  const child = fork(path.join(__dirname, '..', 'sip-peer.ts'), [kind], {
    execArgv: ['-r', path.join(__dirname, '..', '..', 'tools', 'register.js')],
  })
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }]
  return { port, stop: () => child.kill('SIGKILL') }
}

function options(i: number, port: number): Buffer {
  const lines = [
    'OPTIONS sip:conf-1@im.example SIP/2.0',
    `Via: SIP/2.0/UDP ${HOST}:${port};branch=z9hG4bKstep${i}`,
    'Max-Forwards: 70',
    'From: <sip:alice@home.example>;tag=a1',
    'To: <sip:conf-1@im.example>',
    `Call-ID: step@${HOST}`,
    `CSeq: ${i + 1} OPTIONS`,
    `Contact: <sip:alice@${HOST}:${port}>`,
    'Content-Length: 0',
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
}

function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${LOST_MS} ms`)), LOST_MS)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
