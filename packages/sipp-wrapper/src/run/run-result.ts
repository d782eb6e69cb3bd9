// What a run comes to: how many calls, why not all of them, how fast, and what SIPp said.
import type { ScenarioProblem } from '../scenario/problem'
import type { Distribution } from '../traces/distribution'
import type { Statistics } from '../traces/statistics-trace'

/** Who ended the process: SIPp after its calls, our deadline, `stop` or the signal, or somebody else. */
export type EndedBy = 'sipp' | 'deadline' | 'stop' | 'somebody else'

/** Paths of what a run leaves; those SIPp had nothing to write to do not exist. */
export interface RunFiles {
  /** Undefined for a scenario of SIPp's own. */
  readonly scenario: string | undefined
  readonly statistics: string
  readonly errors: string
  readonly log: string
  readonly messages: string
  readonly shortMessages: string
  readonly responseTimes: string
}

/** The result of one run. */
export interface RunResult {
  /** True only if as many calls as planned were started, ended and succeeded, and nothing else was wrong: `problems` is empty. */
  readonly isSuccess: boolean
  /** Everything that speaks against a success, each in a sentence with its numbers. */
  readonly problems: readonly string[]
  readonly planned: number
  readonly started: number
  readonly succeeded: number
  readonly failed: number
  /** Started, and neither succeeded nor failed. */
  readonly unfinished: number
  /** planned - succeeded. */
  readonly missing: number
  /** Failed calls by SIPp's reason (`UnexpectedMessage`, `MaxUDPRetrans` …); `Other` for those it gives none for. */
  readonly failures: Readonly<Record<string, number>>
  /** Messages SIPp sent again. */
  readonly retransmissions: number
  /** By the timers of the scenario (`start_rtd`, `rtd`), on a clock of 1 to 4 ms. */
  readonly responseTimes: Readonly<Record<string, Distribution>>
  /** By method: from the first sending of a request to its final response, in microseconds' precision. */
  readonly transactionTimes: Readonly<Record<string, Distribution>>
  readonly durationMs: number
  readonly end: {
    readonly exitCode: number | null
    readonly signal: string | null
    readonly by: EndedBy
    readonly explained: string
  }
  /** Entries of SIPp's error trace, the first 100. */
  readonly errors: readonly string[]
  /** The last line of SIPp's statistics; undefined if it wrote none. */
  readonly statistics: Statistics | undefined
  /** What the checker said about the scenario that was no fault. */
  readonly warnings: readonly ScenarioProblem[]
  readonly files: RunFiles
}
