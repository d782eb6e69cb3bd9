// Finds the SIPp program and reads which version it is.
import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { SippError } from '../sipp-error'
import { findInPath } from './find-in-path'

/** What `sipp -v` says of itself. */
export interface SippVersion {
  /** As printed, for example 'v3.6.1-SCTP-PCAP-RTPSTREAM'. */
  readonly text: string
  readonly major: number
  readonly minor: number
  readonly patch: number
  /** Built with TLS; Debian's is not. */
  readonly tls: boolean
}

// The hub was measured with 3.6.1 and reads 3.6's trace format.
const oldest = { major: 3, minor: 6 }
const waitMs = 5_000
// Twenty agents that start at once need not ask twenty times. The key changes with the program on disk.
const known = new Map<string, SippVersion>()

/**
 * Runs `sipp -v` (once for each program on disk) and returns the version and the path that worked (by default `sipp` from PATH).
 * @throws SippError 'notFound' (with the command that installs it), 'tooOld' below 3.6
 */
export async function findSipp(path = 'sipp'): Promise<SippVersion & { readonly path: string }> {
  const key = identityOf(path)
  const before = key === undefined ? undefined : known.get(key)
  if (before) return { ...before, path }
  const output = await new Promise<string>((resolve, reject) => {
    // SIPp's exit code of -v is 99: what it printed decides.
    execFile(path, ['-v'], { timeout: waitMs, maxBuffer: 1 << 20, env: { ...process.env, LC_ALL: 'C' } }, (error, stdout) => {
      if (typeof error?.code === 'string') reject(notFound(path, error.code))
      else resolve(stdout)
    })
  })
  const version = readSippVersion(output)
  if (version === undefined) throw notFound(path, `what answered printed ${JSON.stringify(output.slice(0, 80))}`)
  if (version.major < oldest.major || (version.major === oldest.major && version.minor < oldest.minor)) {
    const least = `${oldest.major}.${oldest.minor}`
    const message = `SIPp ${version.text} at ${path} is too old: the hub scenario needs ${least} or newer. ${install}`
    throw new SippError('tooOld', message, { path })
  }
  if (key !== undefined) known.set(key, version)
  return { ...version, path }
}

function identityOf(path: string): string | undefined {
  const file = path.includes('/') ? path : findInPath(path)
  const stats = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false })
  return stats === undefined ? undefined : [file, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(' ')
}

/** Reads the banner of `sipp -v`; undefined if it is none. */
export function readSippVersion(banner: string): SippVersion | undefined {
  const match = /SIPp (v?(\d+)\.(\d+)(?:\.(\d+))?[\w.+-]*?)\.?\s/.exec(`${banner}\n`)
  if (!match) return undefined
  const text = match[1] ?? ''
  const [major, minor, patch] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)]
  return { text, major, minor, patch, tls: text.includes('-TLS') }
}

const install = 'On Debian and Ubuntu: apt-get install sip-tester'

function notFound(path: string, what: string): SippError {
  return new SippError('notFound', `SIPp was not found as ${JSON.stringify(path)} (${what}). ${install}`, { path })
}
