// Looks a program up as a shell would.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first executable file of this name in the folders of PATH; undefined if there is none. */
export function findInPath(program: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const candidate = join(folder, program)
    try {
      accessSync(candidate, constants.X_OK)
      return candidate
    } catch {
      // Not in this folder.
    }
  }
  return undefined
}
