// What a stored run says of itself, and what its histories say.
import { readFileSync } from 'node:fs'
import type { Slice, VerdictsDocument } from '../judge/verdicts-document'
import { judgedAgain, storedDocument } from './judge'
import { judgeStored, slicesOf, type JudgedHistory } from './rejudge'
import { UsageError } from './usage-error'
import { workerNotes } from './worker-notes'

export interface StoredRun {
  /** `verdicts.json`; a run that was killed has none. */
  readonly stored: VerdictsDocument | undefined
  readonly again: VerdictsDocument
  readonly histories: readonly JudgedHistory[]
  readonly slices: readonly Slice[]
}

export function storedOrJudged(dir: string): StoredRun {
  const histories = judgeStored(dir, { complete: false })
  return { stored: storedDocument(dir), again: judgedAgain(dir, histories), histories, slices: slicesOf(histories) }
}

/** A run whose workers live is not at its end: what is bundled of it now would not be what it leaves. */
export function refuseRunning(dir: string): void {
  for (const { pid, worker } of workerNotes(dir)) {
    if (lives(pid))
      throw new UsageError(`the run still goes on: its worker ${worker} is process ${pid}`, dir, 'wait for its end, or stop it')
  }
}

/** Is this process there, and still the worker? Numbers of processes come again. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('run_worker')
  } catch {
    return false
  }
}
