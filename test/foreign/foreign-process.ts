// A foreign program under test conditions: started in a folder of its own, its output kept, bounded in time, ended by its own process id.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'

const KEPT_CHARACTERS = 400_000
const STOP_MS = 10_000

const folders: string[] = []
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A new folder below the system's temporary one with these files in it; removed when the tests end. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ch1-foreign-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
  return folder
}

/** Skips the test, with the Debian package to install, unless each program can be found; true when all are there. */
export function needs(t: TestContext, programs: Readonly<Record<string, string>>): boolean {
  const missing = Object.entries(programs).filter(([program]) => spawnSync('which', [program]).status !== 0)
  if (missing.length === 0) return true
  t.skip(missing.map(([program, debian]) => `${program} is not installed (apt-get install ${debian})`).join('; '))
  return false
}

/** Runs a program to its end; throws with its output when it fails. */
export function runForeign(program: string, args: readonly string[], cwd: string): string {
  const run = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 60_000, maxBuffer: 1 << 28 })
  if (run.status === 0) return run.stdout
  throw new Error(
    `${program} ${args.join(' ')}\n${run.error?.message ?? `exit ${run.status ?? run.signal}`}\n${run.stderr}${run.stdout}`,
  )
}

/** A program that runs. */
export class ForeignProcess {
  /** Resolves with the exit code, or the signal's name. */
  readonly ended: Promise<number | string>
  readonly #child: ChildProcess
  readonly #name: string
  readonly #watching = new Set<() => void>()
  #output = ''
  #over = false

  constructor(program: string, args: readonly string[], cwd: string) {
    this.#name = `${program} ${args.join(' ')}`
    this.#child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    running.add(this.#child)
    const take = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString('latin1')).slice(-KEPT_CHARACTERS)
      this.#wake()
    }
    this.#child.stdout?.on('data', take)
    this.#child.stderr?.on('data', take)
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => this.#finish(resolve, error.message))
      this.#child.once('close', (code, signal) => this.#finish(resolve, code ?? signal ?? 'unknown'))
    })
  }

  /** What it wrote to both its outputs. */
  get output(): string {
    return this.#output
  }

  /** Waits until its output matches; throws with the output when it does not within `withinMs`, or when the program ended before. */
  async until(pattern: RegExp, withinMs = 30_000): Promise<RegExpExecArray> {
    await until(
      () => pattern.test(this.#output) || this.#over,
      withinMs,
      (look) => this.#watch(look),
    )
    const found = pattern.exec(this.#output)
    if (found !== null) return found
    throw new Error(
      `${this.#name}\n${this.#over ? 'ended without' : `within ${withinMs} ms not`} saying ${pattern}:\n${this.#output.slice(-6_000)}`,
    )
  }

  /** SIGTERM, and after ten seconds SIGKILL; resolves with the end. */
  async stop(): Promise<number | string> {
    this.#child.kill('SIGTERM')
    const cutOff = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS)
    const end = await this.ended
    clearTimeout(cutOff)
    return end
  }

  #watch(look: () => void): () => void {
    this.#watching.add(look)
    return () => this.#watching.delete(look)
  }

  #wake(): void {
    for (const look of [...this.#watching]) look()
  }

  #finish(resolve: (end: number | string) => void, end: number | string): void {
    this.#over = true
    running.delete(this.#child)
    this.#wake()
    resolve(end)
  }
}

/** True as soon as `holds` does, false after `withinMs`; `watch` calls back whenever it may have changed. */
export function until(holds: () => boolean, withinMs: number, watch: (look: () => void) => () => void): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (result: boolean): void => {
      clearTimeout(timer)
      unwatch()
      resolve(result)
    }
    const timer = setTimeout(() => settle(holds()), withinMs)
    const unwatch = watch(() => {
      if (holds()) settle(true)
    })
    if (holds()) settle(true)
  })
}
