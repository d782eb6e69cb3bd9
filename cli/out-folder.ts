// The --out folder: replaced if it is ours, refused otherwise.
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from './usage-error'

const MARK = '.ch1-run'

/** Empties and marks the folder. Anything in it that no run of ours left is a reason to stop. */
export function prepareOut(dir: string): void {
  inFolder(dir, () => {
    if (holdsAnothers(dir)) {
      throw new UsageError(
        'the folder is not empty and no run of ours made it',
        `--out ${dir}`,
        'name another folder, or empty it',
      )
    }
    rmSync(dir, { recursive: true, force: true })
    marked(dir)
  })
}

/** For a command that lays files beside whatever is there: marks a folder that is new or empty, so that the next run may replace it. */
export function shareOut(dir: string): void {
  inFolder(dir, () => {
    if (holdsAnothers(dir)) accessSync(dir, constants.W_OK)
    else marked(dir)
  })
}

function holdsAnothers(dir: string): boolean {
  return existsSync(dir) && readdirSync(dir).length > 0 && !existsSync(join(dir, MARK))
}

function marked(dir: string): void {
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, MARK), 'A run of ch1 wrote this folder; the next one replaces it.\n')
}

function inFolder(dir: string, act: () => void): void {
  try {
    act()
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
