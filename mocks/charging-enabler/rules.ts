// The Charging Enabler's rules as plain data: what a rule matches, what it does, and how often. One file, so that a rule can be read whole.
import type { AvpInput, AvpScalar, DiameterMessage } from '@ch1/diameter'
import type { Binding, RecordType } from '../../judge/history/events'

/** A SessionRequest(start | interim | stop) or an EventRequest, as any door hands it to the enabler. */
export interface Ch1Request {
  readonly kind: RecordType
  readonly session: string
  readonly number: number
  /** Marked by its sender as possibly sent before (Diameter: the T flag). */
  readonly resent: boolean
  /** Its number in the history. */
  readonly event: number
  readonly door: Binding
  /** Who made the record, which behind an agent is not who is connected (Diameter: Origin-Host of the ACR). */
  readonly origin?: string | undefined
  /** The values at a path of AVP names, in order: `Service-Information/IMS-Information/Node-Functionality`; `**` for any depth. */
  values(path: string): readonly AvpScalar[]
  /** Whether there is an AVP at that path, readable or not, a group or a value. */
  has(path: string): boolean
  /** Octets on the wire, for bounds on what is kept. */
  readonly size?: number | undefined
  /** What it was on the wire, decoded when first asked for; undefined at doors that do not speak Diameter. */
  readonly message?: DiameterMessage | undefined
}

/** What a rule may wait for: an accounting request, a CER, a watchdog, or that a connection has become open. */
export type Occasion = 'acr' | 'cer' | 'dwr' | 'open'

/** One test on an AVP; exactly one of the four. `equals` compares the value's text too: `equals: 6` and `equals: '6'` are the same. */
export interface AvpCondition {
  readonly path: string
  readonly equals?: string | number
  readonly matches?: RegExp
  readonly present?: true
  readonly absent?: true
}

/** What a rule is for; what is left out matches everything. `nth` counts, from 1, what matches the rest. */
export interface Match {
  /** Default `acr`; with the others only `origin`, `nth` and `enabler` say anything. */
  readonly on?: Occasion
  readonly type?: RecordType
  /** A whole session identifier, or a pattern found in it. */
  readonly session?: string | RegExp
  /** Origin-Host of the request (of the CER; of the connection's peer for `dwr` and `open`). */
  readonly origin?: string | RegExp
  readonly number?: number
  readonly resent?: boolean
  readonly nth?: number
  /** An address of a user that the record names: `sip:bob@home.example`, or its user part alone, `bob`. */
  readonly participant?: string
  readonly avp?: readonly AvpCondition[]
  /** An INTERIM or STOP of a session for which this enabler has seen no START (or whose STOP it has seen). */
  readonly unknownSession?: boolean
  /** Only at the enabler of this name. */
  readonly enabler?: string
}

/** How an answer differs from the plain one. What is left out is as RFC 6733 and TS 32.299 have it. */
export interface Answer {
  readonly resultCode: number
  /** Acct-Interim-Interval (RFC 6733 §9.8.2), in seconds. */
  readonly interimIntervalS?: number
  /** Behind the AVPs of the plain answer. */
  readonly add?: readonly AvpInput[]
  /** Names of AVPs of the plain answer to be left out. */
  readonly omit?: readonly string[]
  /** Another Accounting-Record-Number than the request's; `wrong`: the request's and one. */
  readonly recordNumber?: number | 'wrong'
  /** `wrong`: the request's and 1000, which no request of the connection has used yet. */
  readonly hopByHop?: number | 'wrong'
  readonly endToEnd?: number | 'wrong'
  /** The E bit against the rule that 3xxx has it and no other. */
  readonly errorBit?: boolean
}

/**
 * How an answer is spoilt. `version`: header version 2; `shortLength`, `longLength`: the header's length is 8 too small, or 64 KiB too large;
 * `oddLength`: not a multiple of four; `avpLength`: the Result-Code claims more than the message has; `avpZeroLength`: its length is 0;
 * `requestBit`: the answer bears the R bit; `reservedBits`: reserved header bits are set; `truncated`: half the answer, then the connection
 * ends; `text`: a line of HTTP.
 */
export type Spoilt =
  | 'version'
  | 'shortLength'
  | 'longLength'
  | 'oddLength'
  | 'avpLength'
  | 'avpZeroLength'
  | 'requestBit'
  | 'reservedBits'
  | 'truncated'
  | 'text'

/** One thing to do; a rule's actions are done in order, so two answers make a duplicate. */
export type Action =
  | ({ readonly kind: 'answer' } & Answer)
  /** The same answer twice. */
  | ({ readonly kind: 'answerTwice' } & Answer)
  /** Nothing until the same record comes again; then the late answer to the first, then the answer to the resend. */
  | ({ readonly kind: 'answerAfterResend' } & Answer)
  /** Waits; others are answered meanwhile. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** No answer ever; nothing after it is done. For a `cer`: no CEA. */
  | { readonly kind: 'ignore' }
  /** Either a spoilt answer, or these bytes (hex digits) in its place. */
  | { readonly kind: 'malformed'; readonly how: Spoilt }
  | { readonly kind: 'malformed'; readonly bytes: string }
  /** Ends the connection in order (FIN), or with a reset (RST). */
  | { readonly kind: 'close' }
  | { readonly kind: 'reset' }
  /** DPR with this Disconnect-Cause (RFC 6733 §5.4.3): 0 REBOOTING, 1 BUSY, 2 DO_NOT_WANT_TO_TALK_TO_YOU. */
  | { readonly kind: 'disconnect'; readonly cause: 0 | 1 | 2 }
  /** CEA with this Result-Code, then the connection ends; for `on: cer` alone. */
  | { readonly kind: 'refuse'; readonly resultCode: number }
  /** No DWA; for `on: dwr` alone. */
  | { readonly kind: 'ignoreWatchdog' }
  /** Nothing is read or written on any connection, none is served, for so long. */
  | { readonly kind: 'partition'; readonly forMs: number }
  /** New connections are refused for so long; those that are open stay. */
  | { readonly kind: 'stopListening'; readonly forMs: number }

/** How many requests a rule takes before it steps aside. */
export type Completion = { readonly kind: 'always' } | { readonly kind: 'times'; readonly times: number }

/** A rule: matcher, actions, completion. `name` is what the history calls it; without one it is `rule <place>`. */
export interface Rule {
  readonly name?: string
  readonly match: Match
  readonly actions: readonly Action[]
  readonly completion: Completion
}

/** A rule that was set: ask it what it saw. */
export interface RuleHandle {
  readonly name: string
  readonly rule: Rule
  /** How often it was taken. */
  readonly count: number
  /** The requests it took, oldest first; only the newest are kept, a thousand or 8 MiB of them. */
  readonly seen: readonly Ch1Request[]
  readonly done: boolean
}
