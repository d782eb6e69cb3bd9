// The shape of `verdicts.json` (schema ch1-verdicts/1) and of `history/slices.json`: fixed for users and scripts.
import type { Bill } from './accounts/bill'
import type { VerdictWord } from './verdict'

export interface ReportedFinding {
  readonly rule: string
  readonly clause: string
  readonly expected: string
  readonly actual: string
  /** ISO 8601 */
  readonly at: string
  readonly events: readonly string[]
}

export interface ReportedResult {
  readonly id: string
  readonly purpose: string
  readonly requirements: readonly string[]
  readonly level: 'MUST' | 'SHOULD' | 'OBSERVE'
  readonly verdict: VerdictWord
  readonly warnings: readonly ReportedFinding[]
  readonly reason: string
  readonly demands: { readonly decided: number; readonly total: number }
  readonly durationMs: number
  readonly findings: readonly ReportedFinding[]
  /** Folders below the output directory, one a scenario. */
  readonly evidence: readonly string[]
}

/** A choice the documents leave open, as the SUT was seen to make it. */
export interface ReportedChoice {
  /** Its name in the profile, for example `P-JOIN`. */
  readonly choice: string
  /** What the profile says of it. */
  readonly declared: string
  /** Each value seen; more than one, or another than the declared: the SUT does not keep to it. */
  readonly seen: readonly { readonly value: string; readonly events: readonly string[] }[]
}

/** The bill of one conference, and where it is from. */
export interface ReportedBill extends Bill {
  /** `<test purpose>.<k>` of the scenario it began in; empty outside of all, as in the preflight. */
  readonly scenario: string
  /** `<history file>#<event number>` of its first INVITE or record. */
  readonly from: string
}

/** All differences of a run added up. */
export interface Billing {
  readonly conferences: number
  readonly seconds: number
  readonly heads: number
  readonly records: number
}

export interface VerdictsDocument {
  readonly schema: 'ch1-verdicts/1'
  readonly suite: { readonly version: string; readonly digest: string }
  readonly sut: { readonly name: string; readonly version: string; readonly role: string }
  readonly profile: { readonly name: string; readonly digest: string }
  readonly engine: 'sipp' | 'socket'
  /** How the SUT charged; absent in documents of earlier suites, which knew Diameter alone. Over HTTP there is no conformance claim. */
  readonly binding?: 'diameter' | 'http' | undefined
  readonly startedAt: string
  readonly finishedAt: string
  readonly aborted: boolean
  readonly conformance: 'conformant' | 'non-conformant' | 'partial'
  readonly summary: {
    readonly pass: number
    readonly fail: number
    readonly inconclusive: number
    readonly notApplicable: number
    readonly error: number
    readonly warnings: number
  }
  readonly results: readonly ReportedResult[]
  /** Absent in documents of earlier suites. */
  readonly choices?: readonly ReportedChoice[] | undefined
  /** Who was in by SIP against what CH-1 charged, a conference each. Absent in documents of earlier suites. */
  readonly bills?: readonly ReportedBill[] | undefined
  readonly billing?: Billing | undefined
  /** Program → version, of what the run used. Absent in documents of earlier suites. */
  readonly tools?: Readonly<Record<string, string>> | undefined
}

/** One scenario's place in a history: file below `history/`, first and last event number. */
export interface Slice {
  readonly testPurpose: string
  /** Scenario within the purpose, from 1. */
  readonly k: number
  readonly scenario: string
  readonly file: string
  readonly first: number
  readonly last: number
}

export interface SlicesDocument {
  readonly schema: 'ch1-slices/1'
  readonly slices: readonly Slice[]
}
