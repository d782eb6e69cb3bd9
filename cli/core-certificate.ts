// The SIP/IP core's key and certificate for TLS: the profile's files, or made for this run by openssl.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TlsOptions } from '@ch1/sip'
import type { LoadedProfile } from './profile'
import { UsageError } from './usage-error'

const OPENSSL_MS = 10_000

/** As texts, since a worker gets its plan as data. Throws UsageError for a file that cannot be read, and where openssl is missing. */
export function coreCertificate({ profile, file }: LoadedProfile): TlsOptions {
  const { tls } = profile.addresses
  // what the judge is asked about is charging: without an authority to ask, whoever answers there is the SUT
  if (tls === undefined) return { ...made(), rejectUnauthorized: false }
  const textOf = (name: 'cert' | 'key' | 'ca', at: string): string => {
    try {
      return readFileSync(path.resolve(path.dirname(file), at), 'utf8')
    } catch (cause) {
      throw new UsageError(
        `a PEM file cannot be read: ${(cause as Error).message}`,
        `addresses.tls.${name} in ${file}`,
        'name an existing file',
      )
    }
  }
  return {
    cert: textOf('cert', tls.cert),
    key: textOf('key', tls.key),
    ...(tls.ca === undefined ? { rejectUnauthorized: false } : { ca: textOf('ca', tls.ca), rejectUnauthorized: true }),
    ...(tls.servername === undefined ? {} : { servername: tls.servername }),
  }
}

/** Signed by itself, for loopback, valid for two days: a run that outlasts it is none. */
function made(): { readonly cert: string; readonly key: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'ch1-core-'))
  try {
    const [cert, key] = [path.join(folder, 'core.pem'), path.join(folder, 'core.key')]
    const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1'
    const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
    const { error, status, stderr } = spawnSync(
      'openssl',
      [...words, '-subj', '/CN=ch1-conformance SIP core', '-addext', names, '-keyout', key, '-out', cert],
      { timeout: OPENSSL_MS, encoding: 'utf8' },
    )
    if (error !== undefined || status !== 0)
      throw new UsageError(
        `no certificate can be made: openssl ${error === undefined ? `said ${stderr.trim().slice(-200)}` : error.message}`,
        'the TLS of the SIP/IP core',
        'install openssl, or name PEM files: addresses.tls of the profile',
      )
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
