// Starts `bin/ch1` as a user does, in a process of its own, bounded in time, and keeps what it said.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { VerdictsDocument } from '../../judge/verdicts-document'

/** The folder of the project. */
export const ROOT = path.resolve(__dirname, '..', '..')
const CH1 = path.join(ROOT, 'bin', 'ch1')
/** A bound for what hangs; the whole catalogue takes a minute, and some on a machine that is shared. */
const LIMIT_MS = 300_000

const folders: string[] = []
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly tookMs: number
  /** It was killed here, because it took so long. */
  readonly tooLong: boolean
}

/** A command that runs. */
export interface Started {
  readonly pid: number
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

/** A new folder below the system's temporary one, removed when the tests end. */
export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ch1-conformance-'))
  folders.push(folder)
  return folder
}

/** Starts `bin/ch1` (or, with `script`, a script of the tests) in a process group of its own; killed after `limitMs`. */
export function start(
  args: readonly string[],
  o: { readonly script?: string; readonly limitMs?: number; readonly env?: NodeJS.ProcessEnv } = {},
): Started {
  const began = Date.now()
  const program = o.script === undefined ? [CH1] : ['-r', path.join(ROOT, 'tools', 'register.js'), o.script]
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', NODE_TEST_CONTEXT: undefined, ...o.env },
  })
  running.add(child)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  let tooLong = false
  const limit = setTimeout(() => {
    tooLong = true
    child.kill('SIGKILL')
  }, o.limitMs ?? LIMIT_MS)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      clearTimeout(limit)
      running.delete(child)
      resolve({ code, signal, stdout, stderr, tookMs: Date.now() - began, tooLong })
    })
  })
  return { pid: child.pid ?? 0, child, ended }
}

/** Runs a command to its end. */
export function ch1(...args: readonly string[]): Promise<Ended> {
  return start(args).ended
}

/**
 * The participants' ports are leased from here: away from those of a run that somebody starts beside the tests, and from those of the other
 * lanes of `npm test`.
 */
export const LEASES = ['--lease-base', process.env['CH1_TEST_LEASES'] ?? '27000'] as const

/** The arguments of a run that nobody watches. */
export function runArgs(out: string, ...more: readonly string[]): readonly string[] {
  return ['run', '--progress', 'none', '--no-html', '--out', out, ...LEASES, ...more]
}

/** `verdicts.json` of a run. */
export function verdictsOf(out: string): VerdictsDocument {
  return JSON.parse(readFileSync(path.join(out, 'verdicts.json'), 'utf8')) as VerdictsDocument
}

/** Test purpose → verdict. */
export function words(document: VerdictsDocument): Readonly<Record<string, string>> {
  return Object.fromEntries(document.results.map(({ id, verdict }) => [id, verdict]))
}

/** The purposes that did not pass and should have, each with why. */
export function notPassed(document: VerdictsDocument): readonly string[] {
  return document.results
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
    .map(({ id, verdict, reason }) => `${id} ${verdict}: ${reason}`)
}

/** What to show when a run went otherwise than wanted. */
export function story({ code, signal, stdout, stderr, tookMs, tooLong }: Ended): string {
  const late = tooLong ? `, killed by the test after ${Math.round(tookMs / 1000)} s` : ''
  return `exit ${code ?? signal}${late}\n${stdout.slice(0, 6000)}\n${stderr.slice(0, 3000)}`
}
