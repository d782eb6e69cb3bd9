// How a run's process comes to its end: by itself, at the deadline, or because somebody wants it to.
import type { ProcessEnd, SippProcess } from '../process/sipp-process'
import type { RunOptions } from './run-options'
import type { EndedBy } from './run-result'

// SIPp ends within 10 ms of a SIGTERM unless a scenario keeps it busy.
const terminateMs = 1_000
// A longer timer would run off at once.
const longestTimerMs = 2 ** 31 - 1

/** How long a run may take when nobody says so. */
export function deadlineOf({ calls, rate = 10, deadlineMs }: RunOptions): number {
  return Math.min(longestTimerMs, deadlineMs ?? 60_000 + Math.ceil((calls / rate) * 1_000))
}

/** Who ends a run, and how. */
export interface RunEnding {
  /** Ends the process; the first who asks is remembered. */
  readonly end: (by: EndedBy) => void
  /** Stops watching; called when the process has ended. */
  readonly over: () => void
  /** Who ended it. */
  readonly by: (end: ProcessEnd) => EndedBy
}

/** Ends the process at the deadline, at the caller's signal, or on `end`, and remembers who did. */
export function watchRun(child: SippProcess, options: RunOptions): RunEnding {
  let by: EndedBy | undefined
  let kill: NodeJS.Timeout | undefined
  const end = (who: EndedBy): void => {
    if (by !== undefined) return
    by = who
    child.kill('SIGTERM')
    kill = setTimeout(() => {
      child.kill('SIGKILL')
    }, terminateMs)
  }
  const abort = (): void => {
    end('stop')
  }
  const deadline = setTimeout(end, deadlineOf(options), 'deadline')
  if (options.signal?.aborted === true) abort()
  options.signal?.addEventListener('abort', abort)
  const over = (): void => {
    clearTimeout(deadline)
    clearTimeout(kill)
    options.signal?.removeEventListener('abort', abort)
    by ??= 'sipp'
  }
  void child.ended.then(over)
  return {
    end,
    over,
    by: ({ signal }) => (by === 'sipp' && (signal === 'SIGKILL' || signal === 'SIGTERM') ? 'somebody else' : (by ?? 'sipp')),
  }
}
