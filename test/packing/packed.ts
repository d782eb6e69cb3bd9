// Packs the root and each package as `npm pack` does it for a release, and installs tarballs where no checkout is near.
// Nothing is fetched: npm runs offline on an empty cache, so what an install needs is in the tarball or was laid there by us.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const ROOT = join(__dirname, '..', '..')
export const PACKAGES = ['sip', 'diameter', 'charging-http', 'sipp-wrapper'] as const

export interface Tarball {
  readonly file: string
  /** Paths inside the package, in order, without those of bundled packages. */
  readonly own: readonly string[]
  readonly bundled: readonly string[]
}

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Bound of one program, minutes above what it takes: the machine may be busy. */
const MAX_MS = 240_000

/** Runs a program to its end, or to its bound, when it and all that it started are killed. */
export function run(program: string, args: readonly string[], cwd: string): Promise<Ended> {
  // npm hands its own settings down to what it runs: those of `npm test` are not those of a user somewhere else
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|NODE_OPTIONS$)/i.test(name)))
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const bound = setTimeout(() => {
      stderr += `\nkilled after ${MAX_MS / 1000} s`
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }, MAX_MS)
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(bound)
      resolve({ code: code ?? -1, stdout, stderr })
    })
  })
}

/** Packs one folder into `into`, with its prepack and postpack. */
export async function pack(folder: string, into: string): Promise<Tarball> {
  mkdirSync(into, { recursive: true })
  const args = ['pack', '--json', '--offline', '--cache', join(into, '.npm-cache'), '--pack-destination', into]
  const { code, stdout, stderr } = await run('npm', args, folder)
  assert.equal(code, 0, `npm pack of ${folder}: ${stderr}${stdout}`)
  // what prepack prints would stand before it
  const [packed] = JSON.parse(stdout.slice(stdout.search(/^\[/m))) as readonly [
    { readonly filename: string; readonly bundled: readonly string[]; readonly files: readonly { readonly path: string }[] },
  ]
  const own = packed.files.map(({ path }) => path).filter((path) => !path.startsWith('node_modules/'))
  return { file: join(into, packed.filename), own: own.sort(), bundled: [...packed.bundled].sort() }
}

/** An empty project outside the checkout. */
export function emptyProject(t: { after(end: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'ch1-packing-'))
  t.after(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  for (let up = folder; up !== dirname(up); up = dirname(up))
    assert.ok(!existsSync(join(up, 'node_modules')), `${up} has node_modules: what is missing in a tarball would be found there`)
  writeFileSync(join(folder, 'package.json'), '{ "name": "user", "version": "1.0.0", "private": true }\n')
  return folder
}

/**
 * Installs tarballs offline. `present` are third-party packages by their path under node_modules, copied from the checkout first,
 * since npm takes what already satisfies a dependency; without the links of their programs it would fetch them anew.
 */
export async function install(project: string, tarballs: readonly Tarball[], present: readonly string[]): Promise<void> {
  for (const name of ['.bin', ...present])
    cpSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name), { recursive: true, verbatimSymlinks: true })
  const settings = ['--offline', '--no-audit', '--no-fund', '--cache', join(project, '.npm-cache')]
  const { code, stderr } = await run('npm', ['install', ...settings, ...tarballs.map(({ file }) => file)], project)
  assert.equal(code, 0, `npm install: ${stderr}`)
}

/** Compiles the project's TypeScript strictly against the declarations that were shipped, these checked too; gives what the compiler said. */
export async function compile(project: string, files: readonly string[]): Promise<string> {
  const compilerOptions = {
    ...{ target: 'ES2022', module: 'node16', strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false },
    ...{ types: ['node'], typeRoots: [join(ROOT, 'node_modules', '@types')] },
  }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  return (await run(process.execPath, [tsc, '-p', project], project)).stdout
}
