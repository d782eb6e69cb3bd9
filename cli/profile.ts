// Loads a profile: YAML in, validated values out, every complaint with file and line.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import { profileSchema, type Profile } from '../judge/profile/schema'
import { ROOT } from './suite'
import { UsageError } from './usage-error'

const MAX_BYTES = 1024 * 1024

export interface LoadedProfile {
  readonly profile: Profile
  /** SHA-256 (hex) of the validated values. */
  readonly digest: string
  /** Where it was read from. */
  readonly file: string
}

/**
 * What the environment variable named by `account.passwordVariable` holds; undefined when the profile names none. Throws UsageError
 * when it is named and not there.
 */
export function passwordOf({ account }: Profile): string | undefined {
  const name = account.passwordVariable
  if (name === undefined) return undefined
  const password = process.env[name]
  if (password !== undefined && password !== '') return password
  throw new UsageError(
    `the environment has no ${name}, which the profile names for the password`,
    'account.passwordVariable',
    `${name}=… ch1 run …, or take the line out`,
  )
}

/** The profile of the embedded reference. */
export const REFERENCE_PROFILE = join(ROOT, 'profiles', 'reference.yaml')
/** Those of the embedded reference as participating function, by its accounting. */
export const REFERENCE_PROFILES = {
  user: join(ROOT, 'profiles', 'participating-user.yaml'),
  conference: join(ROOT, 'profiles', 'participating-conference.yaml'),
} as const

/** Reads and validates one file. Throws UsageError with `file:line`. */
export function loadProfile(file: string): LoadedProfile {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError(
      `the profile cannot be read: ${(cause as Error).message}`,
      file,
      'name an existing file, or start with a copy of profiles/reference.yaml',
    )
  }
  if (text.length > MAX_BYTES)
    throw new UsageError('the profile is larger than 1 MiB', file, 'a profile is a page of YAML: is this the right file?')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error) throw new UsageError(`not YAML: ${error.message}`, `${file}:${lines.linePos(error.pos[0]).line}`, 'mend the line')
  const result = profileSchema.safeParse(document.toJS({ maxAliasCount: 100 }))
  if (!result.success) {
    const complaints = result.error.issues.slice(0, 10).map((issue) => {
      const path = issue.path.map(String)
      return `${file}:${lineOf(document, path, lines)}  ${path.join('.') || 'the profile'}: ${issue.message}`
    })
    throw new UsageError(
      `the profile is invalid\n  ${complaints.join('\n  ')}`,
      file,
      'mend these; profiles/reference.yaml shows every field',
    )
  }
  return { profile: result.data, digest: createHash('sha256').update(JSON.stringify(result.data)).digest('hex'), file }
}

function lineOf(document: ReturnType<typeof parseDocument>, path: readonly string[], lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined
    if (node?.range) return lines.linePos(node.range[0]).line
  }
  return 1
}
