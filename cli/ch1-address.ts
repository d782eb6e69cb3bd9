// `--ch1` of the reference server: HOST:PORT or diameter://HOST:PORT for Diameter, http:// and https:// for the experimental HTTP binding.
import type { Ch1Address } from '../sut/im-server/options'
import { endpoint } from './flags'
import { UsageError } from './usage-error'

const DEFAULT_PORT = { diameter: 3868, http: 80, https: 443 } as const

/** Charging Enablers in order of preference, separated by commas. */
export function ch1Addresses(text: string): readonly Ch1Address[] {
  return text.split(',').map(ch1Address)
}

function ch1Address(text: string): Ch1Address {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)\/?$/i.exec(text)
  if (!match) return endpoint(text, '--ch1')
  const scheme = match[1]?.toLowerCase()
  const authority = match[2] ?? ''
  if (scheme !== 'diameter' && scheme !== 'http' && scheme !== 'https')
    throw new UsageError(
      `"${text}" is no address of a Charging Enabler`,
      '--ch1',
      'diameter://HOST:PORT, http://HOST:PORT or https://HOST:PORT',
    )
  const withPort = /:\d+$/.test(authority) ? authority : `${authority}:${DEFAULT_PORT[scheme]}`
  return { ...endpoint(withPort, '--ch1'), scheme }
}
