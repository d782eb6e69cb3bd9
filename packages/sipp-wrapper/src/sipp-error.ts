// The one error type of this package: every trouble between us and a SIPp process, with a reason that code can switch on.

/** Why a SIPp operation failed; each reason is one way to mend it. */
export type SippErrorReason =
  | 'notFound'
  | 'tooOld'
  | 'missingFeature'
  | 'noPorts'
  | 'portInUse'
  | 'badScenario'
  | 'didNotStart'
  | 'died'
  | 'notSent'
  | 'notReceived'
  | 'notCarriable'
  | 'badTrace'

/** Facts beside the message; only what is known is there. Ports are numbers, `stderr` is the end of what SIPp printed. */
export interface SippErrorDetails {
  readonly agent?: string
  readonly path?: string
  readonly port?: number
  readonly stderr?: string
  readonly exitCode?: number | null
  readonly signal?: string | null
  readonly callId?: string
  readonly offset?: number
  /** The last messages of the trace before the failure, one line each, oldest first. */
  readonly lastMessages?: readonly string[]
  /** What is wrong with a scenario, by line. */
  readonly problems?: readonly { readonly line: number; readonly what: string; readonly mend: string }[]
}

/** Trouble with SIPp itself, never a statement about the system under test. The message says what, where, what came instead, how to mend it. */
export class SippError extends Error {
  override readonly name = 'SippError'
  readonly reason: SippErrorReason
  readonly details: SippErrorDetails

  constructor(reason: SippErrorReason, message: string, details: SippErrorDetails = {}) {
    super(message)
    this.reason = reason
    this.details = details
  }
}
