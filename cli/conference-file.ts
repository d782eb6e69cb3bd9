// `--conference` of the reference server: YAML (or JSON) in, its operator's decisions out, every complaint with file and line.
import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import type { ConferencePolicy } from '../sut/im-server/conference/conference-policy'
import { UsageError } from './usage-error'

const MAX_BYTES = 1024 * 1024
const MEND = 'docs/im-server.md shows every word'

const name = z.string().regex(/^[a-z0-9._~-]{1,64}$/i, 'the user part of a URI: letters, digits, . _ ~ -')
const sipUri = z.string().regex(/^sips?:[^\s@<>"]+@[^\s@<>"]+$/, 'a SIP URI with user and host')
const milliseconds = z.number().int().min(1).max(86_400_000)
const seconds = z.number().int().min(1).max(86_400)

const conferenceSchema = z.strictObject({
  groups: z.array(z.strictObject({ name, members: z.array(sipUri).max(500) })).max(1000),
  chats: z.array(name).max(1000),
  maximumUsers: z.number().int().min(1).max(100_000),
  fullStatus: z.union([z.literal(486), z.literal(503)]),
  minimumUsers: z.number().int().min(0).max(1000),
  releasesWithOwner: z.boolean(),
  release: z.enum(['counted', 'silent']),
  rejoin: z.enum(['anyone', 'notExpelled', 'nobody']),
  mayRefer: z.enum(['anyone', 'owner', 'nobody']),
  msrp: z.enum(['none', 'connects']),
  longestStayMs: milliseconds,
  sessionTimer: z.strictObject({
    intervalS: seconds.optional(),
    minS: seconds.optional(),
    refresher: z.enum(['uac', 'uas']).optional(),
  }),
  reliableProvisional: z.boolean(),
  challenge: z.strictObject({ realm: z.string().min(1), passwords: z.record(z.string(), z.string()) }),
  credentials: z.strictObject({ username: z.string(), password: z.string(), realm: z.string().optional() }),
})

/** Reads and checks one file. Throws UsageError with `file:line` of everything that is wrong. */
export function loadConferencePolicy(file: string): Partial<ConferencePolicy> {
  const lines = new LineCounter()
  const document = parseDocument(textOf(file), { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error) throw new UsageError(`not YAML: ${error.message}`, `${file}:${lines.linePos(error.pos[0]).line}`, 'mend the line')
  const result = conferenceSchema.partial().safeParse(document.toJS({ maxAliasCount: 100 }) ?? {})
  if (result.success) return withoutUndefined(result.data)
  const complaints = result.error.issues.slice(0, 10).map(({ path, message }) => {
    const keys = path.map(String)
    return `${file}:${lineOf(document, keys, lines)}  ${keys.join('.') || 'the file'}: ${message}`
  })
  throw new UsageError(`the conference policy is invalid\n  ${complaints.join('\n  ')}`, file, MEND)
}

function textOf(file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError(`the conference policy cannot be read: ${(cause as Error).message}`, file, 'name an existing file')
  }
  if (text.length > MAX_BYTES) throw new UsageError('the conference policy is larger than 1 MiB', file, MEND)
  return text
}

function withoutUndefined(policy: z.infer<ReturnType<typeof conferenceSchema.partial>>): Partial<ConferencePolicy> {
  return Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined))
}

function lineOf(document: ReturnType<typeof parseDocument>, path: readonly string[], lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined
    if (node?.range) return lines.linePos(node.range[0]).line
  }
  return 1
}
