// Bench `sip-core`: what a forwarded message costs the SIP/IP core, beside a bare UDP relay in Node of the same bytes.
import { fork, type ChildProcess } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import path from 'node:path'
import type { BenchOptions, BenchResult } from '../cli/bench'
import { typicalInvite } from './parts/sip-message'

const HOST = '127.0.0.1'
const ROUNDS = 5
const MESSAGES = { short: 20_000, full: 200_000 } as const
/** So many are on their way at once: more than the relay needs to be always busy, fewer than a socket's buffer holds. */
const WINDOW = 64
/** A datagram that has not come after so long is lost. */
const LOST_MS = 500
/** Each is sent again after so many others. */
const DIFFERENT = 4_000

const KINDS = ['relay', 'core'] as const
const RELAY = 'a bare UDP relay in Node'

interface Measured {
  readonly perSecond: number
  /** User and system time of the forwarding process, µs a message. */
  readonly cpuUs: number
  readonly lost: number
}

/** Forwarded INVITEs a second and the CPU each takes, in turns; and how many of the core's were lost. */
export async function run({ full, say }: BenchOptions): Promise<readonly BenchResult[]> {
  const count = full ? MESSAGES.full : MESSAGES.short
  const runs: Record<(typeof KINDS)[number], Measured[]> = { core: [], relay: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of KINDS) {
      const one = await measured(kind, count)
      runs[kind].push(one)
      const { perSecond, cpuUs, lost } = one
      say(`${kind}: ${Math.round(perSecond)} messages a second, ${cpuUs.toFixed(1)} µs CPU a message, ${lost} lost`)
    }
  }
  const { core, relay } = runs
  const [rates, bareRates] = [core, relay].map((all) => all.map(({ perSecond }) => perSecond)) as [number[], number[]]
  const [cpu, bareCpu] = [core, relay].map((all) => all.map(({ cpuUs }) => cpuUs)) as [number[], number[]]
  return [
    result('messages forwarded per second', '1/s', rates, RELAY, ratioOf(rates, bareRates)),
    result('messages forwarded per second by a bare UDP relay', '1/s', bareRates),
    result('CPU per forwarded message', 'µs', cpu, RELAY, ratioOf(cpu, bareCpu)),
    result('CPU per message forwarded by a bare UDP relay', 'µs', bareCpu),
    result(
      'time per forwarded message',
      'µs',
      rates.map((perSecond) => 1e6 / perSecond),
    ),
    result(
      'messages lost',
      '1',
      core.map(({ lost }) => lost),
    ),
  ]
}

/** The median over the rounds: the two of a round met the same machine, busy or not. */
function ratioOf(values: readonly number[], beside: readonly number[]): number {
  return median(values.map((value, i) => value / (beside[i] ?? Number.NaN)))
}

async function measured(kind: (typeof KINDS)[number], count: number): Promise<Measured> {
  const [participant, sut] = [await bound(), await bound()]
  const child = fork(path.join(__dirname, 'sip-core-server.ts'), [kind, ...[sut, participant].map(portOf)], {
    execArgv: ['-r', path.join(__dirname, '..', 'tools', 'register.js')],
  })
  try {
    const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }]
    const messages = Array.from({ length: DIFFERENT }, (_, i) => typicalInvite(i, Number(portOf(participant))))
    // The first ones are for the compiler.
    await through(participant, sut, port, messages, DIFFERENT)
    const before = await cpuUsOf(child)
    const { perSecond, lost } = await through(participant, sut, port, messages, count)
    return { perSecond, lost, cpuUs: ((await cpuUsOf(child)) - before) / count }
  } finally {
    child.kill('SIGKILL')
    participant.close()
    sut.close()
  }
}

async function cpuUsOf(child: ChildProcess): Promise<number> {
  const told = once(child, 'message')
  child.send('cpu')
  const [{ cpuUs }] = (await told) as [{ readonly cpuUs: number }]
  return cpuUs
}

/** Sends `count` messages with never more than a window on their way. */
function through(
  from: Socket,
  to: Socket,
  port: number,
  messages: readonly Buffer[],
  count: number,
): Promise<{ readonly perSecond: number; readonly lost: number }> {
  return new Promise((resolve) => {
    let sent = 0
    let came = 0
    let lost = 0
    let cameBefore = -1
    const begun = process.hrtime.bigint()
    const send = (): void => {
      const message = messages[sent % messages.length]
      if (sent >= count || message === undefined) return
      sent += 1
      from.send(message, port, HOST)
    }
    const watch = setInterval(() => {
      if (came === cameBefore) lost = sent - came
      if (came + lost >= count) return finish()
      if (came === cameBefore) for (let i = 0; i < WINDOW; i += 1) send()
      cameBefore = came
    }, LOST_MS)
    const finish = (): void => {
      const seconds = Number(process.hrtime.bigint() - begun) / 1e9
      clearInterval(watch)
      to.off('message', arrived)
      resolve({ perSecond: came / seconds, lost: sent - came })
    }
    const arrived = (): void => {
      came += 1
      if (came + lost >= count) return finish()
      send()
    }
    to.on('message', arrived)
    for (let i = 0; i < WINDOW; i += 1) send()
  })
}

async function bound(): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 })
  socket.bind(0, HOST)
  await once(socket, 'listening')
  return socket
}

function portOf(socket: Socket): string {
  return String(socket.address().port)
}

function result(metric: string, unit: string, runs: readonly number[], against?: string, ratio?: number): BenchResult {
  return { bench: 'sip-core', metric, value: median(runs), unit, against: against ?? null, ratio: ratio ?? null, runs }
}

function median(runs: readonly number[]): number {
  return [...runs].sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? Number.NaN
}
