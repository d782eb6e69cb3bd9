// `ch1-manifest.json`: what a bundle holds. Its SHA-256 is what is signed, so a text that is not in the one canonical form is refused.
import { z } from 'zod'
import { canonicalJson, readCanonicalJson } from './canonical-json'
import { byBytes, collisionKey, pathFault } from './file-names'
import { MAX_FILES, MAX_TOTAL_BYTES } from './limits'

/** Its entry in the zip, the first one. */
export const MANIFEST = 'ch1-manifest.json'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const whole = z.int().nonnegative()

const manifest = z.strictObject({
  schema: z.literal('ch1-bundle/1'),
  /** The run did not come to its end: killed, stopped, or a history without its seal. */
  aborted: z.boolean(),
  /** Sorted by the bytes of their paths; relative to the run's folder, which is `run/` in the zip. */
  files: z.array(z.strictObject({ path: z.string(), bytes: whole, sha256 })).max(MAX_FILES),
  /** `history/<testbed>.ndjson`, each with its number of whole lines and the SHA-256 over all of them before the seal. */
  histories: z.array(
    z.strictObject({ path: z.string(), lines: whole, sealed: z.enum(['done', 'aborted', 'no']), chain: sha256 }),
  ),
})

export type Manifest = z.output<typeof manifest>
export type ListedFile = Manifest['files'][number]
export type ListedHistory = Manifest['histories'][number]

/** A history of a run, by its path. */
export function isHistory(path: string): boolean {
  return /^history\/[^/]+\.ndjson$/.test(path)
}

export function manifestText(value: Manifest): string {
  return canonicalJson(value)
}

/** The manifest, or what is wrong with it. */
export function readManifest(text: string): Manifest | string {
  const value = readCanonicalJson(text)
  if (value === undefined) return 'is not JSON in canonical form'
  const read = manifest.safeParse(value)
  if (!read.success) return `is not of schema ch1-bundle/1: ${read.error.issues[0]?.path.join('.') ?? ''}`
  return manifestFault(read.data) ?? read.data
}

/** What is wrong with the list itself, whoever signed it. */
function manifestFault({ files, histories }: Manifest): string | undefined {
  const seen = new Map<string, string>()
  let before = ''
  let total = 0
  for (const { path, bytes } of files) {
    const fault = pathFault(path)
    if (fault !== undefined) return `names ${JSON.stringify(path)}, which ${fault}`
    const twin = seen.get(collisionKey(path))
    if (twin !== undefined) return `names ${JSON.stringify(twin)} and ${JSON.stringify(path)}, which are one file on some systems`
    seen.set(collisionKey(path), path)
    if (before !== '' && byBytes(before, path) >= 0) return `names ${JSON.stringify(path)} out of order`
    before = path
    total += bytes
  }
  if (total > MAX_TOTAL_BYTES) return `names more than ${MAX_TOTAL_BYTES} bytes`
  const listed = files.filter(({ path }) => isHistory(path)).map(({ path }) => path)
  if (listed.join('\n') !== histories.map(({ path }) => path).join('\n')) return 'does not tell of each history in it'
  return undefined
}
