// The --out folder: replaced if it is ours, refused otherwise.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from './usage-error'

const MARK = '.ch1-run'

/** Empties and marks the folder. Anything in it that no run of ours left is a reason to stop. */
export function prepareOut(dir: string): void {
  try {
    if (existsSync(dir)) {
      if (readdirSync(dir).length > 0 && !existsSync(join(dir, MARK))) {
        throw new UsageError(
          'the folder is not empty and no run of ours made it',
          `--out ${dir}`,
          'name another folder, or empty it',
        )
      }
      rmSync(dir, { recursive: true, force: true })
    }
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, MARK), 'A run of ch1 wrote this folder; the next one replaces it.\n')
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(
      `the folder cannot be written: ${(cause as Error).message}`,
      `--out ${dir}`,
      'name a folder you may write to',
    )
  }
}

/** Whether the folder has this file; a pattern such as `<id>` counts as there. */
export function isThere(dir: string): (file: string) => boolean {
  return (file) => file.includes('<') || existsSync(join(dir, file))
}
