// SIP addresses on the command line: HOST:PORT, with ;transport=tcp or ;transport=tls for another one than UDP; and the files of TLS.
import type { Address, TlsOptions } from '@ch1/sip'
import { readFileSync } from 'node:fs'
import { endpoint } from './flags'
import { UsageError } from './usage-error'

const TRANSPORTS = { udp: 'UDP', tcp: 'TCP', tls: 'TLS' } as const

/** Addresses separated by commas. Throws UsageError for one that is none. */
export function sipAddresses(text: string, flag: string): readonly [Address, ...Address[]] {
  const [first = '', ...others] = text.split(',')
  return [sipAddress(first, flag), ...others.map((one) => sipAddress(one, flag))]
}

/** One address. Throws UsageError. */
export function sipAddress(text: string, flag: string): Address {
  const [hostPort = '', parameter, ...more] = text.split(';')
  if (parameter === undefined) return endpoint(hostPort, flag)
  const name = /^transport=(udp|tcp|tls)$/i.exec(parameter)?.[1]?.toLowerCase()
  if (name === undefined || more.length > 0)
    throw new UsageError(`"${text}" is no SIP address`, flag, 'HOST:PORT, HOST:PORT;transport=tcp or HOST:PORT;transport=tls')
  return { ...endpoint(hostPort, flag), transport: TRANSPORTS[name as keyof typeof TRANSPORTS] }
}

/** Key, certificate and authorities of SIP over TLS; undefined without a key. Throws UsageError for a file that cannot be read. */
export function sipTls(o: {
  readonly key: string | undefined
  readonly cert: string | undefined
  readonly ca: string | undefined
  /** The name that the certificate of whom we call must bear. */
  readonly servername: string | undefined
}): TlsOptions | undefined {
  if (Object.values(o).every((value) => value === undefined)) return undefined
  if (o.key === undefined || o.cert === undefined)
    throw new UsageError('SIP over TLS needs both a key and a certificate', '--sip-tls-key, --sip-tls-cert', 'name both files')
  return {
    ...{ key: pem(o.key, '--sip-tls-key'), cert: pem(o.cert, '--sip-tls-cert') },
    ...(o.ca !== undefined && { ca: pem(o.ca, '--sip-tls-ca') }),
    ...(o.servername !== undefined && { servername: o.servername }),
  }
}

function pem(file: string, flag: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: ${(cause as Error).message}`, flag, 'name an existing PEM file')
  }
}
