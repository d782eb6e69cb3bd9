// Normal forms of conference URIs, so that the same focus is found again however its URI is written.
import { parseUri } from '@ch1/sip'

const transportOnly: ReadonlySet<string> = new Set(['transport', 'maddr', 'ttl', 'method', 'lr', 'ob'])

/** `user@host:port;params` in lower case, without parameters that only say how to get there; the text itself where it is no SIP URI. */
export function focusKey(uri: string): string {
  try {
    const { user, host, port, params } = parseUri(uri)
    const kept = [...params]
      .filter(([name]) => !transportOnly.has(name.toLowerCase()))
      .map(([name, value]) => (value === undefined ? name : `${name}=${value}`))
    return [`${user ?? ''}@${host.toLowerCase()}${port === undefined ? '' : `:${port}`}`, ...kept.sort()].join(';')
  } catch {
    return uri
  }
}

/** The user part of a key; empty where it has none. */
export function userPartOf(key: string): string {
  const at = key.indexOf('@')
  return at > 0 ? key.slice(0, at) : ''
}
