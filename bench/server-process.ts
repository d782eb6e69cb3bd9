// A server to be measured, in a process of its own: started, waited for, ended by its process id; its folder goes with it.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

const READY_MS = 20_000
const STOP_MS = 5_000

/** A server that takes connections. */
export interface MeasuredServer {
  readonly pid: number
  readonly port: number
  stop(): Promise<void>
}

/** How a server is started on a free port, in a new folder. `cpu`: bound to that core. */
export interface ServerRecipe {
  readonly program: string
  /** Makes what the server needs in its folder, and gives its arguments. */
  readonly prepare: (folder: string, port: number) => readonly string[]
}

/** Starts it and waits until its port takes a connection; rejects with what it said when it does not. */
export async function startServer(recipe: ServerRecipe, o: { readonly core?: number } = {}): Promise<MeasuredServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ch1-bench-'))
  const port = await freePort()
  const words = [recipe.program, ...recipe.prepare(folder, port)]
  // taskset replaces itself by the program, so the process id is the server's.
  const [program = '', ...args] = o.core === undefined ? words : ['taskset', '-c', String(o.core), ...words]
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const hear = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-20_000))
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const state = { over: false }
  const over = new Promise<void>((resolve) => {
    const end = (why: unknown): void => {
      if (why instanceof Error) said += why.message
      state.over = true
      rmSync(folder, { recursive: true, force: true })
      resolve()
    }
    child.once('error', end)
    child.once('close', end)
  })
  const killed = (): void => void child.kill('SIGKILL')
  process.once('exit', killed)
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    const cutOff = setTimeout(killed, STOP_MS)
    await over
    clearTimeout(cutOff)
    process.off('exit', killed)
  }
  const deadline = Date.now() + READY_MS
  while (!(await takesConnections(port))) {
    if (!state.over && Date.now() < deadline) continue
    await stop()
    throw new Error(`${words.join(' ')} does not take connections:\n${said}`)
  }
  return { pid: child.pid ?? 0, port, stop }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

// Waits a moment before saying no, so that asking again is no busy loop.
function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => setTimeout(() => resolve(false), 50))
  })
}
