// Writes a file so that it is the old one or the new one, never half of it, however full the disk is.
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { UsageError } from './usage-error'

/** @throws UsageError where the system does not let it be written */
export function writeWhole(path: string, text: string): void {
  const beside = `${path}.${process.pid}.part`
  try {
    try {
      writeFileSync(beside, text)
      renameSync(beside, path)
    } finally {
      rmSync(beside, { force: true })
    }
  } catch (cause) {
    throw unwritable(cause, path)
  }
}

/** A failed call of the system as words for the user; whatever else it is stays what it is. */
export function unwritable(cause: unknown, path: string): unknown {
  const { code, syscall, path: at } = cause as NodeJS.ErrnoException
  if (code === undefined || syscall === undefined) return cause
  return new UsageError(
    `it cannot be written: ${(cause as Error).message}`,
    at ?? path,
    'make room, or let it be written; what was there before is kept',
  )
}
