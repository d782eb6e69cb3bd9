// The published shapes of verdicts.json, kill-matrix.json and `list --json`, as zod schemas and as JSON Schema (draft 2020-12).
import { z } from 'zod'
import type { VerdictsDocument } from '../judge/verdicts-document'
import { remarksSchema } from './remarks-schema'
import { slicesSchema, verifySchema } from './verify-schema'
import { requirementsSchema } from './requirements/requirements-document'

// contract.md — a field may be added: readers must let unknown fields pass, so every object is open.
const count = z.int().nonnegative()
const level = z.enum(['MUST', 'SHOULD', 'OBSERVE'])

const finding = z.looseObject({
  rule: z.string().min(1),
  clause: z.string().min(1),
  expected: z.string(),
  actual: z.string(),
  at: z.iso.datetime({ offset: true }).describe('ISO 8601'),
  events: z.array(z.string()).describe('<history file>#<event number>'),
})

const result = z.looseObject({
  id: z.string().min(1).describe('test purpose, TP_<FAMILY>_<nnn>'),
  purpose: z.string(),
  requirements: z.array(z.string()),
  level,
  verdict: z.enum(['pass', 'inconclusive', 'fail', 'error', 'not-applicable']),
  warnings: z.array(finding),
  reason: z.string(),
  demands: z.looseObject({ decided: count, total: count }),
  durationMs: z.number().nonnegative(),
  findings: z.array(finding),
  evidence: z.array(z.string()).describe('folders below the output directory, one a scenario'),
})

const choice = z.looseObject({
  choice: z.string().min(1).describe('its name in the profile, for example P-JOIN'),
  declared: z.string().describe('what the profile says of it'),
  seen: z.array(
    z.looseObject({ value: z.string(), events: z.array(z.string()).describe('where it was seen first, one a history') }),
  ),
})

const seconds = z.number()
const due = z.looseObject({ min: count, max: count })
const byType = <T extends z.ZodType>(of: T) => z.looseObject({ start: of, interim: of, stop: of, event: of })
const differs = { seconds: seconds.nonnegative(), heads: count, records: count }

const bill = z.looseObject({
  conference: z.string(),
  scenario: z.string().describe('<test purpose>.<k>; empty outside of every scenario'),
  from: z.string().describe('<history file>#<event number>'),
  users: z.array(
    z.looseObject({
      user: z.string(),
      inS: seconds.describe('seconds from the 2xx to the BYE, by SIP alone'),
      chargedS: seconds.describe('seconds from the record of the arrival to that of the departure, or to the STOP'),
    }),
  ),
  sip: z.looseObject({ headSeconds: seconds, mostHeads: count, openS: seconds, due: byType(due) }),
  ch1: z.looseObject({
    sessions: z.array(z.string()),
    records: byType(count),
    headSeconds: seconds,
    openS: seconds.nullable().describe('seconds from START to STOP; null where one is not there'),
    countedHeadSeconds: seconds.nullable().describe('by Number-Of-Participants; null where no record tells it'),
    mostCounted: z.number().nullable(),
  }),
  difference: z
    .looseObject({ ...differs, what: z.array(z.string()) })
    .describe('what no lawful delay explains; zero all through where charging is right'),
})

/** `verdicts.json`. */
export const verdictsSchema = z.looseObject({
  schema: z.literal('ch1-verdicts/1'),
  suite: z.looseObject({ version: z.string(), digest: z.string().describe('SHA-256 over features, steps and judge') }),
  sut: z.looseObject({ name: z.string(), version: z.string(), role: z.string() }),
  profile: z.looseObject({ name: z.string(), digest: z.string() }),
  engine: z.enum(['sipp', 'socket']),
  binding: z.enum(['diameter', 'http']).optional().describe('http: experimental, never part of a conformance claim'),
  startedAt: z.iso.datetime({ offset: true }),
  finishedAt: z.iso.datetime({ offset: true }),
  aborted: z.boolean(),
  conformance: z.enum(['conformant', 'non-conformant', 'partial']),
  summary: z.looseObject({
    pass: count,
    fail: count,
    inconclusive: count,
    notApplicable: count,
    error: count,
    warnings: count,
  }),
  results: z.array(result),
  choices: z.array(choice).optional().describe('choices the documents leave open, as the SUT was seen to make them'),
  bills: z.array(bill).optional().describe('who was in by SIP against what CH-1 charged, a conference each'),
  billing: z
    .looseObject({ conferences: count, ...differs })
    .optional()
    .describe('the differences of all bills, added up'),
  tools: z.record(z.string(), z.string()).optional().describe('program → version'),
}) satisfies z.ZodType<VerdictsDocument>

const cell = z.looseObject({
  purpose: z.string().min(1),
  is: z
    .enum(['killed', 'survived', 'stranger', 'touched'])
    .describe(
      'killed: as named; survived: named, and the rule did not see it; stranger: complained without being named; touched: complained as foreseen',
    ),
  rule: z.string().describe('the rule that is named, or that complained; empty where no rule did'),
  verdict: z.enum(['pass', 'inconclusive', 'fail', 'error', 'not-applicable']),
  byWarning: z.boolean().describe('the rule rests on inference and fails nobody'),
  actual: z.string().describe('what the suite said, in one line'),
})

/** `kill-matrix.json`: which purposes caught which mutant; `strangers` are purposes that complained without being named. */
export const killMatrixSchema = z.looseObject({
  schema: z.literal('ch1-kill-matrix/1'),
  suite: z.looseObject({ version: z.string() }),
  digest: z.string().describe('SHA-256 over the definitions of all mutants and of all test purposes'),
  summary: z
    .looseObject({ mutants: count, killed: count, survived: count, strangers: count })
    .describe('a mutant is killed when every purpose it names sees it by the rule it names, and no stranger complains'),
  money: z
    .looseObject({
      mutants: count,
      billed: count,
      unseen: count,
      withoutFault: z.looseObject({ conferences: count, ...differs }),
    })
    .optional()
    .describe(
      'mutants that touch money; of them: whose bill differs, and which the bill cannot show; and the bill without a fault',
    ),
  families: z.array(z.looseObject({ id: z.string().min(1), title: z.string() })),
  mutants: z.array(
    z.looseObject({
      id: z.string().min(1),
      family: z.string().min(1),
      description: z.string(),
      names: z.array(z.string()),
      killedBy: z.array(z.string()),
      strangers: z.array(z.string()),
      shipped: z.string().optional().describe('the public report of a product that shipped with this fault'),
      beside: z.string().optional().describe('why it stands beside another mutant with the same kills'),
      money: z
        .enum(['billed', 'none', 'unseen'])
        .optional()
        .describe('does its fault change what an enabler would bill; unseen: it does, and the bill cannot show it'),
      whyUnseen: z.string().optional().describe('why the bill cannot show it'),
      bill: z.looseObject(differs).optional().describe('by what the bills of its run differ from what SIP shows'),
      cells: z.array(cell),
    }),
  ),
  purposes: z.array(
    z.looseObject({
      id: z.string().min(1),
      purpose: z.string(),
      kills: z.array(z.string()).describe('mutants it kills as named'),
      alone: z.array(z.string()).describe('mutants that nobody else kills'),
      whyNotAlone: z.string().optional().describe('given where there is none'),
    }),
  ),
})

/** One cell of the matrix. */
export type KillMatrixCell = z.output<typeof cell>

/** `ch1 list --json`. */
export const catalogueSchema = z.looseObject({
  schema: z.literal('ch1-catalogue/1'),
  /** Rows of the catalogue without a scenario, and why. */
  gaps: z
    .array(z.looseObject({ id: z.string().min(1), purpose: z.string(), state: z.enum(['later', 'outside']), why: z.string() }))
    .optional(),
  testPurposes: z.array(
    z.looseObject({
      id: z.string().min(1),
      purpose: z.string(),
      requirements: z.array(z.string()),
      level,
      kind: z.string(),
      applicable: z.boolean(),
      why: z.string().describe('why it is not applicable; empty when it is'),
    }),
  ),
})

/** What `mutants` writes. */
export type KillMatrixDocument = z.output<typeof killMatrixSchema>
/** What `list --json` prints. */
export type CatalogueDocument = z.output<typeof catalogueSchema>

/** The JSON Schema files of `docs/schema/`: file name → content, ready to be written. */
export function schemaFiles(): Readonly<Record<string, string>> {
  const schemas = {
    verdicts: verdictsSchema,
    'kill-matrix': killMatrixSchema,
    catalogue: catalogueSchema,
    remarks: remarksSchema,
    requirements: requirementsSchema,
    slices: slicesSchema,
    verify: verifySchema,
  }
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const json = { title: `ch1-${name}/1`, ...z.toJSONSchema(schema, { io: 'input' }) }
      return [`${name}.schema.json`, JSON.stringify(json, null, 2) + '\n']
    }),
  )
}
