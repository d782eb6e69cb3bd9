// remarks.json of a stored run: read whole, written whole.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MAX_REMARKS, remarksSchema, type Remark } from '../reports/remarks-schema'
import { UsageError } from './usage-error'
import { writeWhole } from './whole-file'

const NAME = 'remarks.json'

/** Oldest first; none where nobody said anything. */
export function remarksIn(dir: string): readonly Remark[] {
  const path = join(dir, NAME)
  if (!existsSync(path)) return []
  let read
  try {
    read = remarksSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw new UsageError(`remarks.json cannot be read: ${(error as Error).message}`, path, 'correct it, or move it away')
  }
  if (read.success) return read.data.remarks
  const [issue] = read.error.issues
  throw new UsageError(
    `remarks.json: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    path,
    'correct it, or move it away',
  )
}

/** Adds one behind the others; the file is the old one or the new one, never half of it. */
export function addRemark(dir: string, remark: Remark): readonly Remark[] {
  const remarks = [...remarksIn(dir), remark]
  const path = join(dir, NAME)
  if (remarks.length > MAX_REMARKS)
    throw new UsageError(`a run takes ${MAX_REMARKS} remarks, and has them`, path, 'say more in one of them')
  writeWhole(path, `${JSON.stringify({ schema: 'ch1-remarks/1', remarks }, null, 2)}\n`)
  return remarks
}
