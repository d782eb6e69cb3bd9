// The reference server as users start it: `bin/ch1 im-server` as a process, with a policy file, told through its control door.
import { UdpTransport, type Address, type DigestClient, type SipTransport } from '@ch1/sip'
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import type { ConferencePolicy } from '../../sut/im-server/conference/conference-policy'
import { Enabler, Surroundings, type ServedBy } from './surroundings'

const ROOT = path.join(__dirname, '..', '..')
const START_MS = 20_000

/** Of a test whose server may never say what it waits for. */
export const LIMIT = { timeout: 60_000 } as const

/** How a server is started. */
export interface RunningOptions {
  readonly policy?: Partial<ConferencePolicy>
  /** Further flags of `im-server`. */
  readonly flags?: readonly string[]
  /** Where it listens, `127.0.0.1:0` unless given. */
  readonly sip?: string
  /** Of the core and all users; UDP unless given. */
  readonly transport?: SipTransport
  /** With which the users answer challenges. */
  readonly digest?: DigestClient
}

/** What surrounds a server that is a process of its own. */
export type Meeting = Surroundings<Enabler, RunningServer>

/** Starts one with its surroundings; all of it ends with the test. */
export async function meeting(t: TestContext, o: RunningOptions = {}): Promise<Meeting> {
  const transport = o.transport ?? (await UdpTransport.bind({ host: '127.0.0.1', port: 0 }))
  const enabler = await Enabler.listen()
  const start = (nextHop: Address): Promise<RunningServer> => RunningServer.start(nextHop, enabler.address, o)
  const around = await Surroundings.serving(enabler, start, transport, o.digest ? { digest: o.digest } : {})
  t.after(() => around.close())
  return around
}

/** The process. */
export class RunningServer implements ServedBy {
  onEvent: (line: string) => void = () => {}
  readonly sip: Address
  /** The first line it printed. */
  readonly listening: Readonly<Record<string, unknown>>
  private readonly child: ChildProcess
  private readonly folder: string

  private constructor(child: ChildProcess, folder: string, listening: Readonly<Record<string, unknown>>) {
    this.child = child
    this.folder = folder
    this.listening = listening
    this.sip = addressOf(listening['sip'])
    if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => this.onEvent(line))
  }

  static async start(nextHop: Address, ch1: { host: string; port: number }, o: RunningOptions): Promise<RunningServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'ch1-im-server-'))
    const policy = path.join(folder, 'policy.json')
    writeFileSync(policy, JSON.stringify(o.policy ?? {}))
    const core = `${nextHop.host}:${nextHop.port};transport=${(nextHop.transport ?? 'UDP').toLowerCase()}`
    const flags = [
      ...['--sip', o.sip ?? '127.0.0.1:0', '--ch1', `${ch1.host}:${ch1.port}`, '--next-hop', core],
      ...['--control', '127.0.0.1:0', '--conference', policy, ...(o.flags ?? [])],
    ]
    const child = spawn(process.execPath, [path.join(ROOT, 'bin/ch1'), 'im-server', ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const listening = await firstLineOf(child)
    return new RunningServer(child, folder, listening)
  }

  /** Has it expel a user; the status of the control door. */
  async expel(conference: string, user: string): Promise<number> {
    const url = `http://${String(this.listening['control'])}/control/expel`
    return (await fetch(url, { method: 'POST', body: JSON.stringify({ conference, user }) })).status
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve))
    if (this.child.exitCode === null && this.child.signalCode === null && this.child.kill('SIGTERM')) await gone
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function firstLineOf(child: ChildProcess): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    const words: string[] = []
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`the server did not listen within ${START_MS} ms`))
    }, START_MS)
    child.stderr?.on('data', (data: Buffer) => words.push(data.toString()))
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${words.join('')}`)))
    if (child.stdout)
      createInterface({ input: child.stdout }).once('line', (line) => {
        clearTimeout(timer)
        resolve(JSON.parse(line) as Readonly<Record<string, unknown>>)
      })
  })
}

/** Reads `HOST:PORT`, the host of IPv6 in brackets. */
export function addressOf(text: unknown): Address {
  const [, host = '', port = ''] = /^\[?([^\]]+?)\]?:(\d+)(?:;.*)?$/.exec(String(text)) ?? []
  assert.notEqual(port, '', `no HOST:PORT: ${String(text)}`)
  return { host, port: Number(port) }
}
