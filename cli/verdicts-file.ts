// verdicts.json: from judged histories, applicability and what hindered, to the document users and scripts read.
import type { Finding, Verdict, VerdictWord } from '../judge/verdict'
import type { Profile } from '../judge/profile/schema'
import { isOfOthers, testPurposes, type TestPurpose } from '../judge/requirements/test-purposes'
import { mergeVerdicts } from '../judge/verdicts'
import type { ReportedChoice, ReportedFinding, ReportedResult, Slice, VerdictsDocument } from '../judge/verdicts-document'
import { eventReference } from '../reports/event-reference'
import { EXIT } from './exit-codes'
import { billingOf, billsOf } from './bills'
import type { JudgedResults } from './rejudge'

export interface RunFacts {
  readonly suite: { readonly version: string; readonly digest: string }
  readonly sut: VerdictsDocument['sut']
  readonly profile: VerdictsDocument['profile']
  readonly engine: 'sipp' | 'socket'
  readonly binding: 'diameter' | 'http'
  readonly startedAt: string
  readonly finishedAt: string
  readonly aborted: boolean
  /** Purposes selected by --only, --tags or --shard; undefined: all. */
  readonly selected: ReadonlySet<string> | undefined
  readonly notApplicable: Readonly<Record<string, string>>
  /** Purposes that are not asked of a SUT of this role and accounting: they take nothing from its conformance. */
  readonly ofOthers: ReadonlySet<string>
  /** Why scenarios did not run at all, if something hindered every one. */
  readonly hindered: { readonly word: 'inconclusive' | 'error'; readonly reason: string } | undefined
  /** Trouble of a purpose outside its history, for example a worker that died in it. */
  readonly extra: Readonly<Record<string, { readonly word: VerdictWord; readonly reason: string }>>
  /** Program → version. */
  readonly tools: Readonly<Record<string, string>>
}

/** The purposes that are not asked of a SUT of this profile. */
export function ofOthers(profile: Profile): ReadonlySet<string> {
  const all: readonly TestPurpose[] = testPurposes
  return new Set(all.flatMap((one) => (isOfOthers(one, profile) ? [one.id] : [])))
}

export function verdictsDocument(
  histories: readonly JudgedResults[],
  slices: readonly Slice[],
  facts: RunFacts,
): VerdictsDocument {
  const merged = new Map(mergeVerdicts(histories.map(({ judgment }) => judgment.verdicts)).map((one) => [one.testPurpose, one]))
  const all: readonly TestPurpose[] = testPurposes
  const chosen = all.filter(
    (one) => facts.selected === undefined || facts.selected.has(one.id) || (one.runWide && merged.has(one.id)),
  )
  const results = chosen.map((purpose) => resultOf(purpose, merged.get(purpose.id), histories, slices, facts))
  const count = (word: VerdictWord): number => results.filter((one) => one.verdict === word).length
  const must = results.filter((one) => one.level === 'MUST' && !facts.ofOthers.has(one.id))
  const conformance =
    count('fail') > 0
      ? 'non-conformant'
      : facts.binding === 'diameter' &&
          !facts.aborted &&
          facts.selected === undefined &&
          must.every((one) => one.verdict === 'pass')
        ? 'conformant'
        : 'partial'
  const { suite, sut, profile, engine, binding, startedAt, finishedAt, aborted, tools } = facts
  const bills = billsOf(histories, slices)
  return {
    schema: 'ch1-verdicts/1',
    suite,
    sut,
    profile,
    engine,
    binding,
    startedAt,
    finishedAt,
    aborted,
    conformance,
    summary: {
      pass: count('pass'),
      fail: count('fail'),
      inconclusive: count('inconclusive'),
      notApplicable: count('not-applicable'),
      error: count('error'),
      warnings: results.reduce((sum, one) => sum + one.warnings.length, 0),
    },
    results,
    choices: choicesSeen(histories),
    bills,
    billing: billingOf(bills),
    tools,
  }
}

/** What each history saw, by choice and value. */
function choicesSeen(histories: readonly JudgedResults[]): readonly ReportedChoice[] {
  const byChoice = new Map<string, { declared: string; values: Map<string, string[]> }>()
  for (const { file, judgment } of histories) {
    for (const { choice, declared, seen } of judgment.choices) {
      const known = byChoice.get(choice) ?? { declared, values: new Map<string, string[]>() }
      byChoice.set(choice, known)
      for (const { value, event } of seen)
        known.values.set(value, [...(known.values.get(value) ?? []), eventReference(file, event)])
    }
  }
  return [...byChoice]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([choice, { declared, values }]) => ({
      choice,
      declared,
      seen: [...values].map(([value, events]) => ({ value, events })),
    }))
}

function resultOf(
  purpose: TestPurpose,
  verdict: Verdict | undefined,
  histories: readonly JudgedResults[],
  slices: readonly Slice[],
  facts: RunFacts,
): ReportedResult {
  const own = slices.filter((slice) => slice.testPurpose === purpose.id)
  const notesOf = new Map(histories.map(({ file, notes }) => [file, notes]))
  const base = {
    id: purpose.id,
    purpose: purpose.purpose,
    requirements: purpose.requirements,
    level: purpose.level,
    evidence: own.map((slice) => `evidence/${slice.testPurpose}.${slice.k}`),
  }
  const why = facts.notApplicable[purpose.id]
  const nothing = { warnings: [], findings: [], demands: { decided: 0, total: 0 }, durationMs: 0 }
  if (why !== undefined) return { ...base, ...nothing, verdict: 'not-applicable', reason: why }
  const extra = facts.extra[purpose.id]
  if (!verdict || (own.length === 0 && !purpose.runWide && verdict.word !== 'fail')) {
    const reason = facts.aborted ? 'the run was aborted before it' : 'none of its scenarios ran'
    const { word, reason: told } = extra ??
      facts.hindered ?? { word: facts.aborted ? ('inconclusive' as const) : ('error' as const), reason }
    return { ...base, ...nothing, verdict: word, reason: told }
  }
  const word = extra && rank(extra.word) > rank(verdict.word) ? extra.word : verdict.word
  return {
    ...base,
    verdict: word,
    reason: word === verdict.word ? verdict.reason : (extra?.reason ?? verdict.reason),
    demands: verdict.demands,
    durationMs: own.reduce((sum, slice) => sum + (notesOf.get(slice.file)?.durationMs(slice) ?? 0), 0),
    findings: grouped(verdict.findings.map((finding) => reported(finding, purpose.id, histories))),
    warnings: grouped(verdict.warnings.map((finding) => reported(finding, purpose.id, histories))),
  }
}

function rank(word: VerdictWord): number {
  return ['not-applicable', 'pass', 'inconclusive', 'fail', 'error'].indexOf(word)
}

function reported(finding: Finding, purpose: string, histories: readonly JudgedResults[]): ReportedFinding {
  const home = histories.find(({ judgment }) =>
    judgment.verdicts.some((one) => one.testPurpose === purpose && [...one.findings, ...one.warnings].includes(finding)),
  )
  const file = home?.file ?? ''
  const opened = home?.notes.opened
  const zero = opened ? Date.parse(opened.wallClock) : 0
  return {
    rule: finding.rule,
    clause: finding.clause,
    expected: finding.expected,
    actual: finding.actual,
    at: new Date(zero + finding.atUs / 1000).toISOString(),
    events: finding.events.map((n) => eventReference(file, n)),
  }
}

const MAX_PLACES = 50

/** One root cause, one finding, with its places: the first of each rule speaks, the others add their events. */
function grouped(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  const byRule = new Map<string, readonly ReportedFinding[]>()
  for (const finding of findings) byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding])
  return [...byRule.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const more = group.length === 1 ? '' : ` (and at ${group.length - 1} more place${group.length > 2 ? 's' : ''} of the run)`
    return [{ ...first, actual: first.actual + more, events: group.flatMap((one) => one.events).slice(0, MAX_PLACES) }]
  })
}

/** Any fail 1, else any error 5, else inconclusive or aborted 2, else nothing applicable 3, else 0. */
export function exitCodeOf(document: VerdictsDocument): number {
  const { summary } = document
  if (summary.fail > 0) return EXIT.failed
  if (summary.error > 0) return EXIT.error
  if (summary.inconclusive > 0 || document.aborted) return EXIT.inconclusive
  return summary.pass > 0 ? EXIT.passed : EXIT.nothing
}
