// A tcpdump on the loopback interface, from before the first packet to after the last.
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { spawn } from 'node:child_process'
import { segmentsOf } from './captured-segments'
import type { Segment } from '../../capture/internet'

const START_MS = 20_000
const LAST_MS = 20_000

/** A capture that runs. */
export interface Capture {
  /** Ends it and gives what crossed `port` until now. Throws when the kernel dropped a packet. */
  stop(): Promise<readonly Segment[]>
}

/** tcpdump could not start here; the message is its own. */
export class NoCapture extends Error {
  override readonly name = 'NoCapture'
}

/** Captures every UDP and TCP packet from or to `port` of 127.0.0.1. */
export async function captureLoopback(port: number): Promise<Capture> {
  // to standard output, packet by packet, and each as soon as the kernel has it
  const args = ['-i', 'lo', '-n', '-U', '--immediate-mode', '-B', '16384', '-w', '-', `ip host 127.0.0.1 and port ${port}`]
  const child = spawn('tcpdump', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  let file = Buffer.alloc(0)
  let said = ''
  const wake = new Set<() => void>()
  const look = (): void => wake.forEach((one) => one())
  child.stdout.on('data', (chunk: Buffer) => {
    file = Buffer.concat([file, chunk])
    look()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    look()
  })
  const ended = new Promise<void>((resolve) => {
    child.once('error', ({ message }) => {
      said += message
      resolve()
    })
    child.once('close', () => resolve())
  }).then(() => process.off('exit', kill))
  /** Resolves when it holds; rejects when tcpdump ended before, or after `withinMs`. */
  const until = (holds: () => boolean, withinMs: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const fail = (): void => reject(new NoCapture(said.trim() || 'tcpdump said nothing'))
      const timer = setTimeout(fail, withinMs)
      const check = (): void => {
        if (!holds()) return
        clearTimeout(timer)
        wake.delete(check)
        resolve()
      }
      wake.add(check)
      void ended.then(fail)
      check()
    })
  try {
    await until(() => said.includes('listening on'), START_MS)
  } catch (error) {
    kill()
    throw error
  }
  return {
    stop: async () => {
      // what was sent before this datagram is captured before it
      const last = randomBytes(32)
      await send(last, port)
      await until(() => file.includes(last), LAST_MS)
      child.kill('SIGINT')
      await ended
      if (!/\b0 packets dropped by kernel/.test(said)) throw new Error(`tcpdump missed something: ${said}`)
      return segmentsOf(file).filter(({ payload }) => !last.equals(payload))
    },
  }
}

function send(bytes: Buffer, port: number): Promise<void> {
  const socket = createSocket('udp4')
  return new Promise((resolve, reject) => {
    socket.send(bytes, port, '127.0.0.1', (error) => {
      socket.close()
      if (error) reject(error)
      else resolve()
    })
  })
}
