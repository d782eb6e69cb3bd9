// What the reference server can be told, with its defaults.
import type { Address, TlsOptions } from '@ch1/sip'
import { SutError } from '../adapter'
import type { ConferencePolicy } from './conference/conference-policy'

/** A Charging Enabler's address. Without a scheme it speaks Diameter; `http` and `https` are our experimental binding, no standard's. */
export interface Ch1Address extends Address {
  readonly scheme?: 'diameter' | 'http' | 'https'
}

/** Everything the server runs with. Times in ms. */
export interface ImServerOptions {
  /** Where SIP is taken, over UDP unless it names another transport; port 0 lets the system choose. */
  readonly sip: Address
  /** Where else it is taken. */
  readonly alsoSip: readonly Address[]
  /** Key and certificate of SIP over TLS. */
  readonly sipTls?: TlsOptions
  /** Charging Enablers in order of preference: primary first; all over one binding. */
  readonly ch1: readonly Ch1Address[]
  /** HTTP/2 (the default) or HTTP/1.1, where CH-1 goes over HTTP. */
  readonly httpVersion: 1 | 2
  /** The SIP/IP core: every request of the server goes there. */
  readonly nextHop: Address
  /** Where the control door listens; none without it. */
  readonly control?: Address
  readonly role: 'controlling' | 'participating'
  /** Id of a mutant; the reference without it. */
  readonly mutant?: string
  /** SIP timers; Timer B, F and H are 64 · T1. RFC 3261 Table 4 */
  readonly t1Ms: number
  readonly t2Ms: number
  /** How long an invitation may stay unanswered before the server sends CANCEL. */
  readonly noAnswerMs: number
  /** Pause between connection attempts. RFC 6733 §12 */
  readonly tcMs: number
  /** Watchdog interval. RFC 3539 §3.4.1 */
  readonly twMs: number
  /** How long an ACA may take before the ACR is sent again. TS 32.299 §6.1.3.2 */
  readonly acrResendMs: number
  readonly acrResends: number
  readonly domain: string
  readonly originHost: string
  readonly originRealm: string
  readonly destinationRealm: string
  /** What the conference server's operator decides; the rest is as in OPEN_POLICY. */
  readonly conference: Partial<ConferencePolicy>
  /** Host in the focus Contact, where it is not the address SIP is taken on. */
  readonly focusHost?: string
}

/** What must be told; the rest has defaults. */
export type ImServerSettings = Pick<ImServerOptions, 'sip' | 'ch1' | 'nextHop'> & Partial<ImServerOptions>

/** The defaults of an embedded reference server. */
export const IM_SERVER_DEFAULTS = {
  role: 'controlling',
  t1Ms: 100,
  t2Ms: 800,
  noAnswerMs: 1000,
  tcMs: 1000,
  twMs: 6000,
  acrResendMs: 1000,
  acrResends: 2,
  httpVersion: 2,
  alsoSip: [],
  conference: {},
  domain: 'im.example',
  originHost: 'im1.im.example',
  originRealm: 'im.example',
  destinationRealm: 'charging.example',
} as const satisfies Partial<ImServerOptions>

/** Completes the settings. @throws SutError for a role that does not exist yet and for an empty list of enablers */
export function resolveOptions(settings: ImServerSettings): ImServerOptions {
  const options: ImServerOptions = { ...IM_SERVER_DEFAULTS, ...settings }
  if (options.role !== 'controlling')
    throw new SutError(
      `the reference server has no ${options.role} function yet`,
      '--role',
      'Use --role controlling, or an outside server with --sut.',
    )
  if (options.ch1.length === 0) throw new SutError('no Charging Enabler is named', '--ch1', 'Give at least one HOST:PORT.')
  const bindings = new Set(options.ch1.map((one) => bindingOf(one)))
  if (bindings.size > 1)
    throw new SutError(
      'Charging Enablers over Diameter and over HTTP are named together',
      '--ch1',
      'Name only HOST:PORT (or diameter://HOST:PORT), or only http://HOST:PORT.',
    )
  return options
}

/** How CH-1 is spoken there. */
export function bindingOf({ scheme = 'diameter' }: Ch1Address): 'diameter' | 'http' {
  return scheme === 'diameter' ? 'diameter' : 'http'
}
