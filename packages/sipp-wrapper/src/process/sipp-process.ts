// One SIPp child process: in its own process group, dead when we are, its stderr kept.
import { spawn } from 'node:child_process'
import { findInPath } from './find-in-path'

/** How a process ended: one of the two is null. */
export interface ProcessEnd {
  readonly exitCode: number | null
  readonly signal: string | null
}

/** A running program and its end. */
export interface SippProcess {
  /** The program's own pid, also when it was started through setpriv, which replaces itself. */
  readonly pid: number
  /** Resolves once, after exit and after its stderr was read; never rejects. */
  readonly ended: Promise<ProcessEnd>
  /** The last part of what it wrote to stderr. */
  readonly stderr: () => string
  readonly kill: (signal: 'SIGTERM' | 'SIGKILL') => void
}

const keptStderrBytes = 16_384
const live = new Set<number>()
let cleansUp = false

/**
 * Starts `path` in `cwd`. The child leads a session of its own, so a Ctrl-C in the terminal does not reach it; when this process
 * exits it is killed by us, and when this process is killed it is killed by the kernel (setpriv, where installed).
 * Rejects with node's spawn error.
 */
export async function startProcess(path: string, args: readonly string[], cwd: string): Promise<SippProcess> {
  const setpriv = findInPath('setpriv')
  const command = setpriv === undefined ? [path, ...args] : [setpriv, '--pdeathsig', 'KILL', '--', path, ...args]
  // SIPp's regular expressions must take bytes as bytes.
  const env = { ...process.env, LC_ALL: 'C' }
  const child = spawn(command[0] ?? path, command.slice(1), { cwd, env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  child.stderr.setEncoding('latin1')
  child.stderr.on('data', (text: string) => {
    stderr = (stderr + text).slice(-keptStderrBytes)
  })
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('close', (exitCode, signal) => {
      resolve({ exitCode, signal })
    })
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  const pid = child.pid ?? 0
  live.add(pid)
  killLiveAtExit()
  child.once('exit', () => live.delete(pid))
  child.on('error', () => undefined) // a kill that came too late
  return { pid, ended, stderr: () => stderr, kill: (signal) => void child.kill(signal) }
}

function killLiveAtExit(): void {
  if (cleansUp) return
  cleansUp = true
  process.on('exit', () => {
    for (const pid of live) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // Gone already.
      }
    }
  })
}
