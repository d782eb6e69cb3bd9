// Which test files a command asks for: `[part of a path]… [--not part of a path]…`, in the order in which they run.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'

/** Test files below this folder, as paths in it. */
export function chosenFiles(args: readonly string[]): readonly string[] {
  const { values, positionals: wanted } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { not: { type: 'string', multiple: true } },
  })
  const isWanted = (file: string): boolean => wanted.length === 0 || wanted.some((part) => file.includes(part))
  return readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && isWanted(file) && !values.not?.some((part) => file.includes(part)))
    .sort((a, b) => lateness(a) - lateness(b) || (a < b ? -1 : 1))
}

// What takes long comes late, so that a small fault is known early: slow tests, then those that start whole runs.
function lateness(file: string): number {
  if (['conformance', 'processes', 'proof'].includes(path.dirname(file))) return 2
  return file.endsWith('.slow.test.ts') ? 1 : 0
}
