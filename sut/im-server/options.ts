// What the reference server can be told, with its defaults.
import type { ReopenAfter } from '@ch1/diameter'
import type { Address, TlsOptions } from '@ch1/sip'
import { SutError } from '../adapter'
import type { Realtime } from './charging/rf/realtime'
import type { ConferencePolicy } from './conference/conference-policy'
import type { ParticipatingOptions } from './participating/participating-options'

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
  /** Where its Diameter node listens for Charging Enablers that connect to it; it only connects without it. */
  readonly diameter?: Address
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
  /** How long a record rests that every open peer took without an answer. */
  readonly storedRetryMs: number
  /** RFC 3539 §3.4.1 — after which loss a peer that is back must answer three watchdogs before it is used. */
  readonly reopenAfter: ReopenAfter
  /** Folder in which unanswered records outlive the process; they are in memory alone without it. */
  readonly buffer?: string
  /** Most records that wait for an answer. */
  readonly maxBuffered: number
  /** Accounting-Realtime-Required until an answer says otherwise. RFC 6733 §9.8.7 */
  readonly realtime: Realtime
  /** Length of the seconds in which Acct-Interim-Interval is told. */
  readonly secondMs: number
  /** RFC 6733 §9.8.2 — interims by time are spread by so large a part of their interval. */
  readonly interimJitter: number
  /** How long an empty conference keeps its accounting session, where P-LAST is interim-then-stop. */
  readonly lingerMs: number
  /** P-PERIODIC: interims so often, in seconds, where no enabler asked for them. */
  readonly ownIntervalS: number
  /** Choices made otherwise than the reference makes them: `P-LAST=interim-then-stop`. */
  readonly choices: readonly string[]
  /** Legal variants that it shows: `LV-14`. */
  readonly legal: readonly string[]
  readonly domain: string
  readonly originHost: string
  readonly originRealm: string
  readonly destinationRealm: string
  /** How the participating function passes messages on; nothing to a controlling one. */
  readonly participating: ParticipatingOptions
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
  storedRetryMs: 10_000,
  reopenAfter: 'watchdog',
  maxBuffered: 100_000,
  realtime: 'GRANT_AND_STORE',
  secondMs: 1000,
  interimJitter: 0.1,
  lingerMs: 1000,
  ownIntervalS: 1,
  choices: [],
  legal: [],
  httpVersion: 2,
  alsoSip: [],
  conference: {},
  domain: 'im.example',
  originHost: 'im1.im.example',
  originRealm: 'im.example',
  destinationRealm: 'charging.example',
  participating: { as: 'proxy', callId: 'kept', accounting: 'user', served: ['home.example'] },
} as const satisfies Partial<ImServerOptions>

/** Completes the settings. @throws SutError for an empty list of enablers, and for two bindings at once */
export function resolveOptions(settings: ImServerSettings): ImServerOptions {
  const options: ImServerOptions = { ...IM_SERVER_DEFAULTS, ...settings }
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
