// `ch1 sabotage DIR`: shows that the judge can fail, by breaking the premise of every rule and every demand of a stored run.
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cutsOf, isProven, proveDemands, proveRules, type ProvenKind, type ProvenRule } from '../judge/sabotage'
import { resealed } from '../testbed'
import { EXIT } from './exit-codes'
import { readFlags } from './flags'
import { judgeStored } from './rejudge'
import { rulesDigest } from './rules-digest'
import { suiteVersion } from './suite'
import { UsageError } from './usage-error'

const USAGE = `Usage: ch1 sabotage DIR [--json] [--keep DIR2]

Breaks the premise of every rule and of every demand of the run in DIR, one at a time: takes out the record, the stimulus or the answer,
puts in a record that is not owed, or makes a record say otherwise. Each time the judge must find it, by the rule concerned.

  --json       one JSON document (ch1-sabotage/1)
  --keep DIR2  each sabotaged history, sealed anew, as DIR2/<rule>: judge it with \`ch1 judge DIR2/<rule>\`

Exit code 0: every rule and every kind of demand can fail; 1: one cannot, which is listed.
`

/** What was proven of one run. */
export interface SabotageDocument {
  readonly schema: 'ch1-sabotage/1'
  readonly suite: { readonly version: string }
  /** Of the rules and kinds of demands that there were. */
  readonly digest: string
  readonly summary: {
    readonly rules: number
    readonly proven: number
    readonly demandKinds: number
    readonly provenKinds: number
  }
  readonly rules: readonly (Omit<ProvenRule, 'struck'> & {
    readonly struck?: Omit<NonNullable<ProvenRule['struck']>, 'events'>
  })[]
  readonly demandKinds: readonly ProvenKind[]
}

export function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = readFlags('sabotage', args, { json: { type: 'boolean' }, keep: { type: 'string' } }, 1)
  if (values.help) {
    process.stdout.write(USAGE)
    return Promise.resolve(EXIT.passed)
  }
  const [name] = positionals
  if (name === undefined)
    throw new UsageError('no folder given', 'ch1 sabotage', 'ch1 sabotage DIR, where DIR is the --out of a run')
  const histories = judgeStored(resolve(name), { complete: false })
  if (!histories.some(({ events }) => events.some((event) => event.kind === 'ch1' && event.door === 'diameter')))
    throw new UsageError('the run charged nothing over Diameter', resolve(name), 'sabotage a run of the Diameter binding')
  const cuts = histories.flatMap(({ events }) => cutsOf(events))
  const rules = proveRules(cuts)
  const demandKinds = proveDemands(cuts)
  if (values.keep !== undefined) keep(resolve(values.keep), rules)
  const document = documentOf(rules, demandKinds)
  process.stdout.write(values.json ? `${JSON.stringify(document, null, 2)}\n` : textOf(document))
  const { summary } = document
  const isAll = summary.proven === summary.rules && summary.provenKinds === summary.demandKinds
  return Promise.resolve(isAll ? EXIT.passed : EXIT.failed)
}

function documentOf(rules: readonly ProvenRule[], demandKinds: readonly ProvenKind[]): SabotageDocument {
  return {
    schema: 'ch1-sabotage/1',
    suite: { version: suiteVersion() },
    digest: rulesDigest(),
    summary: {
      rules: rules.length,
      proven: rules.filter(({ struck }) => struck).length,
      demandKinds: demandKinds.length,
      provenKinds: demandKinds.filter(isProven).length,
    },
    rules: rules.map(({ struck, ...rule }) => {
      if (!struck) return rule
      const { cut, what, beside } = struck
      return { ...rule, struck: { cut, what, beside } }
    }),
    demandKinds,
  }
}

function textOf({ summary, rules, demandKinds }: SabotageDocument): string {
  const width = Math.max(...rules.map(({ rule }) => rule.length))
  const ofRules = rules.map(({ rule, struck, why }) =>
    struck
      ? `${rule.padEnd(width)}  ${struck.cut}  ${struck.what}${struck.beside.length > 0 ? ` (with ${struck.beside.join(', ')})` : ''}`
      : `${rule.padEnd(width)}  NOT PROVEN: ${why}`,
  )
  const ofKinds = demandKinds.map((one) =>
    isProven(one)
      ? `${one.kind.padEnd(width)}  ${one.demands} demands, ${one.premises} premises broken`
      : `${one.kind.padEnd(width)}  NOT PROVEN: ${one.unnoticed[0] ?? 'no demand of this kind was met'}`,
  )
  const share = (part: number, all: number): string => `${part} of ${all} (${Math.floor((100 * part) / all)} %)`
  return [
    'rules',
    ...ofRules,
    '',
    'demands',
    ...ofKinds,
    '',
    `proven able to fail: ${share(summary.proven, summary.rules)} of the rules, ${share(summary.provenKinds, summary.demandKinds)} of the kinds of demands`,
    '',
  ].join('\n')
}

/** Each rule's sabotaged history as a folder that `ch1 judge` takes. */
function keep(dir: string, rules: readonly ProvenRule[]): void {
  for (const { rule, struck } of rules) {
    if (!struck) continue
    const folder = join(dir, rule, 'history')
    mkdirSync(folder, { recursive: true })
    resealed(join(folder, 'sabotaged.ndjson'), struck.events)
  }
}
