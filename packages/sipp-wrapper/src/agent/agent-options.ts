// What an agent is told at its start, and what it tells at its end.

/** The ports one agent needs for itself; two agents must share none of them. A `PortLease` is one. */
export interface AgentPorts {
  /** SIP, UDP or TCP, on `host`. */
  readonly sip: number
  /** SIPp's control socket: UDP on 127.0.0.1. */
  readonly control: number
  /** SIPp's media sockets: UDP on `host`, this port and the second after it; even by custom. */
  readonly media: number
  /** Our commands: TCP, on which SIPp listens on all addresses. */
  readonly twin: number
}

/** How to start an agent. */
export interface AgentOptions {
  /** Names the agent in errors and files: letters, digits, `.`, `_` and `-`. */
  readonly name: string
  /** Where everything it sends goes; SIPp knows one destination only. With TCP somebody must listen there already. */
  readonly remote: { readonly host: string; readonly port: number }
  /** The local address, without brackets. */
  readonly host: string
  /** Default: leased for as long as the process lives (`PortLeases`); if somebody takes one of them first, others are leased. */
  readonly ports?: AgentPorts
  /** An existing folder for the scenario and the evidence files, all named `<name>.…`. */
  readonly dir: string
  /** Default: `sipp` from PATH. */
  readonly sippPath?: string
  /** Default: 'udp'. */
  readonly transport?: 'udp' | 'tcp'
  /** Default: 30,000; a hundred starts at once were seen to take 1,600, twenty on a machine full of others 3,400. */
  readonly startTimeoutMs?: number
  /** How long the trace may take to show a message as sent; default 2,000. */
  readonly sendTimeoutMs?: number
}

/** How an agent ended, and what it leaves. */
export interface AgentEnd {
  readonly exitCode: number | null
  readonly signal: string | null
  /** The exit code or signal in words. */
  readonly explained: string
  /** True if `stop` was called before the process ended. */
  readonly expected: boolean
  /** SIP messages sent and received, as `sentCount` and `receivedCount`. */
  readonly sent: number
  readonly received: number
  /** Entries of SIPp's error file that nothing explains, for example discarded garbage; then what else went wrong in the trace. */
  readonly unexplained: readonly string[]
  readonly files: AgentFiles
}

/** Absolute paths of an agent's files. `errors` exists only if SIPp had something to say. */
export interface AgentFiles {
  /** The scenario SIPp ran. */
  readonly scenario: string
  /** The SIP messages, in SIPp's own trace format. */
  readonly messages: string
  readonly errors: string
  /** The commands given to SIPp, each ended by ESC and a line end. */
  readonly commands: string
}
