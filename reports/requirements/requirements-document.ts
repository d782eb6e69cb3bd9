// requirements.json: requirement × test purpose × verdict of one run, and what nobody tests, with the reason.
import { z } from 'zod'
import { catalogueGaps } from '../../judge/requirements/catalogue-gaps'
import { clauseText, requirements, type Requirement, type RequirementId } from '../../judge/requirements/clauses'
import { testPurposes, type TestPurpose } from '../../judge/requirements/test-purposes'
import type { VerdictsDocument } from '../../judge/verdicts-document'

const word = z.enum(['pass', 'inconclusive', 'fail', 'error', 'not-applicable'])

/** `requirements.json`. */
export const requirementsSchema = z.looseObject({
  schema: z.literal('ch1-requirements/1'),
  suite: z.looseObject({ version: z.string(), digest: z.string() }),
  requirements: z.array(
    z.looseObject({
      id: z.string().min(1),
      clause: z.string().describe('document and clause'),
      level: z.enum(['MUST', 'SHOULD', 'MAY', 'FACT']).describe('FACT: says what something means, and demands no record'),
      actor: z.enum(['CTF', 'CDF', 'focus']).describe('who owes it; CDF is our own side'),
      grade: z
        .enum(['verified', 'dictionary', 'inferred', 'memory'])
        .describe('how sure we are of it; only verified can fail a server'),
      text: z.string().describe('in our own words'),
      testPurposes: z.array(
        z.looseObject({
          id: z.string().min(1),
          kind: z.enum(['P', 'N', 'R', 'O']),
          verdict: word.optional().describe('absent: it was not selected'),
        }),
      ),
      untested: z.string().optional().describe('why no test purpose covers it'),
      gaps: z.array(z.string()).describe('rows of the catalogue that are set aside and would cover it'),
    }),
  ),
  gaps: z
    .array(z.looseObject({ id: z.string().min(1), purpose: z.string(), state: z.enum(['later', 'outside']), why: z.string() }))
    .describe('rows of the catalogue without a scenario'),
})

export type RequirementsDocument = z.output<typeof requirementsSchema>

/** Every requirement of this suite with the verdicts of a run. */
export function requirementsDocument({ suite, results }: VerdictsDocument): RequirementsDocument {
  const verdicts = new Map(results.map(({ id, verdict }) => [id, verdict]))
  const purposes: readonly TestPurpose[] = testPurposes
  const all: readonly Requirement[] = requirements
  return {
    schema: 'ch1-requirements/1',
    suite: { version: suite.version, digest: suite.digest },
    requirements: all.map(({ id, level, actor, grade, text, untested, gaps = [] }) => ({
      id,
      clause: clauseText(id as RequirementId),
      ...{ level, actor, grade, text },
      testPurposes: purposes
        .filter((one) => (one.requirements as readonly string[]).includes(id))
        .map((one) => ({ id: one.id, kind: one.kind, verdict: verdicts.get(one.id) })),
      ...(untested !== undefined && { untested }),
      gaps: [...gaps],
    })),
    gaps: catalogueGaps.map((gap) => ({ ...gap })),
  }
}
