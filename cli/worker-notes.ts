// What the workers left: their process ids, how the preflight went, what they judged live.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Judgment } from '../judge/verdict'
import type { PreflightResult } from '../testbed'

export interface WorkerNote {
  readonly worker: string
  readonly pid: number
  readonly preflight?: PreflightResult
  readonly trouble?: { readonly name: string; readonly message: string }
  readonly judgment?: Judgment
  readonly aborted?: boolean
}

/** A worker that finds this, when it has loaded, starts no testbed any more. */
export function tellToStop(outDir: string): void {
  try {
    mkdirSync(join(outDir, 'work'), { recursive: true })
    writeFileSync(join(outDir, 'work', 'stop'), '')
  } catch {
    // a full disk: it is ended by a signal a little later
  }
}

/** Every worker's note; a half-written one is left out. */
export function workerNotes(outDir: string): readonly WorkerNote[] {
  const dir = join(outDir, 'work')
  let names: string[]
  try {
    names = readdirSync(dir).filter((name) => /^w\d+\.json$/.test(name))
  } catch {
    return []
  }
  return names.sort().flatMap((name) => {
    try {
      return [
        {
          worker: name.replace('.json', ''),
          ...(JSON.parse(readFileSync(join(dir, name), 'utf8')) as Omit<WorkerNote, 'worker'>),
        },
      ]
    } catch {
      return []
    }
  })
}

/** A run takes what its workers left away when its reports are written: where it still lies, the run was killed, or goes on. */
export function wasKilled(outDir: string): boolean {
  return existsSync(join(outDir, 'work'))
}
