// `ch1 list`: the catalogue, and what applies to a profile.
import { resolve } from 'node:path'
import { catalogueGaps } from '../judge/requirements/catalogue-gaps'
import { notApplicable, testPurposes, type TestPurpose } from '../judge/requirements/test-purposes'
import { EXIT } from './exit-codes'
import { readFlags } from './flags'
import { loadProfile, REFERENCE_PROFILE } from './profile'
import { requirementsPage } from './requirements-page'
import { suiteTables } from './suite-tables'
import { UsageError } from './usage-error'
import { ALL_VERBS, outsideVerbs } from './verbs'

export function command(args: readonly string[]): Promise<number> {
  const { values } = readFlags('list', args, {
    json: { type: 'boolean' },
    profile: { type: 'string' },
    requirements: { type: 'boolean' },
  })
  if (values.help) {
    process.stdout.write(
      'Usage: ch1 list [--json] [--profile FILE] | ch1 list --requirements\n\nThe test purposes: id, level, kind, purpose; with --profile also which do not apply, and why. --requirements prints a page (Markdown) of\nevery clause the suite rests on, what tests it, what breaks it, and what is not tested yet.\n',
    )
    return Promise.resolve(EXIT.passed)
  }
  if (values.requirements) {
    if (values.json || values.profile !== undefined)
      throw new UsageError(
        'the page of requirements is of no profile, and is Markdown',
        '--requirements',
        'leave the other flags out',
      )
    process.stdout.write(requirementsPage(suiteTables()))
    return Promise.resolve(EXIT.passed)
  }
  const { profile } = loadProfile(values.profile === undefined ? REFERENCE_PROFILE : resolve(values.profile))
  const embedded = values.profile === undefined
  const verbs = embedded ? ALL_VERBS : outsideVerbs(profile)
  const all: readonly TestPurpose[] = testPurposes
  const rows = all.map((one) => {
    const why = notApplicable(one, profile, verbs)
    return {
      id: one.id,
      purpose: one.purpose,
      requirements: one.requirements,
      level: one.level,
      kind: one.kind,
      applicable: why === undefined,
      why: why ?? '',
    }
  })
  // a row that was written since is a purpose, and no gap
  const gaps = catalogueGaps.filter(({ id }) => !all.some((one) => one.id === id))
  if (values.json) process.stdout.write(`${JSON.stringify({ schema: 'ch1-catalogue/1', testPurposes: rows, gaps }, null, 2)}\n`)
  else
    for (const row of rows)
      process.stdout.write(
        `${row.id}  ${row.level.padEnd(7)} ${row.kind}  ${row.purpose}${row.applicable ? '' : `  [not applicable: ${row.why}]`}\n`,
      )
  return Promise.resolve(EXIT.passed)
}
