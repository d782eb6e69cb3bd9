// Certificates for one test: an authority and two peers, made by openssl in a folder of their own.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { folderWith, runForeign } from './foreign-process'
import type { PemFiles } from './free-diameter'

/** What a test skips without. */
export const OPENSSL = { openssl: 'openssl' } as const

/** An authority that can issue. */
export interface Authority {
  /** A certificate for this host name (common and alternative name), and for others, valid for a day. */
  issue(hostName: string, ...others: readonly string[]): PemFiles
}

/** A new authority. */
export function authority(): Authority {
  const folder = folderWith()
  const openssl = (...args: readonly string[]): string => runForeign('openssl', args, folder)
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '1', '-subj', '/CN=Authority of the test')
  return {
    issue: (hostName, ...others) => {
      const file = (kind: string): string => path.join(folder, `${hostName}.${kind}`)
      const names = [
        '-subj',
        `/CN=${hostName}`,
        '-addext',
        `subjectAltName=${[hostName, ...others].map((name) => `DNS:${name}`).join(',')}`,
      ]
      openssl('req', ...key, '-keyout', file('key'), '-out', file('csr'), ...names)
      const from = ['-in', file('csr'), '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-copy_extensions', 'copy']
      openssl('x509', '-req', ...from, '-days', '1', '-out', file('pem'))
      return { cert: file('pem'), key: file('key'), ca: path.join(folder, 'ca.pem') }
    },
  }
}

/** The texts of these files, as node:tls takes them. */
export function pemTexts({ cert, key, ca }: PemFiles): { readonly cert: string; readonly key: string; readonly ca: string } {
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8'), ca: readFileSync(ca, 'utf8') }
}
