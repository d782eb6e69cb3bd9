// A child process that serves: started in a group of its own, read until it listens, ended within a bound.
import type { Address } from '@ch1/sip'
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { SutError } from './adapter'

/** What the first line of the server's standard output tells. */
export interface Listening {
  readonly sip: Address
  readonly control: Address
  readonly diameter?: Address
  readonly version: string
}

const STOP_MS = 1200
const KILL_MS = 300
const KEPT_LINES = 20

/** The process. An IPC channel is open to it; it is to end when that closes. */
export class ServerProcess {
  onMessage: (message: unknown) => void = () => {}
  /** Called once when the process went away unasked. */
  onExit: (why: string) => void = () => {}
  private readonly child: ChildProcess
  private readonly command: string
  private readonly lastLines: string[] = []
  private readonly exited: Promise<string>
  private stopping = false

  constructor(command: readonly string[]) {
    this.command = command.join(' ')
    const [program = '', ...args] = command
    // A group of its own: Ctrl-C at the terminal reaches only us, and we end the child in order.
    this.child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true })
    this.child.on('message', (message: unknown) => this.onMessage(message))
    this.exited = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(error.message))
      this.child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`))
    })
    void this.exited.then((why) => {
      if (!this.stopping) this.onExit(`${why}${this.tail()}`)
    })
    if (this.child.stderr) createInterface({ input: this.child.stderr }).on('line', (line) => this.keep(line))
  }

  /** 0 when the process could not even be started. */
  get pid(): number {
    return this.child.pid ?? 0
  }

  /** Waits for the `listening` line. @throws SutError when it does not come; the process is then ended */
  async listening(timeoutMs: number): Promise<Listening> {
    let timer: NodeJS.Timeout | undefined
    try {
      return await Promise.race([
        this.firstLine(),
        this.exited.then((why) => this.fail(`the server ended before it listened: ${why}${this.tail()}`)),
        new Promise<never>((_, reject) => {
          timer = setTimeout(() => {
            reject(this.failure(`the server did not listen within ${timeoutMs} ms${this.tail()}`))
          }, timeoutMs)
        }),
      ])
    } catch (error) {
      await this.stop()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  /** SIGTERM, then SIGKILL; resolves when the process is gone, at most after 1.5 s. */
  async stop(): Promise<void> {
    this.stopping = true
    if (this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return
    this.child.kill('SIGTERM')
    if (await within(this.exited, STOP_MS)) return
    this.child.kill('SIGKILL')
    await within(this.exited, KILL_MS)
  }

  private firstLine(): Promise<Listening> {
    return new Promise((resolve, reject) => {
      if (!this.child.stdout) return
      const lines = createInterface({ input: this.child.stdout })
      lines.once('line', (line) => {
        const listening = listeningOf(line)
        if (listening) resolve(listening)
        else reject(this.failure(`the server's first line is not its listening line: ${line.slice(0, 200)}`))
      })
      lines.on('line', () => {}) // later lines are read and dropped, so that the pipe never fills
    })
  }

  private keep(line: string): void {
    this.lastLines.push(line.slice(0, 500))
    if (this.lastLines.length > KEPT_LINES) this.lastLines.shift()
  }

  private tail(): string {
    return this.lastLines.length === 0 ? '' : `; its last words: ${this.lastLines.slice(-5).join(' | ')}`
  }

  private failure(what: string): SutError {
    return new SutError(what, this.command, 'Run that command by hand to see why.')
  }

  private fail(what: string): never {
    throw this.failure(what)
  }
}

function listeningOf(line: string): Listening | undefined {
  try {
    const told: unknown = JSON.parse(line)
    if (typeof told !== 'object' || told === null || !('event' in told) || told.event !== 'listening') return undefined
    const sip = 'sip' in told ? addressOf(told.sip) : undefined
    const control = 'control' in told ? addressOf(told.control) : undefined
    const version = 'version' in told && typeof told.version === 'string' ? told.version : 'unknown'
    const diameter = 'diameter' in told ? addressOf(told.diameter) : undefined
    return sip && control ? { sip, control, version, ...(diameter && { diameter }) } : undefined
  } catch {
    return undefined
  }
}

function addressOf(text: unknown): Address | undefined {
  const match = typeof text === 'string' ? /^\[?([^\]]+)\]?:(\d+)$/.exec(text) : null
  return match?.[1] !== undefined && match[2] !== undefined ? { host: match[1], port: Number(match[2]) } : undefined
}

async function within(event: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  const happened = await Promise.race([event.then(() => true), late])
  clearTimeout(timer)
  return happened
}
