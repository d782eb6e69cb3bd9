// What `ch1 verify --json` prints, and where each scenario stands in the histories of a run.
import { z } from 'zod'
import type { SlicesDocument } from '../judge/verdicts-document'

const whole = z.number().int().nonnegative()

const signer = z.looseObject({
  role: z.enum(['maker', 'reviewer']),
  key: z
    .string()
    .regex(/^ed25519:/)
    .describe('ed25519: and the public key, base64url'),
  name: z.string().optional().describe('what the signer calls itself; nobody vouches for it'),
  at: z.iso.datetime().describe('by its clock'),
  known: z.enum(['trusted', 'own', 'unknown']).describe('trusted: by --trust; own: the key of whoever asks'),
})

const VERIFY = z.literal('ch1-verify/1')

/** What `verify --json` prints. Of a file that is no bundle there is none: exit 4. */
export const verifySchema = z.discriminatedUnion('state', [
  z.looseObject({
    schema: VERIFY,
    state: z.literal('altered'),
    alterations: z.array(z.looseObject({ where: z.string(), what: z.string() })).min(1),
    signers: z.array(signer).describe('whoever signed what it was'),
  }),
  z.looseObject({
    schema: VERIFY,
    state: z.literal('intact'),
    manifest: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 of ch1-manifest.json'),
    aborted: z.boolean(),
    files: whole,
    run: z
      .looseObject({
        conformance: z.enum(['conformant', 'non-conformant', 'partial']),
        aborted: z.boolean(),
        suite: z.looseObject({ version: z.string(), digest: z.string() }),
        sut: z.looseObject({ name: z.string(), version: z.string(), role: z.string() }),
        profile: z.looseObject({ name: z.string(), digest: z.string() }),
        startedAt: z.string(),
        finishedAt: z.string(),
        summary: z.record(z.string(), whole),
      })
      .describe('what its verdicts.json says'),
    signers: z.array(signer).min(1),
  }),
])

/** `history/slices.json`. */
export const slicesSchema = z.looseObject({
  schema: z.literal('ch1-slices/1'),
  slices: z.array(
    z.looseObject({
      testPurpose: z.string().regex(/^TP_[A-Z]+_\d{3}$/),
      k: z.number().int().positive().describe('scenario within the purpose'),
      scenario: z.string(),
      file: z.string().min(1).describe('below history/'),
      first: whole.describe('number of its first event'),
      last: whole,
    }),
  ),
}) satisfies z.ZodType<SlicesDocument>
