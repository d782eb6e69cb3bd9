// What a run is told: a scenario, how many calls, how fast, how long at most.
import type { Scenario } from '../scenario/builder'

/** The ports of a run. */
export interface RunPorts {
  readonly sip: number
  readonly control: number
  readonly media: number
}

/** A file of values for `[field0]`, `[field1]` …; SIPp's `-inf`. */
export interface Injection {
  /** Its name in `dir`, and in `[field0 file="…"]`. */
  readonly name: string
  /** In which order calls take lines. */
  readonly order: 'SEQUENTIAL' | 'RANDOM' | 'USER'
  /** One line a call, one value a field; no value may hold `;` or a line end. */
  readonly lines: readonly (readonly string[])[]
}

/** SIPp's transports: one socket in all, or one a call. TLS needs a SIPp built with it. */
export type RunTransport = 'udp' | 'udp-per-call' | 'tcp' | 'tcp-per-call' | 'tls' | 'tls-per-call'

/** One run of SIPp. */
export interface RunOptions {
  /** The text of a scenario, a built one, a file, or one of SIPp's own (`{ builtIn: 'uas' }`). */
  readonly scenario: string | Scenario | { readonly file: string } | { readonly builtIn: string }
  /** How many calls there are to be: made, or taken where the scenario begins with a <recv>. */
  readonly calls: number
  /** Where calls go; a scenario that takes calls needs none. */
  readonly remote?: { readonly host: string; readonly port: number }
  /** Calls begun a second; default 10. */
  readonly rate?: number
  /** Default: all of them. SIPp's own default would hold calls back that last longer than it thinks. */
  readonly maxOpenCalls?: number
  /** The run is over after this, whatever happens; default 60,000 and what the calls take at their rate. */
  readonly deadlineMs?: number
  /** Names the files: letters, digits, `.`, `_` and `-`. */
  readonly name: string
  /** An existing folder for them. */
  readonly dir: string
  /** The local address, without brackets; default 127.0.0.1. */
  readonly host?: string
  /** Default: leased. */
  readonly ports?: RunPorts
  /** Default: 'udp'. */
  readonly transport?: RunTransport
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string }
  /** Default: `sipp` from PATH. */
  readonly sippPath?: string
  /** How long a <pause> without times takes; default 0. */
  readonly pauseMs?: number
  /** A <recv> without timeout of its own fails its call after this; default: never. */
  readonly recvTimeoutMs?: number
  /** The user part `[service]`; SIPp's default is `service`. */
  readonly service?: string
  /** Values of keywords of your own: `{ realm: 'example.org' }` is `[realm]`. */
  readonly keys?: Readonly<Record<string, string>>
  /** First values of <Global> variables. */
  readonly globals?: Readonly<Record<string, string>>
  readonly injection?: readonly Injection[]
  /** Keeps every message in `<name>.messages.txt`; default false. */
  readonly traceMessages?: boolean
  /** Measures transactions in microseconds by the short message trace; default true. */
  readonly traceTransactions?: boolean
  /** Every trace ends at this size; default 256 MiB. */
  readonly maxTraceBytes?: number
  /** Further arguments for SIPp, as they are. */
  readonly arguments?: readonly string[]
  /** Ends the run early. */
  readonly signal?: AbortSignal
}
